import { UsageError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import { matchesLabels, parseSelector, SelectorError } from '../base/labels.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Cluster } from '../cluster.ts';
import { controllerOf } from '../control/owners.ts';
import { noSuchObject } from './closest.ts';

/** Which object is meant: `ReplicaSet "web" in namespace "shop"`. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Which objects are meant: `pods of ReplicaSet "web"`, `pods with label "app=web" in namespace "shop"`. */
export interface Listing {
  readonly kind: string;
  readonly of?: ObjectName;
  readonly label?: string;
  readonly namespace: string;
}

/** One object, one of many, or all of many: what an action is done to. */
export type Target =
  | { readonly which: 'named'; readonly object: ObjectName }
  | { readonly which: 'that'; readonly kind: string }
  | { readonly which: 'one' | 'all'; readonly listing: Listing };

/** How a listing is called in sentences: `pods of ReplicaSet "web"`. */
export function tellListing({ kind, of, label, namespace }: Listing): string {
  const owner = of === undefined ? '' : ` of ${of.kind} "${of.name}"`;
  return `${kind}${owner}${label === undefined ? '' : ` with label "${label}"`}${placeOf(namespace)}`;
}

/** ` in namespace "x"`, or nothing for the default one. */
export function placeOf(namespace: string): string {
  return namespace === 'default' ? '' : ` in namespace "${namespace}"`;
}

/** `Deployment "web" in namespace "x"`. */
export function titleOf({ kind, metadata }: KubeObject): string {
  return `${kind} "${metadata.name}"${placeOf(metadata.namespace ?? 'default')}`;
}

/** The objects a listing means, in the order of their keys. */
export function objectsOf(cluster: Cluster, listing: Listing): { readonly kind: Kind; readonly objects: readonly KubeObject[] } {
  const kind = cluster.kind(listing.kind);
  const all =
    listing.of === undefined
      ? cluster.list(kind.plural, { namespace: kind.scope === 'Cluster' ? undefined : listing.namespace })
      : dependents(cluster, kind, listing.of);
  if (listing.label === undefined) return { kind, objects: all };
  const selector = selectorOf(listing.label);
  return { kind, objects: all.filter(({ metadata }) => matchesLabels(selector, metadata.labels)) };
}

/** What explains that a listing is empty: its namespace is not there. Otherwise nothing. */
export function whyEmpty(cluster: Cluster, listing: Listing): readonly string[] {
  if (cluster.kind(listing.kind).scope === 'Cluster') return [];
  const names = cluster.list('namespaces').map(({ metadata }) => metadata.name);
  const { namespace } = listing;
  return names.includes(namespace) ? [] : [`(there is no namespace ${JSON.stringify(namespace)}.${didYouMean(namespace, names)})`];
}

/** The object that is meant, or undefined. Throws a UsageError for an unknown kind. */
export function findObject(cluster: Cluster, { kind, name, namespace }: ObjectName): KubeObject | undefined {
  if (name === '') throw new UsageError(`${kind} "" has no name: write ${kind} "web"`);
  return cluster.as('admin').find(cluster.kind(kind), name, namespace);
}

/** The object that is meant; a UsageError that names the closest when there is none. */
function getObject(cluster: Cluster, wanted: ObjectName): KubeObject {
  const found = findObject(cluster, wanted);
  if (found === undefined) throw new UsageError(missing(cluster, wanted));
  return found;
}

/** The sentence for an object that is not there: which are, and which of them is the closest. */
export function missing(cluster: Cluster, { kind: kindName, name, namespace }: ObjectName): string {
  const kind = cluster.kind(kindName);
  const candidates = cluster
    .list(kind.plural)
    .map(({ metadata }) => ({ name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) }));
  return noSuchObject(
    { singular: kindName, plural: kind.plural },
    { name, ...(kind.scope === 'Cluster' ? {} : { namespace }) },
    candidates,
  );
}

/** What "that pod" means: what an earlier step called "one pod ...". Throws a UsageError when none did. */
export function thatObject(cluster: Cluster, kind: string, that: ObjectName | undefined): ObjectName {
  if (that !== undefined && cluster.kind(that.kind) === cluster.kind(kind)) return that;
  throw new UsageError(`"that ${kind}" means what an earlier step called "one ${kind} ...", and none did`);
}

/** What a target means now; `that` is what `one` meant last. Throws a UsageError when nothing, or not just one, can be meant. */
export function resolve(
  cluster: Cluster,
  target: Target,
  that: ObjectName | undefined,
): { readonly kind: Kind; readonly objects: readonly KubeObject[] } {
  switch (target.which) {
    case 'named':
      return { kind: cluster.kind(target.object.kind), objects: [getObject(cluster, target.object)] };
    case 'that':
      return { kind: cluster.kind(target.kind), objects: [getObject(cluster, thatObject(cluster, target.kind, that))] };
    case 'one': {
      const { kind, objects } = objectsOf(cluster, target.listing);
      // One that is on its way out is not one anybody means.
      const first = objects.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? objects[0];
      if (first === undefined)
        throw new UsageError(`there are no ${tellListing({ ...target.listing, kind: kind.plural })}, so one of them cannot be taken`);
      return { kind, objects: [first] };
    }
    case 'all':
      return objectsOf(cluster, target.listing);
  }
}

function dependents(cluster: Cluster, kind: Kind, of: ObjectName): readonly KubeObject[] {
  const ownerKind = cluster.kind(of.kind);
  if (kind.kind === 'Event') return eventsOf(cluster, ownerKind, of);
  const owner = getObject(cluster, of);
  if (kind.kind === 'Pod' && ownerKind.kind === 'Node')
    return cluster.list('pods', { fieldSelector: `spec.nodeName=${owner.metadata.name}` });
  return controlledBy(cluster, kind, owner);
}

/** How many owners may stand between an object and what it controls in the end: a CronJob has Jobs, which have pods. */
const MOST_BETWEEN = 2;

/** The objects of a kind that an object controls, itself or through others: a Deployment has pods through its ReplicaSets. In the order of their keys. */
export function controlledBy(cluster: Cluster, kind: Kind, owner: KubeObject): readonly KubeObject[] {
  const found = below(cluster, kind, owner, MOST_BETWEEN);
  return found.length < 2 ? found : found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function below(cluster: Cluster, kind: Kind, owner: KubeObject, depth: number): readonly KubeObject[] {
  const { uid } = owner.metadata;
  const own = (of: Kind): readonly KubeObject[] =>
    cluster
      .as('admin')
      .by(of, 'owner', uid)
      .filter((object) => controllerOf(object)?.uid === uid);
  const others = depth === 0 ? [] : cluster.registry.kinds.filter((other) => other !== kind && other.resource !== 'pods').flatMap(own);
  return [...own(kind), ...others.flatMap((object) => below(cluster, kind, object, depth - 1))];
}

/** Events outlive what they tell about, so they are found by name. */
function eventsOf(cluster: Cluster, ownerKind: Kind, { name, namespace }: ObjectName): readonly KubeObject[] {
  const fieldSelector = `involvedObject.kind=${ownerKind.kind},involvedObject.name=${name}`;
  return cluster.list('events', { fieldSelector, namespace: ownerKind.scope === 'Cluster' ? 'default' : namespace });
}

function selectorOf(label: string): ReturnType<typeof parseSelector> {
  try {
    return parseSelector(label);
  } catch (error) {
    if (error instanceof SelectorError) throw new UsageError(`${JSON.stringify(label)} is no label selector: ${error.message}`);
    throw error;
  }
}
