import { ApiError } from '../../api/errors.ts';
import { LeaseKind } from '../../kinds/lease.ts';
import { NodeKind, type Node } from '../../kinds/node.ts';
import { amountLines } from './amounts.ts';
import { probedLines } from './conditions.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, orNone, under, type Lines } from './lines.ts';
import { nodePodLines } from './node-pods.ts';
import { filled } from '../../base/with-fields.ts';
import { taintLines } from './tolerations.ts';
import { longTime } from './times.ts';

/** Nodes, with what their pods take of them. Of their events, some know them by name only. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNode */
export const nodeDescriber = defineDescriber<Node>({
  kind: NodeKind,
  subjects: ({ kind, metadata: { name, uid } }) => [uid, name].map((id) => ({ kind, name, namespace: undefined, uid: id })),
  lines: (node, context) => {
    const { metadata, spec, status } = node;
    return lines(
      field('Name', metadata.name),
      field('Roles', orNone(rolesOf(node))),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      taintLines('Taints', spec.taints),
      field('Unschedulable', spec.unschedulable ?? false),
      leaseLines(node, context),
      probedLines('LastHeartbeatTime', status.conditions, ({ lastHeartbeatTime }) => lastHeartbeatTime),
      under('Addresses', ...(status.addresses ?? []).map(({ type, address }) => field(type, address))),
      amountLines('Capacity', status.capacity),
      amountLines('Allocatable', status.allocatable),
      systemLines(node),
      field('PodCIDR', filled(spec.podCIDR)),
      field('PodCIDRs', filled(spec.podCIDRs?.join(','))),
      field('ProviderID', filled(spec.providerID)),
      nodePodLines(node, context),
    );
  },
});

const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** kube: the same file, findNodeRoles */
function rolesOf({ metadata: { labels = {} } }: Node): string {
  const roles = Object.entries(labels).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === 'kubernetes.io/role' ? value : '';
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort().join(',');
}

function leaseLines({ metadata }: Node, { client }: DescribeContext): Lines {
  try {
    const { holderIdentity, acquireTime, renewTime } = client.get(LeaseKind, metadata.name, 'kube-node-lease').spec;
    return under(
      'Lease',
      field('HolderIdentity', holderIdentity ?? '<unset>'),
      field('AcquireTime', acquireTime === undefined ? '<unset>' : longTime(acquireTime)),
      field('RenewTime', renewTime === undefined ? '<unset>' : longTime(renewTime)),
    );
  } catch (error) {
    if (error instanceof ApiError) return [`Lease:\tFailed to get lease: ${error.message}`];
    throw error;
  }
}

function systemLines({ status: { nodeInfo } }: Node): Lines {
  return under(
    'System Info',
    field('Machine ID', nodeInfo?.machineID ?? ''),
    field('System UUID', nodeInfo?.systemUUID ?? ''),
    field('Boot ID', nodeInfo?.bootID ?? ''),
    field('Kernel Version', nodeInfo?.kernelVersion ?? ''),
    field('OS Image', nodeInfo?.osImage ?? ''),
    field('Operating System', nodeInfo?.operatingSystem ?? ''),
    field('Architecture', nodeInfo?.architecture ?? ''),
    field('Container Runtime Version', nodeInfo?.containerRuntimeVersion ?? ''),
    field('Kubelet Version', nodeInfo?.kubeletVersion ?? ''),
    field('Kube-Proxy Version', nodeInfo?.kubeProxyVersion ?? ''),
  );
}
