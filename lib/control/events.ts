import type { SortedMap } from '../base/sorted-map.ts';
import { START_MILLIS } from '../sim/time.ts';
import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import { EventKind } from '../kinds/event.ts';

/** What an event tells about, and who tells it. */
export interface EventSource {
  /** The part of the object meant, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** The node it comes from. */
  readonly host?: string;
  /** The component, when it is not the actor's own name. */
  readonly component?: string;
}

/** What is to be told of an object. */
export interface News {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Writes events as client-go's recorder does: alike ones are counted, many similar ones combined, and too many dropped. */
export interface EventRecorder {
  /** Records that something happened to an object. Never throws for a refusal: an event that cannot be written is lost, as in Kubernetes. */
  readonly record: (object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, source?: EventSource) => void;
  /**
   * Until when news that was told before would only be counted, because there has been too much: the first instant at which something would be
   * written. That is now when it is not known.
   */
  readonly unheardUntil: (object: KubeObject, news: News, source: EventSource) => number;
  /** Counts news that nobody heard: so many times, the last time at that instant. */
  readonly countUnheard: (object: KubeObject, news: News, source: EventSource, times: number, lastAt: number) => void;
  /** The same in the form of events.k8s.io, as the scheduler writes: repeated ones become a series. */
  readonly recordAction: (object: KubeObject, type: 'Normal' | 'Warning', reason: string, action: string, note: string) => void;
}

/** kube: staging/src/k8s.io/client-go/tools/record/events_cache.go */
const MAX_SIMILAR = 10;
const SIMILAR_FORGET_MILLIS = 600_000;
const BURST = 25;
const REFILL_MILLIS = 300_000;
/** kube: staging/src/k8s.io/client-go/tools/events/event_broadcaster.go */
const SERIES_FORGET_MILLIS = 360_000;

/** What one component remembers of the events it wrote about one object. */
interface Ledger {
  readonly tokens: Readonly<Record<string, { readonly left: number; readonly at: number }>>;
  readonly similar: Readonly<Record<string, { readonly messages: readonly string[]; readonly at: number }>>;
  readonly seen: Readonly<Record<string, Seen>>;
}

/** What is known of alike news. */
interface Seen {
  readonly name: string;
  readonly count: number;
  readonly at: number;
  /** When it was told first, as Kubernetes writes times: an event that was forgotten meanwhile is written with it again. */
  readonly since: string;
}

const EMPTY: Ledger = { tokens: {}, similar: {}, seen: {} };

/** What a recorder works with. */
interface Parts {
  readonly api: Client;
  readonly component: string;
  readonly memory: SortedMap<string, unknown>;
  readonly now: () => number;
  readonly timestamp: () => string;
}

/** A recorder for one component; `memory` holds what it has written, `now` is cluster time in milliseconds. */
export function eventRecorder(parts: Parts): EventRecorder {
  return {
    record: (object, type, reason, message, source) => record(parts, object, { type, reason, message }, source ?? {}),
    unheardUntil: (object, news, source) => unheardUntil(parts, object, news, source),
    countUnheard: (object, news, source, times, lastAt) => countUnheard(parts, object, news, source, times, lastAt),
    recordAction: (object, type, reason, action, note) => recordAction(parts, object, { type, reason, message: note }, action),
  };
}

function record(parts: Parts, object: KubeObject, news: News, source: EventSource): void {
  const { api, timestamp } = parts;
  const component = source.component ?? parts.component;
  const told = enter(parts, object, news, source);
  if (told === undefined) return;
  const { name, count, since, message } = told;
  const namespace = object.metadata.namespace ?? 'default';
  attempt(() => {
    const existing = count > 1 ? api.find(EventKind, name, namespace) : undefined;
    if (existing !== undefined) {
      api.update(EventKind, { ...existing, count, lastTimestamp: timestamp(), message });
      return;
    }
    api.create(EventKind, {
      metadata: { name, namespace },
      involvedObject: referenceTo(object, source.fieldPath),
      reason: news.reason,
      message,
      source: source.host === undefined ? { component } : { component, host: source.host },
      firstTimestamp: since,
      lastTimestamp: timestamp(),
      count,
      type: news.type,
      reportingComponent: component,
      reportingInstance: source.host ?? '',
    });
  });
}

/** Enters the news into the ledger: alike ones are counted, many similar ones combined. Undefined when there have been too many. */
function enter(
  parts: Parts,
  object: KubeObject,
  news: News,
  source: EventSource,
): (Pick<Seen, 'name' | 'count' | 'since'> & { readonly message: string }) | undefined {
  const { api, memory, now, timestamp } = parts;
  const { type, message } = news;
  const { key, ledger, group, fresh, alone } = lookUp(parts, object, news, source);
  const messages = fresh.includes(message) ? fresh : [...fresh, message];
  const combined = messages.length >= MAX_SIMILAR;
  const seenKey = combined ? group : alone;
  const seen = ledger.seen[seenKey];
  const count = (seen?.count ?? 0) + 1;
  const name = seen?.name ?? eventName(api, object, now());
  const since = seen?.since ?? timestamp();
  const tokens = refilled(ledger.tokens[type], now());
  memory.set(key, {
    tokens: { ...ledger.tokens, [type]: { left: Math.max(0, tokens.left - 1), at: tokens.at } },
    similar: { ...ledger.similar, [group]: { messages: combined ? messages.slice(1) : messages, at: now() } },
    seen: { ...ledger.seen, [seenKey]: { name, count, at: now(), since } },
  } satisfies Ledger);
  if (tokens.left < 1) return undefined;
  return { name, count, since, message: combined ? `(combined from similar events): ${message}` : message };
}

/** Where news stands in the ledger of its object. */
function lookUp({ component, memory, now }: Parts, { metadata }: KubeObject, { type, reason, message }: News, source: EventSource) {
  const key = `${source.component ?? component}\0${source.host ?? ''}\0${metadata.uid}`;
  const ledger = (memory.get(key) as Ledger | undefined) ?? EMPTY;
  const group = `${type}\0${reason}`;
  const before = ledger.similar[group];
  /** The messages of the same reason that are not forgotten yet. */
  const fresh = before === undefined || now() - before.at > SIMILAR_FORGET_MILLIS ? NONE : before.messages;
  return { key, ledger, group, fresh, alone: `${group}\0${source.fieldPath ?? ''}\0${message}` };
}

function unheardUntil(parts: Parts, object: KubeObject, news: News, source: EventSource): number {
  const now = parts.now();
  const { ledger, fresh, alone } = lookUp(parts, object, news, source);
  const isKnown = ledger.seen[alone] !== undefined && fresh.includes(news.message);
  const { left, at } = refilled(ledger.tokens[news.type], now);
  return isKnown && left < 1 ? at + REFILL_MILLIS : now;
}

function countUnheard(parts: Parts, object: KubeObject, news: News, source: EventSource, times: number, lastAt: number): void {
  const { key, ledger, group, alone } = lookUp(parts, object, news, source);
  const [similar, seen] = [ledger.similar[group]!, ledger.seen[alone]!];
  parts.memory.set(key, {
    ...ledger,
    similar: { ...ledger.similar, [group]: { ...similar, at: lastAt } },
    seen: { ...ledger.seen, [alone]: { ...seen, count: seen.count + times, at: lastAt } },
  } satisfies Ledger);
}

function recordAction(
  { api, component, memory, now, timestamp }: Parts,
  object: KubeObject,
  { type, reason, message }: News,
  action: string,
): void {
  const key = `${component}\0action\0${object.metadata.uid}`;
  const ledger = (memory.get(key) as Ledger | undefined) ?? EMPTY;
  const seenKey = `${type}\0${reason}\0${action}\0${object.metadata.resourceVersion}`;
  const seen = ledger.seen[seenKey];
  const repeated = seen !== undefined && now() - seen.at <= SERIES_FORGET_MILLIS ? seen : undefined;
  const name = repeated?.name ?? eventName(api, object, now());
  const count = (repeated?.count ?? 0) + 1;
  memory.set(key, {
    ...ledger,
    seen: { ...ledger.seen, [seenKey]: { name, count, at: now(), since: repeated?.since ?? timestamp() } },
  } satisfies Ledger);
  const namespace = object.metadata.namespace ?? 'default';
  attempt(() => {
    // Only the second of a series is written at once; later ones are counted until the series is flushed.
    if (repeated !== undefined) {
      const existing = count === 2 ? api.find(EventKind, name, namespace) : undefined;
      if (existing !== undefined) api.update(EventKind, { ...existing, series: { count, lastObservedTime: micros(timestamp()) } });
      return;
    }
    api.create(EventKind, {
      metadata: { name, namespace },
      involvedObject: referenceTo(object, undefined),
      reason,
      message,
      source: {},
      type,
      eventTime: micros(timestamp()),
      action,
      reportingComponent: component,
      reportingInstance: `${component}-control-plane`,
    });
  });
}

const NONE: readonly string[] = [];

function refilled(
  tokens: { readonly left: number; readonly at: number } | undefined,
  now: number,
): { readonly left: number; readonly at: number } {
  if (tokens === undefined) return { left: BURST, at: now };
  const gained = Math.floor((now - tokens.at) / REFILL_MILLIS);
  if (gained === 0) return tokens;
  const left = tokens.left + gained;
  // A full bucket gathers nothing more: it begins anew when something is taken.
  return left >= BURST ? { left: BURST, at: now } : { left, at: tokens.at + gained * REFILL_MILLIS };
}

/** kube: staging/src/k8s.io/client-go/tools/record/event.go makeEvent: the object's name and the time in hex nanoseconds */
function eventName(api: Client, object: KubeObject, now: number): string {
  // Cluster time has milliseconds; the revision stands for the nanoseconds, so that names differ.
  const nanos = BigInt(START_MILLIS + now) * 1_000_000n + BigInt(api.api.store.revision % 1_000_000);
  return `${object.metadata.name}.${nanos.toString(16)}`;
}

function referenceTo(object: KubeObject, fieldPath: string | undefined): Readonly<Record<string, string>> {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    // Some know an object by its name alone.
    ...(uid === '' ? {} : { uid }),
    apiVersion: object.apiVersion,
    ...(resourceVersion === '' ? {} : { resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

function micros(timestamp: string): string {
  return timestamp.replace('Z', '.000000Z');
}

function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
