import { formatSelector, selectorOf, selectorOfLabels, type LabelSelectorFields, type Labels } from '../../base/labels.ts';
import { isMapping } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { ApiError, conflict, invalidObject, noSuchRequest } from '../errors.ts';
import { goQuote, invalid } from '../field-errors.ts';
import type { Scale } from '../generated/types.ts';
import type { Kind, ScalePaths } from '../kind.ts';
import { fieldsOf, type Fields, type KubeObject } from '../object.ts';
import type { WriteOptions } from './options.ts';
import { current, replaceDecoded, STALE, type Reference } from './update.ts';

/** How many replicas an object asks for. Throws an ApiError for kinds without a scale. */
export function scaleOf<T extends KubeObject>(kind: Kind<T>, object: T): number {
  return scaleObject(kind, object).spec?.replicas ?? 0;
}

interface ScaledParts {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: Labels | LabelSelectorFields;
  };
  readonly status?: { readonly replicas?: number };
}

function scaledParts(object: KubeObject): ScaledParts {
  return fieldsOf(object) as unknown as ScaledParts;
}

/** GET of the scale. kube: pkg/registry/apps/replicaset/storage/storage.go scaleFromReplicaSet */
export function scaleObject<T extends KubeObject>(kind: Kind<T>, object: T): Scale {
  if (!kind.hasScale) throw noSuchRequest();
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specReplicas, statusReplicas, selector } =
    kind.structure?.scale === undefined ? publishedNumbers(kind, object) : customNumbers(kind.structure.scale, object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: specReplicas === 0 ? {} : { replicas: specReplicas },
    status: {
      replicas: statusReplicas,
      ...(selector === undefined ? {} : { selector }),
    },
  };
}

/** What a scale tells. */
interface Numbers {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly selector: string | undefined;
}

function publishedNumbers({ kind }: Pick<Kind, 'kind'>, object: KubeObject): Numbers {
  const { spec, status } = scaledParts(object);
  const selector = kind === 'ReplicationController' ? selectorOfLabels((spec.selector ?? {}) as Labels) : selectorOf(spec.selector ?? {});
  return {
    specReplicas: spec.replicas ?? 1,
    statusReplicas: status?.replicas ?? 0,
    selector: formatSelector(selector),
  };
}

/** kube: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/etcd.go scaleFromCustomResource */
function customNumbers(paths: ScalePaths, object: KubeObject): Numbers {
  const at = (steps: readonly string[]): unknown =>
    steps.reduce<unknown>((value, step) => (isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined), object);
  const specReplicas = at(paths.specReplicas);
  if (typeof specReplicas !== 'number') {
    const path = `.${paths.specReplicas.join('.')}`;
    throw new ApiError(500, 'InternalError', `Internal error occurred: the spec replicas field ${goQuote(path)} does not exist`);
  }
  const statusReplicas = at(paths.statusReplicas);
  const selector = paths.selector === undefined ? undefined : at(paths.selector);
  return {
    specReplicas,
    statusReplicas: typeof statusReplicas === 'number' ? statusReplicas : 0,
    selector: typeof selector === 'string' ? selector : undefined,
  };
}

/** An object with another number at a path. */
function withNumber(value: unknown, [step, ...rest]: readonly string[], number: number): unknown {
  if (step === undefined) return number;
  const fields = isMapping(value) ? value : {};
  return {
    ...fields,
    [step]: withNumber(Object.hasOwn(fields, step) ? fields[step] : undefined, rest, number),
  };
}

/** PUT of the scale. kube: the same file, ScaleREST.Update */
export function setScale(api: Api, user: string, kind: Kind, target: Reference, replicas: number, options: WriteOptions = {}): KubeObject {
  if (!kind.hasScale) throw noSuchRequest();
  const old = current(api, kind, target);
  if (!Number.isInteger(replicas) || replicas < 0) {
    const errors = [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, old.metadata.name, errors);
  }
  const scaled = withNumber(old, kind.structure?.scale?.specReplicas ?? ['spec', 'replicas'], replicas) as KubeObject;
  return replaceDecoded(api, user, kind, old, scaled, options, { subresource: 'scale' });
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
