import { removal, type Change } from './arrays.ts';
import { refuse, type Builtin } from './builtin.ts';
import { bashBuiltins, keepingLocal, optionBuiltin } from './builtins-bash.ts';
import { kill, trap, wait } from './builtins-jobs.ts';
import { complaint } from './dialect.ts';
import { assign, fixedAmong } from './evaluate.ts';
import { findNode, readFile, resolvePath } from './files.ts';
import { isReserved, parse } from './parser.ts';
import { writeText } from './pipes.ts';
import type { Control, Machine, Process, Shell } from './process.ts';
import { evaluating, noVariables, pushed, put, returning, withShell } from './process.ts';
import { isInstalled } from './programs.ts';

const special: ReadonlySet<string> = new Set([':', '.', 'break', 'continue', 'eval', 'exec', 'exit', 'export', 'readonly', 'return', 'set', 'shift', 'trap', 'unset']); // prettier-ignore

/** Whether assignments in front of the builtin stay (the special builtins of POSIX). */
export function isSpecial(name: string): boolean {
  return special.has(name);
}

/** The builtin of a name, or undefined. */
export function findBuiltin(name: string, { dialect }: Shell): Builtin | undefined {
  return builtins.get(name) ?? (dialect === 'bash' ? bashBuiltins.get(name) : undefined);
}

function leaving(by: 'break' | 'continue' | 'return' | 'exit'): Builtin {
  return (machine, process, [, written]) => {
    const loops = by === 'break' || by === 'continue';
    const isBash = process.shell.dialect === 'bash';
    if (written !== undefined && !(isBash ? /^[-+]?[0-9]{1,9}$/ : /^[0-9]{1,9}$/).test(written)) {
      const what = isBash ? `${by}: ${written}: numeric argument required` : `${by}: Illegal number: ${written}`;
      const told = writeText(machine, process, 2, complaint(process.shell, what)).machine;
      return put(told, { ...process, control: { kind: 'leave', by: 'exit', levels: 0, code: 2 } });
    }
    const number = written === undefined ? undefined : Number(written);
    if (isBash && !isPossible(process, by))
      return refuse(
        machine,
        process,
        by === 'return'
          ? "return: can only `return' from a function or sourced script"
          : `${by}: only meaningful in a \`for', \`while', or \`until' loop`,
        by === 'return' ? 2 : 0,
      );
    if (isBash && loops && number !== undefined && number < 1) {
      const told = writeText(machine, process, 2, complaint(process.shell, `${by}: ${number}: loop count out of range`)).machine;
      return put(told, { ...process, control: { kind: 'leave', by: 'break', levels: 1, code: 1 } });
    }
    if (loops && !isInLoop(process)) return put(machine, returning(process, 0));
    const code = loops ? 0 : (((number ?? process.shell.status) % 256) + 256) % 256;
    const control: Control = { kind: 'leave', by, levels: loops ? Math.max(1, number ?? 1) : 0, code };
    return put(machine, { ...process, control });
  };
}

function isPossible(process: Process, by: 'break' | 'continue' | 'return' | 'exit'): boolean {
  if (by === 'exit') return true;
  if (by !== 'return') return isInLoop(process);
  for (let stack = process.stack; stack !== undefined; stack = stack.below) if (stack.frame.kind === 'call') return true;
  return false;
}

/** Whether there is a loop that `break` can leave. */
export function isInLoop(process: Process): boolean {
  for (let stack = process.stack; stack !== undefined && stack.frame.kind !== 'call'; stack = stack.below) {
    if (stack.frame.kind === 'loop' || stack.frame.kind === 'for') return true;
  }
  return false;
}

const cd: Builtin = (machine, process, argv) => {
  const { shell } = process;
  const [written, more] = argv.slice(1).filter((word) => !/^-[LPe-]$/.test(word));
  if (more !== undefined && shell.dialect === 'bash') return refuse(machine, process, 'cd: too many arguments', 1);
  const target = written === '-' ? (shell.variables.get('OLDPWD') ?? '/') : (written ?? shell.variables.get('HOME') ?? '/root');
  const path = resolvePath(shell.cwd, target);
  const node = findNode(machine.files, path);
  if (node?.kind !== 'directory') {
    const sentence = node === undefined ? 'No such file or directory' : 'Not a directory';
    if (shell.dialect === 'bash') return refuse(machine, process, `cd: ${target}: ${sentence}`, 1);
    return refuse(
      machine,
      process,
      `cd: can't cd to ${target}${shell.dialect === 'ash' ? `: ${sentence}` : ''}`,
      shell.dialect === 'ash' ? 1 : 2,
    );
  }
  const moved = withShell(assign(process, [['OLDPWD', shell.cwd], ['PWD', path]]), { cwd: path }); // prettier-ignore
  const told = written === '-' ? writeText(machine, process, 1, path + '\n').machine : machine;
  return put(told, returning(moved, 0));
};

const exportNames: Builtin = (machine, process, argv) => {
  const flag = /^-[a-zA-Z]+$/.test(argv[1] ?? '') ? (argv[1] ?? '') : '';
  if (flag.includes('f')) return refuse(machine, process, `${argv[0] ?? ''}: -f is not covered: no other shell gets to know functions`, 1);
  const words = argv.slice(1).filter((word) => word !== flag && word !== '--');
  const { fixed: before = new Set<string>() } = process.shell;
  const fixed = new Set(before);
  const exported = new Set(process.shell.exported);
  const values: [string, string][] = [];
  for (const word of words) {
    const match = /^([A-Za-z_][A-Za-z_0-9]*)(?:=(.*))?$/s.exec(word);
    if (match === null) return refuse(machine, process, `${argv[0] ?? ''}: ${word.split('=')[0] ?? ''}: bad variable name`, 2);
    if (match[2] !== undefined && before.has(match[1] ?? '')) return refuse(machine, process, `${match[1] ?? ''}: readonly variable`, 1);
    if (argv[0] === 'readonly') fixed.add(match[1] ?? '');
    else if (flag.includes('n')) exported.delete(match[1] ?? '');
    else exported.add(match[1] ?? '');
    if (match[2] !== undefined) values.push([match[1] ?? '', match[2]]);
  }
  if (words.length > 0)
    return put(machine, returning(withShell(assign(process, values), { exported, ...(fixed.size > 0 && { fixed }) }), 0));
  const lines = [...process.shell.variables]
    .filter(([name]) => (argv[0] === 'readonly' ? fixed : exported).has(name))
    .map(([name, value]) =>
      process.shell.dialect === 'bash'
        ? `declare -${argv[0] === 'readonly' ? 'r' : 'x'} ${name}="${value}"\n`
        : `${argv[0] ?? ''} ${name}='${value}'\n`,
    );
  return put(writeText(machine, process, 1, lines.join('')).machine, returning(process, 0));
};

const unset: Builtin = (machine, process, argv) => {
  const functions = new Map(process.shell.functions);
  const names = argv.slice(1).filter((word) => !word.startsWith('-'));
  if (argv[1] === '-f') for (const name of names) functions.delete(name);
  const { variables } = process.shell;
  const kept = argv[1] === '-f' ? undefined : fixedAmong(process.shell, names);
  if (kept !== undefined) return refuse(machine, process, `unset: ${kept}: ${process.shell.dialect === 'bash' ? 'cannot unset: readonly variable' : 'is read only'}`, 1); // prettier-ignore
  const changes = names.flatMap((name): readonly Change[] => (name.includes('[') ? [[name.replace(/["']/g, ''), undefined]] : removal(variables, name))); // prettier-ignore
  // A name that is no variable may be a function.
  for (const name of argv[1] === '-v' ? [] : names) if (!variables.has(name)) functions.delete(name);
  return put(machine, returning(withShell(argv[1] === '-f' ? process : assign(process, changes), { functions }), 0));
};

const longOptions: ReadonlyMap<string, string> = new Map([
  ['errexit', 'e'], ['nounset', 'u'], ['xtrace', 'x'], ['noglob', 'f'], ['noclobber', 'C'], ['allexport', 'a'], ['errtrace', 'E'],
  ['pipefail', 'pipefail'], ['braceexpand', 'B'], ['hashall', 'h'], ['functrace', 'T'], ['monitor', 'm'], ['posix', 'posix'], ['history', 'history'], ['verbose', 'v'], ['physical', 'P'],
]); // prettier-ignore

const set: Builtin = (machine, process, argv) => {
  if (argv.length === 1) {
    const text = [...process.shell.variables].map(([name, value]) => `${name}='${value}'\n`).join('');
    return put(writeText(machine, process, 1, text).machine, returning(process, 0));
  }
  const options = new Set(process.shell.options);
  let at = 1;
  for (; /^[-+]./.test(argv[at] ?? '') && argv[at] !== '--'; at++) {
    const flags = argv[at] ?? '';
    for (const letter of flags.slice(1)) {
      const name = letter === 'o' ? (argv[++at] ?? '') : letter;
      if (letter === 'n' || name === 'noexec') return refuse(machine, process, 'set: -n is not covered', 2);
      if (letter === 'o' && !longOptions.has(name)) return refuse(machine, process, `set: ${name}: invalid option name`, 2);
      const option = longOptions.get(name) ?? name;
      if (flags.startsWith('-')) options.add(option);
      else options.delete(option);
    }
  }
  const replaces = argv[at] !== undefined;
  const parameters = replaces ? argv.slice(argv[at] === '--' ? at + 1 : at) : process.shell.parameters;
  return put(machine, returning(withShell(process, { options, parameters }), 0));
};

const shift: Builtin = (machine, process, [, written]) => {
  const count = Number(written ?? 1);
  const { parameters } = process.shell;
  if (!(count <= parameters.length) && process.shell.dialect === 'bash') return put(machine, returning(process, 1));
  if (!(count <= parameters.length)) return refuse(machine, process, "shift: can't shift that many", 2);
  return put(machine, returning(withShell(process, { parameters: parameters.slice(count) }), 0));
};

function evaluateSource(machine: Machine, process: Process, source: string, isEvaluated: boolean): Machine {
  const { body, failure } = parse(source, process.shell.dialect);
  return put(machine, evaluating(failure === undefined ? process : pushed(process, { kind: 'script', failure, isEvaluated }), body));
}

const evalText: Builtin = (machine, process, argv) => evaluateSource(machine, process, argv.slice(1).join(' '), true);

const source: Builtin = (machine, process, [, path = '', ...args]) => {
  const text = readFile(machine.files, resolvePath(process.shell.cwd, path));
  if (typeof text !== 'string' && process.shell.dialect === 'bash')
    return refuse(machine, process, `${path}: No such file or directory`, 1);
  if (typeof text !== 'string') return refuse(machine, process, `.: can't open '${path}': No such file or directory`, 2);
  const called = pushed(process, { kind: 'call', parameters: process.shell.parameters, isSourced: true });
  const hasOwn = args.length > 0 && process.shell.dialect !== 'dash';
  return evaluateSource(machine, hasOwn ? withShell(called, { parameters: args }) : called, text, false);
};

/** The shell is replaced: its traps and everything it still had to do are gone. */
const exec: Builtin = (machine, process, argv) => {
  if (argv.length === 1) return put(machine, returning(process, 0));
  const replaced = withShell({ ...process, stack: undefined }, { traps: noVariables, functions: new Map() });
  return put(machine, { ...replaced, control: { kind: 'argv', argv: argv.slice(1), extra: noVariables } });
};

const read: Builtin = (machine, process, argv) => {
  const options = new Map<string, string>();
  let at = 1;
  for (; /^-./.test(argv[at] ?? ''); at++) {
    const [, letters = '', valued] = /^-([ersEi]*)([a-zA-Z])?/.exec(argv[at] ?? '') ?? [];
    for (const letter of letters) options.set(letter, '');
    const attached = (argv[at] ?? '').slice(1 + letters.length + 1);
    if (valued !== undefined) options.set(valued, attached === '' ? (argv[++at] ?? '') : attached);
  }
  const list = options.get('a');
  const names = list === undefined ? argv.slice(at) : [`${list}[]`];
  const wrong = names.find((name) => !/^[A-Za-z_]\w*(?:\[.*\])?$/s.test(name));
  if (wrong !== undefined) return refuse(machine, process, `read: \`${wrong}': not a valid identifier`, 1);
  const fixed = fixedAmong(process.shell, names);
  if (fixed !== undefined) return refuse(machine, process, `${fixed}: readonly variable`, 1);
  const delimiter = options.has('d') ? options.get('d')!.slice(0, 1) || '\0' : options.has('N') ? '' : '\n';
  const fd = Number(options.get('u') ?? 0);
  const most = Number(options.get('n') ?? options.get('N') ?? Infinity) || 1;
  if (!process.descriptors.has(fd))
    return refuse(machine, process, `read: ${options.get('u') ?? '0'}: invalid file descriptor: Bad file descriptor`, 1);
  const on = { kind: 'line', names: names.length === 0 ? ['REPLY'] : names, raw: options.has('r'), delimiter, fd, most } as const;
  return put(machine, { ...process, control: { kind: 'blocked', on } });
};

const local: Builtin = (machine, process, argv) => {
  if (process.shell.localScopes.length === 0) {
    const text = process.shell.dialect === 'bash' ? 'local: can only be used in a function' : 'local: not in a function';
    return refuse(machine, process, text, 1);
  }
  const alias = argv.slice(1).find((word) => /^-[a-zA-Z]*[nlu]/.test(word));
  if (alias !== undefined) return refuse(machine, process, `local: ${alias} is not covered`, 1);
  const found = argv.slice(1).flatMap((word) => {
    const match = /^([A-Za-z_][A-Za-z_0-9]*)(?:=(.*))?$/s.exec(word);
    return match === null ? [] : [{ name: match[1] ?? '', value: match[2] }];
  });
  const kept = keepingLocal(process, found.map(({ name }) => name)); // prettier-ignore
  const marks = argv.includes('-A') ? found.map(({ name }): Change => [`${name}[]`, '']) : [];
  return put(machine, returning(assign(kept, [...found.map(({ name, value }): Change => [name, value]), ...marks]), 0)); // prettier-ignore
};

const type: Builtin = (machine, process, argv) => {
  if (process.shell.dialect === 'bash' && argv[0] === 'type') return bashType(machine, process, argv);
  const names = argv[1] === '-v' || argv[1] === '-V' ? argv.slice(2) : argv.slice(1);
  const known = names.filter((name) => findBuiltin(name, process.shell) !== undefined || process.shell.functions.has(name) || isInstalled(name, machine.flavour) || machine.external.has(name)); // prettier-ignore
  const folder = machine.flavour === 'busybox' ? '/bin' : '/usr/bin';
  const shown = known.map((name) =>
    findBuiltin(name, process.shell) !== undefined || process.shell.functions.has(name) || name.includes('/') ? name : `${folder}/${name}`,
  );
  return put(
    writeText(machine, process, 1, shown.map((name) => name + '\n').join('')).machine,
    returning(process, known.length === names.length ? 0 : process.shell.dialect === 'bash' ? 1 : 127),
  );
};

/** `type` of bash: with `-t` one word, otherwise a sentence. */
function bashType(machine: Machine, process: Process, argv: readonly string[]): Machine {
  const isShort = argv[1] === '-t';
  const names = argv.slice(1).filter((word) => !word.startsWith('-'));
  let told = machine;
  let code = 0;
  for (const name of names) {
    const kind = isReserved(name) ? 'keyword' : process.shell.functions.has(name) ? 'function' : builtins.has(name) || findBuiltin(name, process.shell) !== undefined || bashOwn.has(name) ? 'builtin' : isInstalled(name, machine.flavour) || machine.external.has(name) ? 'file' : undefined; // prettier-ignore
    const path = name.includes('/') ? name : `/usr/bin/${name}`;
    const sentence =
      kind === 'file'
        ? `${name} is ${path}`
        : `${name} is a ${kind === 'builtin' ? 'shell builtin' : kind === 'keyword' ? 'shell keyword' : 'function'}`;
    if (kind !== undefined)
      told = writeText(told, process, 1, `${isShort ? kind : argv[1] === '-p' || argv[1] === '-P' ? path : sentence}\n`).machine;
    else {
      code = 1;
      if (!isShort) told = writeText(told, process, 2, complaint(process.shell, `type: ${name}: not found`)).machine;
    }
  }
  return put(told, returning(process, code));
}

/** What bash does itself and what is a program here. */
const bashOwn: ReadonlySet<string> = new Set(['echo', 'test', '[', 'true', 'false', 'pwd', 'printf']);

const command: Builtin = (machine, process, argv) => {
  if (argv[1] === '-v' || argv[1] === '-V') return type(machine, process, argv);
  if (argv.length === 1) return put(machine, returning(process, 0));
  return put(machine, { ...process, control: { kind: 'argv', argv: argv.slice(1), extra: noVariables } });
};

/** Where the programs lie; nothing of functions and of what the shell does itself. */
const which: Builtin = (machine, process, argv) => {
  const names = argv.slice(1).filter((word) => !word.startsWith('-'));
  const folder = machine.flavour === 'busybox' ? '/bin' : '/usr/bin';
  const found = names.filter((name) => isInstalled(name, machine.flavour) || machine.external.has(name));
  const told = writeText(machine, process, 1, found.map((name) => `${name.includes('/') ? name : `${folder}/${name}`}\n`).join('')).machine;
  return put(told, returning(process, found.length === names.length && names.length > 0 ? 0 : 1));
};

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', (machine, process) => put(machine, returning(process, 0))],
  ['.', source],
  ['source', source],
  ['break', leaving('break')],
  ['continue', leaving('continue')],
  ['return', leaving('return')],
  ['exit', leaving('exit')],
  ['cd', cd],
  ['export', exportNames],
  ['readonly', exportNames],
  ['unset', unset],
  ['set', set],
  ['shift', shift],
  ['eval', evalText],
  ['exec', exec],
  ['trap', trap],
  ['wait', wait],
  ['kill', kill],
  ['read', read],
  ['local', local],
  ['getopts', optionBuiltin],
  ['type', type],
  ['command', command],
  ['builtin', command],
  ['which', which],
  ['umask', (machine, process) => put(machine, returning(process, 0))],
  ['ulimit', (machine, process) => put(machine, returning(process, 0))],
]);
