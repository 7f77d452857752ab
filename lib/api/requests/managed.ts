import type { Api } from '../api.ts';
import type { ManagedFieldsEntry } from '../generated/types.ts';
import type { Kind } from '../kind.ts';
import { fieldOwnersOf } from '../managed-fields/history.ts';
import { encodeOwners } from '../managed-fields/owners.ts';
import type { KubeObject } from '../object.ts';

/** An object with the managed fields that the server shows of it. */
export function withManagedFields<T extends KubeObject>(api: Api, kind: Kind, object: T): T {
  const managedFields = encodeOwners(fieldOwnersOf(api, kind, object));
  return managedFields.length === 0 ? object : { ...object, metadata: { ...object.metadata, managedFields } };
}

/** The entries that a request puts in the place of those there are: undefined where it leaves them alone, none where it resets them. */
export function askedManagedFields(given: readonly ManagedFieldsEntry[] | undefined): readonly ManagedFieldsEntry[] | undefined {
  if (given === undefined || given.length === 0) return undefined;
  return given.length === 1 && Object.keys(given[0]!).length === 0 ? [] : given;
}
