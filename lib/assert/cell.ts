import { UsageError } from '../api/errors.ts';
import { compareMeasures, isMeasure } from './measure.ts';
import { compilePattern, matchesWhole, type Pattern } from './pattern.ts';

type Operator = '>=' | '<=' | '>' | '<';

/** What one expected cell of a table, or one expected scalar of a YAML document, asks for; `source` is how it was written. */
export type Cell =
  | { readonly kind: 'text'; readonly source: string; readonly text: string }
  | { readonly kind: 'glob'; readonly source: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly pattern: Pattern }
  | { readonly kind: 'bound'; readonly source: string; readonly operator: Operator; readonly limit: string }
  | { readonly kind: 'any' | 'none'; readonly source: string };

/** What `kubectl get` prints for nothing. */
const NONE = '<none>';

const BOUND_WORDS: Readonly<Record<Operator, string>> = { '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' };

/**
 * The meaning of an expected cell:
 *
 * - `Running` exactly this text (an empty cell: nothing, as `<none>`)
 * - `web-*`, `web-?` a glob over the whole cell
 * - `~/web-.{5}/` a regular expression over the whole cell
 * - `>=3`, `<=3`, `>3`, `<3` a bound, also of durations (`<10s`), quantities (`>=500m`) and percentages
 * - `<any>` whatever there is; `<none>` nothing: empty, absent or the words `<none>`
 *
 * A backslash in front makes any of these a plain text. Throws a UsageError for a regular expression that is none.
 */
export function parseCell(source: string): Cell {
  return parseScalar(source) ?? (/[*?]/.test(source) ? { kind: 'glob', source } : { kind: 'text', source, text: source });
}

/**
 * The meaning of an expected string in a YAML document: as a cell, but without globs, because `*` is an ordinary character in many
 * values; undefined when it is a plain text that stands for itself. Throws a UsageError for a regular expression that is none.
 */
export function parseScalar(source: string): Cell | undefined {
  if (source === '<any>') return { kind: 'any', source };
  if (source === NONE || source === '') return { kind: 'none', source };
  if (source.startsWith('~/')) return parsePatternCell(source);
  const [, operator, limit = ''] = /^(>=|<=|>|<) {0,9}(\S{1,60})$/.exec(source) ?? [];
  if (operator !== undefined && isMeasure(limit)) return { kind: 'bound', source, operator: operator as Operator, limit };
  const escaped = source.replace(/^\\+/, '');
  if (escaped.length < source.length && isSpecial(escaped)) return { kind: 'text', source, text: source.slice(1) };
  return undefined;
}

/** Whether a value as it is printed (undefined: there is none) is what the cell asks for. */
export function matches(cell: Cell, actual: string | undefined): boolean {
  const isNothing = actual === undefined || actual === '' || actual === NONE;
  switch (cell.kind) {
    case 'any':
      return !isNothing;
    case 'none':
      return isNothing;
    case 'text':
      return cell.text === actual;
    case 'glob':
      return actual !== undefined && matchesGlob(cell.source, actual);
    case 'pattern':
      return actual !== undefined && matchesWhole(cell.pattern, actual);
    case 'bound':
      return actual !== undefined && isWithin(cell.operator, compareMeasures(actual, cell.limit));
  }
}

/** What the cell asks for, in words that fit after "expected": `at least 3`, `something like "web-*"`. */
export function describe(cell: Cell): string {
  switch (cell.kind) {
    case 'any':
      return 'anything';
    case 'none':
      return 'nothing';
    case 'text':
      return JSON.stringify(cell.text);
    case 'glob':
      return `something like ${JSON.stringify(cell.source)}`;
    case 'pattern':
      return `something that matches /${cell.pattern.source}/`;
    case 'bound':
      return `${BOUND_WORDS[cell.operator]} ${cell.limit}`;
  }
}

function parsePatternCell(source: string): Cell {
  if (source.length < 3 || !source.endsWith('/')) {
    throw new UsageError(
      `${quoted(source)} begins a pattern with "~/" but does not end it with "/"; for the text itself write ${quoted(`\\${source}`)}`,
    );
  }
  try {
    return { kind: 'pattern', source, pattern: compilePattern(source.slice(2, -1)) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${quoted(source)} is not a valid pattern: ${error.message}`);
  }
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function isSpecial(text: string): boolean {
  return /^~\/|[*?]/.test(text) || (text !== '' && parseScalar(text) !== undefined);
}

function isWithin(operator: Operator, order: number | undefined): boolean {
  if (order === undefined) return false;
  if (order === 0) return operator === '>=' || operator === '<=';
  return order > 0 === operator.startsWith('>');
}

/** Two pointers and one place to return to: after a later `*` matched, the earlier ones need no second try. */
function matchesGlob(glob: string, text: string): boolean {
  const head = glob.search(/[*?]/);
  if (!text.startsWith(glob.slice(0, head))) return false;
  const [wanted, found] = [characters(glob.slice(head)), characters(text.slice(head))];
  let [at, position, star, resume] = [0, 0, -1, 0];
  while (position < found.length) {
    if (wanted[at] === '*') {
      if (at === wanted.length - 1) return true;
      star = at++;
      resume = position;
    } else if (wanted[at] === '?' || wanted[at] === found[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}

/** Names are plain ASCII as a rule, and a string is then its own list of characters. */
function characters(text: string): string | readonly string[] {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}
