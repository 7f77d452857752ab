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
  return keys.length === 0 ? [...new Set([...changes, ...base])] : mergedItems(base, changes, keys, { type: type.of, field: undefined });
}

/** Items of two lists that are told apart by one key, or by those of several that any of them has. */
function mergedItems(old: readonly unknown[], changes: readonly unknown[], keys: readonly string[], place: Place): readonly unknown[] {
  const [first = '', ...others] = keys.filter((key) => [...changes, ...old].some((item) => textAt(item, key) !== ''));
  return others.length === 0 ? mergedByKey(old, changes, first, place) : mergedByKeys(old, changes, [first, ...others], place);
}

/** What the patch names comes first. kube: sigs.k8s.io/kustomize/kyaml/yaml/walk/associative_sequence.go setAssociativeSequenceElements */
function mergedByKey(old: readonly unknown[], changes: readonly unknown[], key: string, place: Place): readonly unknown[] {
  const [changed, kept] = [changes, old].map((items) => new Map([...items].reverse().map((item) => [textAt(item, key), item])));
  const found = new Map<string, unknown>();
  for (const name of [...changes, ...old].map((item) => textAt(item, key))) {
    if (found.has(name)) continue;
    const value = merged(kept!.get(name), changed!.get(name), place);
    found.set(name, isEmpty(value) ? undefined : value);
  }
  const [once, twice] = [new Set<string>(), new Map<string, unknown>()];
  for (const item of old) {
    const name = textAt(item, key);
    if (once.has(name)) twice.set(name, item);
    once.add(name);
  }
  // Of equal items of the object the last remains.
  return [...found]
    .map(([name, value]) => (value === undefined ? undefined : (twice.get(name) ?? value)))
    .filter((value) => value !== undefined);
}

/**
 * What is new comes first. An item without all the keys takes part only where none with more of them could be meant, and then it takes the place of
 * whatever came before: kustomize looks for what is missing in vain. kube: the same file
 */
function mergedByKeys(old: readonly unknown[], changes: readonly unknown[], keys: readonly string[], place: Place): readonly unknown[] {
  const all = [...changes, ...old];
  const nameOf = (item: unknown): string => keys.map((key) => textAt(item, key)).join('\n');
  const isWhole = (item: unknown): boolean => keys.every((key) => textAt(item, key) !== '');
  const covers = (part: unknown) => (item: unknown) => keys.every((key) => ['', textAt(item, key)].includes(textAt(part, key)));
  const counts = changes.filter((item) => isWhole(item) || !all.some((other) => nameOf(other) !== nameOf(item) && covers(item)(other)));
  const changed = new Map(counts.filter((item) => isWhole(item) || !isDeletion(item)).map((item) => [nameOf(item), item]));
  const known = new Set(old.map(nameOf));
  let found = [...changed].filter(([name]) => !known.has(name)).map(([, item]) => merged(undefined, item, place));
  for (const item of old) {
    if (!isWhole(item)) found = found.filter((other) => !covers(item)(other));
    found.push(merged(item, changed.get(nameOf(item)), place));
  }
  return found.filter((item) => !isEmpty(item));
}

function isDeletion(item: unknown): boolean {
  return isMapping(item) && item[DIRECTIVE] === 'delete';
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isMapping(value) && Object.keys(value).length === 0);
}

function textAt(item: unknown, key: string): string {
  return isMapping(item) && Object.hasOwn(item, key) ? scalarText(item[key]) : '';
}
