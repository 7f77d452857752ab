import type { Api } from '../api.ts';
import { ApiError } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import type { WriteOptions } from './options.ts';
import { replaceStatus } from './update.ts';

/** PUT and PATCH of `status`: nothing but the status and the annotations of what is asked for is taken over. kube: each registry's statusStrategy */
export function updateStatus(api: Api, user: string, kind: Kind, old: KubeObject, next: KubeObject, options: WriteOptions): KubeObject {
  if (!kind.hasStatus) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
  const { annotations } = next.metadata;
  // A status that is taken away is an empty one with its defaults.
  const told = kind.defaults({ ...old, status: fieldsOf(next)['status'] ?? {} } as KubeObject);
  return replaceStatus(api, user, kind, old, fieldsOf(told)['status'], annotations, options);
}
