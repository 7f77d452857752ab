import type { Node as NodeFields, NodeSpec, NodeStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { roundedAmounts } from './amounts.ts';
import { validateNode } from './validation/node.ts';
import { validateNodeStatus } from './validation/status.ts';

/** A node as it is stored. */
export type Node = Stored<NodeFields> & { readonly spec: NodeSpec; readonly status: NodeStatus };

/** The label that says in which zone a node is. */
export const ZONE_LABEL = 'topology.kubernetes.io/zone';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** `v1` Node. */
export const NodeKind = defineKind<Node>({
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  short: ['no'],
  scope: 'Cluster',
  hasStatus: true,
  columns: [
    nameColumn,
    { name: 'Status', cell: nodeStatusWord },
    { name: 'Roles', cell: rolesOf },
    ageColumn,
    { name: 'Version', cell: ({ status }) => status.nodeInfo?.kubeletVersion },
    { name: 'Internal-IP', wide: true, cell: (node) => addressOf(node, 'InternalIP') },
    { name: 'External-IP', wide: true, cell: (node) => addressOf(node, 'ExternalIP') },
    { name: 'OS-Image', wide: true, cell: ({ status }) => status.nodeInfo?.osImage },
    { name: 'Kernel-Version', wide: true, cell: ({ status }) => status.nodeInfo?.kernelVersion },
    { name: 'Container-Runtime', wide: true, cell: ({ status }) => status.nodeInfo?.containerRuntimeVersion },
    {
      name: 'Taints',
      extra: true,
      cell: ({ spec }) =>
        spec.taints?.map(({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`).join(','),
    },
  ],
  indexes: [{ name: 'address', keys: ({ status }) => (status.addresses ?? []).map(({ address }) => address) }],
  selectable: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
  defaults: withDefaults,
  validate: (node, old) => validateNode(node, old),
  validateStatus: validateNodeStatus,
});

/** What can be given out is all there is, and a range of addresses is the first of the ranges. kube: pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus, conversion.go Convert_v1_NodeSpec_To_core_NodeSpec */
function withDefaults(node: Node): Node {
  const { spec = {}, status = {} } = node as Partial<Node>;
  const { podCIDR = '', podCIDRs = [] } = spec;
  const first = filled(podCIDR) ?? podCIDRs[0];
  return withFields(node, {
    spec: withFields(spec, { podCIDR: first, podCIDRs: first === undefined || first === podCIDRs[0] ? spec.podCIDRs : [first] }),
    status: withFields(status, {
      capacity: roundedAmounts(status.capacity),
      allocatable: roundedAmounts(status.allocatable ?? status.capacity),
    }),
  });
}

/** Whether a node says that it is ready. */
export function isNodeReady({ status }: Node): boolean {
  return status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

/** The word in the STATUS column. kube: pkg/printers/internalversion/printers.go printNode */
function nodeStatusWord({ spec, status }: Node): string {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function rolesOf({ metadata }: Node): string {
  const roles = Object.keys(metadata.labels ?? {})
    .filter((label) => label.startsWith(ROLE_PREFIX) && label.length > ROLE_PREFIX.length)
    .map((label) => label.slice(ROLE_PREFIX.length));
  return roles.length === 0 ? '<none>' : roles.sort().join(',');
}

function addressOf({ status }: Node, type: string): string {
  return status.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}
