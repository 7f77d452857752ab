import { UsageError } from '../lib/api/errors.ts';
import { DurationError, parseDuration } from '../lib/base/duration.ts';
import { QuantityError, value as bytesOf } from '../lib/base/quantity.ts';
import { didYouMean } from '../lib/base/suggest.ts';
import type { Behaviour } from '../lib/node/images/behaviour.ts';

/** What one row says: which container, and what it does. */
export interface ContainerRow {
  readonly container: string;
  readonly behaviour: Behaviour;
}

const COLUMNS: Readonly<Record<string, (text: string) => Behaviour>> = {
  'Becomes ready': (text) => ({ startsAfterMillis: timeOf(text) }),
  Listens: (text) => ({ ports: text.split(/\s*,\s*/).map(portOf) }),
  'Fails at': (text) => ({ failsAfterMillis: timeOf(text) }),
  Exits: (text) => ({ exits: exitOf(text) }),
  Memory: (text) => ({ memoryBytes: bytesOf(text) }),
  Logs: (text) => ({ logLines: text.split('\n') }),
  'Ignores SIGTERM': (text) => ({ ignoresTerm: yesOf(text) }),
};

const CONTAINER = 'Container';

/** Reads a table of what containers do, a row each; an empty cell says nothing. Throws one UsageError with all that is wrong. */
export function readContainerTable(table: readonly (readonly string[])[]): readonly ContainerRow[] {
  const [headers = [], ...rows] = table;
  const known = [CONTAINER, ...Object.keys(COLUMNS)];
  const columns = headers.map((header) => known.find((name) => name.toLowerCase() === header.trim().toLowerCase()));
  const problems = headers
    .filter((_, index) => columns[index] === undefined)
    .map((header) => `there is no column ${JSON.stringify(header)}.${didYouMean(header, known)} The columns are: ${known.join(', ')}`);
  const twice = columns.find((column, index) => column !== undefined && columns.indexOf(column) !== index);
  if (twice !== undefined) problems.push(`the column ${JSON.stringify(twice)} is there twice`);
  if (!columns.includes(CONTAINER))
    problems.push(`the column ${JSON.stringify(CONTAINER)} is missing: it says which container a row is about`);
  const read = rows.map((row, index) => rowOf(columns, row, `row ${index + 1}`, problems));
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return read;
}

function rowOf(columns: readonly (string | undefined)[], row: readonly string[], place: string, problems: string[]): ContainerRow {
  let container = '';
  let behaviour: Behaviour = {};
  columns.forEach((column, index) => {
    const text = (row[index] ?? '').trim();
    if (column === CONTAINER) container = text;
    else if (column !== undefined && text !== '') {
      try {
        behaviour = { ...behaviour, ...COLUMNS[column]!(text) };
      } catch (error) {
        if (!(error instanceof UsageError || error instanceof DurationError || error instanceof QuantityError)) throw error;
        problems.push(`${place}, ${column}: ${error.message}`);
      }
    }
  });
  if (columns.includes(CONTAINER) && container === '') problems.push(`${place} names no container`);
  return { container, behaviour };
}

/** `after 5s`, `5s`. */
function timeOf(text: string): number {
  return parseDuration(text.replace(/^after\s+/i, ''));
}

function portOf(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`${JSON.stringify(text)} is no port: write 8080, or 8080, 9090`);
  return port;
}

/** `1 after 10s`, `with 1 after 10s`, `0`. */
function exitOf(text: string): NonNullable<Behaviour['exits']> {
  const [, code = '', after = '0s'] = /^(?:with\s+)?([0-9]{1,3})(?:\s+after\s+(.+))?$/i.exec(text) ?? [];
  if (code === '' || Number(code) > 255) throw new UsageError(`${JSON.stringify(text)} is no end of a program: write 1 after 10s`);
  return { code: Number(code), afterMillis: parseDuration(after) };
}

function yesOf(text: string): boolean {
  if (/^yes$/i.test(text)) return true;
  if (/^no$/i.test(text)) return false;
  throw new UsageError(`${JSON.stringify(text)} is neither yes nor no`);
}
