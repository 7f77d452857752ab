import { PodKind } from '../kinds/pod.ts';
import { SANDBOX_STOP_MILLIS, VOLUME_UNMOUNT_MILLIS } from '../sim/latencies.ts';
import { stopContainer } from './container-run.ts';
import { sidecarsOf } from './containers.ts';
import { beginPreStop, withoutPreStops } from './hooks/hooks.ts';
import { releaseAddress } from './node-record.ts';
import { PROBE_TYPES } from './probes/probe-record.ts';
import { endProbes } from './probes/prober.ts';
import { report, storedPod } from './report.ts';
import { forgetWorker, keepNode, keepWorker, nodeRecord, tellContainer, unregisterUses, type Scene } from './scene.ts';
import { awaited, ensureRelist, nextRelist, waitFor, withoutDeadline, withoutRetry } from './timers.ts';
import { withoutVolumes, withoutVolumeTimers } from './volumes/mounting.ts';
import { recordOf, runningNames, unfinishedNames, type Worker } from './worker.ts';

/** What a pod's containers are given when its spec does not say. */
const DEFAULT_GRACE_SECONDS = 30;

/**
 * The pod is to end: it was deleted, it is gone from the API, or it has run its course. What is under way goes on, but for a wait for
 * volumes. A shorter grace than before is honoured. kube: pkg/kubelet/pod_workers.go UpdatePod
 */
export function terminate(scene: Scene, worker: Worker): Worker {
  if (worker.state === 'terminated' || worker.state === 'finished') return worker;
  const graceSeconds = graceOf(worker);
  const { sync, stopping, lastSyncEnd } = worker;
  const free = withoutVolumeTimers(scene, withoutDeadline(scene, withoutRetry(scene, awaited(scene, worker))));
  const going: Worker = { ...free, state: 'terminating', graceSeconds, pending: false };
  if (sync?.steps[0]?.do === 'mount') {
    scene.cancel(going.timer!);
    return ensureRelist(scene, { ...going, sync: undefined, timer: undefined, lastSyncEnd: scene.now() });
  }
  if (sync !== undefined) return going;
  if (stopping !== undefined) {
    if (graceSeconds >= stopping.graceSeconds || unfinishedNames(going).length === 0) return going;
    // The wait is broken off, and hooks with it; the next one has the shorter grace, counted from its own start.
    if (stopping.sidecarTimer !== undefined) scene.cancel(stopping.sidecarTimer);
    return ensureRelist(scene, { ...withoutPreStops(scene, going), stopping: undefined, lastSyncEnd: scene.now() });
  }
  return lastSyncEnd === undefined || scene.now() >= nextRelist(lastSyncEnd)
    ? beginTermination(scene, going)
    : ensureRelist(scene, going, lastSyncEnd);
}

/** It can only shrink. kube: pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod */
function graceOf({ pod, graceSeconds }: Worker): number {
  const own = pod.metadata.deletionGracePeriodSeconds ?? graceSeconds ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return Math.max(1, Math.min(own, graceSeconds ?? own));
}

/** The sync of a pod that is to end. kube: pkg/kubelet/kubelet.go SyncTerminatingPod */
export function beginTermination(scene: Scene, worker: Worker): Worker {
  const told = endProbes(scene, report(scene, worker, 'looked after'), ['startup', 'liveness']);
  return stopAll(scene, told, worker.graceSeconds ?? graceOf(worker));
}

/** Tells all containers to stop, each when its preStop hook is over and its turn has come. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainersWithSyncResult */
export function stopAll(scene: Scene, worker: Worker, graceSeconds: number): Worker {
  const running = runningNames(worker);
  const sidecars = new Set(sidecarsOf(worker.pod).map(({ name }) => name));
  for (const name of running) tellContainer(scene, worker.pod, name, 'Normal', 'Killing', `Stopping container ${name}`);
  const hooked = running.reduce((now, name) => beginPreStop(scene, now, name, graceSeconds).worker, worker);
  const key = `sidecars ${worker.pod.metadata.uid}`;
  const sidecarTimer = running.some((name) => sidecars.has(name))
    ? scene.after(graceSeconds * 1000, key, 'sidecars have waited long enough')
    : undefined;
  return goOnStopping(scene, { ...hooked, stopping: { since: scene.now(), graceSeconds, sidecarTimer, told: [] } });
}

/** A container has ended while all were told to, or its hook has: others are next; when the last one has ended, the sandbox goes too. */
export function goOnStopping(scene: Scene, worker: Worker): Worker {
  const next = tellNext(scene, worker);
  if (unfinishedNames(next).length > 0) return next;
  const { sidecarTimer } = next.stopping!;
  if (sidecarTimer !== undefined) scene.cancel(sidecarTimer);
  return waitFor(scene, next, next.sandboxReady ? SANDBOX_STOP_MILLIS : 0, 'stopped', 'sandbox stopped');
}

/**
 * A container is told to stop when its hook is over; a sidecar, when the regular containers and the sidecars after it have ended besides, or
 * have taken all the time there is. kube: pkg/kubelet/kuberuntime/kuberuntime_termination_order.go
 */
export function tellNext(scene: Scene, worker: Worker): Worker {
  const { since, graceSeconds } = worker.stopping!;
  const sidecars = sidecarsOf(worker.pod).map(({ name }) => name);
  const isTimeUp = scene.now() - since >= graceSeconds * 1000;
  const left = graceSeconds - Math.floor((scene.now() - since) / 1000);
  return runningNames(worker).reduce((now, name) => {
    const hook = recordOf(now, name).newest?.hook;
    const { told } = now.stopping!;
    if (told.includes(name) || hook?.isAbandoned === false) return now;
    const turn = sidecars.indexOf(name);
    const comesBefore = (other: string): boolean => !sidecars.includes(other) || sidecars.indexOf(other) > turn;
    if (turn >= 0 && !isTimeUp && unfinishedNames(now).some(comesBefore)) return now;
    return stopContainer(scene, { ...now, stopping: { ...now.stopping!, told: [...told, name] } }, name, left);
  }, worker);
}

/** The worker without its sandbox: another pod may have the address. */
export function withoutSandbox(scene: Scene, worker: Worker): Worker {
  const { pod, ip } = worker;
  if (ip !== undefined && pod.spec.hostNetwork !== true) keepNode(scene, pod, releaseAddress(nodeRecord(scene, pod), ip));
  return { ...worker, ip: undefined, sandboxReady: false, stopping: undefined, timer: undefined };
}

/** The containers and the sandbox are gone: now the phase may say so. */
export function podStopped(scene: Scene, worker: Worker): Worker {
  const quiet = endProbes(scene, withoutSandbox(scene, worker), PROBE_TYPES);
  const stopped: Worker = { ...quiet, state: 'terminated', lastSyncEnd: scene.now() };
  return ensureRelist(scene, report(scene, stopped, 'stopped'));
}

/** The last sync of a pod: its volumes are unmounted. kube: pkg/kubelet/kubelet.go SyncTerminatedPod */
export function finishPod(scene: Scene, worker: Worker): Worker {
  return waitFor(scene, report(scene, worker, 'stopped'), VOLUME_UNMOUNT_MILLIS, 'unmounted', 'volumes unmounted');
}

/** Nothing is left of the pod on its node: a deleted one goes from the API too, an ended one is kept for its logs. */
export function volumesUnmounted(scene: Scene, mounted: Worker): void {
  const worker = withoutVolumes(scene, mounted);
  unregisterUses(scene, worker.pod);
  const pod = storedPod(scene, worker);
  if (pod === undefined) {
    forgetWorker(scene, worker);
    return;
  }
  keepWorker(scene, { ...report(scene, worker, 'gone'), state: 'finished', timer: undefined });
  if (pod.metadata.deletionTimestamp !== undefined)
    scene.api.delete(PodKind, pod, { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } });
}
