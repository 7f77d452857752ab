import { isMapping } from '../../base/merge.ts';
import { objectTypeOf, type Field, type FieldType, type ObjectType } from '../schema-table.ts';

/** What is known of a value's place: its type, and the field that holds it, or the list or map that does. */
export interface Place {
  readonly type: FieldType;
  readonly field?: Field;
}

/** How the parts of a value are owned: as a whole, or each by itself. */
export type Ownership =
  | { readonly form: 'whole' }
  /** An object with declared fields. */
  | { readonly form: 'fields'; readonly type: ObjectType }
  /** A map of anybody's keys. */
  | { readonly form: 'entries'; readonly of: Place }
  /** A list whose items their keys tell apart. */
  | { readonly form: 'items'; readonly of: Place; readonly keys: readonly string[]; readonly type: ObjectType | undefined }
  /** A list in which every value is there once. */
  | { readonly form: 'set' };

const WHOLE: Ownership = { form: 'whole' };

/** How a value at a place is owned. kube: staging/src/k8s.io/kube-openapi/pkg/schemaconv */
export function ownershipAt({ type, field }: Place): Ownership {
  if (type.shape === 'object') {
    const objectType = objectTypeOf(type);
    const isWhole = objectType === undefined || objectType.mapType === 'atomic' || field?.mapType === 'atomic';
    return isWhole ? WHOLE : { form: 'fields', type: objectType };
  }
  if (type.shape === 'map') return field?.mapType === 'atomic' ? WHOLE : { form: 'entries', of: { type: type.of } };
  if (type.shape !== 'list') return WHOLE;
  if (field?.listType === 'set') return { form: 'set' };
  if (field?.listType !== 'map') return WHOLE;
  return { form: 'items', of: { type: type.of }, keys: field.listMapKeys ?? [], type: objectTypeOf(type.of) };
}

/** The place of a field of an object, or undefined where none is declared. */
export function fieldPlace(type: ObjectType, name: string): Place | undefined {
  const field = type.fields.get(name);
  return field === undefined ? undefined : { type: field.type, field };
}

/** The step to an item of a list that its keys tell apart; undefined where the item lacks a key that has no default. */
export function itemStep(item: unknown, keys: readonly string[], type: ObjectType | undefined): string | undefined {
  if (!isMapping(item)) return undefined;
  const named: (readonly [string, unknown])[] = [];
  for (const key of [...keys].sort()) {
    const value = Object.hasOwn(item, key) ? item[key] : type?.fields.get(key)?.default;
    if (value === undefined) return undefined;
    named.push([key, value]);
  }
  return `k:${JSON.stringify(Object.fromEntries(named))}`;
}

/** The step to a value of a set. */
export function valueStep(value: unknown): string {
  return `v:${JSON.stringify(value)}`;
}

/** The parts of a value that are owned by themselves, by their steps; undefined where the value is owned as a whole. */
export function partsOf(value: unknown, ownership: Ownership): ReadonlyMap<string, Part> | undefined {
  switch (ownership.form) {
    case 'whole':
      return undefined;
    case 'fields':
    case 'entries': {
      if (!isMapping(value)) return undefined;
      const parts = new Map<string, Part>();
      for (const [name, part] of Object.entries(value)) {
        if (part === undefined) continue;
        const place = ownership.form === 'fields' ? fieldPlace(ownership.type, name) : ownership.of;
        parts.set(`f:${name}`, { value: part, place: place ?? ANY, isDeclared: ownership.form === 'fields' && place !== undefined });
      }
      return parts;
    }
    case 'items': {
      if (!Array.isArray(value)) return undefined;
      const parts = new Map<string, Part>();
      for (const item of value as readonly unknown[]) {
        const step = itemStep(item, ownership.keys, ownership.type);
        if (step !== undefined && !parts.has(step)) parts.set(step, { value: item, place: ownership.of, isDeclared: false });
      }
      return parts;
    }
    case 'set':
      return Array.isArray(value)
        ? new Map((value as readonly unknown[]).map((item) => [valueStep(item), { value: item, place: ANY, isDeclared: false }]))
        : undefined;
  }
}

/** A part of a value with its place; `isDeclared` for the fields of an object, not for items and anybody's keys. */
export interface Part {
  readonly value: unknown;
  readonly place: Place;
  readonly isDeclared: boolean;
}

const ANY: Place = { type: { shape: 'any' } };
