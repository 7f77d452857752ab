import { diffArrays } from 'diff';
import { textWidth, visible } from '../base/text-table.ts';

/** One line of a text that is compared with another; several equal ones may be replaced by words in brackets. */
export interface TextLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

// Enough for every change a person makes by hand; beyond, a diff costs its square and nobody reads it.
const MOST_EDITS = 300;
const MOST_LINES = 20_000;
const CONTEXT_LINES = 2;

/** The lines of two texts side by side: what is equal and far from any difference is left out and counted. */
export function lineDifference(expected: readonly string[], actual: readonly string[]): readonly TextLine[] {
  const isShort = expected.length + actual.length <= MOST_LINES;
  const parts = isShort ? diffArrays([...expected], [...actual], { maxEditLength: MOST_EDITS }) : undefined;
  if (parts === undefined) return [...signed('-', expected), ...signed('+', actual)];
  return parts.flatMap((part, index) => {
    if (part.removed) return signed('-', part.value);
    if (part.added) return signed('+', part.value);
    return elided(part.value, index > 0 ? CONTEXT_LINES : 0, index < parts.length - 1 ? CONTEXT_LINES : 0);
  });
}

/**
 * Marks (`^`) to stand under `actual`, where it differs from `expected`; undefined when the texts are so short or so different
 * that marks would tell nothing.
 */
export function differenceMarks(expected: string, actual: string): string | undefined {
  const [left, right] = [[...expected], [...actual]];
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  const longer = Math.max(left.length, right.length);
  if (longer < 24 || (head + tail) * 2 < longer) return undefined;
  const changed = textWidth(right.slice(head, right.length - tail).join(''));
  return ' '.repeat(textWidth(right.slice(0, head).join(''))) + '^'.repeat(Math.max(1, changed));
}

/** Two long texts cut to where they begin to differ, so that the difference is among the first `columns` columns of both. */
export function fromDifference(expected: string, actual: string, columns: number, context: number): readonly [string, string] {
  if (Math.max(textWidth(expected), textWidth(actual)) <= columns) return [expected, actual];
  let common = 0;
  while (common < expected.length && expected[common] === actual[common]) common++;
  const cut = common - context;
  return cut <= 0 ? [expected, actual] : [`…${expected.slice(cut)}`, `…${actual.slice(cut)}`];
}

function elided(lines: readonly string[], before: number, after: number): readonly TextLine[] {
  const hidden = lines.length - before - after;
  if (hidden <= 1) return signed(' ', lines);
  const words: TextLine = { sign: ' ', text: `... ${hidden} more lines as expected` };
  return [...signed(' ', lines.slice(0, before)), words, ...signed(' ', after === 0 ? [] : lines.slice(-after))];
}

/** Spaces at the end of a changed line are what changed, often enough: they are shown as `·`. */
function signed(sign: TextLine['sign'], lines: readonly string[]): readonly TextLine[] {
  const spaces = (text: string) => (sign === ' ' ? text : text.replace(/(?<=\S) +$|^ +$/, (end) => '·'.repeat(end.length)));
  return lines.map((line) => ({ sign, text: visible(spaces(line)) }));
}
