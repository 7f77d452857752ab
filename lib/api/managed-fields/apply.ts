import type { Kind } from '../kind.ts';
import { same } from '../../base/merge.ts';
import { difference, EMPTY, intersection, sameSet, union, withFieldsAbove, type FieldSet } from './field-set.ts';
import { managedPart, rootPlace } from './history.ts';
import { conflictsOf, ownerKey, type FieldOwner, type FieldOwners } from './owners.ts';
import type { Place } from './ownership.ts';
import { changedIn, compared, setOf } from './sets.ts';
import { mergedTyped, removedFrom } from './typed-merge.ts';

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
export function applied(kind: Kind, live: object, configuration: unknown, owners: FieldOwners, owner: Omit<FieldOwner, 'set'>): Applied {
  const place = rootPlace(kind);
  const key = ownerKey(owner);
  const before = owners.get(key)?.set;
  const set = managedPart(kind, setOf(configuration, place), owner.subresource);
  const merged = mergedTyped(live, configuration, place);
  const sets = [...owners].map(([other, { set: theirs }]) => (other === key ? set : theirs));
  const object = before === undefined ? merged : pruned(merged, before, [set, ...sets].reduce(union, EMPTY), place);
  const comparison = compared(live, object, place);
  return {
    object,
    set,
    conflicts: conflictsOf(owners, changedIn(comparison), key),
    isSame: before !== undefined && sameSet(before, set) && same(live, object),
  };
}

/** What is left when a manager's last fields go, but for those that somebody has. kube: the same file, prune */
function pruned(merged: unknown, last: FieldSet, owned: FieldSet, place: Place): unknown {
  const [lost, kept] = [withFieldsAbove(last), withFieldsAbove(owned)];
  const all = withFieldsAbove(setOf(merged, place));
  const left = withFieldsAbove(setOf(removedFrom(merged, lost, place), place));
  const given = removedFrom(merged, difference(all, union(left, kept)), place);
  const dangling = difference(all, withFieldsAbove(setOf(given, place)));
  return removedFrom(merged, intersection(dangling, lost), place);
}

/** The fields that are still as `kubectl apply` left them: whoever goes on from there to server-side apply has no conflict with itself. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go */
export function stillAsApplied(kind: Kind, lastApplied: unknown, live: object): FieldSet {
  const place = rootPlace(kind);
  const { added, modified, removed } = compared(lastApplied, live, place);
  return [modified, added, removed].reduce(difference, setOf(lastApplied, place));
}
