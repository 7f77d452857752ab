import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import { LimitRangeKind } from '../kinds/limitrange.ts';
import { PriorityClassKind } from '../kinds/priorityclass.ts';
import { ResourceQuotaKind } from '../kinds/resourcequota.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { CONTROLLER_NOTICE_MILLIS, RETRY_BASE_MILLIS, RETRY_CAP_MILLIS } from '../sim/latencies.ts';
import { actor, type Actor, type ActorContext } from './actor.ts';
import type { EventRecorder } from './events.ts';
import { controllerOf } from './owners.ts';

/** What a reconcile works with. */
export interface ReconcileContext {
  readonly api: Client;
  readonly events: EventRecorder;
  readonly now: () => number;
  readonly timestamp: () => string;
  /** Asks for this object again in `delayMillis`, whatever happens until then. The earliest wish counts. */
  readonly requeueAfter: (delayMillis: number, reason: string, options?: { readonly recurrent?: boolean }) => void;
}

/** What a controller remembers of one object, an immutable value, for as long as the object is there. A fork takes it along. */
export interface ObjectMemory<M> {
  readonly recall: () => M | undefined;
  readonly remember: (value: M) => void;
}

/** A kind of dependents a controller hears of. */
export interface Owned<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Whether a change can matter to the owner at all; every change when not given. `before` or `after` is undefined for creates and deletes. */
  readonly matters?: (before: T | undefined, after: T | undefined) => boolean;
}

/** Other objects a controller hears of, and the keys of its own objects they concern. */
export interface Watched {
  readonly kind: Kind;
  readonly keys: (change: Change, api: Client) => readonly string[];
}

/** A controller: one function from an object to requests. What it has to remember of an object, it is handed. */
export interface Controller<T extends KubeObject, M = never> {
  readonly name: string;
  readonly for: Kind<T>;
  readonly owns?: readonly Owned[];
  readonly watches?: readonly Watched[];
  /** The keys of its own objects that a change of an object of a custom kind concerns. */
  readonly watchesCustom?: (change: Change, api: Client) => readonly string[];
  /** How long after a change of its own object it looks at that, in milliseconds; undefined for not at all. As usual when not given. */
  readonly noticeMillis?: (object: T) => number | undefined;
  /** How often a failing key is tried again in a row before it is dropped until something changes; for ever when not given. */
  readonly maxRetries?: number;
  /** How long the first repetition waits and how long any does at most, when not as usual. */
  readonly retryMillis?: { readonly first: number; readonly most: number };
  /** What an object that is gone leaves to be done; `key` is its key. */
  readonly afterwards?: (key: string, context: ReconcileContext) => void;
  /** Brings the world closer to what the object says. An ApiError is retried with back-off; anything else stops the run. */
  readonly reconcile: (object: T, context: ReconcileContext, memory: ObjectMemory<M>) => void;
}

/** What the queue knows of one key, and what the controller remembers of it. */
interface Entry {
  readonly event: TimedEvent | undefined;
  readonly failures: number;
  readonly remembered?: unknown;
}

const FRESH: Entry = { event: undefined, failures: 0 };

/** Hides the object's type of what a controller owns, where owned kinds of all sorts stand in one list. */
export function owned<T extends KubeObject>(declaration: Owned<T>): Owned {
  return declaration as unknown as Owned;
}

/** Makes an actor of a controller: a queue with one entry per key, retries with back-off, and ears. */
export function defineController<T extends KubeObject, M = never>(controller: Controller<T, M>): Actor {
  const { name, owns = [], watches = [], retryMillis = { first: RETRY_BASE_MILLIS, most: RETRY_CAP_MILLIS } } = controller;
  const forKind = controller.for as unknown as Kind;
  return actor<Entry>({
    name,
    watchesCustom: controller.watchesCustom !== undefined,
    watches: [...new Set([forKind, ...owns.map(({ kind }) => kind), ...watches.map(({ kind }) => kind), ...BOUNDS])],
    changed(change, context) {
      if (BOUNDS.includes(change.kind)) awaitRetries(context);
      for (const key of concernedKeys(change, context.api)) {
        const delayMillis = noticeOf(change, key);
        if (delayMillis !== undefined) enqueue(context, key, delayMillis, `${change.kind.singular} ${change.verb}d`);
      }
    },
    handle({ key }, context) {
      const note = (change: Partial<Entry>): void => context.memory.set(key, { ...(context.memory.get(key) ?? FRESH), ...change });
      note({ event: undefined });
      const { failures } = context.memory.get(key)!;
      const object = context.api.findByKey(controller.for, key);
      try {
        if (object === undefined) {
          controller.afterwards?.(key, reconcileContext(context, key));
          context.memory.delete(key);
          noteFailing(context, key, false);
          return;
        }
        const recall = (): M | undefined => context.memory.get(key)?.remembered as M | undefined;
        controller.reconcile(object, reconcileContext(context, key), { recall, remember: (remembered) => note({ remembered }) });
        if (failures > 0) note({ failures: 0 });
        if (failures > 0) noteFailing(context, key, false);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const isDropped = failures >= (controller.maxRetries ?? Number.POSITIVE_INFINITY) || error.hasCause('NamespaceTerminating');
        note({ failures: isDropped ? 0 : failures + 1 });
        noteFailing(context, key, !isDropped);
        if (isDropped) return;
        // kube: staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go ItemExponentialFailureRateLimiter
        const delayMillis = Math.min(retryMillis.most, retryMillis.first * 2 ** Math.min(failures, 30));
        enqueue(context, key, delayMillis, `retry after: ${error.message}`, { recurrent: true });
      }
    },
  });

  function noticeOf({ kind, key: own, after }: Change, key: string): number | undefined {
    const isOwn = kind === forKind && key === own && after !== undefined;
    return isOwn && controller.noticeMillis !== undefined ? controller.noticeMillis(after as T) : CONTROLLER_NOTICE_MILLIS;
  }

  function concernedKeys(change: Change, api: Client): readonly string[] {
    const keys: string[] = [];
    if (change.kind === forKind) keys.push(change.key);
    for (const { kind, matters } of owns)
      if (kind === change.kind && matters?.(change.before, change.after) !== false) keys.push(...ownerKeys(forKind, change, api));
    if (change.kind.structure !== undefined) keys.push(...(controller.watchesCustom?.(change, api) ?? []));
    for (const watched of watches) if (watched.kind === change.kind) keys.push(...watched.keys(change, api));
    return keys.length > 1 ? [...new Set(keys)] : keys;
  }
}

/** What requests are refused for, and what may let them pass when it changes. */
const BOUNDS: readonly Kind[] = [ResourceQuotaKind, LimitRangeKind, PriorityClassKind, ServiceAccountKind] as unknown as readonly Kind[];

/** No name of an object begins so. */
const FAILING = '!failing ';

function noteFailing({ memory }: ActorContext<Entry>, key: string, isFailing: boolean): void {
  if (isFailing) memory.set(`${FAILING}${key}`, FRESH);
  else memory.delete(`${FAILING}${key}`);
}

/** What was refused may be possible now: the next retries are waited for, though not any sooner. */
function awaitRetries(context: ActorContext<Entry>): void {
  const keys: string[] = [];
  visitPrefix(context.memory, FAILING, (key) => void keys.push(key.slice(FAILING.length)));
  for (const key of keys) {
    const entry = context.memory.get(key);
    if (entry?.event?.recurrent !== true) continue;
    const { at, reason } = entry.event;
    context.cancel(entry.event);
    context.memory.set(key, { ...entry, event: context.after(at - context.now(), key, reason) });
  }
}

/** The owners before and after, when they are of that kind and the very ones meant. */
function ownerKeys(forKind: Kind, { before, after }: Change, api: Client): readonly string[] {
  const keys: string[] = [];
  for (const object of [after, before]) {
    const reference = object === undefined ? undefined : controllerOf(object);
    if (reference?.kind !== forKind.kind || reference.apiVersion !== forKind.apiVersion) continue;
    const owner = api.find(forKind, reference.name, object!.metadata.namespace);
    if (owner?.metadata.uid === reference.uid && !keys.includes(keyOf(owner))) keys.push(keyOf(owner));
  }
  return keys;
}

function reconcileContext(context: ActorContext<Entry>, key: string): ReconcileContext {
  return {
    api: context.api,
    events: context.events,
    now: context.now,
    timestamp: context.timestamp,
    requeueAfter: (delayMillis, reason, options) => enqueue(context, key, delayMillis, reason, options),
  };
}

/** One entry per key, due at the earliest wish; a wish that someone waits for makes the entry one that is waited for. */
function enqueue(
  context: ActorContext<Entry>,
  key: string,
  delayMillis: number,
  reason: string,
  options: { readonly recurrent?: boolean } = {},
): void {
  const entry = context.memory.get(key);
  const pending = entry?.event;
  const wanted = context.now() + delayMillis;
  if (pending !== undefined && pending.at <= wanted && (!pending.recurrent || options.recurrent === true)) return;
  if (pending !== undefined) context.cancel(pending);
  const recurrent = options.recurrent === true && pending?.recurrent !== false;
  const event = context.after(Math.min(delayMillis, (pending?.at ?? Number.POSITIVE_INFINITY) - context.now()), key, reason, { recurrent });
  context.memory.set(key, { ...(entry ?? FRESH), event });
}
