import { createHash } from 'node:crypto';
import { deepFreeze } from '../base/merge.ts';
import { SortedMap, visitPrefix } from '../base/sorted-map.ts';
import type { ManagedFieldsEntry } from './generated/types.ts';
import type { Index, Kind } from './kind.ts';
import { encodeSet, type FieldSet } from './managed-fields/field-set.ts';
import type { KubeObject } from './object.ts';

/** One entry of the history: who changed what, when, on whose account, from what to what. */
export interface Change {
  readonly revision: number;
  /** Milliseconds of cluster time. */
  readonly at: number;
  readonly user: string;
  readonly verb: 'create' | 'update' | 'delete';
  readonly kind: Kind;
  /** The object's key: `namespace/name`, or the name of a cluster-scoped object. */
  readonly key: string;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
  /** The revision of the change that led to this one; 0 when a person or a test asked for it. */
  readonly cause: number;
  /** In a few words: why the actor wrote this. */
  readonly reason: string;
  /** In whose name the fields were written, where it says more than the user does. */
  readonly author: Authorship | undefined;
}

/** What a write says about the ownership of fields; the managers of an object follow from its changes. */
export interface Authorship {
  /** The version in which the request was made; left out, the one that is stored. */
  readonly apiVersion?: string;
  /** The field manager of the request; left out, it is that of the user's program. */
  readonly fieldManager?: string | undefined;
  /** The subresource that was written: `status`, `scale`. */
  readonly subresource?: string;
  /** What was asked for, where the server added something of its own. */
  readonly requested?: KubeObject;
  /** The fields that a server-side apply names. */
  readonly applied?: FieldSet;
  /** The managed fields that the request puts in the place of those there are. */
  readonly managedFields?: readonly ManagedFieldsEntry[] | undefined;
  /** Whether the request is none that says anything about fields: a delete, a binding. */
  readonly isNobodys?: boolean;
}

/** On whose account a write happens. */
export interface Origin {
  readonly at: number;
  readonly user: string;
  readonly cause: number;
  readonly reason: string;
  readonly author?: Authorship | undefined;
}

/** The objects of a cluster with their revisions, indexes and whole history. Everything in it is frozen and shared. */
export class Store {
  #revision = 0;
  /** By kind's resource: the objects by key. */
  readonly #objects = new Map<string, SortedMap<string, KubeObject>>();
  /** By `resource/index`: the objects by value and key, and the sums by value. */
  readonly #indexes = new Map<string, Indexed>();
  readonly #log: SortedMap<number, Change>;
  readonly #listeners: ((change: Change) => void)[] = [];

  constructor(log = new SortedMap<number, Change>()) {
    this.#log = log;
  }

  /** The revision of the latest change. */
  get revision(): number {
    return this.#revision;
  }

  /** How many objects there are. */
  get size(): number {
    let size = 0;
    for (const objects of this.#objects.values()) size += objects.size;
    return size;
  }

  /** How many objects of a kind there are. */
  count(kind: Kind): number {
    return this.#objects.get(kind.resource)?.size ?? 0;
  }

  /** The object, or undefined. */
  find(kind: Kind, key: string): KubeObject | undefined {
    return this.#objects.get(kind.resource)?.get(key);
  }

  /** All objects of a kind, in the order of their keys; of one namespace when given. */
  list(kind: Kind, namespace?: string): KubeObject[] {
    const objects = this.#objects.get(kind.resource);
    if (objects === undefined) return [];
    if (namespace === undefined) return objects.values();
    const found: KubeObject[] = [];
    visitPrefix(objects, `${namespace}/`, (_, object) => void found.push(object));
    return found;
  }

  /** The objects found under a value of an index, in the order of their keys. */
  by(kind: Kind, index: string, value: string): KubeObject[] {
    const found: KubeObject[] = [];
    const indexed = this.#indexes.get(`${kind.resource}/${index}`);
    if (indexed !== undefined) visitPrefix(indexed.objects, `${value}\0`, (_, object) => void found.push(object));
    return found;
  }

  /** Whether an index has anything under a value. */
  hasAny(kind: Kind, index: string, value: string): boolean {
    let any = false;
    const indexed = this.#indexes.get(`${kind.resource}/${index}`);
    if (indexed !== undefined) visitPrefix(indexed.objects, `${value}\0`, () => ((any = true), false));
    return any;
  }

  /** The sums an index keeps for a value. */
  tally(kind: Kind, index: string, value: string): Readonly<Record<string, number>> {
    return this.#indexes.get(`${kind.resource}/${index}`)?.sums.get(value) ?? NOTHING;
  }

  /** Stores an object under the next revision, which becomes its resourceVersion. The object is taken over: what of it is not frozen yet will be. Returns what is stored. */
  put(kind: Kind, key: string, object: KubeObject, origin: Origin): KubeObject {
    const before = this.find(kind, key);
    const revision = this.#revision + 1;
    const after = deepFreeze(withVersion(object, String(revision)));
    this.#commit({
      revision,
      at: origin.at,
      user: origin.user,
      verb: before === undefined ? 'create' : 'update',
      kind,
      key,
      before,
      after,
      cause: origin.cause,
      reason: origin.reason,
      author: origin.author,
    });
    return after;
  }

  /** Removes an object, if it is there. */
  remove(kind: Kind, key: string, origin: Origin): void {
    const before = this.find(kind, key);
    if (before === undefined) return;
    this.#commit({ ...origin, author: origin.author, revision: this.#revision + 1, verb: 'delete', kind, key, before, after: undefined });
  }

  /** Tells `listener` of every change, right after it happened. It may not write. */
  watch(listener: (change: Change) => void): () => void {
    this.#listeners.push(listener);
    return () => void this.#listeners.splice(this.#listeners.indexOf(listener), 1);
  }

  /** The change with that revision, or undefined. */
  change(revision: number): Change | undefined {
    return this.#log.get(revision);
  }

  /** Visits the history from a revision (inclusive) on, until `visit` returns false. */
  history(from: number, visit: (change: Change) => unknown): void {
    this.#log.visit(from, (_, change) => visit(change));
  }

  /** SHA-256, in hex, over the whole history. Equal digests mean that the same happened in the same order, to the byte. */
  digest(): string {
    const hash = createHash('sha256');
    this.history(1, ({ revision, at, user, verb, kind, key, after, cause, reason, author }) => {
      const whose = author === undefined ? null : { ...author, applied: author.applied && encodeSet(author.applied) };
      hash.update(JSON.stringify([revision, at, user, verb, kind.resource, key, cause, reason, after ?? null, whose]));
    });
    return hash.digest('hex');
  }

  /** An independent copy at no cost; nobody listens to it yet. */
  fork(): Store {
    const copy = new Store(this.#log.fork());
    copy.#revision = this.#revision;
    for (const [resource, objects] of this.#objects) copy.#objects.set(resource, objects.fork());
    for (const [name, { objects, sums }] of this.#indexes) copy.#indexes.set(name, { objects: objects.fork(), sums: sums.fork() });
    return copy;
  }

  #commit(change: Change): void {
    const { kind, key, before, after } = change;
    this.#revision = change.revision;
    let objects = this.#objects.get(kind.resource);
    if (objects === undefined) this.#objects.set(kind.resource, (objects = new SortedMap()));
    if (after === undefined) objects.delete(key);
    else objects.set(key, after);
    for (const index of kind.indexes) this.#file(kind, index, key, before, after);
    this.#log.set(change.revision, change);
    for (const listener of this.#listeners) listener(change);
  }

  /** Keeps one index: what the object was found under before and is found under now. */
  #file(
    kind: Kind,
    { name, keys, tally }: Index<KubeObject>,
    key: string,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
  ): void {
    const old = before === undefined ? NONE : keys(before);
    const next = after === undefined ? NONE : keys(after);
    if (old.length === 0 && next.length === 0) return;
    const title = `${kind.resource}/${name}`;
    let indexed = this.#indexes.get(title);
    if (indexed === undefined) this.#indexes.set(title, (indexed = { objects: new SortedMap(), sums: new SortedMap() }));
    const lost = before === undefined ? undefined : tally?.(before);
    const won = after === undefined ? undefined : tally?.(after);
    for (const value of old) {
      const stays = next.includes(value);
      if (!stays) indexed.objects.delete(`${value}\0${key}`);
      if (lost !== undefined && !(stays && lost === won)) addTo(indexed.sums, value, lost, -1);
    }
    for (const value of next) {
      indexed.objects.set(`${value}\0${key}`, after!);
      if (won !== undefined && !(lost === won && old.includes(value))) addTo(indexed.sums, value, won, 1);
    }
  }
}

/** What an index holds: objects by `value\0key`, and sums by value. */
interface Indexed {
  readonly objects: SortedMap<string, KubeObject>;
  readonly sums: SortedMap<string, Readonly<Record<string, number>>>;
}

function addTo(
  map: SortedMap<string, Readonly<Record<string, number>>>,
  value: string,
  addends: Readonly<Record<string, number>>,
  sign: 1 | -1,
): void {
  const sums = { ...map.get(value) };
  for (const name in addends) sums[name] = (sums[name] ?? 0) + sign * addends[name]!;
  map.set(value, sums);
}

const NONE: readonly string[] = [];
const NOTHING: Readonly<Record<string, number>> = Object.freeze({});

/** The object with that version: the object itself where it may still be changed, as few copies as possible where not. */
function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  if (Object.isFrozen(object) || Object.isFrozen(object.metadata)) return { ...object, metadata: { ...object.metadata, resourceVersion } };
  (object.metadata as { resourceVersion: string }).resourceVersion = resourceVersion;
  return object;
}
