import { ApiError } from '../errors.ts';
import type { ManagedFieldsEntry } from '../generated/types.ts';
import { decodeSet, difference, EMPTY, encodeSet, intersection, isEmptySet, pathsOf, sameSet, union, type FieldSet } from './field-set.ts';

/** Somebody's fields: all that they apply, or what they have set by other writes to the object or one of its subresources. */
export interface FieldOwner {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** `status`, `scale`; the empty string for the object itself. */
  readonly subresource: string;
  /** When the set changed last, in RFC 3339; the empty string when nobody knows. */
  readonly time: string;
  readonly set: FieldSet;
}

/** Everybody who owns fields of an object, by `ownerKey`. */
export type FieldOwners = ReadonlyMap<string, FieldOwner>;

/** What tells owners apart. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/managedfields.go BuildManagerIdentifier */
export function ownerKey({ name, operation, apiVersion, subresource }: Omit<FieldOwner, 'set' | 'time'>): string {
  return JSON.stringify([name, operation, operation === 'Apply' ? '' : apiVersion, subresource]);
}

/** The most entries of one object that stem from writes other than apply. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/fieldmanager.go DefaultMaxUpdateManagers */
const MOST_UPDATE_MANAGERS = 10;

/** Who owns what fell victim to the cap. kube: the same package, capmanagers.go */
const ANCIENT = 'ancient-changes';

/** The owners after one of them has got another set: told at that time if it differs, and gone if it is empty. */
export function withOwner(owners: FieldOwners, owner: FieldOwner): FieldOwners {
  const key = ownerKey(owner);
  const before = owners.get(key);
  const next = new Map(owners);
  if (isEmptySet(owner.set)) next.delete(key);
  else next.set(key, before !== undefined && sameSet(before.set, owner.set) ? before : owner);
  return capped(next);
}

/**
 * The owners without the fields that are lost, but for one who keeps them. Which these are depends on the version that an owner has written in;
 * undefined: there is no such version any more, and its owners are forgotten.
 */
export function withoutFields(owners: FieldOwners, keeper: string, lostIn: (apiVersion: string) => FieldSet | undefined): FieldOwners {
  const next = new Map<string, FieldOwner>();
  for (const [key, owner] of owners) {
    const lost = key === keeper ? EMPTY : lostIn(owner.apiVersion);
    const set = lost === undefined ? EMPTY : difference(owner.set, lost);
    if (!isEmptySet(set)) next.set(key, set === owner.set ? owner : { ...owner, set });
  }
  return next;
}

/** When too many have written, the oldest of an API version become one. */
function capped(owners: FieldOwners): FieldOwners {
  const updates = [...owners].filter(([, { operation }]) => operation === 'Update');
  let surplus = updates.length - MOST_UPDATE_MANAGERS;
  if (surplus <= 0) return owners;
  const next = new Map(owners);
  const oldestOf = new Map<string, string>();
  for (const [key, owner] of updates.sort(([aKey, a], [bKey, b]) => order(a.time, b.time) || order(aKey, bKey))) {
    if (surplus === 0) break;
    const { apiVersion } = owner;
    const oldest = oldestOf.get(apiVersion);
    if (oldest === undefined) {
      oldestOf.set(apiVersion, key);
      continue;
    }
    const bucket: Omit<FieldOwner, 'set' | 'time'> = { name: ANCIENT, operation: 'Update', apiVersion, subresource: '' };
    const before = next.get(ownerKey(bucket)) ?? next.get(oldest)!;
    next.delete(oldest);
    next.delete(key);
    next.set(ownerKey(bucket), { ...bucket, time: owner.time, set: union(before.set, owner.set) });
    surplus--;
  }
  return next;
}

/** The entries as objects carry them: those who apply first, then by time and name. */
export function encodeOwners(owners: FieldOwners): readonly ManagedFieldsEntry[] {
  return [...owners.values()].sort(byOperationAndTime).map(({ name, operation, apiVersion, subresource, time, set }) => ({
    manager: name,
    operation,
    apiVersion,
    ...(time === '' ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: encodeSet(set),
    ...(subresource === '' ? {} : { subresource }),
  }));
}

/** The owners that a list of entries tells of. */
export function decodeOwners(entries: readonly ManagedFieldsEntry[]): FieldOwners {
  const owners = new Map<string, FieldOwner>();
  for (const { manager = '', operation, apiVersion = '', time = '', fieldsV1, subresource = '' } of entries) {
    if (operation !== 'Apply' && operation !== 'Update') continue;
    const read: FieldOwner = { name: manager, operation, apiVersion, subresource, time, set: decodeSet(fieldsV1) };
    if (!isEmptySet(read.set)) owners.set(ownerKey(read), read);
  }
  return owners;
}

function byOperationAndTime(a: FieldOwner, b: FieldOwner): number {
  return (
    order(a.operation, b.operation) ||
    order(a.time, b.time) ||
    order(a.name, b.name) ||
    order(a.apiVersion, b.apiVersion) ||
    order(a.subresource, b.subresource)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ownerText({ name, operation, apiVersion, subresource }: FieldOwner): string {
  const inSubresource = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(name)}${inSubresource}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

/** The fields of others among those that are changed in their version, by their owners' keys. */
export function conflictsOf(
  owners: FieldOwners,
  applying: string,
  changedIn: (apiVersion: string) => FieldSet | undefined,
): ReadonlyMap<string, FieldSet> {
  const found = new Map<string, FieldSet>();
  for (const [key, { set, apiVersion }] of owners) {
    const changed = key === applying ? undefined : changedIn(apiVersion);
    const both = changed === undefined ? undefined : intersection(set, changed);
    if (both !== undefined && !isEmptySet(both)) found.set(key, both);
  }
  return found;
}

/** The refusal that names who has which fields: 409. kube: the same package, conflict.go NewConflictError */
export function applyConflict(owners: FieldOwners, conflicts: ReadonlyMap<string, FieldSet>): ApiError {
  const found = [...conflicts.keys()].sort().map((key) => ({ who: ownerText(owners.get(key)!), paths: pathsOf(conflicts.get(key)!) }));
  const causes = found.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const [only] = causes;
  const message =
    causes.length === 1
      ? `1 conflict: ${only!.message}: ${only!.field}`
      : `${causes.length} conflicts: ${found.flatMap(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)]).join('\n')}`;
  return new ApiError(409, 'Conflict', `Apply failed with ${message}`, { causes });
}
