import { milliValue, value } from '../base/quantity.ts';
import { powerOf } from '../control/node-power.ts';
import { conflicts, hostPortsOf } from '../kinds/host-ports.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { podRequests } from '../kinds/qos.ts';
import { requiredNodeAffinity } from '../kinds/node-affinity.ts';
import { findUntoleratedTaint, isTolerated } from '../kinds/tolerations.ts';
import { findWorker, tellPod, type Scene } from './scene.ts';
import { rejectedStatus } from './status.ts';

/** From here on a pod is one that the cluster needs. kube: pkg/apis/scheduling/types.go SystemCriticalPriority */
const CRITICAL_PRIORITY = 2_000_000_000;

/** Why a node does not take a pod. */
interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * Whether the node takes a pod that it has not seen before; a pod that it does not take has failed, and only the first reason counts.
 * kube: pkg/kubelet/kubelet.go canAdmitPod, rejectPod; pkg/kubelet/lifecycle/predicate.go Admit, generalFilter
 */
export function admit(scene: Scene, pod: Pod): boolean {
  const node = scene.api.get(NodeKind, pod.spec.nodeName ?? '');
  const others = isRoomy(scene, pod, node) ? [] : admittedPods(scene, node);
  const rejection =
    underPressure(scene, pod, node) ?? wrongSystem(pod, node) ?? tooLittle(pod, node, others) ?? failedPredicate(pod, node, others);
  if (rejection === undefined) return true;
  tellPod(scene, pod, 'Warning', rejection.reason, rejection.message);
  scene.api.status(PodKind, pod, rejectedStatus(pod, rejection.reason, rejection.message, scene.now()));
  return false;
}

/** Whether all pods bound to the node have what they ask for, so that it does not matter which of them it took already. */
function isRoomy({ api }: Scene, pod: Pod, node: Node): boolean {
  if (hostPortsOf(pod).length > 0) return false;
  const bound = api.tally(PodKind, 'node', node.metadata.name);
  for (const [name, capacity] of capacitiesOf(node)) if ((bound[TALLIED.get(name) ?? name] ?? 0) > capacity) return false;
  return true;
}

/** Under which names the index keeps its sums. */
const TALLIED: ReadonlyMap<string, string> = new Map([
  ['cpu', 'cpuMillis'],
  ['memory', 'memoryBytes'],
  ['ephemeral-storage', 'ephemeralBytes'],
]);

/** The pods that the node took and that have not ended. */
function admittedPods(scene: Scene, { metadata }: Node): readonly Pod[] {
  return scene.api.by(PodKind, 'node', metadata.name).filter((other) => findWorker(scene, other.metadata.uid) !== undefined);
}

const NOTHING: NonNullable<Node['status']['allocatable']> = {};
const knownCapacities = new WeakMap<object, ReadonlyMap<string, number>>();

/** What a node has for pods: CPU in thousandths, all else in whole units. */
function capacitiesOf({ status: { allocatable = NOTHING } }: Node): ReadonlyMap<string, number> {
  let capacities = knownCapacities.get(allocatable);
  if (capacities === undefined) {
    capacities = new Map(Object.entries(allocatable).map(([name, amount]) => [name, name === 'cpu' ? milliValue(amount) : value(amount)]));
    knownCapacities.set(allocatable, capacities);
  }
  return capacities;
}

const MEMORY_TAINT = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };

/** A node that lacks something takes only what it cannot do without; one that lacks memory, what has asked for some. kube: pkg/kubelet/eviction/eviction_manager.go Admit */
// unlike kube: pods that a node has taken stay there under pressure: nobody says how much is left of what
function underPressure({ environment }: Scene, pod: Pod, { metadata }: Node): Rejection | undefined {
  const { pressures } = powerOf(environment.nodes, metadata.name);
  if (pressures.length === 0 || (pod.spec.priority ?? 0) >= CRITICAL_PRIORITY) return undefined;
  const isSpared = pod.status.qosClass !== 'BestEffort' || isTolerated(MEMORY_TAINT, pod.spec.tolerations);
  if (pressures.length === 1 && pressures[0] === 'MemoryPressure' && isSpared) return undefined;
  return { reason: 'Evicted', message: `The node had condition: [${pressures.join(' ')}]. ` };
}

const OS_LABEL = 'kubernetes.io/os';

function wrongSystem({ spec }: Pod, { metadata }: Node): Rejection | undefined {
  const own = metadata.labels?.[OS_LABEL];
  const wanted = spec.nodeSelector?.[OS_LABEL];
  if (wanted !== undefined && wanted !== own)
    return {
      reason: 'PodOSSelectorNodeLabelDoesNotMatch',
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  if (spec.os !== undefined && spec.os.name !== 'linux')
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  return undefined;
}

/** kube: pkg/scheduler/framework/plugins/noderesources/fit.go Fits */
function tooLittle(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  for (const [name, requested] of requestsOf(pod)) {
    const capacity = capacitiesOf(node).get(name);
    // Extended resources that the node does not know are not the kubelet's business.
    if (capacity === undefined || requested === 0) continue;
    const used = others.reduce((sum, other) => sum + (requestsOf(other).get(name) ?? 0), 0);
    if (requested <= capacity - used) continue;
    const message = `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`;
    return { reason: `OutOf${name}`, message };
  }
  return undefined;
}

function requestsOf({ spec }: Pod): ReadonlyMap<string, number> {
  const { cpuMillis, memoryBytes, ephemeralBytes, others } = podRequests(spec);
  const named = [...others].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map([['pods', 1], ['cpu', cpuMillis], ['memory', memoryBytes], ['ephemeral-storage', ephemeralBytes], ...named]);
}

function failedPredicate(pod: Pod, node: Node, others: readonly Pod[]): Rejection | undefined {
  const failed = (name: string, why: string): Rejection => ({ reason: name, message: `Predicate ${name} failed: ${why}` });
  if (requiredNodeAffinity(pod)?.(node) === false) return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  const ports = hostPortsOf(pod);
  if (ports.length > 0 && others.some((other) => hostPortsOf(other).some((taken) => ports.some((port) => conflicts(port, taken)))))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  // Only taints that drive pods out matter to the kubelet.
  if (findUntoleratedTaint(node.spec.taints, pod.spec.tolerations, ['NoExecute']) !== undefined)
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  return undefined;
}
