import { isMapping, share } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { ApiError } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject, type Manifest } from '../object.ts';
import { mergeKeyAt, typeNameOf } from '../schema.ts';
import { createObject, type CreateOptions } from './create.ts';
import { replaceObject } from './update.ts';

/** Where `kubectl apply` keeps what was applied last. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What `kubectl apply` does: a new object is created; an existing one is changed by the difference between this manifest and the one
 * applied last, so that what others added stays. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go
 */
export function applyManifest(api: Api, user: string, kind: Kind, manifest: Manifest, options: Pick<CreateOptions, 'warn'>): KubeObject {
  const { name, namespace = 'default', generateName } = manifest.metadata ?? {};
  if ((name === undefined || name === '') && generateName !== undefined) {
    throw new ApiError(400, 'BadRequest', `from ${generateName}: cannot use generate name with apply`);
  }
  const annotated = withLastApplied(manifest);
  const old = name === undefined ? undefined : api.store.find(kind, kind.scope === 'Cluster' ? name : `${namespace}/${name}`);
  if (old === undefined) return createObject(api, user, kind, annotated, options);
  const typeName = typeNameOf(kind.apiVersion, kind.kind) ?? '';
  const keyAt = (steps: readonly (string | number)[]): string | undefined => mergeKeyAt(typeName, steps);
  const merged = threeWay(lastApplied(old), annotated, old, [], keyAt);
  const changed = replaceObject(api, user, kind, old, share(old, merged) as KubeObject);
  if (options.warn !== undefined && changed.metadata.generation !== old.metadata.generation) kind.warnings(changed).forEach(options.warn);
  return changed;
}

/** Which field, if any, tells the items of the list at these steps apart. */
type KeyAt = (steps: readonly (string | number)[]) => string | undefined;

/**
 * `current` with what `next` says, without what `last` said and `next` no longer does. Lists with a merge key are merged item by item,
 * others replaced. kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
function threeWay(last: unknown, next: unknown, current: unknown, steps: readonly (string | number)[], keyAt: KeyAt): unknown {
  if (Array.isArray(next)) return mergeLists(last, next, current, steps, keyAt);
  if (!isMapping(next)) return next;
  const base = isMapping(current) ? current : {};
  const before = isMapping(last) ? last : {};
  const fields = new Map<string, unknown>(Object.entries(base));
  for (const field of Object.keys(before)) if (!Object.hasOwn(next, field)) fields.delete(field);
  for (const field of Object.keys(next)) {
    const value = next[field];
    if (value === null) fields.delete(field);
    else fields.set(field, threeWay(own(before, field), value, own(base, field), [...steps, field], keyAt));
  }
  return Object.fromEntries(fields);
}

function mergeLists(last: unknown, next: readonly unknown[], current: unknown, steps: readonly (string | number)[], keyAt: KeyAt): unknown {
  const key = keyAt(steps);
  if (key === undefined || !isList(current) || !next.every(isMapping)) return next;
  const nameOf = (item: unknown): unknown => (isMapping(item) ? own(item, key) : undefined);
  const find = (list: unknown, name: unknown): unknown => (Array.isArray(list) ? list.find((item) => nameOf(item) === name) : undefined);
  const named = next.map((item, i) => threeWay(find(last, nameOf(item)), item, find(current, nameOf(item)), [...steps, i], keyAt));
  const others = current.filter((item: unknown) => find(next, nameOf(item)) === undefined && find(last, nameOf(item)) === undefined);
  return [...named, ...others];
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function own(object: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

function withLastApplied(manifest: Manifest): Manifest {
  const { [LAST_APPLIED]: _, ...annotations } = manifest.metadata?.annotations ?? {};
  const bare = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(bare)}\n` } } };
}

function lastApplied(object: KubeObject): unknown {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(
      400,
      'BadRequest',
      `the annotation ${LAST_APPLIED} of ${fieldsOf(object)['kind'] as string} "${object.metadata.name}" is not JSON`,
    );
  }
}

/** JSON as Go writes a map: keys sorted, nothing between the parts. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isMapping(value)) return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.keys(value).filter((field) => value[field] !== undefined);
  return `{${fields
    .sort()
    .map((field) => `${JSON.stringify(field)}:${goJson(value[field])}`)
    .join(',')}}`;
}
