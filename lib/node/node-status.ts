import type { Client } from '../api/client.ts';
import type { NodeCondition } from '../api/generated/types.ts';
import { powerOf, type Pressure } from '../control/node-power.ts';
import { controllerRef } from '../control/owners.ts';
import { LeaseKind, NODE_LEASES } from '../kinds/lease.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { conditionsOf, freeNumber, labelsOf, newNode, statusOf } from './registration.ts';
import type { Scene } from './scene.ts';

/** Seconds for which a node's lease is good. kube: pkg/kubelet/apis/config/v1beta1/defaults.go NodeLeaseDurationSeconds */
const LEASE_SECONDS = 40;

/** How a kubelet comes to start: on a node that somebody has just made, or once more, with its machine or without. */
type Beginning = 'new' | 'restarted' | 'rebooted';

/**
 * A kubelet has started: it registers its node if there is none, completes what somebody else wrote of it, and tells how it is.
 * kube: pkg/kubelet/kubelet_node_status.go registerWithAPIServer
 */
export function startKubelet(scene: Scene, name: string, beginning: Beginning): void {
  const { api } = scene;
  const known = api.find(NodeKind, name);
  // Whoever made the node has thought better of it.
  if (known === undefined && beginning === 'new') return;
  const bootId = (): string => scene.random.stream('boot-id').uuid();
  if (known === undefined) api.create(NodeKind, newNode(name, freeNumber(api), bootId(), scene.timestamp()));
  const node = known === undefined ? api.get(NodeKind, name) : completed(scene, known, bootId);
  tellNode(scene, node, 'Normal', 'Starting', 'Starting kubelet.');
  const told = tellHealth(scene, beginning === 'rebooted' && known !== undefined ? rebooted(scene, node, bootId()) : node, true);
  keepLease(api, told, scene.timestamp());
}

/** Makes a node that has been there for a while, with its lease. */
export function joinNode(api: Client, name: string, number: number, bootId: string): void {
  const now = api.api.timestamp();
  keepLease(api, api.create(NodeKind, newNode(name, number, bootId, now)), now);
}

/** A node that somebody else wrote, with all that its kubelet knows better. */
// unlike kube: a node that a person makes has a machine with a kubelet
function completed({ api }: Scene, node: Node, bootId: () => string): Node {
  const { metadata, spec, status } = node;
  const labels = labelsOf(metadata.name);
  const isWhole = status.nodeInfo !== undefined && (status.addresses ?? []).length > 0 && spec.podCIDR !== undefined;
  if (isWhole && Object.keys(labels).every((label) => metadata.labels?.[label] !== undefined)) return node;
  const number = freeNumber(api);
  const podCIDR = spec.podCIDR ?? String((newNode(metadata.name, number, '', '')['spec'] as Node['spec']).podCIDR);
  const named = api.patch(NodeKind, node, {
    metadata: { labels: { ...labels, ...metadata.labels } },
    spec: { podCIDR, podCIDRs: spec.podCIDRs ?? [podCIDR] },
  });
  const { capacity = status.allocatable, allocatable = status.capacity } = status;
  const given = { ...status, ...(capacity === undefined ? {} : { capacity }), ...(allocatable === undefined ? {} : { allocatable }) };
  return api.status(NodeKind, named, { ...statusOf(metadata.name, number, status.nodeInfo?.bootID ?? bootId()), ...given });
}

function rebooted(scene: Scene, node: Node, bootID: string): Node {
  tellNode(scene, node, 'Warning', 'Rebooted', `Node ${node.metadata.name} has been rebooted, boot id: ${bootID}`);
  return scene.api.status(NodeKind, node, { ...node.status, nodeInfo: { ...node.status.nodeInfo, bootID } });
}

/** Tells how a node is, and of what is new about it; on its start, of everything. kube: the same file, setNodeStatus */
export function tellHealth(scene: Scene, node: Node, isStart: boolean): Node {
  const { name } = node.metadata;
  const old = node.status.conditions ?? [];
  const { pressures } = powerOf(scene.environment.nodes, name);
  const conditions = conditionsOf(old, pressures, scene.timestamp());
  const told = scene.api.status(NodeKind, node, { ...node.status, conditions });
  for (const { type, status, reason = '' } of conditions) {
    const before = old.find((condition) => condition.type === type);
    const isNews = before !== undefined && before.status !== status;
    if (type === 'Ready') {
      if (isStart) tellNode(scene, node, 'Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
      if (isNews) tellNode(scene, node, 'Normal', 'NodeReady', `Node ${name} status is now: NodeReady`);
    } else if (isPressure(type) && (isStart || isNews)) {
      const word = `Node${reason.replace('Kubelet', '')}`;
      tellNode(scene, node, 'Normal', word, `Node ${name} status is now: ${word}`);
    }
  }
  return told;
}

function isPressure(type: NodeCondition['type']): type is Pressure {
  return type.endsWith('Pressure');
}

/** The kubelet's lease says that it is alive; when it was last renewed is known without writing it. kube: staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go */
function keepLease(api: Client, node: Node, now: string): void {
  const { name } = node.metadata;
  const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: now.replace('Z', '.000000Z') };
  const known = api.find(LeaseKind, name, NODE_LEASES);
  if (known !== undefined) api.patch(LeaseKind, known, { spec });
  else {
    const { controller: _, blockOwnerDeletion: __, ...reference } = controllerRef(NodeKind, node);
    api.create(LeaseKind, { metadata: { name, namespace: NODE_LEASES, ownerReferences: [reference] }, spec });
  }
}

/** An event about a node; kubelets know it by its name alone. kube: pkg/kubelet/kubelet.go nodeRef */
function tellNode({ events }: Scene, node: Node, type: 'Normal' | 'Warning', reason: string, message: string): void {
  const { name } = node.metadata;
  events.record({ ...node, metadata: { ...node.metadata, uid: name } }, type, reason, message, { component: 'kubelet', host: name });
}
