import { compilePosix, matchesIn, type PosixPattern } from '../re2/posix.ts';
import { PatternError } from '../re2/syntax.ts';
import { listNames, readFile, resolvePath } from './files.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, linesOf, parseFlags, refusedFlags } from './program.ts';
import { isStream, readAll, withInput, type NamedText } from './program-input.ts';

const longGrep = new Map([
  ['extended-regexp', 'E'], ['fixed-strings', 'F'], ['basic-regexp', 'G'], ['perl-regexp', 'P'], ['regexp', 'e'], ['file', 'f'], ['ignore-case', 'i'],
  ['no-ignore-case', '5'], ['exclude-dir', '6'], ['label', '7'], ['no-group-separator', '8'], ['word-regexp', 'w'], ['line-regexp', 'x'], ['no-messages', 's'], ['invert-match', 'v'], ['max-count', 'm'], ['line-number', 'n'],
  ['line-buffered', '1'], ['with-filename', 'H'], ['no-filename', 'h'], ['only-matching', 'o'], ['quiet', 'q'], ['silent', 'q'], ['recursive', 'r'],
  ['dereference-recursive', 'R'], ['include', '2'], ['exclude', '3'], ['files-without-match', 'L'], ['files-with-matches', 'l'], ['count', 'c'],
  ['after-context', 'A'], ['before-context', 'B'], ['context', 'C'], ['color', '4'], ['colour', '4'], ['text', 'a'],
]); // prettier-ignore

/** What of a line matches: the places of all matches; undefined when none does. */
type Finder = (line: string) => readonly (readonly [number, number])[] | undefined;

const grep: Program = (call) => {
  const flags = parseFlags(modern(call.argv.slice(1)), 'EFGPivcqowxnhHsrRlLya158', 'efAmBC2367', longGrep);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const files = flags.values('f').map((name) => readFile(call.files, resolvePath(call.cwd, name)));
  const patterns = [
    ...flags.values('e').flatMap((text) => text.split('\n')),
    ...files.flatMap((text) => (typeof text === 'string' ? linesOf(text) : [])),
  ];
  const isGiven = flags.has('e') || flags.has('f');
  const first = flags.operands[0];
  if (!isGiven && first === undefined)
    return exit(2, '', "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
  if (!isGiven) patterns.push(...(first ?? '').split('\n'));
  const missing = files.findIndex((text) => typeof text !== 'string');
  if (missing >= 0) return fail(call, `${flags.values('f')[missing] ?? ''}: No such file or directory`, 2);
  for (const letter of 'ABCm') {
    const value = flags.value(letter);
    if (value !== undefined && !/^[0-9]{1,9}$/.test(value))
      return fail(call, letter === 'm' ? 'invalid max count' : `${value}: invalid context length argument`, 2);
  }
  const operands = flags.operands.slice(isGiven ? 0 : 1);
  return guarded(call, () => search(call, flags, finderOf(patterns, flags, call.spend), operands));
};

/** Ends with what is wrong with a pattern. */
function guarded(call: ProgramCall, body: () => ProgramStep): ProgramStep {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof PatternError) return fail(call, thrown.message, 2);
    throw thrown;
  }
}

/** `-3` is an old spelling of `-C 3`. */
function modern(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((argument, index) =>
    (end < 0 || index < end) && /^-[0-9]+$/.test(argument) && !/^-[efmABC]$/.test(args[index - 1] ?? '')
      ? `-C${argument.slice(1)}`
      : argument,
  );
}

function search(call: ProgramCall, flags: Flags, find: Finder, operands: readonly string[]): ProgramStep {
  const isRecursive = flags.has('r') || flags.has('R');
  const isStreaming = operands.length === 0 && !isRecursive && !'cnmlLABCHo'.split('').some((letter) => flags.has(letter));
  const inverted = flags.has('v');
  if (isStreaming) return grepStream(call, flags.has('q'), (line) => (find(line) !== undefined) !== inverted);
  const names = operands.length > 0 ? operands : isRecursive ? ['.'] : ['-'];
  return withInput(call, names, (input) => {
    const { texts, stderr } = isRecursive ? readTree(call, flags, names, input, operands.length === 0) : readAll(call, names, input);
    const isNamed = flags.has('H') || (!flags.has('h') && (names.length > 1 || isRecursive));
    const printed = texts.map((text) => grepText(text, flags, find, isNamed));
    // `-L` succeeds when it lists something, like everything else.
    const isFound = printed.some(({ matched }) => matched > 0);
    const stdout = flags.has('q') ? '' : joined(printed.map(({ stdout: part }) => part), flags); // prettier-ignore
    return exit(stderr !== '' && !(flags.has('q') && isFound) ? 2 : isFound ? 0 : 1, stdout, flags.has('s') ? '' : stderr);
  });
}

/** Groups of lines with their context are kept apart, also those of different files. */
function joined(parts: readonly string[], flags: Flags): string {
  const isApart = ['A', 'B', 'C'].some((letter) => flags.has(letter)) && !['c', 'l', 'L', '8'].some((letter) => flags.has(letter));
  return isApart ? parts.filter((part) => part !== '').join('--\n') : parts.join('');
}

function readTree(
  call: ProgramCall,
  flags: Flags,
  names: readonly string[],
  input: string,
  isDefault: boolean,
): { texts: NamedText[]; stderr: string } {
  const texts: NamedText[] = [];
  let stderr = '';
  const isWanted = (name: string): boolean => {
    const fits = (glob: string): boolean => globPattern(glob).test(name);
    const [included, excluded] = [flags.values('2'), flags.values('3')];
    return (included.length === 0 || included.some(fits)) && !excluded.some(fits);
  };
  const visit = (name: string): void => {
    const path = resolvePath(call.cwd, name);
    const node = isStream(name) ? undefined : call.files.nodes.get(path);
    if (node?.kind === 'directory') {
      for (const child of listNames(call.files, path)) {
        const isFolder = call.files.nodes.get(resolvePath(path, child))?.kind === 'directory';
        const isLeftOut = isFolder && flags.values('6').some((glob) => globPattern(glob).test(child));
        if ((isFolder && !isLeftOut) || (!isFolder && isWanted(child)))
          visit(name === '.' && isDefault ? child : `${name.replace(/\/$/, '')}/${child}`);
      }
      return;
    }
    const read = readAll(call, [name], input);
    texts.push(...read.texts);
    stderr += read.stderr;
  };
  for (const name of names) visit(name);
  return { texts, stderr };
}

/** A glob of `--include`: stars and question marks. */
function globPattern(glob: string): RegExp {
  const escaped = glob.slice(0, 200).replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]'); // prettier-ignore
  return new RegExp(`^${escaped}$`);
}

function grepText({ name, text }: NamedText, flags: Flags, find: Finder, isNamed: boolean): { stdout: string; matched: number } {
  const shown = name === '-' ? (flags.value('7') ?? '(standard input)') : name;
  const most = Number(flags.value('m') ?? Infinity);
  const lines = linesOf(text);
  const isSelected = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (isSelected.size >= most) break;
    if ((find(line) !== undefined) !== flags.has('v')) isSelected.add(index);
  }
  const matched = isSelected.size;
  if (flags.has('l')) return { stdout: matched > 0 ? shown + '\n' : '', matched };
  if (flags.has('L')) return { stdout: matched > 0 ? '' : shown + '\n', matched: matched > 0 ? 0 : 1 };
  const prefix = isNamed ? shown : '';
  if (flags.has('c')) return { stdout: `${isNamed ? `${prefix}:` : ''}${matched}\n`, matched };
  const label = (index: number, sign: string): string => (isNamed ? prefix + sign : '') + (flags.has('n') ? `${index + 1}${sign}` : '');
  if (flags.has('o')) {
    if (flags.has('v')) return { stdout: '', matched };
    const parts = [...isSelected].flatMap((index) =>
      (find(lines[index]!) ?? []).filter(([begin, end]) => end > begin).map(([begin, end]) => `${label(index, ':')}${lines[index]!.slice(begin, end)}\n`),
    ); // prettier-ignore
    return { stdout: parts.join(''), matched };
  }
  return { stdout: withContext(lines, isSelected, flags, label), matched };
}

function withContext(
  lines: readonly string[],
  selected: ReadonlySet<number>,
  flags: Flags,
  label: (index: number, sign: string) => string,
): string {
  const around = flags.value('C');
  const before = Number(flags.value('B') ?? around ?? 0);
  const after = Number(flags.value('A') ?? around ?? 0);
  const isApart = ['A', 'B', 'C'].some((letter) => flags.has(letter)) && !flags.has('8');
  const parts: string[] = [];
  let next = 0;
  for (const index of selected) {
    const from = Math.max(next, index - before);
    if (isApart && parts.length > 0 && from > next) parts.push('--\n');
    for (let at = from; at < index; at += 1) parts.push(`${label(at, '-')}${lines[at]!}\n`);
    parts.push(`${label(index, ':')}${lines[index]!}\n`);
    next = index + 1;
    for (; next < lines.length && next <= index + after && !selected.has(next); next += 1)
      parts.push(`${label(next, '-')}${lines[next]!}\n`);
  }
  return parts.join('');
}

/** Lines are filtered as they come, so that `tail -f log | grep x` shows them at once. */
function grepStream(call: ProgramCall, quiet: boolean, select: (line: string) => boolean): ProgramStep {
  const memory = (call.memory as { rest: string; matched: boolean } | undefined) ?? { rest: '', matched: false };
  const text = memory.rest + call.input;
  const end = call.inputEnded ? text.length : text.lastIndexOf('\n') + 1;
  const found = linesOf(text.slice(0, end)).filter(select);
  const matched = memory.matched || found.length > 0;
  const stdout = quiet ? '' : found.map((line) => line + '\n').join('');
  if (call.inputEnded || (quiet && matched)) return exit(matched ? 0 : 1, stdout);
  return { kind: 'input', stdout, memory: { rest: text.slice(end), matched } };
}

function finderOf(patterns: readonly string[], flags: Flags, spend: ProgramCall['spend']): Finder {
  if (flags.has('P')) return perlFinder(patterns, flags, spend);
  const options = { extended: flags.has('E'), ignoreCase: (flags.has('i') || flags.has('y')) && !flags.has('5') };
  const compiled = patterns.map((text) => compilePosix(flags.has('F') ? quoted(text) : text, flags.has('F') ? { ignoreCase: options.ignoreCase } : options, spend)); // prettier-ignore
  const edges = flags.has('x') ? 'line' : flags.has('w') ? 'word' : undefined;
  return (line) => {
    const spans = compiled.flatMap((pattern) => spansOf(pattern, line, edges));
    if (spans.length === 0) return undefined;
    if (compiled.length === 1) return spans;
    spans.sort(([a, b], [c, d]) => a - c || d - b);
    let last = 0;
    return spans.filter(([begin, end]) => (begin < last ? false : ((last = end), true)));
  };
}

/** `(?<=a)b` and `a\Kb`, of which only b counts, and `b(?=a)`: what is asked for stands in a group of its own. */
function perlFinder(patterns: readonly string[], flags: Flags, spend: ProgramCall['spend']): Finder {
  const [only, more] = patterns;
  const inner = flagsWith(flags, 'E', 'P');
  const parts = more === undefined && !flags.has('w') && !flags.has('x') ? /^(?:\(\?<=((?:\\.|[^\\()])*)\)|((?:\\[^K]|[^\\()|])*)\\K)?((?:\\.|\((?!\?[=!<])|[^\\(])*?)(?:\(\?=((?:\\.|[^\\()])*)\))?$/.exec(only ?? '') : null; // prettier-ignore
  const [, behind, kept, wanted = '', ahead] = parts ?? [];
  if (parts === null || (behind ?? kept ?? ahead) === undefined) return finderOf(patterns.map(fromPerl), inner, spend);
  const expressions = [behind ?? kept ?? '', wanted, ahead ?? ''].map((part) => `(${fromPerl(part)})`);
  const pattern = compilePosix(expressions.join(''), { extended: true, ignoreCase: flags.has('i') }, spend);
  const wantedGroup = 2 + (expressions[0]!.match(/(?<!\\)\(/g)?.length ?? 0) - 1;
  return (line) => {
    const spans = [...matchesIn(pattern, line)].map((span): [number, number] => [
      span[2 * wantedGroup] ?? 0,
      span[2 * wantedGroup + 1] ?? 0,
    ]);
    return spans.length === 0 ? undefined : spans;
  };
}

/** What people write with `-P` and extended expressions say as well: classes of characters and groups that are not kept. */
function fromPerl(pattern: string): string {
  const unknown = /\(\?(?![:])|\\[KQEGpPhHRX]|[*+?}][+?]/.exec(pattern);
  if (unknown !== null) throw new PatternError(`${unknown[0]} in a Perl expression (-P) is not covered`);
  return pattern.replaceAll('(?:', '(').replaceAll('\\d', '[0-9]').replaceAll('\\D', '[^0-9]').replaceAll('\\t', '\t');
}

function flagsWith(flags: Flags, more: string, less: string): Flags {
  return { ...flags, has: (letter) => letter === more || (letter !== less && flags.has(letter)) };
}

function quoted(text: string): string {
  return text.replace(/[.[\]*^$\\]/g, '\\$&').replace(/\\\]/g, ']');
}

function spansOf(pattern: PosixPattern, line: string, edges: 'line' | 'word' | undefined): [number, number][] {
  const spans: [number, number][] = [];
  if (edges === 'line') {
    const span = pattern.find(line, 0);
    return span?.[0] === 0 && span[1] === line.length ? [[0, line.length]] : [];
  }
  for (const [begin = 0, end = 0] of matchesIn(pattern, line)) {
    if (edges === undefined || (end > begin && !isWord(line[begin - 1]) && !isWord(line[end]))) spans.push([begin, end]);
  }
  return spans;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

const withFlag =
  (flag: string): Program =>
  (call) =>
    grep({ ...call, argv: ['grep', flag, ...call.argv.slice(1)] });

/** The program grep and its other names. */
export const grepPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['grep', grep],
  ['egrep', withFlag('-E')],
  ['fgrep', withFlag('-F')],
]);
