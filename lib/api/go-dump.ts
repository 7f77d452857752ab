import { isMapping } from '../base/merge.ts';
import { goFieldsOf, type GoField } from './go-layout.ts';

/**
 * The text of a stored value of a Go type as a debugger of Go prints it, which hashes of pod templates are made of: every field of a struct in
 * the order of its declaration, whether it is set or not. Equal texts mean equal values: what an empty list or map makes no difference to, and
 * amounts that are written in different ways. Throws for a type that is not known.
 * kube: staging/src/k8s.io/apimachinery/pkg/util/dump/dump.go ForHash (go-spew, `%#v`)
 */
export function goDump(type: string, value: unknown): string {
  return `(${type})${bare(type, value)}`;
}

/** The value without its type in front, as elements of lists and maps and targets of pointers are written. */
function bare(type: string, value: unknown): string {
  if (type.startsWith('*')) return value === undefined ? '<nil>' : bare(type.slice(1), value);
  if (type.startsWith('[]')) return list(type.slice(2), value);
  if (type.startsWith('map[string]')) return map(type.slice('map[string]'.length), value);
  const written = WRITTEN.get(type);
  if (written !== undefined) return written(value);
  const fields = goFieldsOf(type);
  if (fields === undefined) return scalar(type, value);
  return `{${fields.map((field) => fieldText(field, isMapping(value) ? value : {})).join(' ')}}`;
}

/** Texts of fields that are not set: most of them are not, and each is always the same. */
const unset = new Map<GoField, string>();

function fieldText(field: GoField, parts: Readonly<Record<string, unknown>>): string {
  const { name, type, json } = field;
  // The fields of an embedded struct lie among its own.
  const value = json === undefined ? parts : parts[json];
  if (value !== undefined) return `${name}:${goDump(type, value)}`;
  let text = unset.get(field);
  if (text === undefined) unset.set(field, (text = `${name}:${goDump(type, undefined)}`));
  return text;
}

function list(of: string, value: unknown): string {
  // An empty list does not survive being stored.
  if (!Array.isArray(value) || value.length === 0) return '<nil>';
  return `[${value.map((item) => bare(of, item)).join(' ')}]`;
}

function map(of: string, value: unknown): string {
  const entries = isMapping(value) ? Object.entries(value) : [];
  if (entries.length === 0) return '<nil>';
  return `map[${entries
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, item]) => `${key}:${bare(of, item)}`)
    .join(' ')}]`;
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function scalar(type: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value !== undefined) throw new Error(`${type} is no type whose values could be printed`);
  if (type === 'bool') return 'false';
  return NUMBERS.has(type) ? '0' : '';
}

const NUMBERS: ReadonlySet<string> = new Set(['int32', 'int64', 'uint8']);

/** The types that are printed in a way of their own. */
const WRITTEN: ReadonlyMap<string, (value: unknown) => string> = new Map<string, (value: unknown) => string>([
  ['resource.Quantity', (value) => quantity(typeof value === 'string' ? value : '0')],
  ['intstr.IntOrString', intOrString],
  ['v1.Time', () => '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}'],
  ['v1.ResourceList', (value) => map('resource.Quantity', value)],
]);

function intOrString(value: unknown): string {
  const [kind, number, text] = typeof value === 'string' ? [1, 0, value] : [0, Number(value ?? 0), ''];
  return `{Type:(intstr.Type)${kind} IntVal:(int32)${number} StrVal:(string)${text}}`;
}

const DECIMAL_SCALES: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** A quantity in canonical notation. kube: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity */
function quantity(text: string): string {
  const [, digits = '0', suffix = ''] = /^([+-]?\d+)(.*)$/.exec(text) ?? [];
  const power = BINARY_SUFFIXES.indexOf(suffix) + 1;
  const exponent = /^[eE][+-]?\d+$/.test(suffix) ? Number(suffix.slice(1)) : undefined;
  const scale = power > 0 ? 0 : (exponent ?? DECIMAL_SCALES[suffix] ?? 0);
  const value = BigInt(digits) * 1024n ** BigInt(power);
  // The parser keeps the text only where it is sure, from a few digits, that it is canonical.
  const isKept =
    power > 0 ? (BigInt(digits) & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith('000') && (!digits.startsWith('0') || digits === '0');
  const format = power > 0 ? 'BinarySI' : exponent === undefined ? 'DecimalSI' : 'DecimalExponent';
  const amount = `i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`;
  return `{${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${isKept ? text : ''} Format:(resource.Format)${format}}`;
}
