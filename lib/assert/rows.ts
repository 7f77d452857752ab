import { diffArrays } from 'diff';
import { UsageError } from '../api/errors.ts';
import { matches, parseCell, type Cell } from './cell.ts';
import { pairNearest, pairUp } from './pairing.ts';

/** A table as a feature file has it: names of columns, and under them what is expected. */
export interface ExpectedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Whether the rows are all there is, or some of what there is. */
export type TableMode = 'are' | 'include';

/** What became of one row; cells are in the order of the asked columns, `differing` are the indexes of columns. */
export type RowOutcome =
  | { readonly outcome: 'matched'; readonly expected: readonly string[]; readonly actual: readonly string[] }
  | {
      readonly outcome: 'different';
      readonly expected: readonly string[];
      readonly actual: readonly string[];
      readonly differing: readonly number[];
    }
  | { readonly outcome: 'missing'; readonly expected: readonly string[] }
  | { readonly outcome: 'surplus'; readonly actual: readonly string[] };

/** Why a table is not as expected: the expected rows in their order, then the surplus ones in theirs. */
export interface RowMismatch {
  readonly mode: TableMode;
  readonly columns: readonly string[];
  readonly outcomes: readonly RowOutcome[];
  /** How many rows there are, asked about or not. */
  readonly found: number;
}

interface ColumnCell {
  readonly cell: Cell;
  readonly answers: Map<string | undefined, boolean>;
}

// Beyond this many rows on either side, closest ones are no longer looked for: nobody reads that far.
const MOST_LEFTOVERS = 1_000;

/**
 * Compares rows in any order: every expected row wants an actual row of its own. Undefined when all is as expected; otherwise every
 * row that has none is paired with the closest one left (most equal cells; the exact name counts most). An actual row that lacks a
 * column has nothing in it. Throws one UsageError that names every cell that is not valid.
 */
export function compareRows(
  expected: ExpectedTable,
  actual: readonly ReadonlyMap<string, string>[],
  mode: TableMode,
): RowMismatch | undefined {
  const cells = parseRows(expected);
  const found = actual.map((row) => expected.columns.map((column) => row.get(column)));
  const partnerOf = pairUp(partners(cells, found), found.length);
  const taken = new Set(partnerOf);
  const unused = found.map((_, index) => index).filter((index) => !taken.has(index));
  if (!partnerOf.includes(-1) && (mode === 'include' || unused.length === 0)) return undefined;

  const closestOf = pairLeftovers(expected.columns, cells, found, partnerOf, unused);
  const outcomes: RowOutcome[] = cells.map((row, index) => {
    const written = row.map(({ cell }) => cell.source);
    const partner = partnerOf[index]!;
    if (partner !== -1) return { outcome: 'matched', expected: written, actual: printed(found[partner]!) };
    const closest = closestOf.get(index);
    if (closest === undefined) return { outcome: 'missing', expected: written };
    return { outcome: 'different', expected: written, actual: printed(found[closest]!), differing: differing(row, found[closest]!) };
  });
  if (mode === 'are') {
    const shown = new Set(closestOf.values());
    for (const index of unused) if (!shown.has(index)) outcomes.push({ outcome: 'surplus', actual: printed(found[index]!) });
  }
  return { mode, columns: expected.columns, outcomes, found: actual.length };
}

/**
 * The same for rows whose order counts. Where rows differ, an expected one and an actual one at the same place are one that is different;
 * the others are missing or surplus, and stand where they should or do.
 */
export function compareRowsInOrder(expected: ExpectedTable, actual: readonly ReadonlyMap<string, string>[]): RowMismatch | undefined {
  const { columns } = expected;
  const cells = parseRows(expected);
  const found = actual.map((row) => columns.map((column) => row.get(column)));
  const isAs = (row: number, index: number): boolean => cells[row]!.every((cell, column) => isAsAsked(cell, found[index]![column]));
  const outcomes: RowOutcome[] = [];
  let [row, index] = [0, 0];
  for (const { rows, others } of runs(cells.length, found.length, isAs)) {
    const isSame = rows === others && isAs(row, index);
    for (let i = 0; i < Math.max(rows, others); i++) {
      const written = i < rows ? cells[row + i]!.map(({ cell }) => cell.source) : undefined;
      const other = i < others ? found[index + i]! : undefined;
      if (written === undefined) outcomes.push({ outcome: 'surplus', actual: printed(other!) });
      else if (other === undefined) outcomes.push({ outcome: 'missing', expected: written });
      else if (isSame) outcomes.push({ outcome: 'matched', expected: written, actual: printed(other) });
      else outcomes.push({ outcome: 'different', expected: written, actual: printed(other), differing: differing(cells[row + i]!, other) });
    }
    row += rows;
    index += others;
  }
  return outcomes.every(({ outcome }) => outcome === 'matched') ? undefined : { mode: 'are', columns, outcomes, found: actual.length };
}

/** How long the runs are in which two lists are equal, or are not, one after the other. */
function runs(
  rows: number,
  others: number,
  isAs: (row: number, index: number) => boolean,
): readonly { readonly rows: number; readonly others: number }[] {
  const places = (length: number, sign: 1 | -1): number[] => Array.from({ length }, (_, index) => sign * (index + 1));
  // Expected rows are numbered upwards from 1, actual ones downwards from -1, so that a comparison knows which is which.
  const comparator = (a: number, b: number): boolean => (a > 0 ? isAs(a - 1, -b - 1) : isAs(b - 1, -a - 1));
  const parts = diffArrays(places(rows, 1), places(others, -1), { comparator });
  const found: { rows: number; others: number }[] = [];
  let last: (typeof found)[number] | undefined;
  for (const { added, removed, count } of parts) {
    const isDifference = added || removed;
    if (!isDifference || last === undefined) found.push((last = { rows: 0, others: 0 }));
    last.rows += added ? 0 : count;
    last.others += removed ? 0 : count;
    if (!isDifference) last = undefined;
  }
  return found;
}

function parseRows({ columns, rows }: ExpectedTable): readonly (readonly ColumnCell[])[] {
  const known = new Map<string, ColumnCell>();
  const problems = new Set<string>();
  const parse = (source: string): ColumnCell => {
    const column = known.get(source) ?? { cell: parseOr(problems, source), answers: new Map() };
    known.set(source, column);
    return column;
  };
  const cells = rows.map((row) => columns.map((_, index) => parse(row[index] ?? '')));
  if (problems.size > 0) throw new UsageError([...problems].join('\n'));
  return cells;
}

function parseOr(problems: Set<string>, source: string): Cell {
  try {
    return parseCell(source);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.add(error.message);
    return { kind: 'text', source, text: source };
  }
}

function partners(
  cells: readonly (readonly ColumnCell[])[],
  found: readonly (readonly (string | undefined)[])[],
): readonly (readonly number[])[] {
  const indexes = found.map((_, index) => index);
  return cells.map((row) => indexes.filter((index) => row.every((cell, column) => isAsAsked(cell, found[index]![column]))));
}

/** Cells repeat and so do values (`1/1`, `Running`): each pair is decided once. */
function isAsAsked({ cell, answers }: ColumnCell, value: string | undefined): boolean {
  if (cell.kind === 'text') return matches(cell, value);
  const known = answers.get(value);
  if (known !== undefined) return known;
  const answer = matches(cell, value);
  answers.set(value, answer);
  return answer;
}

/** For the index of each expected row without a partner, the index of the closest unused row, as long as there are any. */
function pairLeftovers(
  columns: readonly string[],
  cells: readonly (readonly ColumnCell[])[],
  found: readonly (readonly (string | undefined)[])[],
  partnerOf: readonly number[],
  unused: readonly number[],
): ReadonlyMap<number, number> {
  const lonely = partnerOf.flatMap((partner, index) => (partner === -1 ? [index] : [])).slice(0, MOST_LEFTOVERS);
  const free = unused.slice(0, MOST_LEFTOVERS);
  const nameColumn = columns.findIndex((column) => column.toLowerCase() === 'name');
  const closest = pairNearest(lonely.length, free.length, (left, right) =>
    closeness(cells[lonely[left]!]!, found[free[right]!]!, nameColumn),
  );
  return new Map(lonely.flatMap((row, left) => (closest[left] === -1 ? [] : [[row, free[closest[left]!]!] as const])));
}

/** Equal cells count first. The right name outweighs them all, because a name is who a row is; a common start of names decides ties. */
function closeness(row: readonly ColumnCell[], values: readonly (string | undefined)[], nameColumn: number): number {
  const equal = row.filter((cell, column) => isAsAsked(cell, values[column])).length;
  const name = row[nameColumn]?.cell;
  const isNamed = name?.kind === 'text' && name.text === values[nameColumn];
  const first = Math.max(nameColumn, 0);
  return (isNamed ? row.length : 0) + equal + commonStart(row[first]?.cell.source ?? '', values[first] ?? '') / 1_000;
}

function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < Math.min(left.length, right.length, 900) && left[length] === right[length]) length++;
  return length;
}

function differing(row: readonly ColumnCell[], values: readonly (string | undefined)[]): readonly number[] {
  return row.flatMap((cell, column) => (isAsAsked(cell, values[column]) ? [] : [column]));
}

function printed(values: readonly (string | undefined)[]): readonly string[] {
  return values.map((value) => value ?? '');
}
