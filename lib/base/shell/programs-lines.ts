import { resolvePath, readFile } from './files.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, linesOf, parseFlags, refusedFlags } from './program.ts';
import { filtered, isStream, linesOfAll, readAll, sources, textOfLines, withInput } from './program-input.ts';

/** `head -3` and `tail -3` are old spellings of `-n 3`, `tail +3` of `-n +3`. */
function modern(args: readonly string[]): string[] {
  return args.map((argument, index) => {
    if (index > 0 && /^-[nc]$/.test(args[index - 1]!)) return argument;
    const old = /^-([0-9]+)([fqv]*)$/.exec(argument);
    return old === null ? argument : `-${old[2] ?? ''}n${old[1] ?? ''}`;
  });
}

const longCounts = new Map([['lines', 'n'], ['bytes', 'c'], ['quiet', 'q'], ['silent', 'q'], ['verbose', 'v'], ['follow', 'f'], ['retry', 'F'], ['sleep-interval', 's'], ['pid', 'p']]); // prettier-ignore

const multipliers: ReadonlyMap<string, number> = new Map([['', 1], ['b', 512], ['k', 1024], ['K', 1024], ['kB', 1000], ['M', 1024 ** 2], ['MB', 1e6], ['G', 1024 ** 3]]); // prettier-ignore

/** A count as head and tail take it: a sign and a suffix are allowed. */
function countOf(written: string): { readonly sign: string; readonly count: number } | undefined {
  const found = /^([-+]?)([0-9]{1,15})([a-zA-Z]*)$/.exec(written);
  const unit = multipliers.get(found?.[3] ?? '');
  return found === null || unit === undefined ? undefined : { sign: found[1] ?? '', count: Number(found[2]) * unit };
}

function invalidCount(call: ProgramCall, flags: Flags, written: string): ProgramStep {
  const what = call.flavour === 'busybox' ? `invalid number '${written}'` : `invalid number of ${flags.has('c') ? 'bytes' : 'lines'}: '${written}'`; // prettier-ignore
  return fail(call, what);
}

/** The text of its lines from one to another; the last one ends as the text does. */
function lineRange(text: string, from: number, to: number): string {
  const lines = text.split('\n');
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const end = to < 0 ? count + to : Math.min(to, count);
  if (from >= end) return '';
  const part = lines.slice(from, end).join('\n');
  return end < lines.length ? part + '\n' : part;
}

const head: Program = (call) => {
  const flags = parseFlags(modern(call.argv.slice(1)), 'qv', 'nc', longCounts);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const names = sources(flags);
  const inBytes = flags.has('c');
  const written = flags.value('c') ?? flags.value('n') ?? '10';
  const counted = countOf(written);
  if (counted === undefined) return invalidCount(call, flags, written);
  const isFromEnd = counted.sign === '-';
  const { count } = counted;
  const cut = (text: string): string => {
    if (inBytes) return byteRange(text, 0, isFromEnd ? -count : count);
    return isFromEnd && count > 0 ? lineRange(text, 0, -count) : lineRange(text, 0, isFromEnd ? Infinity : count);
  };
  const before = (call.memory as { readonly text: string; readonly lines: number } | undefined) ?? { text: '', lines: 0 };
  const sofar = { text: before.text + call.input, lines: before.lines + call.input.split('\n').length - 1 };
  const enough = !isFromEnd && (inBytes ? sofar.text.length : sofar.lines) >= count;
  if (names.length === 1 && isStream(names[0]!) && enough) return exit(0, titled(flags, '-', cut(sofar.text)));
  if (names.some(isStream) && !call.inputEnded) return { kind: 'input', memory: sofar };
  return printParts(call, flags, names, sofar.text, cut);
};

function titled(flags: Flags, name: string, text: string): string {
  return flags.has('v') ? `==> ${name === '-' ? 'standard input' : name} <==\n${text}` : text;
}

/** Counted in bytes, as far as the characters are whole; a negative end is counted from the end. */
function byteRange(text: string, from: number, to: number): string {
  const bytes = Buffer.from(text);
  return bytes.subarray(from, to === 0 ? 0 : to).toString();
}

function printParts(call: ProgramCall, flags: Flags, names: readonly string[], input: string, cut: (text: string) => string): ProgramStep {
  const { texts, stderr } = readAll(call, names, input);
  const isTitled = flags.has('v') || (names.length > 1 && !flags.has('q'));
  const blocks = texts.map(({ name, text }) => (isTitled ? `==> ${name === '-' ? 'standard input' : name} <==\n${cut(text)}` : cut(text)));
  return exit(stderr === '' ? 0 : 1, blocks.join(isTitled ? '\n' : ''), stderr);
}

const tail: Program = (call) => {
  const args = modern(call.argv.slice(1)).map((argument, index) =>
    index === 0 && /^\+[0-9]+$/.test(argument) ? `-n${argument}` : argument,
  );
  const flags = parseFlags(args, 'fFqv', 'ncsp', longCounts);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const names = sources(flags);
  if (names.some((name) => resolvePath(call.cwd, name) === '/dev/zero')) return { kind: 'out-of-memory' };
  const written = flags.value('c') ?? flags.value('n') ?? '10';
  const counted = countOf(written);
  if (counted === undefined) return invalidCount(call, flags, written);
  const isFromStart = counted.sign === '+';
  const { count } = counted;
  const cut = (text: string): string => {
    if (flags.has('c'))
      return isFromStart ? byteRange(text, Math.max(0, count - 1), Infinity) : count === 0 ? '' : byteRange(text, -count, Infinity);
    if (isFromStart) return lineRange(text, Math.max(0, count - 1), Infinity);
    return count === 0 ? '' : lineRange(text, Math.max(0, linesOf(text).length - count), Infinity);
  };
  if (flags.has('f') || flags.has('F')) return follow(call, flags, cut);
  return withInput(call, names, (input) => printParts(call, flags, names, input, cut));
};

function follow(call: ProgramCall, flags: Flags, cut: (text: string) => string): ProgramStep {
  const [name = '/dev/null'] = flags.operands;
  const path = resolvePath(call.cwd, name);
  if (path === '/dev/null') return { kind: 'sleep', millis: Infinity };
  const text = readFile(call.files, path);
  const seen = call.memory as number | undefined;
  if (typeof text !== 'string') {
    if (seen !== undefined) return { kind: 'files', memory: seen };
    const { stderr } = readAll(call, [name], '');
    return flags.has('F') ? { kind: 'files', stderr, memory: 0 } : exit(1, '', stderr + 'tail: no files\n');
  }
  if (seen === undefined) return { kind: 'files', stdout: cut(text), memory: text.length };
  return { kind: 'files', stdout: text.length < seen ? text : text.slice(seen), memory: text.length };
}

const longWc = new Map([
  ['lines', 'l'],
  ['words', 'w'],
  ['bytes', 'c'],
  ['chars', 'm'],
  ['max-line-length', 'L'],
]);

const wc: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'lwcmL', '', longWc);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    const rows = texts.map(({ name, text }) => ({ name: name === '-' && flags.operands.length === 0 ? '' : name, counts: countsOf(text, flags) })); // prettier-ignore
    if (names.length > 1) rows.push({ name: 'total', counts: totalOf(rows.map(({ counts }) => counts), flags) }); // prettier-ignore
    const isWide = (rows[0]?.counts.length ?? 0) > 1 || names.length > 1;
    const bytes = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const width = !isWide ? 0 : call.flavour === 'busybox' ? 9 : names.some(isStream) ? 7 : String(bytes).length;
    const separator = call.flavour === 'busybox' && width > 0 ? '' : ' ';
    const line = (counts: readonly number[]): string => counts.map((count) => String(count).padStart(width)).join(separator);
    const stdout = rows.map(({ name, counts }) => `${line(counts)}${name === '' ? '' : ` ${name}`}\n`).join('');
    return exit(stderr === '' ? 0 : 1, stdout, stderr);
  });
};

function countsOf(text: string, flags: Flags): number[] {
  const isAll = !'lwcmL'.split('').some((letter) => flags.has(letter));
  const counts: number[] = [];
  if (isAll || flags.has('l')) counts.push(text.split('\n').length - 1);
  if (isAll || flags.has('w')) counts.push(text.split(/\s+/).filter((word) => word !== '').length);
  if (flags.has('m')) counts.push(Array.from(text).length);
  if (isAll || flags.has('c')) counts.push(Buffer.byteLength(text));
  if (flags.has('L')) counts.push(linesOf(text).reduce((most, line) => Math.max(most, line.length), 0));
  return counts;
}

function totalOf(rows: readonly (readonly number[])[], flags: Flags): number[] {
  const [first = []] = rows;
  return first.map((_, column) =>
    rows.reduce((sum, counts) => {
      const count = counts[column] ?? 0;
      return flags.has('L') && column === first.length - 1 ? Math.max(sum, count) : sum + count;
    }, 0),
  );
}

const tac: Program = (call) =>
  filtered(
    call,
    sources(parseFlags(call.argv.slice(1), 'br', 's')),
    (_, texts) =>
    texts.map(({ text }) => text.split(/(?<=\n)/).reverse().join('')).join(''), // prettier-ignore
  );

const rev: Program = (call) =>
  filtered(
    call,
    sources(parseFlags(call.argv.slice(1), '')),
    (text) =>
    text.split('\n').map((line) => Array.from(line).reverse().join('')).join('\n'), // prettier-ignore
  );

const nl: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'p', 'bwsnvihfld', new Map([['body-numbering', 'b'], ['number-width', 'w'], ['number-separator', 's'], ['number-format', 'n'], ['starting-line-number', 'v'], ['line-increment', 'i']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const width = Math.min(Number(flags.value('w') ?? 6) || 6, 100);
  const separator = flags.value('s') ?? '\t';
  const format = flags.value('n') ?? 'rn';
  const body = flags.value('b') ?? 't';
  return filtered(call, sources(flags), (_, texts) => {
    let number = Number(flags.value('v') ?? 1) || 0;
    const step = Number(flags.value('i') ?? 1) || 1;
    const lines = linesOfAll(texts).map((line) => {
      if (body === 'n' || (body === 't' && line === '')) return `${' '.repeat(width + separator.length)}${line}`;
      const written = String(number);
      number += step;
      const shown = format === 'ln' ? written.padEnd(width) : written.padStart(width, format === 'rz' ? '0' : ' ');
      return `${shown}${separator}${line}`;
    });
    return textOfLines(lines);
  });
};

const fold: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'bs', 'w', new Map([['width', 'w'], ['spaces', 's'], ['bytes', 'b']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const width = Math.max(1, Number(flags.value('w') ?? 80) || 80);
  return filtered(
    call,
    sources(flags),
    (text) =>
    text.split('\n').map((line) => folded(line, width, flags.has('s'))).join('\n'), // prettier-ignore
  );
};

function folded(line: string, width: number, atSpaces: boolean): string {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = atSpaces ? rest.lastIndexOf(' ', width - 1) : -1;
    const end = space > 0 ? space + 1 : width;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...parts, rest].join('\n');
}

/** Programs about lines: head, tail, wc, tac, rev, nl, fold. */
export const linePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['head', head],
  ['tail', tail],
  ['wc', wc],
  ['tac', tac],
  ['rev', rev],
  ['nl', nl],
  ['fold', fold],
]);
