import type { ContainerStatus } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { endOf, hasStartedAny, type Statuses } from './container-status.ts';
import { sidecarsOf } from './containers.ts';

/**
 * The phase that the containers' statuses make; `isStopped` once they have been stopped for good, so that nothing will be started again.
 * kube: pkg/kubelet/kubelet_pods.go getPhase
 */
export function phaseOf(pod: Pod, statuses: Statuses, isStopped: boolean): string {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const inits = countInits(pod, statuses.inits);
  const regular = countRegular(statuses.regular);
  const running = inits.running + regular.running;
  if (inits.failed > 0 && policy === 'Never') return 'Failed';
  if (inits.pending > 0 || (inits.pendingSidecars > 0 && !hasStartedAny(statuses)) || inits.waiting + regular.waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (regular.stopped === 0) return 'Pending';
  const succeeded = regular.stopped === regular.succeeded;
  if (isStopped) return succeeded ? 'Succeeded' : 'Failed';
  if (policy === 'Always') return 'Running';
  if (succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

function countInits(pod: Pod, statuses: readonly ContainerStatus[]) {
  const counts = { pending: 0, failed: 0, pendingSidecars: 0, waiting: 0, running: 0 };
  const sidecars = new Set(sidecarsOf(pod).map(({ name }) => name));
  for (const status of statuses) {
    const { name, state, lastState, started } = status;
    if (sidecars.has(name)) {
      if (state?.running !== undefined) {
        counts.running++;
        if (started !== true) counts.pendingSidecars++;
      } else if (state?.waiting !== undefined && lastState?.terminated === undefined) {
        counts.pendingSidecars++;
        counts.waiting++;
      }
      continue;
    }
    const end = endOf(status);
    if (end === undefined) counts.pending++;
    else if (end.exitCode !== 0) counts.failed++;
  }
  return counts;
}

function countRegular(statuses: readonly ContainerStatus[]) {
  const counts = { running: 0, stopped: 0, succeeded: 0, waiting: 0 };
  for (const status of statuses) {
    if (status.state?.running !== undefined) counts.running++;
    else if (endOf(status) === undefined) counts.waiting++;
    else counts.stopped++;
    if (status.state?.terminated?.exitCode === 0) counts.succeeded++;
  }
  return counts;
}
