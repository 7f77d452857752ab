import { share } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Authorship } from '../store.ts';
import { asRead, asWritten, storageOf } from '../versions.ts';

/** The stored object with that key as a version of its kind has it, or undefined. */
export function findStored(api: Api, kind: Kind, key: string): KubeObject | undefined {
  const stored = api.store.find(storageOf(kind), key);
  return stored === undefined ? undefined : asRead(kind, stored);
}

/** Stores an object of a version of its kind. Returns what is stored as that version has it. */
export function putStored(api: Api, user: string, kind: Kind, key: string, object: KubeObject, author: Authorship): KubeObject {
  const storage = storageOf(kind);
  if (storage === kind) return api.store.put(kind, key, object, api.origin(user, author));
  const before = api.store.find(storage, key);
  const written = share(before, asWritten(kind, object));
  return asRead(kind, api.store.put(storage, key, written, api.origin(user, { ...author, apiVersion: kind.apiVersion })));
}
