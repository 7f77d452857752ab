import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { converted } from '../versions.ts';
import { same } from '../../base/merge.ts';
import { difference, EMPTY, intersection, sameSet, union, withFieldsAbove, type FieldSet } from './field-set.ts';
import { managedPart, rootPlace } from './history.ts';
import { conflictsOf, ownerKey, type FieldOwner, type FieldOwners } from './owners.ts';
import type { Place } from './ownership.ts';
import { changedIn, compared, setOf } from './sets.ts';
import { mergedTyped, removedFrom } from './typed-merge.ts';

/** The version in which a configuration is applied, and how the others in which its kind is served are found. */
export interface Versions {
  readonly kind: Kind;
  readonly find: (apiVersion: string) => Kind | undefined;
}

/** What comes of applying a configuration. */
export interface Applied {
  readonly object: unknown;
  /** The fields that the configuration names. */
  readonly set: FieldSet;
  /** The fields of others that it wants to have otherwise, by their owners' keys. */
  readonly conflicts: ReadonlyMap<string, FieldSet>;
  /** Whether there is nothing to write. */
  readonly isSame: boolean;
}

/**
 * Merges a configuration into what is there: fields that its manager no longer names and nobody else manages go.
 * kube: sigs.k8s.io/structured-merge-diff/v4/merge/update.go Updater.Apply
 */
export function applied(
  versions: Versions,
  live: KubeObject,
  configuration: unknown,
  owners: FieldOwners,
  owner: Omit<FieldOwner, 'set'>,
): Applied {
  const { kind } = versions;
  const place = rootPlace(kind);
  const key = ownerKey(owner);
  const before = owners.get(key);
  const set = appliedSet(kind, configuration, owner.subresource);
  const merged = mergedTyped(live, configuration, place) as KubeObject;
  const object = before === undefined ? merged : pruned(versions, merged, before, new Map(owners).set(key, { ...owner, set }));
  const changed = (apiVersion: string): FieldSet | undefined => {
    const version = versions.find(apiVersion);
    if (version === undefined) return undefined;
    return changedIn(compared(converted(kind, version, live), converted(kind, version, object), rootPlace(version)));
  };
  return {
    object,
    set,
    conflicts: conflictsOf(owners, key, changed),
    isSame: before !== undefined && sameSet(before.set, set) && same(live, object),
  };
}

/** The fields that a configuration names. */
export function appliedSet(kind: Kind, configuration: unknown, subresource: string): FieldSet {
  return managedPart(kind, setOf(configuration, rootPlace(kind)), subresource);
}

/** What is left when a manager's last fields go, but for those that somebody has, each in the version in which they wrote. kube: the same file, prune */
function pruned({ kind, find }: Versions, merged: KubeObject, last: FieldOwner, owners: FieldOwners): KubeObject {
  const version = find(last.apiVersion);
  if (version === undefined) return merged;
  const place = rootPlace(version);
  const [whole, lost] = [converted(kind, version, merged), withFieldsAbove(last.set)];
  let given = removedFrom(whole, lost, place) as KubeObject;
  // The version of the last application comes first, the others in their order.
  for (const apiVersion of new Set([last.apiVersion, ...[...owners.values()].map((owner) => owner.apiVersion)])) {
    const theirs = find(apiVersion);
    if (theirs === undefined) continue;
    const sets = [...owners.values()].filter((owner) => owner.apiVersion === apiVersion).map(({ set }) => set);
    given = converted(
      theirs,
      version,
      withOwned(converted(version, theirs, whole), converted(version, theirs, given), sets.reduce(union, EMPTY), rootPlace(theirs)),
    );
  }
  const dangling = difference(withFieldsAbove(setOf(whole, place)), withFieldsAbove(setOf(given, place)));
  return converted(version, kind, removedFrom(whole, intersection(dangling, lost), place) as KubeObject);
}

/** What was taken away of an object is given back where somebody owns it. kube: the same file, addBackOwnedItems */
function withOwned(whole: KubeObject, left: KubeObject, owned: FieldSet, place: Place): KubeObject {
  const kept = union(withFieldsAbove(setOf(left, place)), withFieldsAbove(owned));
  return removedFrom(whole, difference(withFieldsAbove(setOf(whole, place)), kept), place) as KubeObject;
}

/** The fields that are still as `kubectl apply` left them: whoever goes on from there to server-side apply has no conflict with itself. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go */
export function stillAsApplied(kind: Kind, lastApplied: unknown, live: object): FieldSet {
  const place = rootPlace(kind);
  const { added, modified, removed } = compared(lastApplied, live, place);
  return [modified, added, removed].reduce(difference, setOf(lastApplied, place));
}
