import { RELIST_MILLIS, SYNC_PERIOD_MILLIS, SYNC_RETRY_MILLIS, TASK_PATIENCE_MILLIS } from '../sim/latencies.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { deadlineOf } from './active-deadline.ts';
import type { Scene } from './scene.ts';
import { withNewest, type Worker } from './worker.ts';

/** The next whole second after `at`. Kubelets look at the runtime, and at what is due, once a second. kube: pkg/kubelet/pleg/generic.go */
export function nextRelist(at: number): number {
  return (Math.floor(at / RELIST_MILLIS) + 1) * RELIST_MILLIS;
}

/** Asks for a look at the runtime at the next relist after `after`, unless one is coming. */
export function ensureRelist(scene: Scene, worker: Worker, after = scene.now()): Worker {
  const { relist } = worker;
  if (relist?.recurrent === false) return worker;
  // A look that a retry asked for is asked for anew: whether somebody waits for it is up to whoever asks now.
  if (relist !== undefined) scene.cancel(relist);
  const at = relist?.at ?? Math.max(scene.now(), nextRelist(after));
  return { ...worker, relist: scene.after(at - scene.now(), keyOf('relist', worker), 'the kubelet looked at its containers') };
}

/** The worker, waiting that long for what it is about. */
export function waitFor(scene: Scene, worker: Worker, delayMillis: number, what: 'step' | 'stopped' | 'unmounted', reason: string): Worker {
  return { ...worker, timer: scene.after(delayMillis, keyOf(what, worker), reason) };
}

/** Asks for another sync in 10 to 15 seconds. kube: pkg/kubelet/pod_workers.go completeWork */
export function retryLater(scene: Scene, worker: Worker): Worker {
  const at = retryTimes(scene, worker)(scene.now());
  const options = { recurrent: true, isLast: true };
  return { ...worker, retry: scene.after(at - scene.now(), keyOf('retry', worker), 'retry of a failed sync', options) };
}

/**
 * When a failed sync of a pod is repeated, by the time of its end. It depends on nothing else, so whole sequences of retries are known ahead.
 * kube: the same function, and the queue of the workers, which is looked at once a second
 */
export function retryTimes({ random }: Scene, { pod }: Worker): (endedAt: number) => number {
  const chance = random.numbered(`retry/${pod.metadata.uid}`);
  return (endedAt) => nextRelist(endedAt + SYNC_RETRY_MILLIS * (1 + chance.belowAt(endedAt, 5001) / 10_000) - 1);
}

/**
 * Asks for the sync that comes by itself when all is well, every 60 to 90 seconds, if there is something for it to see. Of those that nobody
 * needed it is not known when they were: then chance says how much is left until the next. kube: pkg/kubelet/pod_workers.go completeWork
 */
export function watchResync(scene: Scene, worker: Worker): Worker {
  const { isStale, resync, retry, sync, lastSyncEnd } = worker;
  if (!isStale || retry !== undefined || sync !== undefined || lastSyncEnd === undefined) return worker;
  if (resync !== undefined) return { ...worker, resync: askedAgain(scene, resync) };
  const chance = scene.random.stream(`kubelet/${worker.pod.spec.nodeName ?? ''}/resync`);
  const period = SYNC_PERIOD_MILLIS + chance.below(SYNC_PERIOD_MILLIS / 2 + 1);
  const idle = scene.now() - lastSyncEnd;
  const at = nextRelist(scene.now() + (idle < period ? period - idle : chance.below(period)) - 1);
  return { ...worker, resync: scene.after(at - scene.now(), keyOf('resync', worker), 'sync of a pod that is well') };
}

/** An event that nobody waited for, as one that is waited for from now on. */
export function askedAgain<E extends TimedEvent | undefined>(scene: Scene, event: E): E {
  if (event?.recurrent !== true) return event;
  scene.cancel(event);
  return scene.after(event.at - scene.now(), event.key, event.reason, { isLast: event.isLast }) as E;
}

/** Asks for a look when the pod will have been active for too long. kube: pkg/kubelet/active_deadline.go */
export function watchDeadline(scene: Scene, worker: Worker): Worker {
  const at = worker.told === undefined ? undefined : deadlineOf(worker.told.pod);
  if (at === worker.deadline?.at) return worker;
  const free = withoutDeadline(scene, worker);
  if (at === undefined || at <= scene.now()) return free;
  const delayMillis = at - scene.now();
  const recurrent = delayMillis > TASK_PATIENCE_MILLIS;
  return { ...free, deadline: scene.after(delayMillis, keyOf('deadline', worker), 'active deadline', { recurrent }) };
}

/** The worker without a deadline to watch. */
export function withoutDeadline(scene: Scene, worker: Worker): Worker {
  if (worker.deadline === undefined) return worker;
  scene.cancel(worker.deadline);
  return { ...worker, deadline: undefined };
}

/** The worker without a retry to come. */
export function withoutRetry(scene: Scene, worker: Worker): Worker {
  if (worker.retry === undefined) return worker;
  scene.cancel(worker.retry);
  return { ...worker, retry: undefined, murmurs: [] };
}

/**
 * What is under way was begun by a retry, for which nobody waits; now somebody asked for something that has to wait for it. So all that the
 * worker is about is asked for anew.
 */
export function awaited(scene: Scene, worker: Worker): Worker {
  const again = (event: TimedEvent | undefined): TimedEvent | undefined => askedAgain(scene, event);
  const { stopping } = worker;
  const waiting: Worker = {
    ...worker,
    timer: again(worker.timer),
    relist: again(worker.relist),
    stopping: stopping === undefined ? undefined : { ...stopping, sidecarTimer: again(stopping.sidecarTimer) },
  };
  return worker.containers.reduce((now, { name, newest }) => {
    const { hook, termTimer, killTimer, exitTimer } = newest ?? {};
    const hooked = hook?.timer?.recurrent === true ? withNewest(now, name, { hook: { ...hook, timer: again(hook.timer) } }) : now;
    if (killTimer?.recurrent !== true) return hooked;
    return withNewest(hooked, name, { termTimer: again(termTimer), killTimer: again(killTimer), exitTimer: again(exitTimer) });
  }, waiting);
}

function keyOf(what: string, { pod }: Worker): string {
  return `${what} ${pod.metadata.uid}`;
}
