import { diffArrays } from 'diff';
import { formatClock } from './clock-format.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, misused, parseFlags, refusedFlags } from './program.ts';
import { isStream, textAt, withInput } from './program-input.ts';

/** Two files by their names; the step says why they cannot be compared. */
function pairOf(
  call: ProgramCall,
  names: readonly string[],
  input: string,
): { readonly left: string; readonly right: string } | { readonly refused: ProgramStep } {
  const texts: string[] = [];
  let stderr = '';
  for (const name of names) {
    const text = textAt(call, name, input);
    if (typeof text === 'string') texts.push(text);
    else stderr += `${call.argv[0] ?? ''}: ${name}: ${text.problem === 'EISDIR' ? 'Is a directory' : 'No such file or directory'}\n`;
  }
  const [left, right] = texts;
  return left === undefined || right === undefined ? { refused: exit(2, '', stderr) } : { left, right };
}

const cmp: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'slb', 'ni', new Map([['silent', 's'], ['quiet', 's'], ['verbose', 'l'], ['bytes', 'n']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return { ...refused, code: 2 } as ProgramStep;
  const [first, second = '-'] = flags.operands;
  if (first === undefined) return exit(2, '', `cmp: missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.\n`);
  const names = [first, second];
  return withInput(call, names, (input) => {
    const pair = pairOf(call, names, input);
    if ('refused' in pair) return flags.has('s') ? exit(2) : pair.refused;
    const [left, right] = [Buffer.from(pair.left), Buffer.from(pair.right)];
    const length = Math.min(left.length, right.length);
    let at = 0;
    while (at < length && left[at] === right[at]) at += 1;
    if (at === left.length && at === right.length) return exit(0);
    if (flags.has('s')) return exit(1);
    const before = left.subarray(0, at).toString('latin1').split('\n').length;
    if (at < length) return exit(1, `${names.join(' ')} differ: ${call.flavour === 'busybox' ? 'char' : 'byte'} ${at + 1}, line ${before}\n`); // prettier-ignore
    const short = left.length < right.length ? first : second;
    if (at === 0) return exit(1, '', `cmp: EOF on ${short} which is empty\n`);
    const isWhole = left[at - 1] === 10;
    const place = isWhole ? `line ${before - 1}` : `in line ${before}`;
    return exit(1, '', `cmp: EOF on ${short} after byte ${at}, ${place}\n`);
  });
};

const longDiff = new Map([
  ['unified', 'U'], ['brief', 'q'], ['report-identical-files', 's'], ['ignore-case', 'i'], ['ignore-all-space', 'w'], ['ignore-space-change', 'b'],
  ['ignore-blank-lines', 'B'], ['new-file', 'N'], ['recursive', 'r'], ['label', 'L'], ['color', '1'], ['text', 'a'], ['minimal', 'd'],
]); // prettier-ignore

const diff: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'uqsiwbBNra1d', 'UL', longDiff);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const [first, second, extra] = flags.operands;
  if (first === undefined || second === undefined || extra !== undefined) {
    const text = extra !== undefined ? `extra operand '${extra}'` : `missing operand after '${first ?? 'diff'}'`;
    return { ...misused(call, text), stderr: `diff: ${text}\ndiff: Try 'diff --help' for more information.\n` };
  }
  if (flags.has('r')) return fail(call, 'directories (-r) are not covered', 2);
  return withInput(call, [first, second].filter(isStream), (input) => {
    const pair = pairOf(call, [first, second], input);
    if ('refused' in pair) return pair.refused;
    const isSame = pair.left === pair.right;
    if (isSame) return exit(0, flags.has('s') ? `Files ${first} and ${second} are identical\n` : '');
    const [olds, news] = [linesWithEnds(pair.left), linesWithEnds(pair.right)];
    const changes = changesOf(olds, news, flags);
    const edits = Math.min(
      MOST_EDITS,
      changes.reduce((sum, change) => sum + change.olds.length + change.news.length, 0),
    );
    call.spend(olds.length + news.length + edits * edits);
    if (changes.length === 0) return exit(0);
    if (flags.has('q')) return exit(1, `Files ${first} and ${second} differ\n`);
    const labels = flags.values('L');
    // Files do not know when they were written: now, as far as anybody can tell.
    const written = formatClock('%Y-%m-%d %H:%M:%S.000000000 +0000', call.epochMillis + call.atMillis);
    const header = (name: string, index: number): string => labels[index] ?? `${name}\t${written}`;
    const context = flags.has('U') ? Number(flags.value('U') === '' ? 3 : flags.value('U')) : 3;
    if (!flags.has('u') && !flags.has('U')) return exit(1, changes.map((change) => normalText(change)).join(''));
    if (!Number.isInteger(context)) return fail(call, `invalid context length '${flags.value('U') ?? ''}'`, 2);
    return exit(1, `--- ${header(first, 0)}\n+++ ${header(second, 1)}\n${unifiedText(changes, pair, context)}`);
  });
};

/** Lines of one text that stand for lines of another; counted from 0. */
interface Change {
  readonly at: number;
  readonly olds: readonly string[];
  readonly to: number;
  readonly news: readonly string[];
}

function linesWithEnds(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

const MOST_EDITS = 1500;

function changesOf(left: readonly string[], right: readonly string[], flags: Flags): readonly Change[] {
  const comparator = (a: string, b: string): boolean => reduced(a, flags) === reduced(b, flags);
  // Texts that have next to nothing in common are one change, instead of a search without end.
  const parts = diffArrays([...left], [...right], { comparator, maxEditLength: MOST_EDITS }) as readonly { count: number; added?: boolean; removed?: boolean }[] | undefined; // prettier-ignore
  if (parts === undefined) return [{ at: 0, olds: left, to: 0, news: right }];
  const changes: Change[] = [];
  let [at, to] = [0, 0];
  let open: Change | undefined;
  const close = (): void => {
    if (open !== undefined) changes.push(open);
    open = undefined;
  };
  for (const { count, added = false, removed = false } of parts) {
    if (!added && !removed) {
      close();
      at += count;
      to += count;
      continue;
    }
    open ??= { at, olds: [], to, news: [] };
    if (removed) open = { ...open, olds: [...open.olds, ...left.slice(at, (at += count))] };
    else open = { ...open, news: [...open.news, ...right.slice(to, (to += count))] };
  }
  close();
  const isBlank = (line: string): boolean => line.trim() === '';
  return flags.has('B') ? changes.filter(({ olds, news }) => !olds.every(isBlank) || !news.every(isBlank)) : changes;
}

function reduced(line: string, flags: Flags): string {
  const cased = flags.has('i') ? line.toLowerCase() : line;
  if (flags.has('w')) return cased.replace(/\s+/g, '');
  return flags.has('b') ? cased.replace(/\s+$/, '').replace(/\s+/g, ' ') : cased;
}

function shownLine(sign: string, line: string): string {
  return `${sign}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`;
}

function normalText({ at, olds, to, news }: Change): string {
  const range = (from: number, count: number): string =>
    count === 0 ? String(from) : count === 1 ? String(from + 1) : `${from + 1},${from + count}`;
  const letter = olds.length === 0 ? 'a' : news.length === 0 ? 'd' : 'c';
  const between = letter === 'c' ? '---\n' : '';
  const minus = olds.map((line) => shownLine('< ', line)).join('');
  return `${range(at, olds.length)}${letter}${range(to, news.length)}\n${minus}${between}${news.map((line) => shownLine('> ', line)).join('')}`;
}

function unifiedText(changes: readonly Change[], pair: { readonly left: string }, context: number): string {
  const lines = linesWithEnds(pair.left);
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.at - (last.at + last.olds.length) <= 2 * context) hunks.at(-1)!.push(change);
    else hunks.push([change]);
  }
  return hunks.map((hunk) => hunkText(hunk, lines, context)).join('');
}

function hunkText(hunk: readonly Change[], lines: readonly string[], context: number): string {
  const [first, last] = [hunk[0]!, hunk.at(-1)!];
  const begin = Math.max(0, first.at - context);
  const end = Math.min(lines.length, last.at + last.olds.length + context);
  let text = '';
  let at = begin;
  let grown = 0;
  for (const change of hunk) {
    text += lines.slice(at, change.at).map((line) => shownLine(' ', line)).join(''); // prettier-ignore
    text += change.olds.map((line) => shownLine('-', line)).join('') + change.news.map((line) => shownLine('+', line)).join('');
    at = change.at + change.olds.length;
    grown += change.news.length - change.olds.length;
  }
  text += lines.slice(at, end).map((line) => shownLine(' ', line)).join(''); // prettier-ignore
  const range = (from: number, count: number): string => (count === 1 ? String(from + 1) : `${count === 0 ? from : from + 1},${count}`);
  const newBegin = begin + (first.to - first.at);
  return `@@ -${range(begin, end - begin)} +${range(newBegin, end - begin + grown)} @@\n${text}`;
}

/** Programs that compare: cmp, diff. */
export const comparePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['cmp', cmp],
  ['diff', diff],
]);
