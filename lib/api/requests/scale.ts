import { formatSelector, selectorOf, selectorOfLabels, type LabelSelectorFields, type Labels } from '../../base/labels.ts';
import type { Api } from '../api.ts';
import { conflict, invalidObject, methodNotAllowed } from '../errors.ts';
import { invalid } from '../field-errors.ts';
import type { Scale } from '../generated/types.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type Fields, type KubeObject } from '../object.ts';
import type { WriteOptions } from './options.ts';
import { current, replaceDecoded, STALE, type Reference } from './update.ts';

/** How many replicas an object asks for. Throws an ApiError for kinds without a scale. */
export function scaleOf<T extends KubeObject>(kind: Kind<T>, object: T): number {
  if (!kind.hasScale) throw methodNotAllowed();
  return scaledParts(object).spec.replicas ?? 1;
}

interface ScaledParts {
  readonly spec: { readonly replicas?: number; readonly selector?: Labels | LabelSelectorFields };
  readonly status?: { readonly replicas?: number };
}

function scaledParts(object: KubeObject): ScaledParts {
  return fieldsOf(object) as unknown as ScaledParts;
}

/** GET of the scale. kube: pkg/registry/apps/replicaset/storage/storage.go scaleFromReplicaSet */
export function scaleObject<T extends KubeObject>(kind: Kind<T>, object: T): Scale {
  if (!kind.hasScale) throw methodNotAllowed();
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { spec, status } = scaledParts(object);
  const selector =
    kind.kind === 'ReplicationController'
      ? selectorOfLabels((spec.selector ?? {}) as Labels)
      : selectorOf((spec.selector ?? {}) as LabelSelectorFields);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: spec.replicas === 0 ? {} : { replicas: spec.replicas ?? 1 },
    status: { replicas: status?.replicas ?? 0, selector: formatSelector(selector) },
  };
}

/** PUT of the scale. kube: the same file, ScaleREST.Update */
export function setScale(api: Api, user: string, kind: Kind, target: Reference, replicas: number, options: WriteOptions = {}): KubeObject {
  if (!kind.hasScale) throw methodNotAllowed();
  const old = current(api, kind, target);
  if (!Number.isInteger(replicas) || replicas < 0) {
    const errors = [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, old.metadata.name, errors);
  }
  const spec = { ...scaledParts(old).spec, replicas };
  return replaceDecoded(api, user, kind, old, Object.assign({}, old, { spec }), { ...options, author: { subresource: 'scale' } });
}

/** PATCH of the scale: of the scale as it is read. */
export function patchScale(
  api: Api,
  user: string,
  kind: Kind,
  old: KubeObject,
  change: (scale: Fields) => Fields,
  options: WriteOptions,
): KubeObject {
  const { metadata, spec } = change(fieldsOf(scaleObject(kind, old))) as Scale;
  const { resourceVersion = '' } = metadata ?? {};
  if (resourceVersion !== '' && resourceVersion !== old.metadata.resourceVersion) throw conflict(kind, old.metadata.name, STALE);
  return setScale(api, user, kind, old, spec?.replicas ?? 0, options);
}
