import { formatSelector, matchesLabels, type Selector } from '../base/labels.ts';
import type { SortedMap } from '../base/sorted-map.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import type { Client } from '../api/client.ts';
import type { Store } from '../api/store.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';

/** Pods of some namespaces (undefined: of all) with some labels (undefined: none at all). */
export interface PodScope {
  readonly namespaces: readonly string[] | undefined;
  readonly selector: Selector | undefined;
}

/** Which pods on nodes are counted: those in every one of the scopes. */
export interface Counted {
  readonly scopes: readonly PodScope[];
  /** Whether pods that are being deleted count as well. */
  readonly terminating: boolean;
}

/** How many pods of a sort were on each node at a revision. */
interface Counter {
  readonly revision: number;
  readonly perNode: ReadonlyMap<string, number>;
}

const PREFIX = 'count\0';
const COUNTERS = 512;
const NOBODY: ReadonlyMap<string, number> = new Map();

/** Whether the pod is in the scope. */
export function isInScope({ namespaces, selector }: PodScope, { metadata }: Pod): boolean {
  return matchesLabels(selector, metadata.labels) && (namespaces === undefined || namespaces.includes(metadata.namespace ?? ''));
}

/** Whether the pod takes a place on a node: assigned and not ended. */
export function isPlaced(pod: Pod | undefined): pod is Pod & { readonly spec: { readonly nodeName: string } } {
  return pod?.spec.nodeName !== undefined && pod.spec.nodeName !== '' && !isTerminalPhase(pod.status.phase);
}

/** Whether a placed pod is one of those counted. */
export function isCounted({ scopes, terminating }: Counted, pod: Pod): boolean {
  return (terminating || pod.metadata.deletionTimestamp === undefined) && scopes.every((scope) => isInScope(scope, pod));
}

/**
 * How many such pods are on each node; nodes without any are left out. The answer is kept in `memory` with its revision, so that
 * the next question costs no more than what changed since.
 */
export function countPods(api: Client, memory: SortedMap<string, unknown>, counted: Counted): ReadonlyMap<string, number> {
  if (counted.scopes.some(({ selector }) => selector === undefined)) return NOBODY;
  const key = `${PREFIX}${nameOf(counted)}`;
  const known = memory.get(key) as Counter | undefined;
  const { store } = api.api;
  if (known?.revision === store.revision) return known.perNode;
  // Looking at every pod is cheaper than at a history longer than that.
  const isRecent = known !== undefined && store.revision - known.revision <= Math.max(64, store.size);
  const perNode = isRecent ? caughtUp(store, known, counted) : recounted(api, counted);
  if (known === undefined) makeRoom(memory);
  memory.set(key, { revision: store.revision, perNode } satisfies Counter);
  return perNode;
}

function recounted(api: Client, counted: Counted): ReadonlyMap<string, number> {
  const perNode = new Map<string, number>();
  const narrowest = counted.scopes.find(({ namespaces }) => namespaces !== undefined)?.namespaces;
  const pods = narrowest === undefined ? api.list(PodKind) : narrowest.flatMap((namespace) => api.list(PodKind, { namespace }));
  for (const pod of pods) if (isPlaced(pod) && isCounted(counted, pod)) bump(perNode, pod.spec.nodeName, 1);
  return perNode;
}

function caughtUp(store: Store, known: Counter, counted: Counted): ReadonlyMap<string, number> {
  let perNode: Map<string, number> | undefined;
  const nodeOf = (pod: Pod | undefined): string | undefined => (isPlaced(pod) && isCounted(counted, pod) ? pod.spec.nodeName : undefined);
  store.history(known.revision + 1, (change) => {
    if (change.kind.resource !== 'pods') return;
    const before = nodeOf(change.before as Pod | undefined);
    const after = nodeOf(change.after as Pod | undefined);
    if (before === after) return;
    perNode ??= new Map(known.perNode);
    if (before !== undefined) bump(perNode, before, -1);
    if (after !== undefined) bump(perNode, after, 1);
  });
  return perNode ?? known.perNode;
}

/** Adds to a count that is absent while it is 0. */
export function bump(counts: Map<string, number>, name: string, by: number): void {
  const sum = (counts.get(name) ?? 0) + by;
  if (sum === 0) counts.delete(name);
  else counts.set(name, sum);
}

function nameOf({ scopes, terminating }: Counted): string {
  const names = scopes.map(({ namespaces, selector }) => `${namespaces?.join(',') ?? '*'} ${textOf(selector ?? [])}`);
  return `${terminating ? 'all' : 'active'}\0${names.join('\0')}`;
}

const texts = new WeakMap<Selector, string>();

/** Selectors are values: the text of one is kept as long as it lives. */
function textOf(selector: Selector): string {
  const known = texts.get(selector);
  if (known !== undefined) return known;
  const text = formatSelector(selector);
  texts.set(selector, text);
  return text;
}

/** Counters nobody asks for any more are not told from others: when there are too many, all are counted anew. */
function makeRoom(memory: SortedMap<string, unknown>): void {
  const keys: string[] = [];
  visitPrefix(memory, PREFIX, (key) => void keys.push(key));
  if (keys.length >= COUNTERS) for (const key of keys) memory.delete(key);
}
