/** Why a field was refused, as `details.causes[].reason` of a Status names it. */
export type FieldErrorReason =
  | 'FieldValueInvalid'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError';

/** One thing that is wrong with one field; `message` is Kubernetes' text without the path. */
export interface FieldError {
  readonly field: string;
  readonly reason: FieldErrorReason;
  readonly message: string;
}

/** A value that is shown as Go prints it, without quotes around it. */
export interface GoText {
  readonly go: string;
}

/** What an error may show as the value it refuses. */
export type ShownValue = string | number | boolean | null | undefined | GoText;

/** `Invalid value: <value>: <detail>`. */
export function invalid(field: string, value: ShownValue, detail: string): FieldError {
  return withValue(field, 'FieldValueInvalid', 'Invalid value', value, detail);
}

/** `Invalid value: <detail>`, of something that is wrong as a whole and not shown. */
export function invalidWhole(field: string, detail: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: withDetail('Invalid value', detail) };
}

/** `Required value: <detail>`. */
export function required(field: string, detail = ''): FieldError {
  return { field, reason: 'FieldValueRequired', message: withDetail('Required value', detail) };
}

/** `Duplicate value: <value>`. */
export function duplicate(field: string, value: ShownValue, detail = ''): FieldError {
  return withValue(field, 'FieldValueDuplicate', 'Duplicate value', value, detail);
}

/** `Not found: <value>`. */
export function notFound(field: string, value: ShownValue): FieldError {
  return withValue(field, 'FieldValueNotFound', 'Not found', value, '');
}

/** `Unsupported value: <value>: supported values: "A", "B"`, in the given order. */
export function notSupported(field: string, value: ShownValue, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return withValue(field, 'FieldValueNotSupported', 'Unsupported value', value, detail);
}

/** `Forbidden: <detail>`. */
export function forbidden(field: string, detail: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: withDetail('Forbidden', detail) };
}

/** `Too long: may not be more than <maxBytes> bytes`. */
export function tooLong(field: string, maxBytes: number): FieldError {
  return { field, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxBytes} bytes` };
}

/** `Too many: <count>: must have at most <maxCount> items`. */
export function tooMany(field: string, count: number, maxCount: number): FieldError {
  return withValue(field, 'FieldValueTooMany', 'Too many', count, `must have at most ${maxCount} items`);
}

/** `Internal error: <detail>`. */
export function internalError(field: string, detail: string): FieldError {
  return { field, reason: 'InternalError', message: withDetail('Internal error', detail) };
}

/**
 * What a Status' message says of all errors: the only one, or `[a, b]`; the same sentence is said once.
 * kube: apimachinery/pkg/util/validation/field/errors.go ErrorList.ToAggregate
 */
export function aggregate(errors: readonly FieldError[]): string {
  const sentences = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  return sentences.length === 1 ? sentences[0]! : `[${sentences.join(', ')}]`;
}

/** A value as an error message shows it: strings quoted, nothing as `null`, Go's own notation as it is. */
function shownValue(value: ShownValue): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goQuote(value);
  return typeof value === 'object' ? value.go : String(value);
}

function withValue(field: string, reason: FieldErrorReason, kind: string, value: ShownValue, detail: string): FieldError {
  return { field, reason, message: withDetail(`${kind}: ${shownValue(value)}`, detail) };
}

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** A string in double quotes as Go's `%q` writes it. */
export function goQuote(text: string): string {
  return `"${text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escaped)}"`;
}

function escaped(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `map[string]string{"app":"z"}` with sorted keys; `map[string]string(nil)` for nothing. */
export function goMap(map: Readonly<Record<string, string>> | undefined): GoText {
  if (map === undefined) return { go: 'map[string]string(nil)' };
  const entries = Object.keys(map)
    .sort()
    .map((key) => `${goQuote(key)}:${goQuote(map[key]!)}`);
  return { go: `map[string]string{${entries.join(', ')}}` };
}

/** `[]string{"a", "b"}`; `[]string(nil)` for nothing. The element type may be another string type. */
export function goStrings(list: readonly string[] | undefined, type = 'string'): GoText {
  return { go: list === undefined ? `[]${type}(nil)` : `[]${type}{${list.map(goQuote).join(', ')}}` };
}

/** `core.Thing{Name:"a", Count:1}`: fields in Go's order, strings quoted. */
export function goStruct(type: string, fields: readonly (readonly [name: string, value: ShownValue])[]): GoText {
  return { go: `${type}{${fields.map(([name, value]) => `${name}:${shownValue(value)}`).join(', ')}}` };
}

/** `intstr.IntOrString{Type:0, IntVal:1, StrVal:""}`. */
export function goIntOrString(value: number | string): GoText {
  const isText = typeof value === 'string';
  return goStruct('intstr.IntOrString', [
    ['Type', isText ? 1 : 0],
    ['IntVal', isText ? 0 : value],
    ['StrVal', isText ? value : ''],
  ]);
}

/** The parts of a label selector that Go prints. */
export interface ShownSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key?: string; readonly operator?: string; readonly values?: readonly string[] }[];
}

/** `v1.LabelSelector{MatchLabels:map[string]string{"app":"b"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`. */
export function goLabelSelector(selector: ShownSelector): GoText {
  const requirements = selector.matchExpressions?.map((expression) => {
    const fields = `Key:${goQuote(expression.key ?? '')}, Operator:${goQuote(expression.operator ?? '')}`;
    return `v1.LabelSelectorRequirement{${fields}, Values:${goStrings(expression.values).go}}`;
  });
  const list = requirements === undefined ? '(nil)' : `{${requirements.join(', ')}}`;
  return goStruct('v1.LabelSelector', [
    ['MatchLabels', goMap(selector.matchLabels)],
    ['MatchExpressions', { go: `[]v1.LabelSelectorRequirement${list}` }],
  ]);
}

const DECIMAL_SCALES: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_SUFFIXES = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** `resource.Quantity{i:resource.int64Amount{value:2, scale:0}, d:..., s:"2", Format:"DecimalSI"}` of a quantity in canonical notation. */
export function goQuantity(text: string): GoText {
  const [, digits = '0', suffix = ''] = /^([+-]?\d+)(.*)$/.exec(text) ?? [];
  const power = BINARY_SUFFIXES.indexOf(suffix) + 1;
  const value = power > 0 ? BigInt(digits) * 1024n ** BigInt(power) : BigInt(digits);
  const format = power > 0 ? 'BinarySI' : /^[eE]/.test(suffix) && suffix !== 'E' ? 'DecimalExponent' : 'DecimalSI';
  return goAmount(value, DECIMAL_SCALES.get(suffix) ?? 0, text, format);
}

/** The same of an amount that is no whole one: `1500m` is taken to have been written `1.5`, as people write parts of things that are counted. */
export function goFraction(text: string): GoText {
  const [, digits, zeros = ''] = /^([+-]?\d+?)(0{1,2})m$/.exec(text) ?? [];
  return digits === undefined ? goQuantity(text) : goAmount(BigInt(digits), zeros.length - 3, '', 'DecimalSI');
}

function goAmount(value: bigint, scale: number, text: string, format: string): GoText {
  return goStruct('resource.Quantity', [
    ['i', { go: `resource.int64Amount{value:${value}, scale:${scale}}` }],
    ['d', { go: 'resource.infDecAmount{Dec:(*inf.Dec)(nil)}' }],
    ['s', text],
    ['Format', format],
  ]);
}

/** A pointer inside a printed structure: `(*bool)(nil)`, or an address. */
export function goPointer(type: string, isSet: boolean): GoText {
  // unlike kube: upstream prints the address of the moment; a constant keeps histories equal.
  return { go: `(*${type})(${isSet ? '0xc000000000' : 'nil'})` };
}

/** `core.Thing{...}`: a structure too large to be read. */
export function goLarge(type: string): GoText {
  // unlike kube: upstream prints such a structure with all that is in it, addresses of the moment included.
  return { go: `${type}{...}` };
}

/** `2020-01-01 00:00:00 +0000 UTC` of an RFC 3339 time in UTC without fractions. */
export function goTime(time: string): GoText {
  return { go: time.replace(/^(\S+)T(\S+)Z$/, '$1 $2 +0000 UTC') };
}
