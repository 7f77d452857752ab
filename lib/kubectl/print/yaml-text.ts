import { goFloat } from '../../base/go-number.ts';
import { isMapping } from '../../base/merge.ts';
import { isBreak, isPrintable, styleOf } from './yaml-style.ts';

/** A line is folded at the first blank after this many characters. */
const BEST_WIDTH = 80;
/** The longest name, in bytes, that a field may have without a question mark before it. */
const LONGEST_SIMPLE_KEY = 128;

/**
 * A JSON value in YAML, as `kubectl -o yaml` prints it: fields sorted, lists not indented below their field, texts in the plainest style that YAML 1.1
 * reads back, long lines folded. kube: sigs.k8s.io/yaml Marshal, goyaml.v2/emitterc.go
 */
export function yamlText(value: unknown): string {
  const page = new Page();
  writeValue(page, value, 0, 'line');
  return page.text();
}

/** What has been written, and at which column, in characters, the next will be. */
class Page {
  readonly #parts: string[] = [];
  column = 0;

  /** Writes what has no line break in it. */
  put(text: string): void {
    this.#parts.push(text);
    this.column += [...text].length;
  }

  break(char = '\n'): void {
    this.#parts.push(char);
    this.column = 0;
  }

  /** Ends the line, unless it has just begun. */
  endLine(): void {
    if (this.column > 0) this.break();
  }

  /** A new line, up to where its text begins. */
  indent(columns: number): void {
    this.endLine();
    this.put(' '.repeat(columns));
  }

  text(): string {
    return this.#parts.join('');
  }
}

/** What stands before a value: nothing, its field, or the dash of its item. */
type Place = 'line' | 'field' | 'item';

function writeValue(page: Page, value: unknown, indent: number, place: Place): void {
  if (Array.isArray(value) && value.length > 0) {
    writeList(page, value, indent, place);
    return;
  }
  const fields = isMapping(value) ? sortedFields(value) : [];
  if (fields.length > 0) {
    writeMapping(page, value as Readonly<Record<string, unknown>>, fields, indent, place);
    return;
  }
  if (place !== 'line') page.put(' ');
  writeScalar(page, value, place === 'line' ? 2 : indent);
  page.endLine();
}

/** An item that is a list or a mapping begins on the line of its dash. */
function beginBlock(page: Page, indent: number, place: Place): void {
  if (place === 'field') page.break();
  else if (place === 'item') page.put(' ');
  if (page.column === 0) page.put(' '.repeat(indent));
}

function writeList(page: Page, list: readonly unknown[], indent: number, place: Place): void {
  // A list stands below its field where the field itself stands; `indent` is where a mapping would.
  const dash = place === 'field' ? indent - 2 : indent;
  beginBlock(page, dash, place);
  list.forEach((item, index) => {
    if (index > 0) page.put(' '.repeat(dash));
    page.put('-');
    writeValue(page, item, dash + 2, 'item');
  });
}

function writeMapping(
  page: Page,
  mapping: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  indent: number,
  place: Place,
): void {
  beginBlock(page, indent, place);
  fields.forEach((field, index) => {
    if (index > 0) page.put(' '.repeat(indent));
    writeField(page, field, mapping[field], indent);
  });
}

function writeField(page: Page, field: string, value: unknown, indent: number): void {
  const isSimple = Buffer.byteLength(field) <= LONGEST_SIMPLE_KEY && ![...field].some(isBreak);
  if (isSimple) {
    writeText(page, field, indent + 2, true);
  } else {
    page.put('? ');
    writeText(page, field, indent + 2, false);
    page.indent(indent);
  }
  page.put(':');
  writeValue(page, value, indent + 2, isSimple ? 'field' : 'item');
}

function writeScalar(page: Page, value: unknown, indent: number): void {
  if (typeof value === 'string') writeText(page, value, indent, false);
  else if (typeof value === 'number') page.put(yamlNumber(value));
  else if (typeof value === 'boolean') page.put(String(value));
  else if (Array.isArray(value)) page.put('[]');
  else page.put(isMapping(value) ? '{}' : 'null');
}

const LARGEST_UINT64 = 2 ** 64;

/** Whole numbers are integers as far as 64 bits go. */
function yamlNumber(value: number): string {
  return Number.isInteger(value) && value > -(2 ** 63) && value < LARGEST_UINT64 ? String(value) : goFloat(value);
}

function writeText(page: Page, text: string, indent: number, isKey: boolean): void {
  const style = styleOf(text, isKey);
  if (style === 'literal') {
    writeLiteral(page, text, indent);
    return;
  }
  const foldsAt = isKey ? Infinity : BEST_WIDTH;
  const chars = [...text];
  if (style === 'plain') {
    writeFolded(page, chars, indent, foldsAt, false);
    return;
  }
  const quote = style === 'single' ? "'" : '"';
  page.put(quote);
  if (style === 'single') writeFolded(page, chars, indent, foldsAt, true);
  else writeEscaped(page, chars, indent, foldsAt);
  page.put(quote);
}

/** kube: emitterc.go yaml_emitter_write_plain_scalar, yaml_emitter_write_single_quoted_scalar */
function writeFolded(page: Page, chars: readonly string[], indent: number, foldsAt: number, isQuoted: boolean): void {
  let afterBreak = false;
  chars.forEach((char, index) => {
    const isInside = !isQuoted || (index > 0 && index < chars.length - 1);
    if (char === ' ' && page.column > foldsAt && isInside && chars[index - 1] !== ' ' && chars[index + 1] !== ' ') {
      page.indent(indent);
    } else if (isBreak(char)) {
      page.break(char);
      afterBreak = true;
      return;
    } else {
      if (afterBreak && char !== ' ') page.put(' '.repeat(indent));
      page.put(isQuoted && char === "'" ? "''" : char);
    }
    if (char !== ' ') afterBreak = false;
  });
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '0'],
  ['\x07', 'a'],
  ['\b', 'b'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\r', 'r'],
  ['\x1b', 'e'],
  ['"', '"'],
  ['\\', '\\'],
  ['\u0085', 'N'],
  ['\u00a0', '_'],
  ['\u2028', 'L'],
  ['\u2029', 'P'],
]);

/** kube: emitterc.go yaml_emitter_write_double_quoted_scalar */
function writeEscaped(page: Page, chars: readonly string[], indent: number, foldsAt: number): void {
  // Upstream asks the first character whenever it asks for a byte order mark.
  const escapesAll = chars[0] === '\ufeff';
  chars.forEach((char, index) => {
    if (escapesAll || !isPrintable(char) || isBreak(char) || char === '"' || char === '\\') {
      page.put(escaped(char));
      return;
    }
    const isInside = index > 0 && index < chars.length - 1;
    if (char === ' ' && page.column > foldsAt && isInside && chars[index - 1] !== ' ') {
      page.indent(indent);
      if (chars[index + 1] === ' ') page.put('\\');
    } else {
      page.put(char);
    }
  });
}

function escaped(char: string): string {
  const known = ESCAPES.get(char);
  if (known !== undefined) return `\\${known}`;
  const code = char.codePointAt(0)!;
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** kube: emitterc.go yaml_emitter_write_literal_scalar, yaml_emitter_write_block_scalar_hints */
function writeLiteral(page: Page, text: string, indent: number): void {
  const end = /[\n\r\u0085\u2028\u2029]*$/.exec(text)![0];
  page.put(`|${/^[ \n\r\u0085\u2028\u2029]/.test(text) ? '2' : ''}${end === '' ? '-' : end.length > 1 || end === text ? '+' : ''}`);
  page.break();
  let isFresh = true;
  for (const char of text) {
    if (isBreak(char)) {
      page.break(char);
      isFresh = true;
    } else {
      if (isFresh) page.put(' '.repeat(indent));
      page.put(char);
      isFresh = false;
    }
  }
}

/** Fields in the order of a person: letters before which come signs and digits, numbers by their size. kube: sigs.k8s.io/yaml/goyaml.v2/sorter.go keyList.Less */
function sortedFields(mapping: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(mapping)
    .filter((field) => mapping[field] !== undefined)
    .sort()
    .map((field) => [field, [...field]] as const)
    .sort(([, a], [, b]) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))
    .map(([field]) => field);
}

function isBefore(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((char, index) => char !== b[index]);
  if (at < 0 || at >= b.length) return a.length < b.length;
  const left = a[at]!;
  const right = b[at]!;
  const areLetters = [left, right].map((char) => /\p{L}/u.test(char));
  if (areLetters[0] === true && areLetters[1] === true) return left.codePointAt(0)! < right.codePointAt(0)!;
  if (areLetters.includes(true)) return areLetters[1]!;
  const [leftDigits, rightDigits] = [digitsFrom(a, at), digitsFrom(b, at)];
  // A zero within a number is a digit of it.
  const lead = (left === '0' || right === '0') && /[1-9]\d*$/.test(a.slice(0, at).join('')) ? '1' : '';
  const [leftNumber, rightNumber] = [BigInt(lead + leftDigits || '0'), BigInt(lead + rightDigits || '0')];
  if (leftNumber !== rightNumber) return leftNumber < rightNumber;
  if (leftDigits.length !== rightDigits.length) return leftDigits.length < rightDigits.length;
  return left.codePointAt(0)! < right.codePointAt(0)!;
}

function digitsFrom(chars: readonly string[], from: number): string {
  let end = from;
  while (end < chars.length && /\d/.test(chars[end]!)) end++;
  return chars.slice(from, end).join('');
}
