import { clip } from '../base/text-table.ts';
import type { Comparison } from './comparison.ts';
import { differenceMarks, fromDifference, lineDifference } from './text-difference.ts';
import { blockHeader, blockLines, fieldLabel, isBlock, scalarText, yamlLines } from './yaml-text.ts';

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly indent: number;
  readonly text: string;
}
interface Child {
  readonly label: string;
  readonly comparison: Comparison;
}

const MOST_LINES = 100;
const MOST_LINES_OF_VALUE = 25;
const MOST_EQUAL_TOGETHER = 3;
const LINE_COLUMNS = 110;
const CONTEXT_BEFORE_DIFFERENCE = 20;

/**
 * An object that is not as expected, as YAML reduced to the fields that were asked about: `-` lines are expected, `+` lines were found
 * in their place, the others are equal; hints stand in brackets. `subject` names the object, such as `ReplicaSet "web"`. At most 100 lines.
 */
export function renderMatch(subject: string, comparison: Comparison): string {
  const lines = comparison.kind === 'map' ? childLines(childrenOf(comparison), 0, 'field') : comparisonLines('value:', comparison, 0);
  const shown = lines.slice(0, MOST_LINES).map(printed);
  if (lines.length > MOST_LINES) shown.push(`    ... ${lines.length - MOST_LINES} more lines`);
  return [`${subject} does not match (- expected, + found):`, ...shown].join('\n');
}

function printed({ sign, indent, text }: Line): string {
  return `  ${sign} ${' '.repeat(indent)}${clip(text, LINE_COLUMNS)}`.trimEnd();
}

function comparisonLines(label: string, comparison: Comparison, indent: number): readonly Line[] {
  const inner = indent + 2;
  switch (comparison.kind) {
    case 'map':
    case 'list': {
      const children = childLines(childrenOf(comparison), inner, comparison.kind === 'map' ? 'field' : 'item');
      if (children.length === 0) return [{ sign: ' ', indent, text: `${label} ${comparison.kind === 'map' ? '{}' : '[]'}` }];
      return label === '-' ? withDash(children, inner) : [{ sign: ' ', indent, text: label }, ...children];
    }
    case 'same':
      return valueLines(' ', label, comparison.expected, indent);
    case 'missing':
      return [...valueLines('-', label, comparison.expected, indent), ...hintLines(comparison.hint, indent)];
    case 'unexpected':
      // What nobody wrote has no line of its own: the surplus item of a list.
      if (comparison.expected === undefined) return valueLines('+', label, comparison.actual, indent);
      return differentLines(label, comparison.expected, comparison.actual, indent);
    case 'different':
    case 'type':
      return [...differentLines(label, comparison.expected, comparison.actual, indent), ...hintLines(comparison.hint, indent)];
  }
}

/** The parts of a map or a list; of an item the merge key comes first, because it says who the item is. */
function childrenOf(comparison: Comparison): readonly Child[] {
  if (comparison.kind === 'list') return comparison.items.map((item) => ({ label: '-', comparison: withKeyFirst(item, comparison.key) }));
  if (comparison.kind !== 'map') return [];
  return comparison.fields.map(([name, value]) => ({ label: fieldLabel(name), comparison: value }));
}

function withKeyFirst(item: Comparison, key: string | undefined): Comparison {
  if (item.kind !== 'map' || key === undefined) return item;
  const isKey = ([name]: readonly [string, Comparison]) => name === key;
  return { ...item, fields: [...item.fields.filter(isKey), ...item.fields.filter((field) => !isKey(field))] };
}

/** Of parts that are equal and stand together, the first few are shown and the others counted. */
function childLines(children: readonly Child[], indent: number, word: 'field' | 'item'): readonly Line[] {
  const lines: Line[] = [];
  let equal: (readonly Line[])[] = [];
  const flush = () => {
    const total = equal.reduce((sum, part) => sum + part.length, 0);
    let room = total <= MOST_EQUAL_TOGETHER ? total : MOST_EQUAL_TOGETHER - 1;
    let hidden = 0;
    for (const part of equal) {
      if (hidden === 0 && part.length <= room) lines.push(...part);
      else hidden++;
      room -= part.length;
    }
    const more = hidden < equal.length ? 'more ' : '';
    if (hidden > 0) lines.push({ sign: ' ', indent, text: `... ${hidden} ${more}${word}${hidden === 1 ? '' : 's'} as expected` });
    equal = [];
  };
  for (const { label, comparison } of children) {
    const part = comparisonLines(label, comparison, indent);
    if (comparison.wrong === 0) {
      equal.push(part);
      continue;
    }
    flush();
    lines.push(...part);
  }
  flush();
  return lines;
}

/** The dash of a list's item belongs on its first line: on that of both sides, if they already differ there. */
function withDash(lines: readonly Line[], indent: number): readonly Line[] {
  const found = lines[0]?.sign === '-' ? lines.findIndex(({ sign }) => sign !== '-') : -1;
  const isFirst = (index: number) => index === 0 || (index === found && lines[found]!.sign === '+');
  return lines.map((line, index) => (isFirst(index) ? { ...line, indent: indent - 2, text: `- ${line.text}` } : line));
}

function valueLines(sign: Line['sign'], label: string, value: unknown, indent: number): readonly Line[] {
  return yamlLines(label, value, indent, MOST_LINES_OF_VALUE).map((line) => ({ sign, ...line }));
}

function hintLines(hint: string | undefined, indent: number): readonly Line[] {
  return hint === undefined ? [] : [{ sign: ' ', indent, text: `(${hint})` }];
}

function differentLines(label: string, expected: unknown, actual: unknown, indent: number): readonly Line[] {
  if (isCollection(expected) || isCollection(actual))
    return [...valueLines('-', label, expected, indent), ...valueLines('+', label, actual, indent)];
  if (typeof expected === 'string' && typeof actual === 'string' && isBlock(expected) && isBlock(actual)) {
    return blockDifference(label, expected, actual, indent);
  }
  const [left, right] = fromDifference(scalarText(expected), scalarText(actual), LINE_COLUMNS - 20, CONTEXT_BEFORE_DIFFERENCE);
  const marks = differenceMarks(left, right);
  return [
    { sign: '-', indent, text: `${label} ${left}` },
    { sign: '+', indent, text: `${label} ${right}` },
    ...(marks === undefined ? [] : [{ sign: ' ', indent, text: `${' '.repeat(label.length)} ${marks}` } as const]),
  ];
}

function blockDifference(label: string, expected: string, actual: string, indent: number): readonly Line[] {
  const [left, right] = [blockHeader(expected), blockHeader(actual)];
  const heads: readonly Line[] =
    left === right
      ? [{ sign: ' ', indent, text: `${label} ${left}` }]
      : [
          { sign: '-', indent, text: `${label} ${left}` },
          { sign: '+', indent, text: `${label} ${right}` },
          { sign: ' ', indent, text: '(they differ in the line breaks at the end)' },
        ];
  return [...heads, ...lineDifference(blockLines(expected), blockLines(actual)).map((line) => ({ indent: indent + 2, ...line }))];
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
