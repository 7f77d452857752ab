import { readFileSync } from 'node:fs';

/** The types that are not made of others. `any` is any JSON value, kept as it is. */
export type Scalar =
  'string' | 'int32' | 'int64' | 'double' | 'boolean' | 'quantity' | 'intOrString' | 'time' | 'microTime' | 'bytes' | 'any';

/** The type of a field: a scalar, an object of a named type (or of a given one, where none is published), or a list or map of such. */
export type FieldType =
  | { readonly shape: Scalar }
  | { readonly shape: 'object'; readonly typeName: string; readonly type?: ObjectType }
  | { readonly shape: 'list' | 'map'; readonly of: FieldType };

/** One field of a type with all that Kubernetes publishes about it; `goType` is how Go's error messages call its type or its items' type. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly goType: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly mergeKey?: string;
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}

/** One object type, such as `io.k8s.api.core.v1.PodSpec`; `goName` is `PodSpec`, `goType` is `v1.PodSpec`. */
export interface ObjectType {
  readonly typeName: string;
  readonly goName: string;
  readonly goType: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly fieldNames: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  /** Whether it may have fields that are not declared. */
  readonly isOpen?: boolean;
}

/** The object type of this name, or undefined; the table behind it is read on the first call. */
export function findObjectType(typeName: string): ObjectType | undefined {
  const known = objectTypes.get(typeName);
  if (known !== undefined) return known;
  const line = loadTable().lines.get(typeName);
  if (line === undefined) return undefined;
  const type = readObjectType(typeName, JSON.parse(line) as TypeEntry);
  objectTypes.set(typeName, type);
  return type;
}

/** The object type of a field that holds one, or undefined. */
export function objectTypeOf(type: FieldType): ObjectType | undefined {
  return type.shape === 'object' ? (type.type ?? findObjectType(type.typeName)) : undefined;
}

/** The type name of every `apiVersion/Kind`, in the order of the keys. */
export function kindTable(): ReadonlyMap<string, string> {
  return loadTable().kinds;
}

interface FieldEntry extends Omit<Field, 'name' | 'type' | 'required' | 'goType'> {
  readonly type: string;
  readonly required?: boolean;
  readonly goType?: string;
}

interface TypeEntry {
  readonly fields: Readonly<Record<string, string | FieldEntry>>;
  readonly mapType?: 'atomic' | 'granular';
}

interface Table {
  readonly kinds: ReadonlyMap<string, string>;
  readonly lines: ReadonlyMap<string, string>;
}

let table: Table | undefined;
const objectTypes = new Map<string, ObjectType>();

/** A cluster needs a tenth of the types: a line is parsed when its type is asked for, which saves most of the time of loading. */
function loadTable(): Table {
  if (table !== undefined) return table;
  const text = readFileSync(new URL('./generated/schema.jsonl', import.meta.url), 'utf8');
  const [kinds = '{}', ...types] = text.trimEnd().split('\n');
  const lines = types.map((line) => [line.slice(nameStart, line.indexOf('"', nameStart)), line] as const);
  table = { kinds: new Map(Object.entries(JSON.parse(kinds) as Readonly<Record<string, string>>)), lines: new Map(lines) };
  return table;
}

const nameStart = '{"type":"'.length;

function readObjectType(typeName: string, entry: TypeEntry): ObjectType {
  const fieldNames = Object.keys(entry.fields);
  const fields = Object.entries(entry.fields).map(([name, field]) => [name, fieldOf(name, field)] as const);
  const goType = goTypeOfObject(typeName);
  const goName = goType.slice(goType.indexOf('.') + 1);
  const { mapType } = entry;
  return { typeName, goName, goType, fields: new Map(fields), fieldNames, ...(mapType === undefined ? {} : { mapType }) };
}

function fieldOf(name: string, entry: string | FieldEntry): Field {
  if (typeof entry === 'string') return { name, type: typeOf(entry), required: false, goType: goTypeOf(entry) };
  const { type, required = false, goType, ...rest } = entry;
  const innermost = goType === undefined ? goTypeOf(type) : `${type.startsWith('[]') ? '[]' : ''}${goType}`;
  return { ...rest, name, type: typeOf(type), required, goType: innermost };
}

function typeOf(text: string): FieldType {
  if (text.startsWith('[]')) return { shape: 'list', of: typeOf(text.slice(2)) };
  if (text.startsWith('{}')) return { shape: 'map', of: typeOf(text.slice(2)) };
  return text.includes('.') ? { shape: 'object', typeName: text } : { shape: text as Scalar };
}

/** Go's name of a type: that of its last package, which is the version, and of the struct. */
function goTypeOfObject(typeName: string): string {
  return typeName.split('.').slice(-2).join('.');
}

function goTypeOf(text: string): string {
  if (text.startsWith('[]')) return `[]${goTypeOf(text.slice(2))}`;
  if (text === '{}quantity') return 'v1.ResourceList';
  if (text === '{}[]string') return 'map[string]v1.ExtraValue';
  if (text.startsWith('{}')) return `map[string]${goTypeOf(text.slice(2))}`;
  return goScalars[text] ?? goTypeOfObject(text);
}

const goScalars: Readonly<Record<string, string>> = {
  boolean: 'bool',
  double: 'float64',
  string: 'string',
  int32: 'int32',
  int64: 'int64',
  bytes: '[]uint8',
  quantity: 'resource.Quantity',
  // What their own decoders ask of the JSON value they are given.
  intOrString: 'int32',
  time: 'string',
  microTime: 'string',
  any: 'interface {}',
};
