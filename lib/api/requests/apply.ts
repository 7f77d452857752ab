import { isMapping, share } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { ApiError } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, LAST_APPLIED, type KubeObject, type Manifest } from '../object.ts';
import type { Field } from '../schema-table.ts';
import { fieldAt, typeNameOf } from '../schema.ts';
import { createObject, type CreateOptions } from './create.ts';
import { replaceObject } from './update.ts';

/**
 * What `kubectl apply` does: a new object is created; an existing one is changed by the difference between this manifest and the one
 * applied last, so that what others added stays. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go
 */
export function applyManifest(api: Api, user: string, kind: Kind, manifest: Manifest, options: Pick<CreateOptions, 'warn'>): KubeObject {
  const { name, namespace = 'default', generateName } = manifest.metadata ?? {};
  if ((name === undefined || name === '') && generateName !== undefined) {
    throw new ApiError(400, 'BadRequest', `from ${generateName}: cannot use generate name with apply`);
  }
  // kubectl says the namespace that it means, also where the manifest leaves it out.
  const annotated = withLastApplied(kind.scope === 'Cluster' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } });
  const old = name === undefined ? undefined : api.store.find(kind, kind.scope === 'Cluster' ? name : `${namespace}/${name}`);
  if (old === undefined) return createObject(api, user, kind, annotated, options);
  const typeName = typeNameOf(kind.apiVersion, kind.kind) ?? '';
  const merged = threeWay({ last: lastApplied(old), next: annotated, current: old }, [], (steps) => fieldAt(typeName, steps));
  const changed = replaceObject(api, user, kind, old, share(old, merged) as KubeObject);
  if (options.warn !== undefined && changed.metadata.generation !== old.metadata.generation) kind.warnings(changed).forEach(options.warn);
  return changed;
}

/** The same place in three objects: what was applied last, what is applied now, and what is stored. */
interface Versions {
  readonly last: unknown;
  readonly next: unknown;
  readonly current: unknown;
}

/** How the place at these steps is merged, as far as anything is published about it. */
type RuleAt = (steps: readonly (string | number)[]) => Pick<Field, 'mergeKey' | 'patchStrategy'> | undefined;

/**
 * `current` with what `next` says, without what `last` said and `next` no longer does. Lists with a merge key are merged item by item,
 * sets united, other lists replaced. kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
function threeWay({ last, next, current }: Versions, steps: readonly (string | number)[], ruleAt: RuleAt): unknown {
  if (isList(next)) return mergeLists({ last, next, current }, next, steps, ruleAt);
  if (!isMapping(next)) return next;
  const base = isMapping(current) ? current : {};
  const before = isMapping(last) ? last : {};
  // Of a union, such as a volume, only what the manifest names is kept: a volume has one source.
  const isUnion = ruleAt(steps)?.patchStrategy?.includes('retainKeys') === true;
  const fields = new Map<string, unknown>(Object.entries(base).filter(([field]) => !isUnion || Object.hasOwn(next, field)));
  for (const field of Object.keys(before)) if (!Object.hasOwn(next, field)) fields.delete(field);
  for (const field of Object.keys(next)) {
    const versions = { last: own(before, field), next: next[field], current: own(base, field) };
    if (versions.next === null) fields.delete(field);
    else fields.set(field, threeWay(versions, [...steps, field], ruleAt));
  }
  return Object.fromEntries(fields);
}

function mergeLists({ last, current }: Versions, next: readonly unknown[], steps: readonly (string | number)[], ruleAt: RuleAt): unknown {
  const rule = ruleAt(steps);
  if (!isList(current) || rule?.patchStrategy?.includes('merge') !== true) return next;
  const before = isList(last) ? last : [];
  const { mergeKey } = rule;
  if (mergeKey === undefined) return [...next, ...current.filter((item) => !next.includes(item) && !before.includes(item))];
  if (!next.every(isMapping)) return next;
  const nameOf = (item: unknown): unknown => (isMapping(item) ? own(item, mergeKey) : undefined);
  const find = (list: readonly unknown[], name: unknown): unknown => list.find((item) => nameOf(item) === name);
  const named = next.map((item, i) => {
    const name = nameOf(item);
    return threeWay({ last: find(before, name), next: item, current: find(current, name) }, [...steps, i], ruleAt);
  });
  const others = current.filter((item) => find(next, nameOf(item)) === undefined && find(before, nameOf(item)) === undefined);
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
