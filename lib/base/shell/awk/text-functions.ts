import { AwkError } from './ast.ts';
import { compilePosix, matchesIn, type PosixPattern } from '../../re2/posix.ts';

/** Longest text that replacing may make. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** Patterns by their text, compiled once in a run. */
export class PatternShelf {
  readonly #known = new Map<string, PosixPattern>();
  readonly #spend: (work: number) => void;

  constructor(spend: (work: number) => void) {
    this.#spend = spend;
  }

  get(source: string): PosixPattern {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    if (this.#known.size >= 500) this.#known.clear();
    const pattern = compilePosix(source, { extended: true, escapes: true }, this.#spend);
    this.#known.set(source, pattern);
    return pattern;
  }
}

/** The fields of a text: by blanks (`' '`), by one character, or by an expression. */
export function fieldsOf(text: string, separator: string, patterns: PatternShelf, isParagraph = false): string[] {
  if (separator === ' ') {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (text === '') return [];
  if (separator === '') return Array.from(text);
  if (separator.length === 1 && separator !== '\\' && !isParagraph) return text.split(separator);
  const source = separator.length === 1 ? `[${separator === '^' || separator === '\\' ? `\\${separator}` : separator}]` : separator;
  const fields: string[] = [];
  let last = 0;
  for (const [begin = 0, end = 0] of matchesIn(patterns.get(isParagraph ? `${source}|\n` : source), text)) {
    if (begin === end) continue;
    fields.push(text.slice(last, begin));
    last = end;
  }
  return [...fields, text.slice(last)];
}

/** The records of a text: lines, paragraphs (`''`), or what an expression separates. */
export function recordsOf(text: string, separator: string, patterns: PatternShelf): string[] {
  if (separator === '') return text.replace(/^\n+|\n+$/g, '').split(/\n\n+/).filter((part) => part !== ''); // prettier-ignore
  const records = separator.length === 1 ? text.split(separator) : fieldsOf(text, separator, patterns);
  if (records.at(-1) === '' || (records.at(-1) === '\n' && separator !== '\n')) records.pop();
  return records;
}

/** A text with the first or all matches replaced (`&` is the match), and how many there were. */
export function replaceIn(
  text: string,
  pattern: PosixPattern,
  replacement: string,
  isGlobal: boolean,
): { readonly text: string; readonly count: number } {
  const parts: string[] = [];
  let last = 0;
  let count = 0;
  let length = 0;
  for (const [begin = 0, end = 0] of matchesIn(pattern, text)) {
    count += 1;
    const match = text.slice(begin, end);
    parts.push(text.slice(last, begin), replacement.replace(/\\\\|\\&|&/g, (sign) => (sign === '&' ? match : sign.slice(1)))); // prettier-ignore
    last = end;
    length += parts.at(-1)?.length ?? 0;
    if (length > MOST_CHARACTERS) throw new AwkError('a text grows without end');
    if (!isGlobal) break;
  }
  return count === 0 ? { text, count } : { text: parts.join('') + text.slice(last), count };
}

/** gawk's gensub: `\1` is a group; `which` is the number of the match, all of them where it is undefined. */
export function replaceGroups(text: string, pattern: PosixPattern, replacement: string, which: number | undefined): string {
  const parts: string[] = [];
  let last = 0;
  let count = 0;
  let length = 0;
  for (const span of matchesIn(pattern, text)) {
    count += 1;
    if (which !== undefined && count !== which) continue;
    const group = (index: number): string => ((span[2 * index] ?? -1) < 0 ? '' : text.slice(span[2 * index], span[2 * index + 1]));
    parts.push(text.slice(last, span[0]), replacement.replace(/\\([0-9&\\])|&/g, (sign, letter: string | undefined) => (letter === undefined ? group(0) : /[0-9]/.test(letter) ? group(Number(letter)) : letter || sign))); // prettier-ignore
    last = span[1]!;
    length += parts.at(-1)?.length ?? 0;
    if (length > MOST_CHARACTERS) throw new AwkError('a text grows without end');
  }
  return parts.join('') + text.slice(last);
}
