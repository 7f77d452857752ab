import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { SANDBOX_STOP_MILLIS, VOLUME_UNMOUNT_MILLIS } from '../sim/latencies.ts';
import { ended, stopContainer } from './container-run.ts';
import { releaseAddress } from './node-record.ts';
import { ensureRelist, keepNode, keepWorker, nextRelist, nodeRecord, podOf, pushStatus, tellContainer, type Scene } from './scene.ts';
import { recordOf, runningNames, type Worker } from './worker.ts';

/** What a pod's containers are given when nothing else is known. */
const DEFAULT_GRACE_SECONDS = 30;

/**
 * The pod is to end: it was deleted, it is gone from the API, or it has run its course. What is under way is not interrupted, but a wait for
 * volumes is. A shorter grace than before is honoured. kube: pkg/kubelet/pod_workers.go UpdatePod
 */
export function terminate(scene: Scene, worker: Worker, pod: Pod | undefined): Worker {
  if (worker.state === 'terminated' || worker.state === 'finished') return worker;
  const graceSeconds = graceOf(worker, pod);
  if (worker.killing)
    return graceSeconds < (worker.graceSeconds ?? Number.POSITIVE_INFINITY) ? shortenGrace(scene, { ...worker, graceSeconds }) : worker;
  if (worker.retry !== undefined) scene.cancel(worker.retry);
  const going: Worker = { ...worker, state: 'terminating', graceSeconds, retry: undefined, pending: false };
  if (going.sync !== undefined) {
    const [step] = going.sync.steps;
    if (step?.do !== 'mount' || going.sync.timer === undefined) return going;
    scene.cancel(going.sync.timer);
    return killContainers(scene, { ...going, sync: undefined });
  }
  const freeAt = going.lastSyncEnd === undefined ? Number.NEGATIVE_INFINITY : nextRelist(going.lastSyncEnd);
  return scene.now() >= freeAt ? killContainers(scene, going) : ensureRelist(scene, going, going.lastSyncEnd);
}

/** It can only shrink. kube: pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod */
function graceOf(worker: Worker, pod: Pod | undefined): number {
  const asked = worker.removed ? undefined : pod?.metadata.deletionGracePeriodSeconds;
  const own = asked ?? worker.graceSeconds ?? pod?.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return Math.max(1, Math.min(own, worker.graceSeconds ?? own));
}

/** Tells all containers to stop; they have the grace to do so. kube: pkg/kubelet/kubelet.go SyncTerminatingPod */
export function killContainers(scene: Scene, worker: Worker): Worker {
  const pod = podOf(scene, worker);
  const graceSeconds = worker.graceSeconds ?? graceOf(worker, pod);
  let stopping: Worker = { ...worker, killing: true, graceSeconds };
  for (const name of runningNames(worker)) {
    if (pod !== undefined) tellContainer(scene, worker, pod, name, 'Normal', 'Killing', `Stopping container ${name}`);
    stopping = stopContainer(scene, stopping, name, graceSeconds);
  }
  return runningNames(stopping).length === 0 ? afterContainerEnded(scene, stopping) : stopping;
}

function shortenGrace(scene: Scene, worker: Worker): Worker {
  return runningNames(worker).reduce((now, name) => stopContainer(scene, now, name, worker.graceSeconds!), worker);
}

/** SIGKILL. */
export function killNow(scene: Scene, worker: Worker, name: string): Worker {
  return recordOf(worker, name).newest === undefined ? worker : ended(scene, worker, name, { at: scene.now(), code: 137, reason: 'Error' });
}

/** When the last container has ended, the sandbox goes too. */
export function afterContainerEnded(scene: Scene, worker: Worker): Worker {
  if (runningNames(worker).length === 0)
    scene.after(worker.sandboxReady ? SANDBOX_STOP_MILLIS : 0, `stopped ${worker.uid}`, 'sandbox stopped');
  return worker;
}

/** The containers and the sandbox are gone: now the phase may say so. */
export function containersStopped(scene: Scene, worker: Worker): Worker {
  const stopped: Worker = { ...worker, state: 'terminated', sandboxReady: false, lastSyncEnd: scene.now() };
  releaseIp(scene, worker);
  return ensureRelist(scene, pushStatus(scene, stopped, { terminal: true, phaseFree: true }));
}

/** The last sync of a pod: its volumes are unmounted. kube: pkg/kubelet/kubelet.go SyncTerminatedPod */
export function finishPod(scene: Scene, worker: Worker): Worker {
  scene.after(VOLUME_UNMOUNT_MILLIS, `unmounted ${worker.uid}`, 'volumes unmounted');
  return worker;
}

/** Nothing is left of the pod on its node: a deleted one goes from the API too, an ended one is kept for its logs. */
export function volumesUnmounted(scene: Scene, worker: Worker): void {
  const finished: Worker = { ...worker, state: 'finished' };
  const pod = podOf(scene, worker);
  if (pod === undefined || worker.removed) {
    scene.memory.delete(`pod/${worker.uid}`);
    return;
  }
  pushStatus(scene, finished, { terminal: true, phaseFree: true, final: true });
  keepWorker(scene, finished);
  if (pod.metadata.deletionTimestamp !== undefined)
    scene.api.delete(PodKind, pod, { gracePeriodSeconds: 0, preconditions: { uid: worker.uid } });
}

function releaseIp(scene: Scene, { node, ip }: Worker): void {
  if (ip !== undefined) keepNode(scene, node, releaseAddress(nodeRecord(scene, node), ip));
}
