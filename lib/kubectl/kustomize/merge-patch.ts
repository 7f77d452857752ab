import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import { objectTypeOf, type Field, type FieldType } from '../../api/schema-table.ts';
import { typeNameOf } from '../../api/schema.ts';
import { yamlText } from '../print/yaml-text.ts';
import { KustomizeError } from './kustomize-error.ts';
import { scalarText } from './resource.ts';

const DIRECTIVE = '$patch';
/** More items than a list of a manifest has: merging takes the square of them. */
const MOST_ITEMS = 2000;

/**
 * An object after a strategic merge patch as kustomize does it, or undefined where the patch deletes it. Unlike the server's merge, what the patch
 * names comes first in a list. Throws a KustomizeError for a patch of another shape. kube: sigs.k8s.io/kustomize/kyaml/yaml/merge2/merge2.go, walk
 */
export function mergedWith(object: Fields, patch: Fields): Fields | undefined {
  const { apiVersion, kind } = object;
  const typeName = typeNameOf(String(apiVersion), String(kind));
  const type: FieldType | undefined = typeName === undefined ? undefined : { shape: 'object', typeName };
  return merged(object, patch, { type, field: undefined }) as Fields | undefined;
}

/** Of what type a value is, and the field that governs it; undefined where nothing is published. */
interface Place {
  readonly type: FieldType | undefined;
  readonly field: Field | undefined;
}

/** Undefined stands for what is missing, and for what is to go. */
function merged(old: unknown, patch: unknown, place: Place): unknown {
  const leader = [old, patch].find((value) => value !== undefined && value !== null);
  if (leader === undefined) return patch === undefined ? old : undefined;
  if (isMapping(leader)) {
    checkShape([old, patch], 'MappingNode');
    return mergedMaps(old as Fields | null | undefined, patch as Fields | null | undefined, place);
  }
  if (Array.isArray(leader)) {
    checkShape([old, patch], 'SequenceNode');
    return mergedLists(old as readonly unknown[] | null | undefined, patch as readonly unknown[] | null | undefined, place);
  }
  checkShape([old, patch], 'ScalarNode');
  return patch === undefined ? old : (patch ?? undefined);
}

/** The shape of a value as messages tell it. */
function shapeOf(value: unknown): string {
  return isMapping(value) ? 'MappingNode' : Array.isArray(value) ? 'SequenceNode' : 'ScalarNode';
}

/** Throws a KustomizeError where one of some values that are there has another shape. */
export function checkShape(values: readonly unknown[], shape: string): void {
  const misfit = values.find((value) => value !== undefined && value !== null && shapeOf(value) !== shape);
  if (misfit !== undefined)
    throw new KustomizeError(`wrong node kind: expected ${shape} but got ${shapeOf(misfit)}: node contents:\n${yamlText(misfit)}`);
}

function mergedMaps(old: Fields | null | undefined, patch: Fields | null | undefined, place: Place): Fields | undefined {
  if (patch === null) return undefined;
  const { [DIRECTIVE]: directive, ...fields } = patch ?? {};
  if (directive === 'delete') return undefined;
  // What is new is merged with itself, so that what it takes away is not left standing in it.
  const base = old === undefined || old === null || directive === 'replace' ? fields : old;
  const result = new Map(Object.entries(base));
  for (const name of [...new Set([...Object.keys(base), ...Object.keys(fields)])].sort()) {
    const value = merged(ownField(base, name), ownField(fields, name), fieldPlace(place, name));
    if (value === undefined) result.delete(name);
    else result.set(name, value);
  }
  return Object.fromEntries(result);
}

function ownField(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fieldPlace({ type }: Place, name: string): Place {
  if (type?.shape === 'map') return { type: type.of, field: undefined };
  const field = type?.shape === 'object' ? objectTypeOf(type)?.fields.get(name) : undefined;
  return { type: field?.type, field };
}

function mergedLists(old: readonly unknown[] | null | undefined, patch: readonly unknown[] | null | undefined, place: Place): unknown {
  const { field, type } = place;
  if (field?.patchStrategy?.includes('merge') !== true || type?.shape !== 'list') return patch === undefined ? old : (patch ?? undefined);
  if (patch === null) return undefined;
  const directions = (patch ?? []).filter((item) => isMapping(item) && Object.keys(item).length === 1 && Object.hasOwn(item, DIRECTIVE));
  const directive = (directions[0] as Fields | undefined)?.[DIRECTIVE];
  if (directive === 'delete') return undefined;
  const changes = (patch ?? []).filter((item) => !directions.includes(item));
  const base = old === undefined || old === null || directive === 'replace' ? changes : old;
  if (base.length + changes.length > MOST_ITEMS) throw new KustomizeError(`a list with more than ${MOST_ITEMS} items is not merged here`);
  const keys = field.listMapKeys ?? (field.mergeKey === undefined ? [] : [field.mergeKey]);
  const [first] = keys;
  return first === undefined
    ? [...new Set([...changes, ...base])]
    : mergedItems(base, changes, [first, ...keys.slice(1)], { type: type.of, field: undefined });
}

type Keys = readonly [string, ...string[]];

/** What tells an item apart: its keys that have a value, or all of them where none has. */
interface Name {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** kube: sigs.k8s.io/kustomize/kyaml/yaml/walk/associative_sequence.go setAssociativeSequenceElements */
function mergedItems(old: readonly unknown[], changes: readonly unknown[], keys: Keys, place: Place): readonly unknown[] {
  const names = new Map(
    [...changes, ...old].map((item) => nameOf(item, keys)).map((name) => [[...name.keys, '', ...name.values].join('\n'), name]),
  );
  let left = [...old];
  let found: readonly unknown[] = [];
  for (const name of names.values()) {
    const at = left.findIndex((item) => isNamed(item, name));
    const value = merged(
      at < 0 ? undefined : left[at],
      changes.find((item) => isNamed(item, name)),
      place,
    );
    if (value === undefined || (isMapping(value) && Object.keys(value).length === 0)) {
      left = left.filter((item) => !isNamed(item, name));
      continue;
    }
    if (at >= 0) left[at] = value;
    found = withItem(found, name, value);
  }
  for (const item of left) {
    const name = nameOf(item, keys);
    if (name.keys.length === 1) found = withItem(found, name, item);
  }
  return found;
}

function nameOf(item: unknown, keys: Keys): Name {
  const values = keys.map((key) => (isMapping(item) ? scalarText(item[key]) : ''));
  const kept = keys.filter((_, i) => values[i] !== '');
  return kept.length === 0 ? { keys, values } : { keys: kept, values: values.filter((value) => value !== '') };
}

function isNamed(item: unknown, { keys, values }: Name): boolean {
  return isMapping(item) && keys.every((key, i) => scalarText(item[key]) === values[i]);
}

/** A list in which an item replaces the one of its name, or comes last. */
function withItem(items: readonly unknown[], name: Name, item: unknown): readonly unknown[] {
  return items.some((each) => isNamed(each, name)) ? items.map((each) => (isNamed(each, name) ? item : each)) : [...items, item];
}
