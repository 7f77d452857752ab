import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import { keyOf, type KubeObject } from '../object.ts';
import { createObject } from './create.ts';
import { decodeBody } from './decode.ts';
import type { WriteOptions } from './options.ts';
import { checkReadable } from './readable.ts';
import { updateStatus } from './status.ts';
import { findStored } from './storage.ts';
import { checkIdentity, current, keyFor, otherObject, replaceDecoded } from './update.ts';

/** How an object is replaced. */
export interface UpdateOptions extends WriteOptions {
  /** What of the object is replaced: all but its status unless given. */
  readonly subresource?: 'status' | undefined;
}

/** Puts an object in the place of the one there is (PUT). Throws an ApiError. kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/update.go */
export function updateObject(api: Api, user: string, kind: Kind, next: KubeObject, options: UpdateOptions): KubeObject {
  checkReadable(kind, next);
  const isStatus = options.subresource === 'status';
  const { uid = '', resourceVersion = '' } = next.metadata as Partial<KubeObject['metadata']>;
  // Who names the object or its version means one that was there.
  const isNew = uid === '' && resourceVersion === '';
  if (kind.createsOnUpdate && isNew && !isStatus && findStored(api, kind, keyOf(next)) === undefined)
    return createObject(api, user, kind, { ...next }, options);
  if (uid !== '' && findStored(api, kind, keyFor(kind, next)) === undefined) throw otherObject(kind, next, uid, '');
  const old = current(api, kind, next);
  if (next === old) return old;
  const decoded = decodeBody(kind, next, options) as KubeObject;
  checkIdentity(kind, old, decoded);
  return isStatus ? updateStatus(api, user, kind, old, decoded, options) : replaceDecoded(api, user, kind, old, decoded, options);
}
