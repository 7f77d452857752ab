import { byteLength } from './name-rules.ts';

/** The JSON values of a text one after the other, and what is wrong with the rest of it. */
export interface JsonStream {
  /** Beginning and end of each value. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  readonly problem: JsonProblem | undefined;
}

/** Why a text is no JSON, in the words of Go's decoder, and where. */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Whether kubectl reads a text as JSON and not as YAML. kube: staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go GuessJSONStream */
export function beginsWithBrace(text: string): boolean {
  return /^\s*\{/.test(text.slice(0, 4096));
}

/** Whether a text means to be JSON: the name of its first field is in quotes. */
export function meansJson(text: string): boolean {
  return /^\s*\{\s*"/.test(text.slice(0, 4096));
}

/** Finds the values of a stream of JSON objects. Never recurses, and reads every character once. kube: Go's encoding/json/scanner.go */
export function scanJson(text: string): JsonStream {
  const ranges: (readonly [number, number])[] = [];
  let at = afterSpace(text, 0);
  while (at < text.length) {
    const end = scanValue(text, at);
    if (typeof end !== 'number') return { ranges, problem: problemOf(text, end) };
    ranges.push([at, end]);
    at = afterSpace(text, end);
  }
  return { ranges, problem: undefined };
}

/** What the scanner did not expect, and where; `undefined` context means that the text ended too early. */
interface Surprise {
  readonly at: number;
  readonly context: string | undefined;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORD = /true|false|null/y;

function scanValue(text: string, start: number): number | Surprise {
  const closers: string[] = [];
  let at = start;
  let expected: 'value' | 'first' | 'key' | 'next' = 'value';
  for (;;) {
    at = afterSpace(text, at);
    const character = text[at];
    const closer = closers.at(-1);
    if (character === undefined) return { at, context: undefined };
    if (character === closer && (expected === 'first' || expected === 'next')) {
      closers.pop();
      at++;
      expected = 'next';
    } else if (expected === 'next') {
      if (character !== ',') return { at, context: closer === '}' ? 'after object key:value pair' : 'after array element' };
      at++;
      expected = closer === '}' ? 'key' : 'value';
    } else if (closer === '}' && expected !== 'value') {
      if (character !== '"') return { at, context: 'looking for beginning of object key string' };
      const colon = afterKey(text, at);
      if (typeof colon !== 'number') return colon;
      at = colon;
      expected = 'value';
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      at++;
      expected = 'first';
    } else {
      const end = scanScalar(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expected = 'next';
    }
    if (closers.length === 0) return at;
  }
}

function afterKey(text: string, at: number): number | Surprise {
  const end = scanScalar(text, at);
  if (typeof end !== 'number') return end;
  const colon = afterSpace(text, end);
  if (text[colon] === ':') return colon + 1;
  return { at: colon, context: colon < text.length ? 'after object key' : undefined };
}

function scanScalar(text: string, at: number): number | Surprise {
  const first = text[at]!;
  if (first === '"') return scanString(text, at + 1);
  if (first === '-' || (first >= '0' && first <= '9')) {
    return endOf(NUMBER, text, at) ?? { at: at + 1, context: at + 1 < text.length ? 'in numeric literal' : undefined };
  }
  return endOf(WORD, text, at) ?? { at, context: 'looking for beginning of value' };
}

function scanString(text: string, from: number): number | Surprise {
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') return at + 1;
    if (character < ' ') return { at, context: 'in string literal' };
    if (character !== '\\') continue;
    at++;
    const escaped = text[at];
    if (escaped === undefined) break;
    if (!'"\\/bfnrtu'.includes(escaped)) return { at, context: 'in string escape code' };
    if (escaped !== 'u') continue;
    const digits = /^[\da-fA-F]{0,4}/.exec(text.slice(at + 1, at + 5))?.[0].length ?? 0;
    if (digits < 4) return { at: at + 1 + digits, context: 'in \\u hexadecimal character escape' };
    at += 4;
  }
  return { at: text.length, context: undefined };
}

function problemOf(text: string, { at, context }: Surprise): JsonProblem {
  if (context === undefined || at >= text.length)
    return { offset: text.length, message: 'unexpected EOF', hint: 'a bracket or a quote is opened and never closed' };
  const character = String.fromCodePoint(text.codePointAt(at)!);
  const shown = character === "'" ? "'\\''" : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
  const message = `json: offset ${byteLength(text.slice(0, at)) + 1}: invalid character ${shown} ${context}`;
  const hint = hintFor(text, at, character, context);
  return { offset: at, message, ...(hint === undefined ? {} : { hint }) };
}

function hintFor(text: string, at: number, character: string, context: string): string | undefined {
  const before = text
    .slice(Math.max(0, at - 200), at)
    .trimEnd()
    .at(-1);
  if (before === ',' && (character === '}' || character === ']')) return 'JSON has no comma behind the last entry';
  if (character === "'") return 'JSON knows only double quotes';
  if (character === '/' || character === '#') return 'JSON knows no comments';
  if (context.startsWith('after ') && context !== 'after object key') return 'a comma is missing before this';
  if (context === 'looking for beginning of object key string')
    return 'a file that begins with { is read as JSON: the name of a field is in double quotes';
  return undefined;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}
