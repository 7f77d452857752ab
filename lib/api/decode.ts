import { canonicalQuantity, QuantityError } from '../base/quantity.ts';
import { readBase64 } from './base64.ts';
import { findObjectType, objectTypeOf, type Field, type FieldType, type ObjectType } from './schema-table.ts';
import { readTimestamp } from './timestamp.ts';

/** One thing wrong with a decoded value; `known` are the field names that an unknown one may have meant. */
export interface DecodeProblem {
  readonly kind: 'unknown' | 'type' | 'quantity' | 'time' | 'base64' | 'limit';
  /** In Kubernetes' spelling, such as `spec.containers[0].image`. */
  readonly path: string;
  readonly steps: readonly (string | number)[];
  /** In the words of the API server's decoder. */
  readonly message: string;
  readonly known?: readonly string[];
}

/** A value without what is wrong with it, and what that was, in the order of the document. */
export interface Decoded {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

/**
 * Checks a value against a type and normalises it: unknown fields, wrong values and nulls are left out; quantities, times and bytes are
 * spelt as Kubernetes answers them. Answers the same object when nothing had to change and never changes the given one. At most 100
 * problems are told.
 * kube: sigs.k8s.io/json decode.go, staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go
 */
export function decodeTyped(type: ObjectType, input: unknown): Decoded {
  const walk: Walk = { root: type, steps: [], problems: [], values: 0 };
  const value = decodeObject(walk, type, input);
  return { value: value === absent ? {} : value, problems: walk.problems };
}

/** Does the same for a published type by its name. Throws if the type is unknown. */
export function decode(typeName: string, input: unknown): Decoded {
  const type = findObjectType(typeName);
  if (type === undefined) throw new Error(`cannot decode: there is no type ${typeName}`);
  return decodeTyped(type, input);
}

/** Kubernetes bounds the body to 3 MiB; a value in memory is bounded in what is looked at. */
const mostValues = 2_000_000;
// unlike kube: 10,000 levels are allowed there, which would not fit our stack; no published object nests deeper than some 30.
const mostLevels = 500;
/** How many problems of one object are told. kube: sigs.k8s.io/json decode.go saveStrictError */
export const MOST_PROBLEMS = 100;

interface Walk {
  readonly root: ObjectType;
  readonly steps: (string | number)[];
  readonly problems: DecodeProblem[];
  values: number;
}

/** Stands for a value that is left out; undefined and null are values of their own in Kubernetes' `any`. */
const absent = Symbol('absent');

function decodeObject(walk: Walk, type: ObjectType, input: unknown): unknown {
  if (!isObject(input)) return wrongType(walk, input);
  let copy: Record<string, unknown> | undefined;
  const names = Object.keys(input);
  let index = -1;
  for (const name of names) {
    index += 1;
    const before = input[name];
    walk.steps.push(name);
    const after = decodeField(walk, type, type.fields.get(name), before);
    walk.steps.pop();
    if (after === before) {
      if (copy !== undefined) copy[name] = after;
    } else {
      copy ??= copyOfFirst(input, names, index);
      // A field that the type declares is never called `__proto__`.
      if (after !== absent) copy[name] = after;
    }
  }
  return copy ?? input;
}

function decodeField(walk: Walk, type: ObjectType, field: Field | undefined, input: unknown): unknown {
  if (field === undefined)
    return type.isOpen === true ? decodeAny(walk, input) : report(walk, 'unknown', (path) => `unknown field "${path}"`, type.fieldNames);
  return input === null || input === undefined ? absent : decodeValue(walk, field.type, input);
}

function decodeValue(walk: Walk, type: FieldType, input: unknown): unknown {
  walk.values += 1;
  if (walk.values > mostValues || walk.steps.length > mostLevels) return tooMuch(walk);
  switch (type.shape) {
    case 'string':
      return typeof input === 'string' ? input : wrongType(walk, input);
    case 'boolean':
      return typeof input === 'boolean' ? input : wrongType(walk, input);
    case 'int32':
      return decodeInteger(walk, input, -(2 ** 31), 2 ** 31 - 1);
    case 'int64':
      return decodeInteger(walk, input, -(2 ** 63), 2 ** 63);
    case 'object': {
      const objectType = objectTypeOf(type);
      return objectType === undefined ? absent : decodeObject(walk, objectType, input);
    }
    case 'list':
      return decodeList(walk, type.of, input);
    case 'map':
      return decodeMap(walk, type.of, input);
    case 'intOrString':
      return typeof input === 'string' ? input : decodeInteger(walk, input, -(2 ** 31), 2 ** 31 - 1);
    case 'double':
      return typeof input === 'number' && Number.isFinite(input) ? input : wrongType(walk, input);
    case 'quantity':
      return decodeQuantity(walk, input);
    case 'time':
      return decodeText(walk, 'time', input, readSeconds);
    case 'microTime':
      return decodeText(walk, 'time', input, readMicros);
    case 'bytes':
      return decodeText(walk, 'base64', input, readBase64);
    case 'any':
      return decodeAny(walk, input);
  }
}

function decodeList(walk: Walk, of: FieldType, input: unknown): unknown {
  if (!Array.isArray(input)) return wrongType(walk, input);
  const items: readonly unknown[] = input;
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const before = items[index];
    walk.steps.push(index);
    const after = decodeItem(walk, of, before);
    walk.steps.pop();
    if (after !== before) copy ??= items.slice(0, index);
    if (copy !== undefined && after !== absent) copy.push(after);
  }
  return copy ?? input;
}

function decodeMap(walk: Walk, of: FieldType, input: unknown): unknown {
  if (!isObject(input)) return wrongType(walk, input);
  let copy: Record<string, unknown> | undefined;
  const names = Object.keys(input);
  let index = -1;
  for (const name of names) {
    index += 1;
    const before = input[name];
    walk.steps.push(name);
    const after = decodeItem(walk, of, before);
    walk.steps.pop();
    if (after !== before) copy ??= copyOfFirst(input, names, index);
    if (copy !== undefined && after !== absent) setOwn(copy, name, after);
  }
  return copy ?? input;
}

/** An item cannot be left out: as in Go, null leaves it at the zero value of its type. */
function decodeItem(walk: Walk, of: FieldType, input: unknown): unknown {
  return input === null || input === undefined ? zeroOf(of) : decodeValue(walk, of, input);
}

function zeroOf(type: FieldType): unknown {
  switch (type.shape) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'string':
    case 'bytes':
      return '';
    case 'time':
    case 'microTime':
    case 'any':
      return null;
  }
}

function decodeInteger(walk: Walk, input: unknown, least: number, most: number): unknown {
  if (typeof input !== 'number') return wrongType(walk, input);
  if (Number.isInteger(input) && input >= least && input <= most) return input;
  return wrongType(walk, input, `number ${input}`);
}

function decodeQuantity(walk: Walk, input: unknown): unknown {
  // Anything but a string is read by its JSON text, of which only that of a number can be a quantity.
  const text = typeof input === 'string' ? input : typeof input === 'number' ? String(input) : '{}';
  try {
    return canonicalQuantity(text.trim());
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    const { message } = error;
    return report(walk, 'quantity', () => message);
  }
}

type TextReader = (text: string) => { readonly text: string } | { readonly problem: string };

const readSeconds: TextReader = (text) => readTimestamp(text, false);
const readMicros: TextReader = (text) => readTimestamp(text, true);

function decodeText(walk: Walk, kind: 'time' | 'base64', input: unknown, read: TextReader): unknown {
  if (typeof input !== 'string') return wrongType(walk, input);
  const result = read(input);
  return 'text' in result ? result.text : report(walk, kind, () => result.problem);
}

/** Keeps the value as it is, having seen that all of it is within the limits. */
function decodeAny(walk: Walk, input: unknown): unknown {
  return isWithinLimits(walk, input, walk.steps.length) ? input : tooMuch(walk);
}

function isWithinLimits(walk: Walk, input: unknown, level: number): boolean {
  walk.values += 1;
  if (walk.values > mostValues || level > mostLevels) return false;
  if (typeof input !== 'object' || input === null) return true;
  return Object.values(input).every((item) => isWithinLimits(walk, item, level + 1));
}

function tooMuch(walk: Walk): symbol {
  if (walk.problems.some(({ kind }) => kind === 'limit')) return absent;
  const limit = walk.values > mostValues ? `${mostValues} values` : `${mostLevels} levels`;
  return report(walk, 'limit', () => `exceeded the limit of ${limit} in one object`);
}

function wrongType(walk: Walk, input: unknown, found: string = jsonTypeOf(input)): symbol {
  return report(walk, 'type', () => `json: cannot unmarshal ${found} into Go ${goPlace(walk.root, walk.steps)}`);
}

/** Go's words for a place: the innermost struct, the fields that lead there without indices and keys, and the Go type. */
function goPlace(root: ObjectType, steps: readonly (string | number)[]): string {
  let type: FieldType = {
    shape: 'object',
    typeName: root.typeName,
    type: root,
  };
  let { goType } = root;
  let owner: ObjectType | undefined;
  const path: string[] = [];
  for (const step of steps) {
    if (type.shape === 'list' || type.shape === 'map') {
      type = type.of;
      goType = /^(?:\[\]|map\[string\])(.+)$/.exec(goType)?.[1] ?? 'string';
      continue;
    }
    owner = objectTypeOf(type) ?? owner;
    const field: Field | undefined = owner?.fields.get(String(step));
    if (field === undefined) break;
    path.push(field.name);
    ({ type, goType } = field);
  }
  return owner === undefined ? `value of type ${goType}` : `struct field ${owner.goName}.${path.join('.')} of type ${goType}`;
}

function report(walk: Walk, kind: DecodeProblem['kind'], messageAt: (path: string) => string, known?: readonly string[]): symbol {
  if (walk.problems.length < MOST_PROBLEMS) {
    const path = pathText(walk.steps);
    const message = messageAt(path);
    walk.problems.push({ kind, path, steps: [...walk.steps], message, ...(known === undefined ? {} : { known }) });
  }
  return absent;
}

/** The path of the value at the end of the steps in Kubernetes' spelling: `spec.containers[0].image`. */
export function pathText(steps: readonly (string | number)[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function jsonTypeOf(input: unknown): string {
  if (typeof input === 'bigint') return 'number';
  if (typeof input === 'boolean') return 'bool';
  if (Array.isArray(input)) return 'array';
  return typeof input === 'string' || typeof input === 'number' ? typeof input : 'object';
}

function copyOfFirst(input: Readonly<Record<string, unknown>>, names: readonly string[], count: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of names.slice(0, count)) setOwn(copy, name, input[name]);
  return copy;
}

/** Assigning to `__proto__` would set the prototype; a ConfigMap may well have such a key. */
function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  else target[name] = value;
}
