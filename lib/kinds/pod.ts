import type { PodCondition, PodSpec, PodStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, orphanIndex } from '../api/kind.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { hostPortsOf } from './host-ports.ts';
import { defaultPodSpec } from './pod-defaults.ts';
import { isTerminalPhase, type Pod } from './pod-state.ts';
import { podStatusWord, readyColumn, restartsColumn, rowConditions } from './pod-columns.ts';
import { podRequests, qosClassOf } from './qos.ts';
import { podWarnings } from './validation/pod-warnings.ts';
import { validatePodStatus } from './validation/pod-status.ts';
import { validatePod } from './validation/pod.ts';

/** `v1` Pod. */
export const PodKind = defineKind<Pod>({
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  short: ['po'],
  categories: ['all'],
  hasStatus: true,
  rowConditions,
  columns: [
    nameColumn,
    { name: 'Ready', cell: readyColumn },
    { name: 'Status', cell: podStatusWord },
    { name: 'Restarts', cell: restartsColumn },
    ageColumn,
    { name: 'IP', wide: true, cell: ({ status }) => status.podIP ?? '<none>' },
    { name: 'Node', wide: true, cell: ({ spec }) => spec.nodeName ?? '<none>' },
    { name: 'Nominated Node', wide: true, cell: ({ status }) => status.nominatedNodeName ?? '<none>' },
    { name: 'Readiness Gates', wide: true, cell: readinessGates },
    { name: 'Phase', extra: true, cell: ({ status }) => status.phase },
    { name: 'Image', extra: true, cell: ({ spec }) => spec.containers.map(({ image }) => image ?? '').join(',') },
    { name: 'Owner', extra: true, cell: ({ metadata }) => metadata.ownerReferences?.find(({ controller }) => controller === true)?.name },
    { name: 'Reason', extra: true, cell: ({ status }) => status.reason },
    { name: 'QoS', extra: true, cell: ({ status }) => status.qosClass },
  ],
  indexes: [
    orphanIndex,
    { name: 'node', keys: ({ spec, status }) => (isTerminalPhase(status.phase) ? [] : [spec.nodeName ?? '']), tally: podUsage },
    {
      name: 'nominated',
      keys: ({ spec, status }) => ((status.nominatedNodeName ?? '') === '' || (spec.nodeName ?? '') !== '' ? [] : ['']),
    },
    { name: 'hostPort', keys: hostPortKeys },
  ],
  selectable: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    // Its name of old.
    'spec.host': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status.phase ?? '',
    'status.podIP': ({ status }) => status.podIP ?? '',
    // Upstream knows the name and never fills it in.
    'status.podIPs': () => '',
    'status.nominatedNodeName': ({ status }) => status.nominatedNodeName ?? '',
  },
  defaults: (pod) => {
    // Defaults also see manifests, which may have no spec at all.
    const { spec: given } = pod as Partial<Pod>;
    const spec = defaultPodSpec(given ?? NO_SPEC, { template: false });
    return spec === pod.spec ? pod : { ...pod, spec };
  },
  // kube: pkg/registry/core/pod/strategy.go PrepareForCreate
  prepareCreate: (pod) => {
    const gated = (pod.spec.schedulingGates?.length ?? 0) > 0;
    const status: PodStatus = { phase: 'Pending', qosClass: qosClassOf(pod.spec), ...(gated ? { conditions: [GATED] } : {}) };
    return { ...pod, status };
  },
  validate: (pod, old) => validatePod(pod, old),
  prepareStatus: keptStatus,
  validateStatus: validatePodStatus,
  returnsDeleted: true,
  warnings: podWarnings,
  // kube: pkg/registry/core/pod/strategy.go CheckGracefulDelete
  graceSeconds: ({ spec, status }, asked) => {
    if (spec.nodeName === undefined || spec.nodeName === '' || isTerminalPhase(status.phase)) return 0;
    const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
});

/** A status keeps the class of the pod, and its address is the first of its addresses. kube: pkg/registry/core/pod/strategy.go podStatusStrategy, pkg/apis/core/v1/conversion.go Convert_v1_PodStatus_To_core_PodStatus */
function keptStatus(pod: Pod, old: Pod): Pod {
  const { qosClass, podIP = '', podIPs = [] } = pod.status;
  const first = filled(podIP) ?? podIPs[0]?.ip;
  const status = withFields(pod.status, {
    qosClass: filled(qosClass) ?? old.status.qosClass,
    podIP: first,
    podIPs: first === undefined || first === podIPs[0]?.ip ? undefined : [{ ip: first }],
  });
  return status === pod.status ? pod : { ...pod, status };
}

const NO_SPEC: PodSpec = Object.freeze({ containers: [] });

const GATED: PodCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter(({ conditionType }) =>
    status.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
  );
  return `${open.length}/${gates.length}`;
}

/** What the pod takes of its node, extended resources by their own names, and what the scheduler counts for containers that do not say. kube: pkg/scheduler/util/pod_resources.go */
export function podUsage({ spec }: Pod): Readonly<Record<string, number>> {
  const { containers, initContainers, overhead } = spec;
  const known = usages.get(containers);
  if (known !== undefined && known.initContainers === initContainers && known.overhead === overhead) return known.sums;
  const { cpuMillis, memoryBytes, ephemeralBytes, others } = podRequests(spec);
  const assumed = podRequests(spec, ASSUMED);
  const own = {
    pods: 1,
    cpuMillis,
    memoryBytes,
    ephemeralBytes,
    assumedCpuMillis: assumed.cpuMillis,
    assumedMemoryBytes: assumed.memoryBytes,
  };
  const sums = others.size === 0 ? own : { ...Object.fromEntries(others), ...own };
  usages.set(containers, { initContainers, overhead, sums });
  return sums;
}

interface KnownUsage {
  readonly initContainers: PodSpec['initContainers'] | undefined;
  readonly overhead: PodSpec['overhead'] | undefined;
  readonly sums: Readonly<Record<string, number>>;
}

/** A stored pod's requests never change, and every version of it has the same frozen containers. */
const usages = new WeakMap<object, KnownUsage>();

const ASSUMED = { cpuMillis: 100, memoryBytes: 200 * 1024 * 1024 };

/** `node/protocol/port` of each port of its node that the pod holds. */
function hostPortKeys(pod: Pod): readonly string[] {
  const { nodeName = '' } = pod.spec;
  if (nodeName === '' || isTerminalPhase(pod.status.phase)) return [];
  return [...new Set(hostPortsOf(pod).map(({ protocol, port }) => `${nodeName}/${protocol}/${port}`))];
}
