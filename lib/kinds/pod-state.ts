import type { PodCondition, PodSpec, PodStatus, Pod as PodFields } from '../api/generated/types.ts';
import type { Stored } from '../api/object.ts';
import { instantOf } from '../sim/time.ts';

/** A pod as it is stored: defaulted, with a status. */
export type Pod = Stored<PodFields> & { readonly spec: PodSpec; readonly status: PodStatus };

/** Whether a phase is one that a pod never leaves. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Not ended and not being deleted. kube: pkg/controller/controller_utils.go IsPodActive */
export function isActive(pod: Pod): boolean {
  return !isTerminalPhase(pod.status.phase) && pod.metadata.deletionTimestamp === undefined;
}

/** The condition of that type, or undefined. */
export function conditionOf(pod: Pod, type: string): PodCondition | undefined {
  return pod.status.conditions?.find((condition) => condition.type === type);
}

/** Whether the pod's condition Ready is True. kube: pkg/api/v1/pod/util.go IsPodReady */
export function isReady(pod: Pod): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** Cluster time at which Ready last changed, in milliseconds; undefined when it never did. */
export function readySince(pod: Pod): number | undefined {
  const time = conditionOf(pod, 'Ready')?.lastTransitionTime;
  return time === undefined ? undefined : instantOf(time);
}

/** Ready for longer than `minReadySeconds`. kube: pkg/api/v1/pod/util.go IsPodAvailable */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMillis: number): boolean {
  if (!isReady(pod)) return false;
  const since = readySince(pod);
  return minReadySeconds === 0 || (since !== undefined && since + minReadySeconds * 1000 < nowMillis);
}
