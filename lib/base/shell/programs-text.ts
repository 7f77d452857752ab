import { resolvePath, readFile } from './files.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, linesOf, parseFlags, unknownFlag } from './program.ts';
import { readAll } from './programs-files.ts';
import { searchPattern } from './text-pattern.ts';

/** Collects standard input until its end when one of the operands is standard input, then calls `body` with all of it. */
function withInput(call: ProgramCall, names: readonly string[], body: (input: string) => ProgramStep): ProgramStep {
  const collected = ((call.memory as string | undefined) ?? '') + call.input;
  if (names.includes('-') && !call.inputEnded) return { kind: 'input', memory: collected.slice(-maxCollected) };
  return body(collected);
}
const maxCollected = 1024 * 1024;

function sources(flags: Flags): readonly string[] {
  return flags.operands.length === 0 ? ['-'] : flags.operands;
}

/** `head -3` and `tail -3` are old spellings of `-n 3`. */
function modern(args: readonly string[]): string[] {
  return args.map((argument) => (/^-[0-9]+$/.test(argument) ? `-n${argument.slice(1)}` : argument));
}

const longCounts = new Map([['lines', 'n'], ['bytes', 'c'], ['quiet', 'q'], ['follow', 'f'], ['retry', 'F']]); // prettier-ignore

const head: Program = (call) => {
  const flags = parseFlags(modern(call.argv.slice(1)), 'qv', 'nc', longCounts);
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = sources(flags);
  const bytes = flags.value('c');
  const count = Number(bytes ?? flags.value('n') ?? 10);
  if (!Number.isInteger(count)) return fail(call, `invalid number '${bytes ?? flags.value('n') ?? ''}'`);
  const cut = (text: string): string => {
    if (bytes !== undefined) return text.slice(0, count < 0 ? Math.max(0, text.length + count) : count);
    return linesOf(text).slice(0, count).map((line) => line + '\n').join(''); // prettier-ignore
  };
  const sofar = ((call.memory as string | undefined) ?? '') + call.input;
  const enough = count >= 0 && (bytes !== undefined ? sofar.length >= count : sofar.split('\n').length > count);
  if (names.length === 1 && names[0] === '-' && enough) return exit(0, cut(sofar));
  return withInput(call, names, (input) => printParts(call, names, input, cut));
};

function printParts(call: ProgramCall, names: readonly string[], input: string, cut: (text: string) => string): ProgramStep {
  const { texts, stderr } = readAll(call, names, input);
  const blocks = texts.map(({ name, text }) => (names.length > 1 ? `==> ${name} <==\n${cut(text)}` : cut(text)));
  return exit(stderr === '' ? 0 : 1, blocks.join(names.length > 1 ? '\n' : ''), stderr);
}

const tail: Program = (call) => {
  const flags = parseFlags(modern(call.argv.slice(1)), 'fFqv', 'ncs', longCounts);
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = sources(flags);
  if (names.some((name) => resolvePath(call.cwd, name) === '/dev/zero')) return { kind: 'out-of-memory' };
  const written = flags.value('c') ?? flags.value('n') ?? '10';
  const fromStart = written.startsWith('+');
  const count = Math.abs(Number(written));
  if (!Number.isInteger(count)) return fail(call, `invalid number '${written}'`);
  const cut = (text: string): string => {
    if (flags.has('c')) return fromStart ? text.slice(count - 1) : count === 0 ? '' : text.slice(-count);
    const lines = linesOf(text);
    return (fromStart ? lines.slice(Math.max(0, count - 1)) : count === 0 ? [] : lines.slice(-count)).map((line) => line + '\n').join(''); // prettier-ignore
  };
  if (flags.has('f') || flags.has('F')) return follow(call, flags, cut);
  return withInput(call, names, (input) => printParts(call, names, input, cut));
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

const longGrep = new Map([['ignore-case', 'i'], ['invert-match', 'v'], ['count', 'c'], ['quiet', 'q'], ['fixed-strings', 'F'], ['only-matching', 'o'], ['line-number', 'n']]); // prettier-ignore

const grep: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'ivcqFEowxnhHsrl', 'eAmBC', longGrep);
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const pattern = flags.value('e') ?? flags.operands[0];
  if (pattern === undefined) return exit(2, '', 'Usage: grep [OPTION]... PATTERNS [FILE]...\n');
  const operands = flags.operands.slice(flags.has('e') ? 0 : 1);
  const search = searchPattern(pattern, { fixed: flags.has('F'), extended: flags.has('E'), ignoreCase: flags.has('i'), word: flags.has('w'), line: flags.has('x') }); // prettier-ignore
  if (typeof search === 'string') return fail(call, search, 2);
  const select = (line: string): boolean => (search(line) !== undefined) !== flags.has('v');
  const show = (line: string): string => (flags.has('o') ? (search(line) ?? '') : line) + '\n';
  if (operands.length === 0 && !flags.has('c') && !flags.has('n') && !flags.has('m')) return grepStream(call, flags.has('q'), select, show);
  return withInput(call, operands.length === 0 ? ['-'] : operands, (input) => {
    const { texts, stderr } = readAll(call, operands.length === 0 ? ['-'] : operands, input);
    let matched = 0;
    let stdout = '';
    for (const { name, text } of texts) {
      const prefix = texts.length > 1 && !flags.has('h') ? `${name}:` : '';
      const found = linesOf(text).map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => select(line)).slice(0, Number(flags.value('m') ?? Infinity)); // prettier-ignore
      matched += found.length;
      if (flags.has('l')) stdout += found.length > 0 ? name + '\n' : '';
      else if (flags.has('c')) stdout += `${prefix}${found.length}\n`;
      else for (const { line, number } of found) stdout += prefix + (flags.has('n') ? `${number}:` : '') + show(line);
    }
    return exit(stderr !== '' ? 2 : matched > 0 ? 0 : 1, flags.has('q') ? '' : stdout, flags.has('s') ? '' : stderr);
  });
};

/** Lines are filtered as they come, so that `tail -f log | grep x` shows them at once. */
function grepStream(call: ProgramCall, quiet: boolean, select: (line: string) => boolean, show: (line: string) => string): ProgramStep {
  const memory = (call.memory as { rest: string; matched: boolean } | undefined) ?? { rest: '', matched: false };
  const text = memory.rest + call.input;
  const end = call.inputEnded ? text.length : text.lastIndexOf('\n') + 1;
  const found = linesOf(text.slice(0, end)).filter(select);
  const matched = memory.matched || found.length > 0;
  const stdout = quiet ? '' : found.map(show).join('');
  if (call.inputEnded || (quiet && matched)) return exit(matched ? 0 : 1, stdout);
  return { kind: 'input', stdout, memory: { rest: text.slice(end), matched } };
}

const wc: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'lwcm');
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    const all = !'lwcm'.split('').some((letter) => flags.has(letter));
    let stdout = '';
    for (const { name, text } of texts) {
      const counts: number[] = [];
      if (all || flags.has('l')) counts.push(text.split('\n').length - 1);
      if (all || flags.has('w')) counts.push(text.split(/\s+/).filter((word) => word !== '').length);
      if (all || flags.has('c') || flags.has('m')) counts.push(Buffer.byteLength(text));
      const width = counts.length > 1 ? (call.flavour === 'busybox' ? 9 : 7) : 0;
      stdout += counts.map((count) => String(count).padStart(width)).join(call.flavour === 'busybox' && width > 0 ? '' : ' ');
      stdout += name === '-' ? '\n' : ` ${name}\n`;
    }
    return exit(stderr === '' ? 0 : 1, stdout, stderr);
  });
};

const sort: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'rnu');
  if (flags.unknown !== undefined) return unknownFlag(call, flags.unknown);
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    let lines = texts.flatMap(({ text }) => linesOf(text)).sort(flags.has('n') ? (a, b) => leadingNumber(a) - leadingNumber(b) : undefined);
    if (flags.has('u')) lines = lines.filter((line, index) => line !== lines[index - 1]);
    if (flags.has('r')) lines.reverse();
    return exit(stderr === '' ? 0 : 2, lines.map((line) => line + '\n').join(''), stderr);
  });
};

function leadingNumber(line: string): number {
  return Number(/^\s*(-?[0-9]+(?:\.[0-9]+)?)/.exec(line)?.[1] ?? 0);
}

const uniq: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'cd');
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    const groups: { line: string; count: number }[] = [];
    for (const line of texts.flatMap(({ text }) => linesOf(text))) {
      const last = groups.at(-1);
      if (last?.line === line) last.count++;
      else groups.push({ line, count: 1 });
    }
    const shown = groups.filter(({ count }) => !flags.has('d') || count > 1);
    return exit(stderr === '' ? 0 : 1, shown.map(({ line, count }) => (flags.has('c') ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`)).join(''), stderr); // prettier-ignore
  });
};

const cut: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 's', 'dfcb');
  const list = flags.value('f') ?? flags.value('c') ?? flags.value('b');
  if (list === undefined) return fail(call, 'you must specify a list of bytes, characters, or fields');
  const wanted = list.split(',').map((range) => /^([0-9]*)(-?)([0-9]*)$/.exec(range));
  const keeps = (number: number): boolean =>
    wanted.some((match) => {
      const from = Number(match?.[1] === '' ? 1 : match?.[1]);
      return number >= from && number <= (match?.[2] === '' ? from : match?.[3] === '' ? Infinity : Number(match?.[3]));
    });
  const delimiter = flags.has('f') ? (flags.value('d') ?? '\t') : '';
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    const lines = texts.flatMap(({ text }) => linesOf(text)).map((line) => {
      const fields = line.split(delimiter);
      return flags.has('f') && fields.length === 1 ? line : fields.filter((_, index) => keeps(index + 1)).join(delimiter);
    }); // prettier-ignore
    return exit(stderr === '' ? 0 : 1, lines.map((line) => line + '\n').join(''), stderr);
  });
};

const tr: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'dsc');
  const [from = '', to = ''] = flags.operands.map(characterSet);
  return withInput(call, ['-'], (input) => {
    let text = '';
    for (const character of input) {
      const at = from.indexOf(character);
      const inSet = at >= 0 !== flags.has('c');
      if (!inSet) text += character;
      else if (!flags.has('d')) {
        const replaced = to === '' ? character : (to[Math.min(Math.max(at, 0), to.length - 1)] ?? '');
        if (!(flags.has('s') && text.endsWith(replaced))) text += replaced;
      }
    }
    return exit(0, text);
  });
};

function characterSet(written: string): string {
  return written
    .replace(/\[:upper:\]/g, 'A-Z').replace(/\[:lower:\]/g, 'a-z').replace(/\[:digit:\]/g, '0-9').replace(/\[:space:\]/g, ' \t\n')
    .replace(/\\n/g, '\n').replace(/\\t/g, '\t')
    .replace(/(.)-(.)/gs, (range, first: string, last: string) => {
      let text = '';
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) text += String.fromCharCode(code);
      return text === '' ? range : text;
    }); // prettier-ignore
}

/** Programs about text: head, tail, grep, wc, sort, uniq, cut, tr. */
export const textPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['head', head],
  ['tail', tail],
  ['grep', grep],
  ['egrep', (call) => grep({ ...call, argv: ['grep', '-E', ...call.argv.slice(1)] })],
  ['wc', wc],
  ['sort', sort],
  ['uniq', uniq],
  ['cut', cut],
  ['tr', tr],
]);
