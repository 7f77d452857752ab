import { visitPrefix, type SortedMap } from '../base/sorted-map.ts';
import type { ActorContext } from '../control/actor.ts';
import type { TimedEvent } from '../sim/clock.ts';
import {
  SCHEDULING_BACKOFF_BASE_MILLIS,
  SCHEDULING_BACKOFF_CAP_MILLIS,
  SCHEDULING_CYCLE_MILLIS,
  UNSCHEDULABLE_FLUSH_MILLIS,
  UNSCHEDULABLE_FLUSH_PERIOD_MILLIS,
} from '../sim/latencies.ts';

/** Where a pod waits: for its turn, for the end of its back-off, or for news that might help it. */
export type Place = 'active' | 'backoff' | 'parked';

/** A pod that wants a node. kube: pkg/scheduler/framework/types.go QueuedPodInfo */
export interface QueuedPod {
  readonly podKey: string;
  readonly uid: string;
  readonly priority: number;
  /** When it came to the queue or last failed, in milliseconds. */
  readonly since: number;
  /** Decides among pods of one instant. */
  readonly sequence: number;
  readonly attempts: number;
  /** The plugins that rejected it in its last attempt. */
  readonly rejectedBy: readonly string[];
  /** What its next attempt is made for: the revision of a change, and the change in a few words. */
  readonly wake: Wake;
  readonly place: Place;
  /** Its turn, the end of its back-off, or the end of its time in the pool. */
  readonly event: TimedEvent;
}

/** On what account a pod is tried. */
export interface Wake {
  readonly cause: number;
  readonly reason: string;
}

/** A pod between two places. */
export type LoosePod = Omit<QueuedPod, 'place' | 'event'>;

type Context = ActorContext;

/** Where back-offs end. kube: pkg/scheduler/backend/queue/scheduling_queue.go flushBackoffQCompleted, once a second */
// unlike kube: the flushes fall on whole seconds and half minutes of cluster time, not on those since the scheduler started
const FLUSH_PERIOD_MILLIS = 1000;

/** The pod's entry, or undefined. */
export function findQueued(memory: SortedMap<string, unknown>, podKey: string): QueuedPod | undefined {
  return memory.get(`pod\0${podKey}`) as QueuedPod | undefined;
}

/** The pods that wait in a place, in the order of their keys (in the order of their turns, where they are active). */
export function listQueued(memory: SortedMap<string, unknown>, place: Place): readonly QueuedPod[] {
  const pods: QueuedPod[] = [];
  visitPrefix(memory, `${place}\0`, (_, podKey) => void pods.push(findQueued(memory, podKey as string)!));
  return pods;
}

/** A pod that nobody tried yet. */
export function newcomer(context: Context, pod: Pick<QueuedPod, 'podKey' | 'uid' | 'priority' | 'wake'>): LoosePod {
  const sequence = ((context.memory.get('sequence') as number | undefined) ?? 0) + 1;
  context.memory.set('sequence', sequence);
  return { ...pod, since: context.now(), sequence, attempts: 0, rejectedBy: [] };
}

/** Gives the pod a turn: one pod per cycle, as soon as those before it have had theirs. */
export function activate(context: Context, pod: LoosePod): void {
  leave(context, pod.podKey);
  const at =
    Math.max(context.now(), (context.memory.get('turn') as number | undefined) ?? Number.NEGATIVE_INFINITY) + SCHEDULING_CYCLE_MILLIS;
  context.memory.set('turn', at);
  enter(context, pod, 'active', context.after(at - context.now(), pod.podKey, pod.wake.reason));
}

/** Lets the pod wait for the end of its back-off, or gives it a turn when that is over. */
export function activateAfterBackOff(context: Context, pod: LoosePod, options: { readonly recurrent?: boolean } = {}): void {
  const until = backOffEnd(pod);
  if (until <= context.now()) {
    activate(context, pod);
    return;
  }
  leave(context, pod.podKey);
  const flush = Math.ceil(until / FLUSH_PERIOD_MILLIS) * FLUSH_PERIOD_MILLIS;
  enter(context, pod, 'backoff', context.after(flush - context.now(), pod.podKey, `back-off after ${pod.attempts} attempts`, options));
}

/** Lets the pod wait for news that might help it, though not for ever. */
export function park(context: Context, pod: LoosePod): void {
  leave(context, pod.podKey);
  // kube: pkg/scheduler/backend/queue/scheduling_queue.go flushUnschedulablePodsLeftover: strictly older, looked at every 30 s
  const period = UNSCHEDULABLE_FLUSH_PERIOD_MILLIS;
  const flush = (Math.floor((pod.since + UNSCHEDULABLE_FLUSH_MILLIS) / period) + 1) * period;
  enter(
    context,
    pod,
    'parked',
    context.after(Math.max(0, flush - context.now()), pod.podKey, 'unschedulable for five minutes', { recurrent: true }),
  );
}

/** Takes the pod whose turn it is out of the queue, with the attempt counted. `event` was somebody's turn. */
export function takeNext(context: Context, event: TimedEvent): LoosePod | undefined {
  const [next] = firstActive(context.memory);
  if (next === undefined) return undefined;
  leave(context, next.podKey);
  const owner = findQueued(context.memory, event.key);
  // Who was overtaken gets the turn of the pod that overtook, under the conditions of its own.
  if (owner?.event === event && next.podKey !== event.key) {
    const later = context.after(Math.max(0, next.event.at - context.now()), owner.podKey, owner.wake.reason);
    context.memory.set(`pod\0${owner.podKey}`, { ...owner, event: later } satisfies QueuedPod);
  }
  const { place: _place, event: _event, ...loose } = next;
  return { ...loose, attempts: next.attempts + 1 };
}

/** Forgets the pod, wherever it waits. */
export function leave(context: Context, podKey: string): void {
  const pod = findQueued(context.memory, podKey);
  if (pod === undefined) return;
  context.cancel(pod.event);
  context.memory.delete(`pod\0${podKey}`);
  context.memory.delete(placeKey(pod, pod.place));
}

/** When the pod may be tried again, in milliseconds. kube: the same file, calculateBackoffDuration */
export function backOffEnd({ since, attempts }: Pick<QueuedPod, 'since' | 'attempts'>): number {
  if (attempts === 0) return since;
  return since + Math.min(SCHEDULING_BACKOFF_CAP_MILLIS, SCHEDULING_BACKOFF_BASE_MILLIS * 2 ** Math.min(attempts - 1, 30));
}

function enter(context: Context, pod: LoosePod, place: Place, event: TimedEvent): void {
  context.memory.set(`pod\0${pod.podKey}`, { ...pod, place, event } satisfies QueuedPod);
  context.memory.set(placeKey(pod, place), pod.podKey);
}

function firstActive(memory: SortedMap<string, unknown>): readonly QueuedPod[] {
  const first: QueuedPod[] = [];
  visitPrefix(memory, 'active\0', (_, podKey) => {
    first.push(findQueued(memory, podKey as string)!);
    return false;
  });
  return first;
}

/** Active pods sort by priority, highest first, then by time. kube: pkg/scheduler/framework/plugins/queuesort/priority_sort.go */
function placeKey({ podKey, priority, since, sequence }: LoosePod, place: Place): string {
  if (place !== 'active') return `${place}\0${podKey}`;
  const rank = String(2 ** 32 - priority).padStart(11, '0');
  const time = String(since + TIME_OFFSET).padStart(16, '0');
  return `active\0${rank} ${time} ${String(sequence).padStart(12, '0')}`;
}

/** Cluster time starts below 0 while a cluster is being prepared; keys are sorted as text. */
const TIME_OFFSET = 1_000_000_000_000;
