import { isMapping } from '../../base/merge.ts';
import { KustomizeError, Refusal } from './kustomize-error.ts';

/** What Go decodes a value into. */
export type GoType =
  | { readonly is: 'string' | 'bool' | 'int64' | 'int' }
  | { readonly is: 'list' | 'map'; readonly of: GoType }
  | { readonly is: 'struct'; readonly name: string; readonly fields: ReadonlyMap<string, GoType> };

/** A struct of Go's by its name and fields. */
export function struct(name: string, fields: Readonly<Record<string, GoType>>): GoType {
  return { is: 'struct', name, fields: new Map(Object.entries(fields)) };
}

/** What a value is when it is decoded strictly, with fields named as the type has them. Throws a KustomizeError in the words of Go's decoder. kube: encoding/json Decoder.DisallowUnknownFields */
export function decodeStrictly(value: unknown, type: GoType, place: Place = { owner: '', path: '' }): unknown {
  if (value === null) return undefined;
  const misfit = (): KustomizeError => {
    const where = place.path === '' ? 'value' : `struct field ${place.owner}.${place.path}`;
    return new KustomizeError(`json: cannot unmarshal ${jsonKind(value, type)} into Go ${where} of type ${goName(type)}`);
  };
  switch (type.is) {
    case 'string':
      if (typeof value !== 'string') throw misfit();
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw misfit();
      return value;
    case 'int':
    case 'int64':
      if (!Number.isInteger(value)) throw misfit();
      return value;
    case 'list':
      if (!Array.isArray(value)) throw misfit();
      checkLength(value.length, place);
      return value.map((item) => decodeStrictly(item, type.of, place));
    case 'map':
      if (!isMapping(value)) throw misfit();
      checkLength(Object.keys(value).length, place);
      return Object.fromEntries(sortedEntries(value).map(([name, item]) => [name, decodeStrictly(item, type.of, place) ?? '']));
    case 'struct': {
      if (!isMapping(value)) throw misfit();
      const decoded = sortedEntries(value).map(([given, item]) => {
        const name = type.fields.has(given) ? given : [...type.fields.keys()].find((field) => field.toLowerCase() === given.toLowerCase());
        const of = type.fields.get(name ?? '');
        if (name === undefined || of === undefined) throw new KustomizeError(`json: unknown field ${JSON.stringify(given)}`);
        const path = place.path === '' ? name : `${place.path}.${name}`;
        return [name, decodeStrictly(item, of, { owner: type.name, path })] as const;
      });
      return Object.fromEntries(decoded.filter(([, item]) => item !== undefined));
    }
  }
}

/** More than anybody writes; what is done with them takes the square in places. */
const MOST_ENTRIES = 1000;

function checkLength(length: number, { path }: Place): void {
  if (length > MOST_ENTRIES) throw new Refusal(`a list of more than ${MOST_ENTRIES} ${path} is not supported here`);
}

interface Place {
  /** The struct that has the field. */
  readonly owner: string;
  readonly path: string;
}

function sortedEntries(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function jsonKind(value: unknown, type: GoType): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return type.is.startsWith('int') ? `number ${value}` : 'number';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'object';
}

function goName(type: GoType): string {
  switch (type.is) {
    case 'list':
      return `[]${goName(type.of)}`;
    case 'map':
      return `map[string]${goName(type.of)}`;
    case 'struct':
      return `types.${type.name}`;
    default:
      return type.is;
  }
}
