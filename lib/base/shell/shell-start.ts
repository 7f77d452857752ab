import { cannotOpen, dialectOf } from './dialect.ts';
import { readFile, resolvePath, sentenceOf } from './files.ts';
import { parse } from './parser.ts';
import { hasWriter, pipeText } from './pipes.ts';
import type { Dialect, Machine, Process, Shell } from './process.ts';
import { noAnswers, noVariables } from './process.ts';

/** The knowledge a new shell starts with: all of its environment is exported. */
export function newShell(name: string, dialect: Dialect, pid: number, cwd: string, environment: ReadonlyMap<string, string>): Shell {
  return {
    dialect,
    name,
    pid,
    variables: environment,
    exported: new Set(environment.keys()),
    parameters: [],
    localScopes: [],
    functions: new Map(),
    traps: noVariables,
    options: new Set(),
    cwd,
    status: 0,
    line: 1,
  };
}

/** Turns a process into a shell by its command line: `sh -ec TEXT [name [args]]`, `sh FILE args`, or `sh` alone, which reads its commands. */
export function becomeShell(
  machine: Machine,
  process: Process,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
): Process {
  const written = argv[0] ?? 'sh';
  const dialect = dialectOf(written, machine.flavour) ?? 'dash';
  const options = new Set<string>();
  let at = 1;
  let isText = false;
  let isInput = false;
  for (; /^[-+]./.test(argv[at] ?? '') && argv[at] !== '--'; at++) {
    const flags = argv[at] ?? '';
    for (const letter of flags.startsWith('--') ? '' : flags.slice(1)) {
      if (letter === 'c') isText = true;
      else if (letter === 's') isInput = true;
      else if (letter === 'o') options.add(argv[++at] === 'errexit' ? 'e' : (argv[at] ?? ''));
      else if (flags.startsWith('-')) options.add(letter);
    }
  }
  if (argv[at] === '--') at++;
  const shell: Shell = {
    ...newShell(
      isText ? (argv[at + 1] ?? written) : isInput ? written : (argv[at] ?? written),
      dialect,
      process.pid,
      process.shell.cwd,
      environment,
    ),
    options,
    ...(isText && { isCommand: true }),
  };
  const started: Process = { ...process, shell, stack: undefined, control: { kind: 'return', code: 0, exempt: false } };
  if (isText) {
    if (argv[at] === undefined) return failing(started, `${written}: -c requires an argument\n`);
    return running(started, argv[at] ?? '', argv.slice(at + 2));
  }
  const file = isInput ? undefined : argv[at];
  if (file === undefined) return readingInput(machine, started, argv, environment, argv.slice(at));
  const text = readFile(machine.files, resolvePath(shell.cwd, file));
  if (typeof text === 'string') return running(started, text, argv.slice(at + 1));
  const missing = text.problem === 'ENOENT';
  const spoken: Shell = { ...shell, name: written, line: 0 };
  const sentence = dialect === 'ash' ? `${written}: can't open '${file}': ${sentenceOf(text.problem)}\n` : cannotOpen(spoken, file, true, missing, sentenceOf(text.problem)); // prettier-ignore
  if (dialect === 'bash') return failing(started, `${written}: ${file}: ${sentenceOf(text.problem)}\n`, missing ? 127 : 126);
  return failing(started, sentence);
}

/** The commands are what stands in its input: it waits for the end of it. */
function readingInput(
  machine: Machine,
  process: Process,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
  parameters: readonly string[],
): Process {
  const stdin = process.descriptors.get(0);
  if (stdin?.kind !== 'read') return process;
  if (hasWriter(machine, stdin.pipe))
    return { ...process, control: { kind: 'blocked', on: { kind: 'collect', argv, extra: environment } } };
  const descriptors = new Map(process.descriptors).set(0, { kind: 'null' });
  return running({ ...process, descriptors }, pipeText(machine, stdin.pipe), parameters);
}

function running(process: Process, source: string, parameters: readonly string[]): Process {
  const { body, failure } = parse(source, process.shell.dialect);
  const stack = failure === undefined ? undefined : { frame: { kind: 'script', failure } as const, below: undefined };
  return { ...process, shell: { ...process.shell, parameters }, stack, control: { kind: 'evaluate', node: body, answers: noAnswers } };
}

/** A shell that only says why it cannot start. */
function failing(process: Process, text: string, code = 2): Process {
  const complain = { kind: 'simple', assignments: [], line: 1, redirects: [{ operator: '>&', fd: 1, target: [{ kind: 'text', text: '2', quoted: true }] }], words: [[{ kind: 'text', text: 'echo', quoted: true }], [{ kind: 'text', text: '-n', quoted: true }], [{ kind: 'text', text, quoted: true }]] } as const; // prettier-ignore
  const leave = { kind: 'simple', assignments: [], line: 1, redirects: [], words: [[{ kind: 'text', text: 'exit', quoted: true }], [{ kind: 'text', text: String(code), quoted: true }]] } as const; // prettier-ignore
  const node = {
    kind: 'sequence',
    items: [
      { node: complain, background: false },
      { node: leave, background: false },
    ],
  } as const;
  return { ...process, control: { kind: 'evaluate', node, answers: noAnswers } };
}
