import { currentBackOff, nextBackOff } from './back-off.ts';
import { containerEnv } from './container-env.ts';
import { startContainer } from './container-run.ts';
import type { HookState } from './hooks/hooks.ts';
import { ensureImage } from './image-pull.ts';
import { refuse } from './refusal.ts';
import { hostIpOf, specOf, tellContainer, type Scene } from './scene.ts';
import { containerMounts } from './volumes/container-mounts.ts';
import { shareFiles } from './volumes/sharing.ts';
import { keepWaiting, restartWait } from './waits.ts';
import { nextStep, recordOf, withRecord, type Worker } from './worker.ts';

/** A container is to be started: not before its back-off is over, and not without its image. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer */
export function prepare(scene: Scene, worker: Worker, name: string): Worker {
  const { pod } = worker;
  const container = specOf(pod, name);
  const record = recordOf(worker, name);
  if (record.newest?.ended === undefined) return ensureImage(scene, worker, container);
  const wait = restartWait(scene, worker, container, record);
  if (wait !== undefined) return keepWaiting(scene, worker, name, wait);
  const backOff = currentBackOff(record.backOff, container.image ?? '', scene.now());
  const next = nextBackOff(backOff, container.image ?? '', scene.now());
  return ensureImage(scene, withRecord(worker, { ...record, backOff: next }), container);
}

/** The container is made, if its environment can be. kube: the same function, generateContainerConfig */
export function create(scene: Scene, worker: Worker, name: string): Worker {
  const { pod } = worker;
  const env = containerEnv(scene.api, pod, specOf(pod, name), { podIp: worker.ip ?? '', hostIp: hostIpOf(scene, pod) });
  if ('refused' in env) {
    tellContainer(scene, pod, name, 'Warning', 'Failed', `Error: ${env.refused}`);
    return refuse(nextStep(worker), name, 'CreateContainerConfigError', env.refused);
  }
  const mounts = containerMounts(worker, specOf(pod, name), env);
  if ('refused' in mounts) {
    tellContainer(scene, pod, name, 'Warning', 'Failed', `Error: ${mounts.refused}`);
    return refuse(nextStep(worker), name, 'CreateContainerConfigError', mounts.refused);
  }
  tellContainer(scene, pod, name, 'Normal', 'Created', `Created container: ${name}`);
  return nextStep(worker, { do: 'start', container: name, env });
}

/** The container runs, or its program could not be started. A postStart hook follows. */
export function start(scene: Scene, worker: Worker, name: string, env: ReadonlyMap<string, string>): Worker {
  const started = startContainer(scene, shareFiles(scene, nextStep(worker, { do: 'post-start', container: name })), name, env);
  const failure = recordOf(started, name).newest?.ended;
  if (failure !== undefined) {
    tellContainer(scene, worker.pod, name, 'Warning', 'Failed', `Error: ${failure.message ?? ''}`);
    return refuse(nextStep(started), name, 'RunContainerError', failure.message ?? '');
  }
  tellContainer(scene, worker.pod, name, 'Normal', 'Started', `Started container ${name}`);
  return started;
}

/** The postStart hook is over: the sync goes on, or the container is killed. kube: the same function */
export function afterPostStart(scene: Scene, { worker, failure }: HookState, name: string): Worker {
  if (failure === undefined) return withRecord(nextStep(worker), { ...recordOf(worker, name), refusal: undefined });
  tellContainer(scene, worker.pod, name, 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
  return refuse(nextStep(worker, { do: 'kill', container: name, message: FAILED_POST_START }), name, 'PostStartHookError', failure);
}

/** What is said of a container that is killed because its postStart hook failed. */
export const FAILED_POST_START = 'FailedPostStartHook';
