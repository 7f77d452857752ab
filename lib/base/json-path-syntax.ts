/** A path or a template that cannot be read, or that leads nowhere, in the words of Kubernetes. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

/** The bounds of a slice: the first, the end, and how many to go on by; what is not written is undefined. */
export interface Slice {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number | undefined;
  /** One item was asked for, and the end follows from it. */
  readonly isItem: boolean;
}

/** One step of a path, or a word or a literal between the braces. */
export type JsonPathNode =
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'wildcard' }
  | { readonly is: 'descent' }
  | { readonly is: 'slice'; readonly slice: Slice }
  | { readonly is: 'union'; readonly paths: readonly (readonly JsonPathNode[])[] }
  | { readonly is: 'filter'; readonly left: readonly JsonPathNode[]; readonly operator: string; readonly right: readonly JsonPathNode[] }
  | { readonly is: 'word'; readonly name: string }
  | { readonly is: 'literal'; readonly value: string | number | boolean; readonly type: 'text' | 'int' | 'float64' | 'bool' };

/** What is written between a pair of braces, or the text outside of them. */
export type JsonPathPart = readonly JsonPathNode[] | string;

/** Reads a JSONPath template; throws a JsonPathError. kube: staging/src/k8s.io/client-go/util/jsonpath/parser.go */
export function parseJsonPathTemplate(text: string): readonly JsonPathPart[] {
  const parts: JsonPathPart[] = [];
  const cursor = new Cursor(text);
  while (!cursor.isAtEnd()) {
    const outside = cursor.takeWhile((char) => char !== '{');
    if (outside !== '') parts.push(outside);
    if (cursor.next() !== undefined) parts.push(readAction(cursor));
  }
  return parts;
}

/** The nodes of a text as if it stood between braces. */
function actionOf(text: string): readonly JsonPathNode[] {
  return parseJsonPathTemplate(`{${text}}`)[0] as readonly JsonPathNode[];
}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(): string | undefined {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }

  next(): string | undefined {
    const char = this.peek();
    this.#at += char?.length ?? 0;
    return char;
  }

  /** Whether a text comes next, which is then behind. */
  takes(text: string): boolean {
    const isNext = this.#text.startsWith(text, this.#at);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  takeWhile(isTaken: (char: string) => boolean): string {
    const start = this.#at;
    for (let char = this.peek(); char !== undefined && isTaken(char); char = this.peek()) this.#at += char.length;
    return this.#text.slice(start, this.#at);
  }
}

function readAction(cursor: Cursor): readonly JsonPathNode[] {
  const nodes: JsonPathNode[] = [];
  while (!cursor.takes('}')) {
    if (cursor.takes('[?(')) nodes.push(readFilter(cursor));
    else if (cursor.takes('..')) nodes.push(...readDescent(cursor, nodes.at(-1)));
    else nodes.push(...readNode(cursor));
  }
  return nodes;
}

function readNode(cursor: Cursor): readonly JsonPathNode[] {
  const char = cursor.peek();
  if (char === undefined || char === '\n' || char === '\r') throw new JsonPathError('unclosed action');
  if (/[-+\p{Nd}]/u.test(char)) return [readNumber(cursor)];
  if (isAlphanumeric(char)) return [readWord(cursor)];
  cursor.next();
  switch (char) {
    case ' ':
    case '@':
    case '$':
      return [];
    case '[':
      return readBrackets(cursor);
    case '"':
    case "'":
      return [readQuoted(cursor, char)];
    case '.':
      return [readField(cursor)];
    default:
      throw new JsonPathError(`unrecognized character in action: ${unicodeName(char)}`);
  }
}

/** kube: fmt %#U */
function unicodeName(char: string): string {
  const code = `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(char) ? `${code} '${char}'` : code;
}

function isAlphanumeric(char: string): boolean {
  return /[_\p{L}\p{Nd}]/u.test(char);
}

/** Whether a name ends before a character. */
function isTerminator(char: string): boolean {
  return ' \t\r\n.,[]$@{}'.includes(char);
}

function readWord(cursor: Cursor): JsonPathNode {
  const name = cursor.takeWhile((char) => !isTerminator(char));
  return name === 'true' || name === 'false' ? { is: 'literal', value: name === 'true', type: 'bool' } : { is: 'word', name };
}

function readDescent(cursor: Cursor, before: JsonPathNode | undefined): readonly JsonPathNode[] {
  if (before?.is === 'descent') throw new JsonPathError('invalid multiple recursive descent');
  const next = cursor.peek();
  return next !== undefined && isAlphanumeric(next) ? [{ is: 'descent' }, readField(cursor)] : [{ is: 'descent' }];
}

function readField(cursor: Cursor): JsonPathNode {
  let isEscaped = false;
  const name = cursor.takeWhile((char) => {
    if (!isEscaped && isTerminator(char)) return false;
    isEscaped = !isEscaped && char === '\\';
    return true;
  });
  return name === '*' ? { is: 'wildcard' } : { is: 'field', name: name.replaceAll('\\', '') };
}

function readNumber(cursor: Cursor): JsonPathNode {
  let isFirst = true;
  const text = cursor.takeWhile((char) => {
    const isTaken = /[.\p{Nd}]/u.test(char) || (isFirst && /[-+]/.test(char));
    isFirst = false;
    return isTaken;
  });
  if (/^[-+]?\d+$/.test(text) && isInt64Text(text)) return { is: 'literal', value: Number(text), type: 'int' };
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return { is: 'literal', value: Number(text), type: 'float64' };
  throw new JsonPathError(`cannot parse number ${text}`);
}

function isInt64Text(text: string): boolean {
  return text.length < 25 && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''));
}

function readBrackets(cursor: Cursor): readonly JsonPathNode[] {
  const inside = cursor.takeWhile((char) => char !== ']' && char !== '\n');
  if (cursor.next() !== ']') throw new JsonPathError('unterminated array');
  const text = inside === '*' ? ':' : inside;
  const members = text.split(',');
  if (members.length > 1) return [{ is: 'union', paths: members.map((member) => actionOf(`[${member.replace(/^ +| +$/g, '')}]`)) }];
  const key = /^'([^']*)'$/.exec(text)?.[1];
  return key === undefined ? [{ is: 'slice', slice: sliceOf(text) }] : actionOf(`.${key}`);
}

function sliceOf(text: string): Slice {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (match === null) throw new JsonPathError(`invalid array index ${text}`);
  const [from, to, step] = match.slice(1).map((bound: string | undefined) => {
    const digits = bound?.replace(':', '') ?? '';
    if (digits !== '' && (digits === '-' || !isInt64Text(digits))) throw new JsonPathError(`array index ${digits} is not a number`);
    return digits === '' ? undefined : Number(digits);
  });
  const isItem = match[2] === undefined;
  return { from, to: isItem ? (from ?? 0) + 1 : to, step, isItem };
}

/** A filter ends at a bracket that is not within the first pair of quotes. */
function readFilter(cursor: Cursor): JsonPathNode {
  let quote: string | undefined;
  let before = '';
  let isClosed = false;
  const text = cursor.takeWhile((char) => {
    if (char === '\n' || (char === ')' && (quote !== undefined) === isClosed)) return false;
    if (char === '"' || char === "'") {
      if (quote === undefined) quote = char;
      else if (char === quote && before !== '\\') isClosed = true;
    }
    before = char;
    return true;
  });
  if (cursor.next() !== ')') throw new JsonPathError('unterminated filter');
  if (cursor.next() !== ']') throw new JsonPathError('unclosed array expect ]');
  const match = /^([^!<>=]+)([!<>=]+)(.+)$/.exec(text);
  if (match === null) return { is: 'filter', left: actionOf(text), operator: 'exists', right: [] };
  return { is: 'filter', left: actionOf(match[1]!), operator: match[2]!, right: actionOf(match[3]!) };
}

function readQuoted(cursor: Cursor, quote: string): JsonPathNode {
  let before = quote;
  const inside = cursor.takeWhile((char) => {
    if (char === '\n' || (char === quote && before !== '\\')) return false;
    before = char;
    return true;
  });
  if (cursor.next() !== quote) throw new JsonPathError('unterminated quoted string');
  const value = unquoteGo(inside, quote);
  if (value === undefined) throw new JsonPathError(`unquote string ${quote}${inside}${quote} error invalid syntax`);
  return { is: 'literal', value, type: 'text' };
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/** The text that Go's escapes stand for, or undefined where there are others. kube: strconv UnquoteChar */
export function unquoteGo(text: string, quote: string): string | undefined {
  const parts = [...text.matchAll(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|[^]|$)|[^\\]+/g)].map(([part]) =>
    bytesOf(part, quote),
  );
  return parts.includes(undefined) ? undefined : Buffer.concat(parts as readonly Buffer[]).toString();
}

/** The bytes of an escape, or of what is none. */
function bytesOf(part: string, quote: string): Buffer | undefined {
  if (!part.startsWith('\\')) return Buffer.from(part);
  const [letter = '', digits] = [part[1], part.slice(2)];
  const short = letter === quote ? quote : SHORT_ESCAPES.get(letter);
  if (short !== undefined) return Buffer.from(short);
  if (digits === '') return undefined;
  const code = letter === 'x' || letter === 'u' || letter === 'U' ? Number.parseInt(digits, 16) : Number.parseInt(letter + digits, 8);
  if (code > (digits.length === 2 ? 0xff : 0x10ffff)) return undefined;
  return digits.length === 2 ? Buffer.from([code]) : Buffer.from(String.fromCodePoint(code));
}
