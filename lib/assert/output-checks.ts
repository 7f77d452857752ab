import { clip, visible } from '../base/text-table.ts';
import type { ExecResult } from '../node/exec.ts';
import { pairUp } from './pairing.ts';
import { isLineAsExpected, isWithin } from './volatile.ts';
import { AssertionError } from './assertion-error.ts';
import { lineDifference } from './text-difference.ts';

/** A command that somebody ran, and what became of it. */
export interface Ran extends ExecResult {
  readonly command: string;
}

const MOST_LINES = 12;
const MOST_COLUMNS = 160;

/**
 * The command has printed a text, on standard output or standard error; `<age>` and the like stand for what differs from run to run. Throws an
 * AssertionError that shows what it printed.
 */
export function expectPrinted(ran: Ran, text: string): void {
  if (isWithin(text, ran.output)) return;
  throw new AssertionError(`expected ${JSON.stringify(ran.command)} to print ${JSON.stringify(text)}, ${shown(ran)}`);
}

/**
 * The command has printed just those lines; `<age>` and the like stand for what differs from run to run, `*` for anything. Throws an
 * AssertionError that shows the difference.
 */
export function expectOutput(ran: Ran, text: string): void {
  const [expected, actual] = [text.trimEnd(), ran.output.trimEnd()];
  if (expected === actual) return;
  // A line that is as expected is shown as it was expected: only what differs is marked.
  const [wanted, found] = [expected.split('\n'), actual.split('\n')];
  const told = found.map((line, i) => [wanted[i], ...wanted].find((each) => each !== undefined && isLineAsExpected(each, line)) ?? line);
  if (told.length === wanted.length && told.every((line, i) => line === wanted[i])) return;
  const lines = lineDifference(wanted, told).map(({ sign, text: line }) => `  ${sign} ${visible(line)}`);
  throw new AssertionError([`${JSON.stringify(ran.command)} printed something else (- expected, + found):`, '', ...lines].join('\n'));
}

/** The command has ended well. Throws an AssertionError that shows what it printed. */
export function expectWell(ran: Ran): void {
  if (ran.code !== 0)
    throw new AssertionError(`expected ${JSON.stringify(ran.command)} to succeed, found exit code ${ran.code}, ${shown(ran)}`);
}

/** The command has failed, and said why in these words. Throws an AssertionError that shows what it printed. */
export function expectFailure(ran: Ran, words: string): void {
  if (ran.code === 0)
    throw new AssertionError(
      `expected ${JSON.stringify(ran.command)} to fail with ${JSON.stringify(words)}, but it succeeded and ${shown(ran)}`,
    );
  expectPrinted(ran, words);
}

/** The command has printed a table with those rows, each of them as often as it is expected; columns that are not asked for, and other rows, may be there. Throws an AssertionError that shows what it printed. */
export function expectTable(ran: Ran, [header = [], ...rows]: readonly (readonly string[])[]): void {
  const table = tableIn(ran.output, header);
  if (typeof table === 'string')
    throw new AssertionError(`${JSON.stringify(ran.command)} printed no column ${JSON.stringify(table)}, ${shown(ran)}`);
  const partners = rows.map((row) => table.flatMap((cells, at) => (row.every((cell, i) => isLineAsExpected(cell, cells[i]!)) ? [at] : [])));
  const pairs = pairUp(partners, table.length);
  const missing = rows.filter((_, at) => pairs[at] === -1);
  if (missing.length === 0) return;
  const lines = missing.map((row) => `  | ${row.join(' | ')} |`);
  throw new AssertionError([`${JSON.stringify(ran.command)} printed no such row:`, ...lines, shown(ran)].join('\n'));
}

/** The cells of the wanted columns of a printed table, or the name of a column that is not there. */
function tableIn(output: string, wanted: readonly string[]): readonly (readonly string[])[] | string {
  const [header = '', ...lines] = output.split('\n');
  const columns = [...header.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], start: match.index }));
  const places = wanted.map((name) => columns.findIndex((column) => column.name.toUpperCase() === name.trim().toUpperCase()));
  const unknown = places.indexOf(-1);
  if (unknown !== -1) return wanted[unknown]!;
  return lines.map((line) => places.map((place) => line.slice(columns[place]!.start, columns[place + 1]?.start).trim()));
}

/** The command has ended with an exit code. Throws an AssertionError that shows what it printed. */
export function expectCode(ran: Ran, code: number): void {
  if (ran.code !== code)
    throw new AssertionError(`expected ${JSON.stringify(ran.command)} to exit with ${code}, found ${ran.code}, ${shown(ran)}`);
}

function shown({ output }: Ran): string {
  const lines = output.trimEnd().split('\n');
  if (lines.join('') === '') return 'but it printed nothing';
  const left = lines.length > MOST_LINES ? [`  (${lines.length - MOST_LINES} lines before)`] : [];
  return ['it printed:', ...left, ...lines.slice(-MOST_LINES).map((line) => `  ${clip(visible(line), MOST_COLUMNS)}`)].join('\n');
}
