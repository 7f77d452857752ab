import { CELL_COLUMNS, columnWidths, gherkinCell, gherkinLine, textWidth } from '../base/text-table.ts';
import { fromDifference } from './text-difference.ts';
import type { RowMismatch, RowOutcome } from './rows.ts';

/** What a printed line says: the author's row, the cluster's row, both, marks under what differs, or words about lines left out. */
type Line =
  | { readonly sign: ' ' | '-' | '+'; readonly cells: readonly string[] }
  | { readonly marks: ReadonlyMap<number, number> }
  | { readonly words: string };

const MOST_DIFFERENCES = 20;
const MOST_MATCHED_TOGETHER = 3;
const CONTEXT_BEFORE_DIFFERENCE = 20;

/**
 * A table that is not as expected, as aligned text to be read without colours: `-` rows are expected, `+` rows were found in their
 * place, `^` marks the cells that differ. `subject` says what the rows are, such as `the pods`. At most 20 differing rows are shown.
 */
export function renderRows(mismatch: RowMismatch, subject: string): string {
  const lines: Line[] = [{ sign: ' ', cells: mismatch.columns.map((column) => gherkinCell(column)) }, ...linesOf(mismatch.outcomes)];
  const widths = columnWidths(lines.map((line) => ('cells' in line ? line.cells : [])));
  return [title(mismatch, subject), ...lines.map((line) => printed(line, widths))].join('\n');
}

function title({ mode, outcomes, found }: RowMismatch, subject: string): string {
  const verb = mode === 'include' ? 'include' : 'be';
  if (found === 0) return `expected ${subject} to ${verb} (- expected), but there are none:`;
  if (outcomes.every(({ outcome }) => outcome === 'surplus')) return `expected ${subject} to be none at all (+ found):`;
  return `expected ${subject} to ${verb} (- expected, + found):`;
}

function linesOf(outcomes: readonly RowOutcome[]): readonly Line[] {
  const lines: Line[] = [];
  let differences = 0;
  let matched: Line[] = [];
  const flush = () => {
    const shown = matched.length <= MOST_MATCHED_TOGETHER ? matched.length : MOST_MATCHED_TOGETHER - 1;
    lines.push(...matched.slice(0, shown));
    if (shown < matched.length) lines.push({ words: `... ${rows(matched.length - shown)} as expected` });
    matched = [];
  };
  for (const row of outcomes) {
    if (row.outcome === 'matched') {
      matched.push({ sign: ' ', cells: row.expected.map((cell) => gherkinCell(cell)) });
    } else if (++differences <= MOST_DIFFERENCES) {
      flush();
      lines.push(...differenceLines(row));
    }
  }
  flush();
  if (differences > MOST_DIFFERENCES) lines.push({ words: `... ${rows(differences - MOST_DIFFERENCES)} not as expected` });
  return lines;
}

function rows(count: number): string {
  return count === 1 ? '1 more row' : `${count} more rows`;
}

function differenceLines(row: Exclude<RowOutcome, { readonly outcome: 'matched' }>): readonly Line[] {
  if (row.outcome === 'missing') return [{ sign: '-', cells: row.expected.map((cell) => gherkinCell(cell)) }];
  if (row.outcome === 'surplus') return [{ sign: '+', cells: row.actual.map((cell) => gherkinCell(cell)) }];
  const pairs = row.expected.map((expected, column) => cellPair(expected, row.actual[column] ?? ''));
  const pair: Line[] = [
    { sign: '-', cells: pairs.map(([expected]) => expected) },
    { sign: '+', cells: pairs.map(([, actual]) => actual) },
  ];
  // Where nothing is equal, marks under everything would say nothing.
  if (row.differing.length === pairs.length) return pair;
  const marks = row.differing.map((column) => [column, Math.max(1, ...pairs[column]!.map(textWidth))] as const);
  return [...pair, { marks: new Map(marks) }];
}

/** Two cells that are compared; of long ones the part in which they differ is what must be seen. */
function cellPair(expected: string, actual: string): readonly [string, string] {
  const [left, right] = fromDifference(expected, actual, CELL_COLUMNS, CONTEXT_BEFORE_DIFFERENCE);
  return [gherkinCell(left), gherkinCell(right)];
}

function printed(line: Line, widths: readonly number[]): string {
  if ('words' in line) return `    ${line.words}`;
  if ('cells' in line) return `  ${line.sign} ${gherkinLine(line.cells, widths)}`;
  const marks = widths.map((width, column) => '^'.repeat(line.marks.get(column) ?? 0).padEnd(width));
  return `      ${marks.join('   ')}`.trimEnd();
}
