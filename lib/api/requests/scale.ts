import type { Api } from '../api.ts';
import { invalidObject, methodNotAllowed } from '../errors.ts';
import { invalid } from '../field-errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import { current, replaceObject, type Reference } from './update.ts';

/** How many replicas an object asks for. Throws an ApiError for kinds without a scale. */
export function scaleOf<T extends KubeObject>(kind: Kind<T>, object: T): number {
  if (!kind.hasScale) throw methodNotAllowed();
  const spec = fieldsOf(object)['spec'] as { readonly replicas?: number } | undefined;
  return spec?.replicas ?? 1;
}

/** PUT of the scale. kube: pkg/registry/apps/replicaset/storage/storage.go ScaleREST.Update */
export function setScale(api: Api, user: string, kind: Kind, target: Reference, replicas: number): KubeObject {
  if (!kind.hasScale) throw methodNotAllowed();
  const old = current(api, kind, target);
  if (!Number.isInteger(replicas) || replicas < 0) {
    const errors = [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, old.metadata.name, errors);
  }
  const spec = { ...(fieldsOf(old)['spec'] as object), replicas };
  return replaceObject(api, user, kind, old, Object.assign({}, old, { spec }));
}
