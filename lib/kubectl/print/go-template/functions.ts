import { isMapping } from '../../../base/merge.ts';
import { byUtf8 } from '../../../base/utf8-order.ts';
import { sprint, sprintf, sprintln } from './format.ts';
import { goTypeName, isTrue, plainValue } from './go-types.ts';

/** A function cannot do what it is asked to; the message is Go's own. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/** A function of templates: how many arguments it takes, and what it makes of them. */
export interface TemplateFunction {
  readonly fewest: number;
  /** It takes more. */
  readonly takesMore: boolean;
  /** Its first argument has to be a text. */
  readonly takesText?: boolean;
  readonly call: (values: readonly unknown[]) => unknown;
}

const exactly = (count: number, call: TemplateFunction['call']): TemplateFunction => ({ fewest: count, takesMore: false, call });
const atLeast = (count: number, call: TemplateFunction['call']): TemplateFunction => ({ fewest: count, takesMore: true, call });

/** What templates may call. kube: text/template/funcs.go builtins; staging/src/k8s.io/cli-runtime/pkg/printers/template.go NewGoTemplatePrinter */
export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['and', atLeast(1, (values) => values.find((value) => !isTrue(value)) ?? values.at(-1))],
  ['or', atLeast(1, (values) => values.find(isTrue) ?? values.at(-1))],
  ['not', exactly(1, ([value]) => !isTrue(value))],
  ['len', exactly(1, ([value]) => lengthOf(value))],
  ['index', atLeast(1, ([value, ...indexes]) => indexed(value, indexes))],
  ['slice', atLeast(1, ([value, ...bounds]) => sliced(value, bounds))],
  ['eq', atLeast(1, ([value, ...others]) => isAnyOf(value, others))],
  ['ne', exactly(2, ([a, b]) => !isAnyOf(a, [b]))],
  ['lt', exactly(2, ([a, b]) => order(a, b) < 0)],
  ['le', exactly(2, ([a, b]) => order(a, b) <= 0)],
  ['gt', exactly(2, ([a, b]) => order(a, b) > 0)],
  ['ge', exactly(2, ([a, b]) => order(a, b) >= 0)],
  ['print', atLeast(0, sprint)],
  ['println', atLeast(0, sprintln)],
  ['printf', { ...atLeast(1, ([format, ...values]) => sprintf(format as string, values)), takesText: true }],
  ['html', atLeast(0, (values) => sprint(values).replace(/["'&<>\0]/g, (char) => HTML.get(char)!))],
  ['js', atLeast(0, (values) => sprint(values).replace(/['"\\<>&=\p{Cc}]/gu, javascriptEscape))],
  [
    'urlquery',
    atLeast(0, (values) =>
      encodeURIComponent(sprint(values))
        .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%20', '+'),
    ),
  ],
  ['call', atLeast(1, ([value]) => fail(`non-function of type ${goTypeName(value)}`))],
  ['exists', atLeast(1, ([value, ...indexes]) => exists(value, indexes))],
  ['base64decode', { ...exactly(1, ([text]) => base64Decoded(text as string)), takesText: true }],
]);

const HTML: ReadonlyMap<string, string> = new Map([
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\0', '\ufffd'],
]);

function fail(message: string): never {
  throw new FunctionError(message);
}

function javascriptEscape(char: string): string {
  if (char === "'" || char === '"' || char === '\\') return `\\${char}`;
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function lengthOf(value: unknown): number {
  if (value === undefined) return fail('reflect: call of reflect.Value.Type on zero Value');
  if (value === null) return fail('len of nil pointer');
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  return isMapping(value) && goTypeName(value).startsWith('map') ? Object.keys(value).length : fail(`len of type ${goTypeName(value)}`);
}

function indexed(value: unknown, indexes: readonly unknown[]): unknown {
  if (value === undefined) return fail('index of untyped nil');
  return indexes.reduce((item, index) => {
    if (item === null || item === undefined) return fail('index of nil pointer');
    if (typeof item === 'string' || Array.isArray(item)) {
      const items = typeof item === 'string' ? [...Buffer.from(item)] : (item as readonly unknown[]);
      return items[position(index, items.length - 1)];
    }
    if (goTypeName(item) !== 'map[string]interface {}') return fail(`can't index item of type ${goTypeName(item)}`);
    if (typeof index !== 'string')
      return fail(
        index === null || index === undefined
          ? 'value is nil; should be of type string'
          : `value has type ${goTypeName(index)}; should be string`,
      );
    return Object.hasOwn(item, index) ? (item as Readonly<Record<string, unknown>>)[index] : null;
  }, value);
}

function position(index: unknown, most: number): number {
  if (index === null || index === undefined) return fail('cannot index slice/array with nil');
  if (goTypeName(index) !== 'int64') return fail(`cannot index slice/array with type ${goTypeName(index)}`);
  const at = index as number;
  return at < 0 || at > most ? fail(`index out of range: ${at}`) : at;
}

function sliced(value: unknown, bounds: readonly unknown[]): unknown {
  if (value === undefined || value === null) return fail('slice of untyped nil');
  if (bounds.length > 3) return fail(`too many slice indexes: ${bounds.length}`);
  if (typeof value === 'string' && bounds.length === 3) return fail('cannot 3-index slice a string');
  if (typeof value !== 'string' && !Array.isArray(value)) return fail(`can't slice item of type ${goTypeName(value)}`);
  const bytes = typeof value === 'string' ? Buffer.from(value) : undefined;
  const { length } = bytes ?? (value as readonly unknown[]);
  const [from = 0, to = length] = bounds.map((bound) => position(bound, length));
  if (from > to) return fail(`invalid slice index: ${from} > ${to}`);
  return bytes === undefined ? (value as readonly unknown[]).slice(from, to) : bytes.subarray(from, to).toString();
}

/** Kinds that can be compared with each other; undefined for lists, mappings and nothing. */
function kindOf(value: unknown): string | undefined {
  const type = goTypeName(value);
  return ['string', 'bool', 'int64', 'float64'].includes(type) ? type : undefined;
}

function isAnyOf(value: unknown, others: readonly unknown[]): boolean {
  if (others.length === 0) return fail('missing argument for comparison');
  return others.some((other) => {
    const [kind, otherKind] = [kindOf(value), kindOf(other)];
    const areThere = [value, other].every((each) => each !== null && each !== undefined);
    if (kind !== otherKind) return areThere && fail('incompatible types for comparison');
    if (kind !== undefined) return plainValue(value) === plainValue(other);
    if (!areThere) return (value ?? null) === (other ?? null);
    return fail(`non-comparable type ${sprintf('%s', [value])}: ${goTypeName(value)}`);
  });
}

function order(a: unknown, b: unknown): number {
  const [kind, otherKind] = [kindOf(a), kindOf(b)];
  if (kind === undefined || otherKind === undefined) return fail('invalid type for comparison');
  if (kind !== otherKind) return fail('incompatible types for comparison');
  if (kind === 'bool') return fail('invalid type for comparison');
  return kind === 'string' ? byUtf8(a as string, b as string) : Number(plainValue(a)) - Number(plainValue(b));
}

function exists(value: unknown, indexes: readonly unknown[]): boolean {
  try {
    return (indexed(value ?? null, indexes) ?? null) !== null;
  } catch (error) {
    if (error instanceof FunctionError) return false;
    throw error;
  }
}

function base64Decoded(text: string): string {
  const code = text.replace(/[\r\n]/g, '');
  const wrong =
    /[^A-Za-z\d+/]/.exec(code.replace(/={1,2}$/, ''))?.index ?? (code.length % 4 === 0 ? undefined : code.length - (code.length % 4));
  return wrong === undefined
    ? Buffer.from(code, 'base64').toString()
    : fail(`base64 decode failed: illegal base64 data at input byte ${wrong}`);
}
