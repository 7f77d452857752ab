import { isMapping } from '../../base/merge.ts';
import { byUtf8 } from '../../base/utf8-order.ts';
import { goJson } from '../../base/go-json.ts';
import type { Fields } from '../../api/object.ts';
import { objectTypeOf, type FieldType, type ObjectType } from '../../api/schema-table.ts';
import { goStructOf } from './go-structs.ts';

/** An object as Go writes one of that type: with what it writes of fields that are not set, such as `creationTimestamp: null`. */
export function goObject(object: Fields, type: ObjectType): Fields {
  const { zeroes } = goStructOf(type.goType);
  // What was only tried has an empty version, which Go leaves out.
  const isSet = (value: unknown): boolean => value !== undefined && !(value === '' && type.goType === 'v1.ObjectMeta');
  const whole = new Map(Object.entries(object).filter(([, value]) => isSet(value)));
  for (const [name, zero] of zeroes) if (!whole.has(name)) whole.set(name, zero);
  return Object.fromEntries([...whole].map(([name, value]) => [name, goValue(value, type.fields.get(name)?.type)]));
}

function goValue(value: unknown, type: FieldType | undefined): unknown {
  if (type === undefined) return value;
  if (type.shape === 'list') return Array.isArray(value) ? value.map((item) => goValue(item, type.of)) : value;
  if (!isMapping(value)) return value;
  if (type.shape === 'map') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, goValue(item, type.of)]));
  const objectType = objectTypeOf(type);
  return objectType === undefined ? value : goObject(value, objectType);
}

/** JSON with the fields in the order of Go's structs, in lines that are indented by a text, or in one line without one. kube: encoding/json MarshalIndent of an object of client-go */
export function goObjectJson(object: Fields, type: ObjectType, indent: string): string {
  return written(object, { shape: 'object', typeName: type.typeName, type }, indent, indent === '' ? '' : '\n');
}

/** `line` is the end of a line and what the next begins with. */
function written(value: unknown, type: FieldType | undefined, indent: string, line: string): string {
  const inside = line + indent;
  if (Array.isArray(value)) {
    const of = type?.shape === 'list' ? type.of : undefined;
    return inBrackets(
      '[]',
      value.map((item) => written(item, of, indent, inside)),
      indent,
      line,
    );
  }
  if (!isMapping(value)) return goJson(value);
  const objectType = type === undefined ? undefined : objectTypeOf(type);
  const of = type?.shape === 'map' ? type.of : undefined;
  const fields = fieldNames(value, objectType).map(
    (name) =>
      `${goJson(name)}:${indent === '' ? '' : ' '}${written(value[name], of ?? objectType?.fields.get(name)?.type, indent, inside)}`,
  );
  return inBrackets('{}', fields, indent, line);
}

function fieldNames(value: Fields, type: ObjectType | undefined): readonly string[] {
  const order = type === undefined ? [] : goStructOf(type.goType).order;
  const known = order.filter((name) => Object.hasOwn(value, name) && value[name] !== undefined);
  const others = Object.keys(value).filter((name) => value[name] !== undefined && !order.includes(name));
  return [...known, ...others.sort(byUtf8)];
}

function inBrackets(brackets: '[]' | '{}', parts: readonly string[], indent: string, line: string): string {
  return parts.length === 0 ? brackets : brackets[0]! + line + indent + parts.join(`,${line}${indent}`) + line + brackets[1]!;
}
