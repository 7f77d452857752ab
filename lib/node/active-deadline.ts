import type { Pod } from '../kinds/pod-state.ts';
import { instantOf } from '../sim/time.ts';

/** Why a pod that was active for too long has failed. kube: pkg/kubelet/active_deadline.go */
export const DEADLINE_REASON = 'DeadlineExceeded';
export const DEADLINE_MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** When a pod will have been active for too long, in milliseconds of cluster time; undefined when that cannot be said, or never. */
export function deadlineOf({ spec, status }: Pod): number | undefined {
  if (spec.activeDeadlineSeconds === undefined || status.startTime === undefined) return undefined;
  return instantOf(status.startTime) + spec.activeDeadlineSeconds * 1000;
}

/** Whether a pod has been active for too long. kube: the same file, pastActiveDeadline */
export function isPastDeadline(pod: Pod, nowMillis: number): boolean {
  const deadline = deadlineOf(pod);
  return deadline !== undefined && nowMillis >= deadline;
}
