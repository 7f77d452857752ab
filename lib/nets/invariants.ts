import type { KubeObject } from '../api/object.ts';
import { fieldsOf, keyOf } from '../api/object.ts';
import type { Change, Store } from '../api/store.ts';
import { milliValue, value } from '../base/quantity.ts';
import type { Cluster } from '../cluster.ts';
import { kinds } from '../kinds/index.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { podRequests } from '../kinds/qos.ts';
import { boundInvariants } from './bound-invariants.ts';
import { erasedKind, isPods, usesAddress } from './objects.ts';
import { replicaInvariants } from './replica-invariants.ts';
import { rolloutInvariants } from './rollout-invariants.ts';

/** Something that holds at every revision, whatever people ask for. */
export interface Invariant {
  readonly title: string;
  /** What is wrong with a change that the store has just taken in; undefined when nothing is. */
  readonly breach: (change: Change, seen: Seen) => string | undefined;
}

/** What invariants know besides the change. */
export interface Seen {
  readonly store: Store;
  /** Every uid that was ever given to an object, without that of a change which is being judged. */
  readonly uids: ReadonlySet<string>;
}

/** A longer list would say no more. */
const MOST_BREACHES = 20;

/**
 * Checks the invariants at every revision of a cluster from now on. The result is asked for what broke so far: one text for each breach,
 * with its revision, its moment and who wrote it; at most 20.
 */
export function watchInvariants(cluster: Pick<Cluster, 'store'>): () => readonly string[] {
  const { store } = cluster;
  const uids = new Set<string>();
  store.history(1, ({ after }) => void uids.add(after?.metadata.uid ?? ''));
  const found: string[] = [];
  store.watch((change) => {
    if (found.length < MOST_BREACHES) found.push(...breaches(change, { store, uids }));
    if (change.after !== undefined) uids.add(change.after.metadata.uid);
  });
  return () => found;
}

/** What is wrong with a change: a text for each invariant that it breaks. */
export function breaches(change: Change, seen: Seen): readonly string[] {
  const { revision, at, user, verb, kind, key, reason } = change;
  return invariants.flatMap(({ title, breach }) => {
    const wrong = breach(change, seen);
    if (wrong === undefined) return [];
    return [`${title}: ${wrong}\n  at revision ${revision}, ${at / 1000}s: ${user} ${verb}d ${kind.singular} ${key} (${reason})`];
  });
}

/** An invariant of what an update makes of an object. */
function ofUpdates(title: string, breach: (before: KubeObject, after: KubeObject) => string | undefined): Invariant {
  return {
    title,
    breach: ({ before, after }) => (before === undefined || after === undefined ? undefined : breach(before, after)),
  };
}

/** An invariant of what an update makes of a pod. */
function ofPodUpdates(title: string, breach: (before: Pod, after: Pod) => string | undefined): Invariant {
  return {
    title,
    breach: ({ kind, before, after }) =>
      !isPods(kind) || before === undefined || after === undefined ? undefined : breach(before as Pod, after as Pod),
  };
}

/** Says what changed although it may not. */
function changed(field: string, before: unknown, after: unknown): string | undefined {
  return before === after ? undefined : `${field} went from ${shown(before)} to ${shown(after)}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

const ofHistory: readonly Invariant[] = [
  {
    title: 'revisions count up, and an object carries that of its latest change',
    breach: ({ revision, after }, { store }) => {
      if (revision > 1 && store.change(revision - 1) === undefined) return `there is no revision ${revision - 1}`;
      if (store.revision !== revision) return `the store is at ${store.revision}`;
      return after === undefined ? undefined : changed('resourceVersion', String(revision), after.metadata.resourceVersion);
    },
  },
  {
    title: 'time does not run backwards',
    breach: ({ revision, at }, { store }) => {
      const before = store.change(revision - 1)?.at ?? at;
      return before <= at ? undefined : `revision ${revision - 1} was at ${before / 1000}s`;
    },
  },
  {
    title: 'what is stored is frozen',
    breach: ({ after }) => {
      const thawed = after === undefined ? undefined : thawedPart(after, '');
      return thawed === undefined ? undefined : `${thawed === '' ? 'the object' : thawed} is not`;
    },
  },
];

/** Everything known to be frozen through and through: stored objects share most of their parts. */
const frozen = new WeakSet<object>();

function thawedPart(part: unknown, path: string): string | undefined {
  if (typeof part !== 'object' || part === null || frozen.has(part)) return undefined;
  if (!Object.isFrozen(part)) return path;
  for (const [field, inner] of Object.entries(part)) {
    const thawed = thawedPart(inner, `${path}.${field}`);
    if (thawed !== undefined) return thawed;
  }
  frozen.add(part);
  return undefined;
}

const ofObjects: readonly Invariant[] = [
  {
    title: 'no two objects ever have the same uid',
    breach: ({ verb, after }, { uids }) =>
      verb === 'create' && uids.has(after!.metadata.uid) ? `${after!.metadata.uid} was given before` : undefined,
  },
  ofUpdates(
    'an object keeps its identity',
    ({ metadata: before, kind }, { metadata: after, kind: nowKind }) =>
      changed('kind', kind, nowKind) ??
      changed('name', before.name, after.name) ??
      changed('namespace', before.namespace, after.namespace) ??
      changed('uid', before.uid, after.uid) ??
      changed('creationTimestamp', before.creationTimestamp, after.creationTimestamp),
  ),
  ofUpdates('a deletion is not taken back, and its moment only comes nearer', (before, after) => {
    const [was, is] = [before.metadata.deletionTimestamp, after.metadata.deletionTimestamp];
    // Kubernetes' times sort as texts.
    return was === undefined || (is !== undefined && is <= was) ? undefined : changed('deletionTimestamp', was, is);
  }),
  ofUpdates('a generation does not go back', ({ metadata: { generation: was = 0 } }, { metadata: { generation: is = 0 } }) =>
    was <= is ? undefined : changed('generation', was, is),
  ),
  {
    title: 'nobody has observed a generation that is still to come',
    breach: ({ after }) => {
      if (after === undefined) return undefined;
      const { observedGeneration = 0 } = (fieldsOf(after)['status'] ?? {}) as { readonly observedGeneration?: number };
      const { generation = 0 } = after.metadata;
      return observedGeneration <= generation ? undefined : `${observedGeneration} was observed, and there are ${generation}`;
    },
  },
  {
    title: 'an object has one controller at most',
    breach: ({ after }) => {
      const names = (after?.metadata.ownerReferences ?? []).filter(({ controller }) => controller === true).map(({ name }) => name);
      return names.length <= 1 ? undefined : `it has ${names.join(' and ')}`;
    },
  },
  {
    title: 'what has a namespace lies in one that exists, and a namespace goes empty',
    breach: ({ verb, kind, key, after }, { store }) => {
      const { namespace } = after?.metadata ?? {};
      if (verb === 'create' && namespace !== undefined && store.find(erasedKind(NamespaceKind), namespace) === undefined)
        return `there is no namespace ${namespace}`;
      if (verb !== 'delete' || kind.resource !== NamespaceKind.resource) return undefined;
      const left = kinds.find((each) => each.scope === 'Namespaced' && store.list(each, key).length > 0);
      return left === undefined ? undefined : `it still has ${left.plural}`;
    },
  },
];

const ofPods: readonly Invariant[] = [
  ofPodUpdates('a pod stays on its node', ({ spec: { nodeName: was = '' } }, { spec: { nodeName: is = '' } }) =>
    was === '' ? undefined : changed('nodeName', was, is),
  ),
  ofPodUpdates('a last phase is the last', ({ status: { phase: was } }, { status: { phase: is } }) =>
    isTerminalPhase(was) ? changed('phase', was, is) : undefined,
  ),
  ofPodUpdates('restarts are counted up', (before, after) => {
    for (const { name, restartCount: was } of before.status.containerStatuses ?? []) {
      const is = after.status.containerStatuses?.find((status) => status.name === name)?.restartCount ?? 0;
      if (is < was) return changed(`restartCount of ${name}`, was, is);
    }
    return undefined;
  }),
  {
    title: 'the scheduler puts pods on nodes that exist',
    breach: ({ kind, user, before, after }, { store }) => {
      if (!isPods(kind) || user !== 'default-scheduler' || after === undefined) return undefined;
      const { nodeName = '' } = (after as Pod).spec;
      if (nodeName === '' || nodeName === (before as Pod | undefined)?.spec.nodeName) return undefined;
      return store.find(erasedKind(NodeKind), nodeName) === undefined ? `there is no node ${nodeName}` : undefined;
    },
  },
  {
    title: 'no two pods have the same address at a time',
    breach: ({ kind, key, before, after }, { store }) => {
      if (!isPods(kind) || after === undefined || !usesAddress(after as Pod)) return undefined;
      const { podIP } = (after as Pod).status;
      if (before !== undefined && usesAddress(before as Pod) && (before as Pod).status.podIP === podIP) return undefined;
      const pods = store.list(kind) as Pod[];
      const other = pods.find((pod) => keyOf(pod) !== key && pod.status.podIP === podIP && usesAddress(pod));
      return other === undefined ? undefined : `${podIP} is that of ${keyOf(other)}, too`;
    },
  },
  {
    title: 'the scheduler does not put more on a node than it has room for',
    breach: ({ kind, user, before, after }, { store }) => {
      if (!isPods(kind) || user !== 'default-scheduler' || before === undefined || after === undefined) return undefined;
      const { nodeName = '' } = (after as Pod).spec;
      return nodeName === '' || (before as Pod).spec.nodeName === nodeName ? undefined : overcommitment(store, nodeName);
    },
  },
];

/** What a node was given more of than it has, or what its running sums have wrong. */
function overcommitment(store: Store, nodeName: string): string | undefined {
  const node = store.find(erasedKind(NodeKind), nodeName) as Node | undefined;
  const allocatable = node?.status.allocatable ?? {};
  const requests = (store.by(erasedKind(PodKind), 'node', nodeName) as Pod[]).map(({ spec }) => podRequests(spec));
  const sums = store.tally(erasedKind(PodKind), 'node', nodeName);
  const rows = [
    ['pods', requests.length, value(allocatable['pods'] ?? '0')],
    ['cpuMillis', requests.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0), milliValue(allocatable['cpu'] ?? '0')],
    ['memoryBytes', requests.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0), value(allocatable['memory'] ?? '0')],
  ] as const;
  for (const [name, used, room] of rows) {
    if (used > room) return `${nodeName} has ${name} for ${room}, and ${used} are asked for`;
    if (sums[name] !== used) return `the index sums ${name} of ${nodeName} up to ${sums[name] ?? 0}; they are ${used}`;
  }
  return undefined;
}

/** All that holds at every revision. */
export const invariants: readonly Invariant[] = [
  ...ofHistory,
  ...ofObjects,
  ...ofPods,
  ...replicaInvariants,
  ...rolloutInvariants,
  ...boundInvariants,
];
