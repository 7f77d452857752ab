import { defaultClockFormat, formatClock } from './clock-format.ts';
import { formatPrintf, interpretEscapes } from './printf.ts';
import { findNode, resolvePath } from './files.ts';
import type { Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, misused, nameOf, parseFlags, refusedFlags } from './program.ts';
import { evaluateTest } from './test-expression.ts';

const unitMillis: ReadonlyMap<string, number> = new Map([['', 1000], ['s', 1000], ['m', 60_000], ['h', 3_600_000], ['d', 86_400_000]]); // prettier-ignore

const sleep: Program = (call) => {
  const args = call.argv.slice(1).filter((argument) => argument !== '--');
  if (args.length === 0) {
    if (call.flavour === 'busybox') return exit(1, '', 'BusyBox v1.36.1 multi-call binary.\n\nUsage: sleep [N]...\n');
    return exit(1, '', "sleep: missing operand\nTry 'sleep --help' for more information.\n");
  }
  let millis = 0;
  for (const argument of args) {
    const match = /^(infinity|inf|[0-9]{0,18}(?:\.[0-9]{0,18})?)([smhd]?)$/i.exec(argument);
    const count = match === null || match[1] === '' ? NaN : /^inf/i.test(match[1] ?? '') ? Infinity : Number(match[1]);
    if (Number.isNaN(count)) {
      if (call.flavour === 'busybox') return exit(1, '', `sleep: invalid number '${argument}'\n`);
      return exit(1, '', `sleep: invalid time interval '${argument}'\nTry 'sleep --help' for more information.\n`);
    }
    millis += count * (unitMillis.get(match?.[2]?.toLowerCase() ?? '') ?? 1000);
  }
  return { kind: 'sleep', millis: Math.round(millis) };
};

const echo: Program = ({ argv, flavour }) => {
  let at = 1;
  let newline = true;
  let escapes = false;
  for (; /^-[neE]+$/.test(argv[at] ?? ''); at++) {
    for (const letter of argv[at]?.slice(1) ?? '') {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e' ? true : flavour === 'debian' ? false : escapes;
    }
  }
  const text = argv.slice(at).join(' ');
  if (!escapes) return exit(0, newline ? text + '\n' : text);
  const interpreted = interpretEscapes(text);
  return exit(0, interpreted.ended || !newline ? interpreted.text : interpreted.text + '\n');
};

const printf: Program = (call) => {
  const [format, ...args] = call.argv[1] === '--' ? call.argv.slice(2) : call.argv.slice(1);
  if (format === undefined && call.dialect === 'bash') return exit(2, '', 'printf: usage: printf [-v var] format [arguments]\n');
  if (format === undefined) return fail(call, 'missing operand');
  const { text, problem } = formatPrintf(format, args);
  return problem === undefined ? exit(0, text) : exit(1, text, printfComplaint(call, problem));
};

function printfComplaint({ dialect, shellName }: ProgramCall, problem: string): string {
  if (dialect === 'bash') return `${shellName ?? 'bash'}: printf: ${problem}\n`;
  const number = /^(.*): invalid number$/s.exec(problem)?.[1];
  if (dialect === 'dash') return `${shellName ?? 'sh'}: printf: ${number === undefined ? problem : `${number}: expected numeric value`}\n`;
  return `printf: ${number === undefined ? problem : `invalid number '${number}'`}\n`;
}

const date: Program = (call) => {
  const args = call.argv.slice(1);
  let format = defaultClockFormat;
  let atMillis: number | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    const given = /^(?:-d|--date=?)(.*)$/.exec(argument);
    if (argument.startsWith('+')) format = argument.slice(1);
    else if (/^(?:-I|--iso-8601)$/.test(argument)) format = '%Y-%m-%d';
    else if (/^(?:-Is|-Iseconds|--iso-8601=seconds)$/.test(argument)) format = '%Y-%m-%dT%H:%M:%S+00:00';
    else if (/^(?:-R|--rfc-2822|--rfc-email)$/.test(argument)) format = '%a, %d %b %Y %H:%M:%S +0000';
    else if (given !== null) {
      const text = given[1] !== '' ? (given[1] ?? '') : (args[++at] ?? '');
      if (!/^@-?[0-9]{1,12}$/.test(text)) return fail(call, `invalid date '${text}'`);
      atMillis = Number(text.slice(1)) * 1000;
    } else if (!/^(?:-u|--utc|--universal)$/.test(argument)) return fail(call, `invalid date '${argument}'`);
  }
  call.spend(40 * format.length);
  if (atMillis !== undefined) return exit(0, formatClock(format, atMillis) + '\n');
  // A format with a newline at its end is the whole text: the machine can write it again for a later time.
  return { kind: 'exit', code: 0, stdout: formatClock(format, call.epochMillis + call.atMillis) + '\n', clock: format + '\n' };
};

const test: Program = (call) => {
  const bracket = nameOf(call) === '[';
  const args = call.argv.slice(1);
  if (bracket && args.at(-1) !== ']' && call.dialect === 'bash') return exit(2, '', `${call.shellName ?? 'bash'}: [: missing \`]'\n`);
  if (bracket && args.pop() !== ']') return exit(2, '', `${nameOf(call)}: missing ]\n`);
  const verdict = evaluateTest(args, call);
  if (typeof verdict === 'boolean') return exit(verdict ? 0 : 1);
  if (call.dialect === 'bash')
    return exit(2, '', `${call.shellName ?? 'bash'}: ${nameOf(call)}: ${testComplaint(args, verdict.problem)}\n`);
  return exit(2, '', `${nameOf(call)}: ${verdict.problem}\n`);
};

/** What bash says where others name an operator or a number. */
function testComplaint(args: readonly string[], problem: string): string {
  const number = /^(.*): bad number$/s.exec(problem)?.[1];
  if (number !== undefined) return `${number}: integer expression expected`;
  if (args.length === 2) return `${args[0] ?? ''}: unary operator expected`;
  if (args.length === 3) return `${args[1] ?? ''}: binary operator expected`;
  return /operator|operand/.test(problem) || args.length > 4 ? 'too many arguments' : problem;
}

const seq: Program = (call) => {
  const args = call.argv.slice(1);
  let separator: string | undefined;
  let format: string | undefined;
  let isPadded = false;
  for (let found = /^-([swf])(.*)$/s.exec(args[0] ?? ''); found !== null; found = /^-([swf])(.*)$/s.exec(args[0] ?? '')) {
    args.shift();
    if (found[1] === 'w') isPadded = true;
    else if (found[1] === 's') separator = found[2] === '' ? args.shift() : found[2];
    else format = found[2] === '' ? args.shift() : found[2];
  }
  const numbers = args.map(Number);
  if (numbers.length < 1 || numbers.length > 3 || numbers.some((number) => !Number.isFinite(number))) {
    const bad = args.find((argument) => !Number.isFinite(Number(argument)));
    if (call.flavour === 'busybox') return fail(call, bad === undefined ? 'missing operand' : `invalid number '${bad}'`);
    return misused(call, bad !== undefined ? `invalid floating point argument: '${bad}'` : args.length === 0 ? 'missing operand' : `extra operand '${args[3] ?? ''}'`); // prettier-ignore
  }
  const first = numbers.length > 1 ? numbers[0]! : 1;
  const step = numbers.length > 2 ? numbers[1]! : 1;
  const last = numbers.at(-1)!;
  if (step === 0) return misused(call, "invalid Zero increment value: '0'");
  const digits = Math.max(...args.map((argument) => argument.split('.')[1]?.length ?? 0));
  const count = Math.min(Math.floor((last - first) / step + 1e-9) + 1, maxSequence);
  const lines: string[] = [];
  for (let index = 0; index < count; index++) lines.push((first + index * step).toFixed(Math.min(digits, 20)));
  if (isPadded) {
    const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
    lines.forEach(
      (line, index) =>
        (lines[index] = (line.startsWith('-') ? '-' : '') + line.replace('-', '').padStart(width - (line.startsWith('-') ? 1 : 0), '0')),
    );
  }
  let length = 0;
  if (format !== undefined)
    lines.forEach((line, index) => {
      lines[index] = formatPrintf(format, [line]).text;
      length += lines[index].length;
      if (length > MOST_CHARACTERS) throw new RangeError('too much to print');
    });
  if (lines.length * (separator ?? '').length > MOST_CHARACTERS) throw new RangeError('too much to print');
  return exit(0, lines.length === 0 ? '' : lines.join(separator ?? '\n') + '\n');
};
const maxSequence = 100_000;
const MOST_CHARACTERS = 8 * 1024 * 1024;

const yes: Program = ({ argv }) => {
  const line = (argv.length > 1 ? argv.slice(1).join(' ') : 'y').slice(0, 1000) + '\n';
  return { kind: 'again', stdout: line.repeat(Math.ceil(1024 / line.length)), memory: undefined };
};

const environment: Program = ({ env }) => {
  let text = '';
  for (const [name, value] of env) text += `${name}=${value}\n`;
  return exit(0, text);
};

const printenv: Program = (call) => {
  const names = call.argv.slice(1);
  if (names.length === 0) return environment(call);
  const values = names.map((name) => call.env.get(name));
  return exit(values.includes(undefined) ? 1 : 0, values.map((value) => (value === undefined ? '' : value + '\n')).join(''));
};

const basename: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'a', 's', new Map([['multiple', 'a'], ['suffix', 's']]), true); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const [first, second] = flags.operands;
  if (first === undefined) return misused(call, 'missing operand');
  const isMany = flags.has('a') || flags.has('s');
  const suffix = flags.value('s') ?? (isMany ? '' : (second ?? ''));
  return exit(0, (isMany ? flags.operands : [first]).map((path) => lastName(path, suffix) + '\n').join(''));
};

function lastName(path: string, suffix: string): string {
  const name = path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/s, '');
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

const dirname: Program = (call) => {
  const [, written] = call.argv;
  if (written === undefined) return misused(call, 'missing operand');
  const path = written.replace(/(?<=.)\/+$/, '');
  const at = path.lastIndexOf('/');
  return exit(0, (at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at)) + '\n');
};

/** The last name need not exist, what lies above it must. */
const realpath: Program = (call) => {
  const names = call.argv.slice(1).filter((word) => !word.startsWith('-'));
  if (names.length === 0) return misused(call, 'missing operand');
  let [stdout, stderr] = ['', ''];
  for (const name of names) {
    const path = resolvePath(call.cwd, name);
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    if (findNode(call.files, parent)?.kind === 'directory') stdout += `${path}\n`;
    else stderr += `realpath: ${name}: No such file or directory\n`;
  }
  return exit(stderr === '' ? 0 : 1, stdout, stderr);
};

const uname: Program = ({ argv, hostname }) => {
  if (argv[1] === '-n') return exit(0, hostname + '\n');
  if (argv[1] === '-m') return exit(0, 'x86_64\n');
  if (argv[1] === '-r') return exit(0, '6.1.0\n');
  return exit(0, argv[1] === '-a' ? `Linux ${hostname} 6.1.0 #1 SMP x86_64 GNU/Linux\n` : 'Linux\n');
};

const id: Program = ({ argv }) => exit(0, (/^-[ug]$/.test(argv[1] ?? '') ? '0' : 'uid=0(root) gid=0(root) groups=0(root)') + '\n');

const constant = (code: number, text = ''): Program => {
  const step: ProgramStep = exit(code, text);
  return () => step;
};

const hostnameProgram: Program = (call: ProgramCall) => exit(0, call.hostname + '\n');

/** Programs that need no files: sleep, echo, printf, date, test, seq and the like. */
export const basicPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['sleep', sleep],
  ['echo', echo],
  ['printf', printf],
  ['date', date],
  ['test', test],
  ['[', test],
  ['seq', seq],
  ['yes', yes],
  ['env', environment],
  ['printenv', printenv],
  ['basename', basename],
  ['dirname', dirname],
  ['realpath', realpath],
  ['uname', uname],
  ['hostname', hostnameProgram],
  ['id', id],
  ['whoami', constant(0, 'root\n')],
  ['nproc', constant(0, '4\n')],
  ['true', constant(0)],
  ['false', constant(1)],
  ['sync', constant(0)],
  ['pwd', ({ cwd }) => exit(0, cwd + '\n')],
]);
