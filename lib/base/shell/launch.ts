import { complaint, dialectOf, notFound } from './dialect.ts';
import { findNode, resolvePath, sentenceOf } from './files.ts';
import { exitMachine, endProcess, spawn } from './lifecycle.ts';
import { hasWriter, isFull, pipeText, withPipeText, writeText } from './pipes.ts';
import type { ExternalAnswer, Machine, Process, RunningProgram } from './process.ts';
import { evaluating, maxCalls, noVariables, pushed, put, returning, withShell } from './process.ts';
import type { ProgramCall, ProgramStep } from './program.ts';
import { fail } from './program.ts';
import { commandName, findProgram, isInstalled } from './programs.ts';
import { becomeShell } from './shell-start.ts';
import { findBuiltin, isSpecial } from './builtins.ts';
import { charged, stepsOf, Work } from './work.ts';
import { PatternError } from '../re2/syntax.ts';

type Variables = ReadonlyMap<string, string>;

/** One step of a process that is to run a command line; `extra` are the assignments in front of it. */
export function launch(before: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const [name = ''] = argv;
  const machine = charged(before, stepsOf(reachOf(before, process, argv)));
  const body = process.shell.functions.get(name);
  // Only what is printed into a variable concerns the shell.
  const builtin = name === 'printf' && argv[1] !== '-v' ? undefined : findBuiltin(name, process.shell);
  if (body === undefined && builtin === undefined) return launchProgram(machine, process, argv, extra);
  // Only where it is as POSIX says: in bash assignments in front of `eval` are for `eval`.
  const special = body === undefined && isSpecial(name) && process.shell.dialect !== 'bash';
  const assigned = extra.size === 0 ? process : assigning(process, extra, special);
  if (builtin !== undefined && body === undefined) return builtin(machine, assigned, argv);
  if (process.shell.localScopes.length >= maxCalls) {
    const told = writeText(machine, process, 2, complaint(process.shell, `Maximum function recursion depth (${maxCalls}) reached`)).machine;
    return put(told, { ...process, control: { kind: 'leave', by: 'exit', levels: 0, code: 2 } });
  }
  const framed = pushed(assigned, { kind: 'call', parameters: process.shell.parameters });
  const { localScopes } = process.shell;
  const called = withShell(framed, { parameters: argv.slice(1), localScopes: [...localScopes, new Map()] });
  return put(machine, body === undefined ? called : evaluating(called, body));
}

function assigning(process: Process, extra: Variables, keep: boolean): Process {
  const variables = new Map(process.shell.variables);
  const saved = new Map<string, string | undefined>();
  for (const [name, value] of extra) {
    saved.set(name, variables.get(name));
    variables.set(name, value);
  }
  return withShell(keep ? process : pushed(process, { kind: 'assigned', saved }), { variables });
}

function launchProgram(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const [written = ''] = argv;
  const name = commandName(written);
  if (name === 'timeout' && argv.length > 2) return launchTimeout(machine, process, argv, extra);
  if ((name === 'nohup' || name === 'nice') && argv.length > 1) {
    return put(machine, { ...process, control: { kind: 'argv', argv: argv.slice(1), extra } });
  }
  if (name === 'env' && argv.length > 1) return launchEnv(machine, process, argv, extra);
  if (machine.external.has(name)) return collectInput(machine, process, [name, ...argv.slice(1)], extra);
  if (dialectOf(name, machine.flavour) !== undefined) return launchShell(machine, process, argv, extra);
  if (findProgram(written) !== undefined) {
    return callProgram(machine, process, { argv, extra, memory: undefined }, '', false);
  }
  return launchScript(machine, process, argv, extra);
}

function launchEnv(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const isBare = argv[1] === '-i' || argv[1] === '-';
  const more = new Map(extra);
  let at = 1;
  for (; at < argv.length; at++) {
    const match = /^([^=]+)=(.*)$/s.exec(argv[at] ?? '');
    if (match === null && argv[at] !== '-i' && argv[at] !== '-') break;
    if (match !== null) more.set(match[1] ?? '', match[2] ?? '');
  }
  const rest = argv.slice(at);
  // With -i a program finds nothing but what stands here.
  if (isBare) return launchBare(machine, process, rest, more);
  if (rest.length === 0) return callProgram(machine, process, { argv: ['env'], extra: more, memory: undefined }, '', false);
  return launchProgram(machine, process, rest, more);
}

function launchBare(machine: Machine, process: Process, argv: readonly string[], environment: Variables): Machine {
  const command = argv.length === 0 ? ['env'] : argv;
  return launchChild(machine, process, (child) => ({
    ...withShell(child, { variables: environment, exported: new Set(environment.keys()), functions: new Map() }),
    control: { kind: 'argv', argv: command, extra: environment },
    stack: undefined,
  }));
}

function launchShell(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const environment = exportedOf(process, extra);
  return launchChild(machine, process, (child) => becomeShell(machine, child, argv, environment));
}

/** Runs a new program as a child that `become` turns into what it shall be; a process with nothing left to do becomes it itself. */
function launchChild(machine: Machine, process: Process, become: (child: Process) => Process): Machine {
  if (process.stack === undefined) return put(machine, become(process));
  const shell = { ...process.shell, traps: noVariables };
  const spawned = spawn(machine, process.pid, {
    control: { kind: 'return', code: 0, exempt: false },
    shell,
    descriptors: process.descriptors,
  });
  if (spawned === undefined) return put(machine, returning(process, 2));
  const child = spawned.machine.processes.at(-1);
  const started = child === undefined ? spawned.machine : put(spawned.machine, become(child));
  return put(started, { ...process, control: { kind: 'blocked', on: { kind: 'children', pids: [spawned.pid] } } });
}

function launchScript(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const [written = ''] = argv;
  const node = written.includes('/') ? findNode(machine.files, resolvePath(process.shell.cwd, written)) : undefined;
  if (node === undefined || !written.includes('/')) {
    return put(writeText(machine, process, 2, notFound(process.shell, written)).machine, returning(process, 127));
  }
  if (node.kind === 'directory' || node.executable !== true) {
    const isFolder = node.kind === 'directory' && process.shell.dialect === 'bash';
    const text = complaint(process.shell, `${written}: ${isFolder ? 'Is a directory' : 'Permission denied'}`);
    return put(writeText(machine, process, 2, text).machine, returning(process, 126));
  }
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(node.content);
  const words = [interpreter?.[1] ?? '/bin/sh', interpreter?.[2]].filter((word) => word !== undefined);
  const shell = words[0]?.endsWith('/env') === true ? words.slice(1) : words;
  if (dialectOf(shell[0] ?? '', machine.flavour) === undefined || !isInstalled(shell[0] ?? '', machine.flavour)) {
    return put(writeText(machine, process, 2, notFound(process.shell, written)).machine, returning(process, 127));
  }
  return launchShell(machine, process, [...shell, ...argv], extra);
}

function launchTimeout(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  let at = 1;
  while ((argv[at] ?? '').startsWith('-')) at += /^-(?:[sk]|t)$/.test(argv[at] ?? '') && argv[at] !== '-t' ? 2 : 1;
  const match = /^([0-9]{1,9}(?:\.[0-9]{1,9})?)([smhd]?)$/.exec(argv[at] ?? '');
  const command = argv.slice(at + 1);
  if (match === null || command.length === 0) {
    const text = `timeout: invalid ${machine.flavour === 'busybox' ? 'number' : 'time interval'} '${argv[at] ?? ''}'\n`;
    return put(writeText(machine, process, 2, text).machine, returning(process, machine.flavour === 'busybox' ? 1 : 125));
  }
  const seconds = Number(match[1]) * ({ m: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? 1);
  // busybox' timeout shows the signal's 143, coreutils' its own 124.
  const deadline = { untilMillis: machine.atMillis + Math.round(seconds * 1000), code: machine.flavour === 'busybox' ? 143 : 124 };
  const shell = { ...process.shell, traps: noVariables };
  const spawned = spawn(machine, process.pid, {
    control: { kind: 'argv', argv: command, extra },
    shell,
    descriptors: process.descriptors,
    deadline,
  });
  if (spawned === undefined) return put(machine, returning(process, 2));
  return put(spawned.machine, { ...process, control: { kind: 'blocked', on: { kind: 'children', pids: [spawned.pid] } } });
}

function collectInput(machine: Machine, process: Process, argv: readonly string[], extra: Variables): Machine {
  const stdin = process.descriptors.get(0);
  if (stdin?.kind !== 'read')
    return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'call', argv, extra, stdin: '' } } });
  if (hasWriter(machine, stdin.pipe))
    return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'collect', argv, extra } } });
  const text = pipeText(machine, stdin.pipe);
  const emptied = withPipeText(machine, stdin.pipe, '');
  return put(emptied, { ...process, control: { kind: 'blocked', on: { kind: 'call', argv, extra, stdin: text } } });
}

/** The variables a program started by this process sees. */
export function exportedOf(process: Process, extra: Variables): Variables {
  const { variables, exported } = process.shell;
  const environment = new Map<string, string>();
  for (const [name, value] of variables) if (exported.has(name)) environment.set(name, value);
  for (const [name, value] of extra) environment.set(name, value);
  return environment;
}

/** Goes on with a program whose input may have arrived. */
export function continueProgram(machine: Machine, process: Process, program: RunningProgram): Machine {
  const stdin = process.descriptors.get(0);
  if (stdin?.kind !== 'read') return callProgram(machine, process, program, '', true);
  const text = pipeText(machine, stdin.pipe);
  const ended = !hasWriter(machine, stdin.pipe);
  return callProgram(withPipeText(machine, stdin.pipe, ''), process, program, text, ended);
}

/** How many characters a command line makes a command go over: its words, and what is in the files that it names. */
function reachOf(machine: Machine, { shell }: Process, argv: readonly string[]): number {
  let characters = 0;
  for (const [index, word] of argv.entries()) {
    characters += word.length + 16;
    if (index === 0 || word.length > 4096 || word.startsWith('-')) continue;
    const node = findNode(machine.files, resolvePath(shell.cwd, word));
    if (node?.kind === 'file') characters += node.content.length;
  }
  return characters;
}

/** Calls a program once and does what it says. */
function callProgram(machine: Machine, process: Process, program: RunningProgram, input: string, inputEnded: boolean): Machine {
  if (input === '' && !inputEnded && isFull(machine, process.descriptors.get(1))) {
    return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'room', program } } });
  }
  const work = new Work();
  work.move(input.length);
  const step = called(program.argv[0] ?? '', {
    argv: program.argv,
    env: exportedOf(process, program.extra),
    cwd: process.shell.cwd,
    files: machine.files,
    hostname: machine.hostname,
    flavour: machine.flavour,
    atMillis: machine.atMillis,
    epochMillis: machine.epochMillis,
    input,
    inputEnded,
    memory: program.memory,
    status: program.status,
    dialect: process.shell.dialect,
    shellName: complaint(process.shell, '').replace(/: \n$/, ''),
    spend: work.spend,
  });
  if (step === undefined) return put(machine, returning(process, 127));
  if ('stdout' in step) work.move(step.stdout.length + (step.stderr?.length ?? 0));
  return follow(charged(machine, work.steps), process, program, step);
}

/** A program's step; texts that become longer than any can be end it. */
function called(name: string, call: ProgramCall): ProgramStep | undefined {
  try {
    return findProgram(name)?.(call);
  } catch (thrown) {
    if (thrown instanceof PatternError) return fail(call, thrown.message, 2);
    if (thrown instanceof RangeError) return fail(call, 'memory exhausted', 2);
    throw thrown;
  }
}

function follow(machine: Machine, process: Process, program: RunningProgram, step: ProgramStep): Machine {
  if (step.kind === 'out-of-memory') return exitMachine(machine, 137, 'OOMKilled');
  if (step.kind === 'sleep') {
    if (step.millis <= 0) return put(machine, returning(process, 0));
    const on = { kind: 'sleep', untilMillis: machine.atMillis + step.millis, code: 0 } as const;
    return put(machine, { ...process, control: { kind: 'blocked', on } });
  }
  const told = applyEffects(machine, process, step);
  if (told.failed === 'broken') return endProcess(told.machine, process, 141);
  if (told.failed !== undefined) {
    const text = `${commandName(program.argv[0] ?? '')}: write error: ${sentenceOf(told.failed)}\n`;
    return put(writeText(told.machine, process, 2, text).machine, returning(process, 1));
  }
  return proceed(told.machine, process, program, step);
}

function proceed(
  machine: Machine,
  process: Process,
  program: RunningProgram,
  step: Exclude<ProgramStep, { kind: 'sleep' | 'out-of-memory' }>,
): Machine {
  if (step.kind === 'exit') return put(machine, returning(process, step.code));
  const remembering: RunningProgram = { argv: program.argv, extra: program.extra, memory: step.memory };
  if (step.kind === 'run') return runErrand(machine, process, remembering, step.argv);
  // What goes on at once has written much: it counts for more than a step.
  if (step.kind === 'again') return put(charged(machine, 9), { ...process, control: { kind: 'program', program: remembering } });
  if (step.kind === 'input') return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'input', program: remembering } } });
  return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'files', files: machine.files, program: remembering } } });
}

/** Runs a command for a program, without its input, and as a program of its own: functions are the shell's. */
function runErrand(machine: Machine, process: Process, program: RunningProgram, argv: readonly string[]): Machine {
  const [name = ''] = argv;
  const isKnown = name.includes('/') || machine.external.has(name) || isInstalled(name, machine.flavour);
  if (!isKnown) {
    const who = commandName(program.argv[0] ?? '');
    const told = writeText(machine, process, 2, `${who}: ${who === 'find' ? `'${name}'` : name}: No such file or directory\n`).machine;
    return put(told, { ...process, control: { kind: 'program', program: { ...program, status: 127 } } });
  }
  const spawned = spawn(machine, process.pid, {
    control: { kind: 'argv', argv, extra: program.extra },
    shell: { ...process.shell, functions: new Map(), traps: noVariables },
    descriptors: new Map(process.descriptors).set(0, { kind: 'null' }),
  });
  if (spawned === undefined) return put(machine, returning(process, 2));
  const waiting = pushed(process, { kind: 'errand', program });
  return put(spawned.machine, { ...waiting, control: { kind: 'blocked', on: { kind: 'children', pids: [spawned.pid] } } });
}

function applyEffects(machine: Machine, process: Process, step: Extract<ProgramStep, { stdout?: string }>): ReturnType<typeof writeText> {
  const { stdout = '', stderr = '', files } = step;
  const changed = files === undefined || files === machine.files ? machine : { ...machine, files };
  const complained = writeText(changed, process, 2, stderr).machine;
  const clock = step.kind === 'exit' ? step.clock : undefined;
  if (clock === undefined) return writeText(complained, process, 1, stdout);
  if (process.descriptors.get(1)?.kind === 'output') return writeText(complained, process, 1, stdout, clock);
  return writeText({ ...complained, clockReads: machine.clockReads + 1 }, process, 1, stdout);
}

/** Goes on with a process whose external command was answered and has taken its time. */
export function applyAnswer(machine: Machine, process: Process, answer: ExternalAnswer): Machine {
  const changed = answer.files === undefined ? machine : { ...machine, files: answer.files };
  const complained = writeText(changed, process, 2, answer.stderr ?? '').machine;
  const told = writeText(complained, process, 1, answer.stdout ?? '');
  if (told.failed === 'broken') return endProcess(told.machine, process, 141);
  return put(told.machine, returning(process, answer.code));
}
