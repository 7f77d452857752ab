import { compilePosix, matchesIn } from '../re2/posix.ts';
import type { Pattern } from './pattern.ts';
import { trimPattern } from './pattern.ts';
import { PatternError } from '../re2/syntax.ts';

/** Longest text that replacing may make. */
const MOST_CHARACTERS = 1024 * 1024;

/** A text changed as `${x#p}`, `${x%p}`, `${x/p/r}` and `${x^^}` change it. Throws a PatternError for a pattern that takes too long, and where too much would be put in. */
export function editedText(text: string, operator: string, pattern: Pattern, replacement: string, spend: (work: number) => void): string {
  if (operator.startsWith('/')) return replacedText(text, operator, pattern, replacement, spend);
  if (/^[#%]/.test(operator)) return trimPattern(text, operator, pattern, spend);
  const change = operator.startsWith('^') ? (part: string) => part.toUpperCase() : (part: string) => part.toLowerCase();
  return operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
}

function replacedText(text: string, operator: string, pattern: Pattern, replacement: string, spend: (work: number) => void): string {
  const source = expressionOf(pattern);
  if (source === '') return text;
  const anchored = operator === '/#' ? `^(${source})` : operator === '/%' ? `(${source})$` : source;
  const parts: string[] = [];
  let last = 0;
  let length = 0;
  for (const [begin = 0, end = 0] of matchesIn(compilePosix(anchored, { extended: true }, spend), text)) {
    if (begin === end) continue;
    length += replacement.length;
    if (length > MOST_CHARACTERS) throw new PatternError(`expansion is longer than ${MOST_CHARACTERS} characters`);
    parts.push(text.slice(last, begin), replacement);
    last = end;
    if (operator !== '//') break;
  }
  return parts.join('') + text.slice(last);
}

/** A pattern of the shell as a regular expression. */
function expressionOf(pattern: Pattern): string {
  let source = '';
  for (const { text, quoted } of pattern) {
    source += quoted
      ? escaped(text)
      : text.replace(/\[[!^]?\]?(?:\[:[a-z]+:\]|[^\]])*\]|\*|\?|[^]/g, (part) => {
          if (part === '*') return '.*';
          if (part === '?') return '.';
          return part.length > 1 ? part.replace(/^\[!/, '[^') : escaped(part);
        });
  }
  return source;
}

function escaped(text: string): string {
  return text.replace(/[.[\]*^$\\+?(){}|]/g, '\\$&');
}

/** A part of a text or of a list: from an offset, counted from the end where it is negative, so many or up to a negative end; undefined where the end lies before the beginning. */
export function sliceBounds(count: number, offset: bigint, length: bigint | undefined): readonly [number, number] | undefined {
  const begin = offset < 0n ? count + Number(offset) : Number(offset);
  if (begin < 0 || begin > count) return [0, 0];
  if (length === undefined) return [begin, count];
  const end = length < 0n ? count + Number(length) : Math.min(count, begin + Number(length));
  return end < begin ? undefined : [begin, end];
}
