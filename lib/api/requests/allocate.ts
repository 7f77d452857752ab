import type { Api } from '../api.ts';
import { invalidObject } from '../errors.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { storageOf } from '../versions.ts';

/** The object with what its kind gives it of the cluster's stock; the same object where there is nothing to give. Throws an ApiError Invalid when it asks for what others have. */
export function allocated(api: Api, kind: Kind, object: KubeObject, old: KubeObject | undefined): KubeObject {
  if (kind.allocate === undefined) return object;
  const given = kind.allocate(object, old, {
    isTaken: (index, value) => api.store.hasAny(storageOf(kind), index, value),
    random: (bound) => api.random.stream(`stock/${kind.resource}`).below(bound),
  });
  if (given.errors.length > 0) throw invalidObject(kind, object.metadata.name, given.errors);
  return given.object;
}
