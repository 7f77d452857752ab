import type { ParameterPart, Script, SyntaxFailure, Word, WordPart } from './ast.ts';
import { interpretEscapes } from './printf.ts';
import type { Dialect } from './process.ts';

/** Longest text that is parsed, in characters. (Linux refuses a longer single argument.) */
export const maxSourceLength = 131_072;
/** How deeply commands, substitutions and groups may nest. */
const maxDepth = 100;

/** The position of a parse in its text; lives only while a text is parsed. */
export interface Cursor {
  readonly source: string;
  at: number;
  line: number;
  depth: number;
  /** Here-documents announced on the current line: their bodies begin after the next newline. */
  readonly pendingDocuments: PendingDocument[];
  /** Whose language it is: dash knows nothing but what POSIX has. */
  readonly dialect: Dialect;
  /** Parses commands up to the closing `)`; given by the parser. */
  readonly parseNested: (cursor: Cursor) => Script;
}

/** A `<<WORD` whose body has not been read yet. */
export interface PendingDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly literal: boolean;
  readonly receive: (body: Word) => void;
}

/** Thrown inside the parser only, never out of it. */
export class SyntaxStop extends Error {
  readonly failure: SyntaxFailure;
  constructor(failure: SyntaxFailure) {
    super(failure.text ?? `unexpected ${failure.found ?? 'end of file'}`);
    this.failure = failure;
  }
}

/** Stops the parse with a complaint in words. */
export function complain(cursor: Cursor, text: string, quote?: string): never {
  throw new SyntaxStop({ line: cursor.line, text, ...(quote !== undefined && { quote }) });
}

/** Enters one level of nesting; throws when there are too many. */
export function deeper<T>(cursor: Cursor, body: () => T): T {
  if (++cursor.depth > maxDepth) complain(cursor, `commands nest more than ${maxDepth} deep`);
  const result = body();
  cursor.depth--;
  return result;
}

const metacharacters = ' \t\n;&|<>()';

/** Skips blanks, line continuations and a comment, but no newline. */
export function skipBlanks(cursor: Cursor): void {
  const { source } = cursor;
  for (;;) {
    const character = source[cursor.at];
    if (character === ' ' || character === '\t') cursor.at++;
    else if (character === '\\' && source[cursor.at + 1] === '\n') {
      cursor.at += 2;
      cursor.line++;
    } else if (character === '#') {
      while (cursor.at < source.length && source[cursor.at] !== '\n') cursor.at++;
    } else return;
  }
}

/** Reads a newline, and the bodies of the here-documents that were announced before it. */
export function readNewline(cursor: Cursor): void {
  cursor.at++;
  cursor.line++;
  for (const document of cursor.pendingDocuments.splice(0)) readDocument(cursor, document);
}

function readDocument(cursor: Cursor, document: PendingDocument): void {
  let text = '';
  while (cursor.at < cursor.source.length) {
    const end = cursor.source.indexOf('\n', cursor.at);
    const stop = end < 0 ? cursor.source.length : end;
    let line = cursor.source.slice(cursor.at, stop);
    if (document.stripTabs) line = line.replace(/^\t+/, '');
    cursor.at = Math.min(stop + 1, cursor.source.length);
    cursor.line++;
    if (line === document.delimiter) break;
    text += line + '\n';
  }
  if (document.literal) document.receive([{ kind: 'text', text, quoted: true }]);
  else document.receive(readDoubleQuoted({ ...cursor, source: text, at: 0, pendingDocuments: [] }, undefined));
}

/** Reads one word at the cursor; undefined when there is none. */
export function readWord(cursor: Cursor): Word | undefined {
  const parts = cursor.dialect === 'bash' ? readProcess(cursor) : [];
  parts.push(...readParts(cursor, (character) => metacharacters.includes(character)));
  return parts.length === 0 ? undefined : parts;
}

/** `<(commands)`, which is a word. */
function readProcess(cursor: Cursor): WordPart[] {
  if (cursor.source.startsWith('>(', cursor.at)) complain(cursor, 'writing to commands (`>( )`) is not covered');
  if (!cursor.source.startsWith('<(', cursor.at)) return [];
  cursor.at += 2;
  return [{ kind: 'process', body: deeper(cursor, () => cursor.parseNested(cursor)), quoted: true }];
}

/** Reads the pattern behind `=~`: it ends at a blank outside of parentheses. */
export function readPattern(cursor: Cursor): Word {
  let depth = 0;
  return readParts(cursor, (character) => {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return true;
    return depth === 0 && /\s/.test(character);
  });
}

/** The text of a word without any expansion or quoting in it; undefined otherwise. */
export function plainText(word: Word): string | undefined {
  if (word.length !== 1) return undefined;
  const [part] = word;
  return part?.kind === 'text' && !part.quoted ? part.text : undefined;
}

function readParts(cursor: Cursor, isEnd: (character: string) => boolean): WordPart[] {
  const parts: WordPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: false });
    text = '';
  };
  while (cursor.at < cursor.source.length) {
    const character = cursor.source[cursor.at]!;
    if (isEnd(character)) break;
    if (!'\\\'"$`'.includes(character)) {
      if (character === '\n') cursor.line++;
      text += character;
      cursor.at++;
      continue;
    }
    flush();
    const part = readSpecial(cursor, character);
    if (part !== undefined) parts.push(...part);
  }
  flush();
  return parts;
}

function readSpecial(cursor: Cursor, character: string): readonly WordPart[] | undefined {
  if (character === "'") return [readSingleQuoted(cursor)];
  if (character === '"') {
    cursor.at++;
    const parts = readDoubleQuoted(cursor, '"');
    return parts.length === 0 ? [{ kind: 'text', text: '', quoted: true }] : parts;
  }
  if (character === '\\') {
    const next = cursor.source[cursor.at + 1];
    cursor.at += next === undefined ? 1 : 2;
    if (next === '\n') {
      cursor.line++;
      return undefined;
    }
    return [{ kind: 'text', text: next ?? '\\', quoted: true }];
  }
  const next = cursor.source[cursor.at + 1];
  if (character === '$' && next === "'" && cursor.dialect !== 'dash') return [readEscaped(cursor)];
  if (character === '$' && next === '"' && cursor.dialect === 'bash') {
    cursor.at++;
    return readSpecial(cursor, '"');
  }
  return [readExpansion(cursor, false)];
}

/** `$'...'`: the escapes of echo -e, and a quote. */
function readEscaped(cursor: Cursor): WordPart {
  let text = '';
  for (cursor.at += 2; cursor.source[cursor.at] !== "'"; cursor.at++) {
    if (cursor.at >= cursor.source.length) complain(cursor, 'unterminated quoted string', "'");
    const character = cursor.source[cursor.at]!;
    if (character === '\n') cursor.line++;
    if (character === '\\') {
      const next = cursor.source[++cursor.at] ?? '';
      const code = /^(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(cursor.source.slice(cursor.at, cursor.at + 9));
      const point = Number.parseInt(code?.[1] ?? code?.[2] ?? '', 16);
      if (code !== null && point <= 0x10ffff) {
        text += String.fromCodePoint(point).replace('\\', '\\\\');
        cursor.at += code[0].length - 1;
      } else text += next === "'" || next === '"' ? next : `\\${next}`;
    } else text += character;
  }
  cursor.at++;
  return { kind: 'text', text: interpretEscapes(text).text, quoted: true };
}

function readSingleQuoted(cursor: Cursor): WordPart {
  const end = cursor.source.indexOf("'", cursor.at + 1);
  if (end < 0) complain(cursor, 'unterminated quoted string', "'");
  const text = cursor.source.slice(cursor.at + 1, end);
  cursor.line += text.split('\n').length - 1;
  cursor.at = end + 1;
  return { kind: 'text', text, quoted: true };
}

/** Reads up to and over `end` (or to the end of the text) by the rules between double quotes. */
function readDoubleQuoted(cursor: Cursor, end: '"' | undefined): WordPart[] {
  const parts: WordPart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: true });
    text = '';
  };
  for (;;) {
    const character = cursor.source[cursor.at];
    if (character === undefined) {
      if (end !== undefined) complain(cursor, 'unterminated quoted string', '"');
      break;
    }
    if (character === end) {
      cursor.at++;
      break;
    }
    if (character === '$' || character === '`') {
      flush();
      parts.push(readExpansion(cursor, true));
      continue;
    }
    const next = cursor.source[cursor.at + 1] ?? '';
    if (character === '\\' && next !== '' && '$`"\\\n'.includes(next) && (next !== '"' || end === '"')) {
      if (next !== '\n') text += next;
      else cursor.line++;
      cursor.at += 2;
      continue;
    }
    if (character === '\n') cursor.line++;
    text += character;
    cursor.at++;
  }
  flush();
  return parts;
}

function readExpansion(cursor: Cursor, quoted: boolean): WordPart {
  const { source } = cursor;
  if (source[cursor.at] === '`') return readBackquoted(cursor, quoted);
  const next = source[cursor.at + 1] ?? '';
  if (next === '(') {
    if (source[cursor.at + 2] === '(') {
      const arithmetic = readArithmetic(cursor, quoted);
      if (arithmetic !== undefined) return arithmetic;
    }
    cursor.at += 2;
    const body = deeper(cursor, () => cursor.parseNested(cursor));
    return { kind: 'command', body, quoted };
  }
  if (next === '{') return deeper(cursor, () => readBraced(cursor, quoted));
  const name = /^(?:[A-Za-z_][A-Za-z_0-9]*|[0-9?$!#@*-])/.exec(source.slice(cursor.at + 1, cursor.at + 1001))?.[0];
  if (name === undefined) {
    cursor.at++;
    return { kind: 'text', text: '$', quoted };
  }
  cursor.at += 1 + name.length;
  return { kind: 'parameter', name, operator: '', word: [], quoted };
}

function readBackquoted(cursor: Cursor, quoted: boolean): WordPart {
  let text = '';
  for (cursor.at++; ; cursor.at++) {
    const character = cursor.source[cursor.at];
    if (character === undefined) complain(cursor, 'unterminated backquote substitution', '`');
    if (character === '`') break;
    const next = cursor.source[cursor.at + 1] ?? '';
    if (character === '\\' && next !== '' && '`$\\'.includes(next)) cursor.at++;
    text += cursor.source[cursor.at] ?? '';
  }
  cursor.at++;
  const inner: Cursor = { ...cursor, source: text + ')', at: 0, pendingDocuments: [] };
  return { kind: 'command', body: deeper(inner, () => cursor.parseNested(inner)), quoted };
}

/** `$((...))`; undefined (and nothing read) when the two parentheses turn out to be nested subshells. */
export function readArithmetic(cursor: Cursor, quoted: boolean, skipped = 3): (WordPart & { kind: 'arithmetic' }) | undefined {
  let depth = 0;
  for (let at = cursor.at + skipped; at < cursor.source.length; at++) {
    const character = cursor.source[at];
    if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (character === ')') {
      if (cursor.source[at + 1] !== ')') return undefined;
      const inner: Cursor = { ...cursor, source: cursor.source.slice(cursor.at + skipped, at), at: 0, pendingDocuments: [] };
      const expression = deeper(inner, () => readParts(inner, () => false));
      cursor.at = at + 2;
      return { kind: 'arithmetic', expression, quoted };
    }
  }
  return complain(cursor, "missing '))'", ')');
}

function readBraced(cursor: Cursor, quoted: boolean): ParameterPart {
  const rest = cursor.source.slice(cursor.at + 2, cursor.at + 1002);
  const isBash = cursor.dialect === 'bash';
  const length = /^#([A-Za-z_][A-Za-z_0-9]*|[0-9]+|[?$!@*-])([[}])/.exec(rest);
  if (length !== null && (length[2] === '}' || isBash)) {
    cursor.at += 1 + length[0].length;
    const index = readIndex(cursor);
    closeBrace(cursor);
    return { kind: 'parameter', name: length[1] ?? '', operator: 'length', word: [], ...(index && { index }), quoted };
  }
  const indirect = isBash ? /^!([A-Za-z_][A-Za-z_0-9]*)(?=[[}])/.exec(rest) : null;
  if (indirect !== null) {
    cursor.at += 2 + indirect[0].length;
    const index = readIndex(cursor);
    closeBrace(cursor);
    return { kind: 'parameter', name: indirect[1] ?? '', operator: 'indirect', word: [], ...(index && { index }), quoted };
  }
  const head = /^([A-Za-z_][A-Za-z_0-9]*|[0-9]+|[?$!#@*-])/.exec(rest);
  if (head === null) complain(cursor, 'bad substitution');
  cursor.at += 2 + head[0].length;
  const name = head[1] ?? '';
  const index = isBash ? readIndex(cursor) : undefined;
  const shape =
    cursor.dialect === 'dash' ? /:?[-=+?]|##?|%%?/y : isBash ? /:?[-=+?]|##?|%%?|\/[/#%]?|:|\^\^?|,,?/y : /:?[-=+?]|##?|%%?|\/[/#%]?|:/y;
  shape.lastIndex = cursor.at;
  const operator = shape.exec(cursor.source)?.[0] ?? '';
  cursor.at += operator.length;
  const part = { kind: 'parameter', name, operator, ...(index && { index }), quoted } as const;
  if (operator.startsWith('/') || operator === ':') {
    const separator = operator === ':' ? ':' : '/';
    // `${x////|}`: a slash that another follows is what is looked for.
    const isSlash = operator === '//' && cursor.source.startsWith('//', cursor.at);
    if (isSlash) cursor.at++;
    const word = isSlash ? [{ kind: 'text', text: '/', quoted: true } as const] : readBracedWord(cursor, quoted, separator);
    const hasSecond = cursor.source[cursor.at] === separator;
    if (hasSecond) cursor.at++;
    const second = hasSecond ? readBracedWord(cursor, quoted, '') : undefined;
    closeBrace(cursor);
    return { ...part, word, ...(second && { second }) };
  }
  const word = quoted ? readBracedQuoted(cursor) : readParts(cursor, (character) => character === '}');
  if (operator === '' && word.length > 0) complain(cursor, 'bad substitution');
  closeBrace(cursor);
  return { ...part, word };
}

function closeBrace(cursor: Cursor): void {
  if (cursor.source[cursor.at] !== '}') complain(cursor, "missing '}'", cursor.at >= cursor.source.length ? '}' : undefined);
  cursor.at++;
}

/** A word of `${x/a/b}` and `${x:1:2}`: quotes in it still quote. */
function readBracedWord(cursor: Cursor, quoted: boolean, separator: string): Word {
  const parts = readParts(cursor, (character) => character === '}' || character === separator);
  return quoted ? parts.map((part): WordPart => (part.kind === 'text' ? part : { ...part, quoted: true })) : parts;
}

/** `[index]` behind a name. */
export function readIndex(cursor: Cursor): Word | undefined {
  if (cursor.source[cursor.at] !== '[') return undefined;
  cursor.at++;
  const index = deeper(cursor, () => readParts(cursor, (character) => character === ']'));
  if (cursor.source[cursor.at] !== ']') complain(cursor, "missing ']'");
  cursor.at++;
  return index;
}

/** Between double quotes the word of `${x:-word}` is quoted as a whole; only `}` ends it. */
function readBracedQuoted(cursor: Cursor): Word {
  const parts = readParts(cursor, (character) => character === '}');
  return parts.map((part): WordPart => ({ ...part, quoted: true }));
}
