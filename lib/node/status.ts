import type { ContainerState, ContainerStatus, PodStatus } from '../api/generated/types.ts';
import { share } from '../base/merge.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { timestamp } from '../sim/time.ts';
import { DEADLINE_MESSAGE, DEADLINE_REASON, isPastDeadline } from './active-deadline.ts';
import { conditionsOf } from './conditions.ts';
import { containerStatuses, endOf, hasStartedAny, type Statuses } from './container-status.ts';
import { isSidecar } from './containers.ts';
import { phaseOf } from './phase.ts';
import type { Worker } from './worker.ts';

/** How far a pod has come: it is looked after; its containers have been stopped for good; nothing is left of it. */
export type Stage = 'looked after' | 'stopped' | 'gone';

/** A status with the phase that the containers make: while they have not been stopped for good, the API is not told of a last one. */
export interface MadeStatus {
  readonly status: PodStatus;
  readonly phase: string;
}

/** What the API is told of a pod. kube: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, pkg/kubelet/status/status_manager.go mergePodStatus */
export function podStatus(pod: Pod, worker: Worker, stage: Stage, hostIp: string, nowMillis: number): MadeStatus {
  const old = pod.status;
  const statuses = containerStatuses(pod, worker);
  const isLate = isPastDeadline(pod, nowMillis);
  const phase = isTerminalPhase(old.phase)
    ? old.phase!
    : isLate
      ? 'Failed'
      : sticky(phaseOf(pod, statuses, stage !== 'looked after'), worker);
  const isWithheld = stage === 'looked after' && isTerminalPhase(phase) && !isTerminalPhase(old.phase);
  const shown = isWithheld ? (old.phase ?? 'Pending') : phase;
  const { reason, message } = isLate && shown === 'Failed' && old.phase !== 'Failed' ? LATE : shown === old.phase ? old : NO_REASON;
  const ip = worker.ip ?? old.podIP ?? (pod.spec.hostNetwork === true ? hostIp : undefined);
  const status: PodStatus = {
    phase: shown,
    conditions: conditionsOf(pod, statuses, phase, worker.sandboxReady && worker.ip !== undefined, nowMillis),
    ...(message === undefined ? {} : { message }),
    ...(reason === undefined ? {} : { reason }),
    ...(old.nominatedNodeName === undefined ? {} : { nominatedNodeName: old.nominatedNodeName }),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: old.startTime ?? timestamp(nowMillis),
    ...(statuses.inits.length === 0 ? {} : { initContainerStatuses: statuses.inits }),
    containerStatuses: statuses.regular,
    ...(old.qosClass === undefined ? {} : { qosClass: old.qosClass }),
  };
  return { status: share(old, stage === 'gone' ? lastStatus(pod, status, statuses) : status), phase };
}

const LATE = { reason: DEADLINE_REASON, message: DEADLINE_MESSAGE };
const NO_REASON = { reason: undefined, message: undefined };

/** A last phase stays, though the API may not know it yet. */
function sticky(phase: string, { told }: Worker): string {
  return !isTerminalPhase(phase) && isTerminalPhase(told?.phase) ? told!.phase : phase;
}

/** The status of a pod that the node does not take: all else is dropped. kube: pkg/kubelet/kubelet.go rejectPod */
export function rejectedStatus({ status }: Pod, reason: string, message: string, nowMillis: number): PodStatus {
  return {
    phase: 'Failed',
    message: `Pod was rejected: ${message}`,
    reason,
    startTime: status.startTime ?? timestamp(nowMillis),
    ...(status.qosClass === undefined ? {} : { qosClass: status.qosClass }),
  };
}

const LOST: ContainerState = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
};

/** What never ran or got lost is said to have been killed. kube: pkg/kubelet/status/status_manager.go TerminatePod */
function lastStatus(pod: Pod, status: PodStatus, statuses: Statuses): PodStatus {
  const { inits, regular } = statuses;
  const tried = Math.max(1, inits.findLastIndex((one) => one.state?.waiting === undefined || endOf(one) !== undefined) + 1);
  return {
    ...status,
    phase: isTerminalPhase(status.phase) ? status.phase! : 'Failed',
    ...(inits.length === 0 ? {} : { initContainerStatuses: [...inits.slice(0, tried).map(lost), ...inits.slice(tried)] }),
    containerStatuses: hasInitialized(pod, statuses) ? regular.map(lost) : regular,
  };
}

function lost(status: ContainerStatus): ContainerStatus {
  return status.state?.terminated === undefined ? { ...status, state: LOST } : status;
}

/** kube: the same file, hasPodInitialized */
function hasInitialized({ spec }: Pod, statuses: Statuses): boolean {
  const last = spec.initContainers?.at(-1);
  const status = statuses.inits.at(-1);
  if (last === undefined || status === undefined || hasStartedAny(statuses)) return true;
  return isSidecar(last) ? status.started === true : status.state?.terminated?.exitCode === 0;
}
