import type { Container } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { isRunning, type ContainerRecord } from './worker.ts';

/** Whether an init container goes on while the regular ones run. kube: pkg/api/v1/pod/util.go IsRestartableInitContainer */
export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}

/** The init containers that go on, in the order of the spec. */
export function sidecarsOf({ spec }: Pod): readonly Container[] {
  return spec.initContainers?.filter(isSidecar) ?? [];
}

/** Whether it is an init container that has to end before the next begins. */
export function isRegularInit({ spec }: Pod, name: string): boolean {
  return spec.initContainers?.some((container) => container.name === name && !isSidecar(container)) === true;
}

/** When a container is started again: its own policy before the pod's. */
export function restartPolicyOf({ spec }: Pod, container: Container): string {
  return container.restartPolicy ?? spec.restartPolicy ?? 'Always';
}

/** Whether a container that does not run is to be started. kube: pkg/kubelet/container/helpers.go ShouldContainerBeRestarted */
export function shouldRestart(pod: Pod, container: Container, { newest }: ContainerRecord): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (newest === undefined) return true;
  if (isRunning(newest)) return false;
  const policy = restartPolicyOf(pod, container);
  return policy === 'Always' || (policy === 'OnFailure' && newest.ended!.code !== 0);
}
