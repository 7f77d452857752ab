import { visitPrefix } from '../base/sorted-map.ts';
import type { EventSource, News } from '../control/events.ts';
import { isPastDeadline } from './active-deadline.ts';
import { isRegularInit } from './containers.ts';
import { planOf } from './plan.ts';
import { storedPod } from './report.ts';
import { containerSource, keepWorker, specOf, type Scene } from './scene.ts';
import { retryTimes } from './timers.ts';
import { waitOf, type Wait } from './waits.ts';
import { isRunning, recordOf, type Worker } from './worker.ts';

/*
 * Most retries of a failed sync find that a container still waits, tell an event that the recorder only counts, and leave all else as it was.
 * When they come is known ahead. So the first retry is asked for that does more, and those before it are counted when somebody looks.
 */

/** News of a container that every retry tells until the next one that is made, and that nobody hears. */
export interface Murmur {
  readonly news: News;
  readonly source: EventSource;
}

interface Idleness {
  readonly until: number;
  readonly murmurs: readonly Murmur[];
}

/** The worker whose retry is the first that does something, as things are now. */
export function withAimedRetry(scene: Scene, worker: Worker): Worker {
  const { retry, lastSyncEnd = 0 } = worker;
  if (retry?.recurrent !== true) return worker;
  const next = retryTimes(scene, worker);
  const { until, murmurs } = idleness(scene, worker) ?? { until: 0, murmurs: [] };
  let at = next(lastSyncEnd);
  const isIdle = at < until;
  while (at < until) at = next(at);
  if (at === retry.at && !isIdle && worker.murmurs.length === 0) return worker;
  return { ...worker, retry: at === retry.at ? retry : scene.move(retry, at), murmurs: isIdle ? murmurs : [] };
}

/** The worker after all retries that would have come by now. */
export function caughtUp(scene: Scene, worker: Worker): Worker {
  const { retry, lastSyncEnd, murmurs, pod } = worker;
  if (retry === undefined || lastSyncEnd === undefined || murmurs.length === 0) return worker;
  const next = retryTimes(scene, worker);
  let last = lastSyncEnd;
  let times = 0;
  for (let at = next(last); at < retry.at && scene.hasPassed(at, retry.key); at = next(at)) {
    last = at;
    times++;
  }
  if (times === 0) return worker;
  for (const { news, source } of murmurs) scene.events.countUnheard(pod, news, source, times, last);
  return { ...worker, lastSyncEnd: last };
}

/** The worker whose very next retry is made: something has changed that it may see. */
export function withNextRetry(scene: Scene, worker: Worker): Worker {
  const { retry, lastSyncEnd, murmurs } = worker;
  if (retry === undefined || lastSyncEnd === undefined || murmurs.length === 0) return worker;
  const now = caughtUp(scene, worker);
  const at = retryTimes(scene, now)(now.lastSyncEnd!);
  return { ...now, retry: at === retry.at ? retry : scene.move(retry, at), murmurs: [] };
}

/** An image is on a node that was not there: who has given up pulling it for a while finds it. */
export function tellOfImage(scene: Scene, nodeName: string | undefined): void {
  const waiting: Worker[] = [];
  visitPrefix(scene.memory, 'pod/', (_, value) => {
    const worker = value as Worker;
    if (worker.pod.spec.nodeName === nodeName && worker.pulls.length > 0 && worker.murmurs.length > 0) waiting.push(worker);
  });
  for (const worker of waiting) keepWorker(scene, withNextRetry(scene, worker));
}

/** How long a sync would only find containers waiting, and tell what nobody hears. Undefined when the next one may do more. */
function idleness(scene: Scene, worker: Worker): Idleness | undefined {
  if (!isSettled(scene, worker)) return undefined;
  const { pod } = worker;
  let until = Number.POSITIVE_INFINITY;
  const murmurs: Murmur[] = [];
  for (const step of planOf(pod, worker)) {
    const wait = step.do === 'prepare' ? waitOf(scene, worker, specOf(pod, step.container)) : undefined;
    if (step.do !== 'prepare' || wait === undefined || !isSaid(worker, step.container, wait)) return undefined;
    const source = containerSource(pod, step.container);
    until = Math.min(until, wait.until, ...wait.news.map((news) => scene.events.unheardUntil(pod, news, source)));
    murmurs.push(...wait.news.map((news) => ({ news, source })));
    if (isRegularInit(pod, step.container)) break;
  }
  return murmurs.length === 0 ? undefined : { until, murmurs };
}

function isSaid(worker: Worker, name: string, { refusal }: Wait): boolean {
  const said = recordOf(worker, name).refusal;
  return said?.reason === refusal.reason && said.message === refusal.message;
}

/** Whether nothing else is going on in the pod, and the API has been told all. */
function isSettled(scene: Scene, worker: Worker): boolean {
  const { state, sync, pending, relist, changes, isStale, resync, told, probes, containers, volumes, pod } = worker;
  if (state !== 'syncing' || sync !== undefined || pending || relist !== undefined || changes.length > 0) return false;
  if (isStale || resync !== undefined || (pod.spec.imagePullSecrets ?? []).length > 0) return false;
  if (told?.containers !== containers || told.probes !== probes || told.sandboxReady !== worker.sandboxReady) return false;
  if (storedPod(scene, worker) !== told.pod || isPastDeadline(told.pod, scene.now())) return false;
  // A sync checks again what is not ready, and takes into the volumes what has been written.
  const running = containers.filter(({ newest }) => isRunning(newest));
  return (
    volumes.every(({ hostPath }) => hostPath === undefined) &&
    running.every(
      ({ name, newest }) => newest!.mounts.every(({ readOnly }) => readOnly) && !probes.some(({ container }) => container === name),
    )
  );
}
