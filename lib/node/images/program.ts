import { filesOf, findNode, placeNode, resolvePath } from '../../base/shell/files.ts';
import type { Files } from '../../base/shell/files.ts';
import type { Environment, ExternalAnswer, ExternalCall, Machine } from '../../base/shell/machine.ts';
import { START_MILLIS } from '../../sim/time.ts';
import { advance, commandName, exitForecast, isInstalled, signal, start } from '../../base/shell/machine.ts';
import { appendOutput, chunksOf, noOutput, type Output } from '../../base/shell/output.ts';
import { withSubtree } from '../../base/shell/subtrees.ts';
import type { LogLine } from './log-lines.ts';
import { linesAt, linesOfChunks } from './log-lines.ts';
import { computePi } from './pi.ts';
import { toolsOf, type ImageProfile } from './profile.ts';
import type { ImageReference } from './reference.ts';
import { stressUsage } from './usage.ts';

/** A port a program listens on. */
export interface ListenedPort {
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** A tree of files that is mounted into a container. */
export interface Mount {
  readonly path: string;
  readonly tree: Files;
  readonly readOnly: boolean;
}

/** What a container is started with; `command` and `args` are final ($(VAR) already replaced). */
export interface ProgramStart {
  readonly image: ImageReference;
  readonly profile: ImageProfile;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly ports: readonly ListenedPort[];
  readonly hostname: string;
  /** `TCP/80`: what other programs of the pod already listen on. */
  readonly takenPorts: ReadonlySet<string>;
  readonly memoryLimitBytes?: number;
  readonly workingDir?: string;
  /** What is mounted into the image's own file tree, in order. */
  readonly mounts?: readonly Mount[];
  readonly atMillis: number;
}

/** The runtime could not start the program. */
export interface StartFailure {
  readonly exitCode: 128;
  readonly reason: 'StartError';
  readonly message: string;
}

/** How a program ended. */
export interface ProgramExit {
  readonly atMillis: number;
  readonly code: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled';
}

interface Common {
  readonly startedAtMillis: number;
  readonly listens: readonly ListenedPort[];
  /** From when on it listens and serves. */
  readonly listensFromMillis: number;
  readonly hostname: string;
  readonly env: ReadonlyMap<string, string>;
  readonly profile: ImageProfile;
}

/** A program the image brings along: known by its profile, not run. */
export interface OwnProgram extends Common {
  readonly kind: 'own';
  readonly lines: readonly LogLine[];
  /** The requests it has noted down. */
  readonly access: Output;
  /** The file tree, once somebody has changed it; until then it is the image's with what is mounted. */
  readonly files: Files | undefined;
  readonly mounts: readonly Mount[];
  readonly workingDir: string;
  /** When and how it ends by itself, or has been ended. */
  readonly end: ProgramExit | undefined;
  /** What an http-echo answers. */
  readonly text: string | undefined;
  readonly args: readonly string[];
}

/** A command line that is really interpreted. */
export interface CommandProgram extends Common {
  readonly kind: 'command';
  readonly machine: Machine;
}

/** A container's main program as an immutable value. */
export type Program = OwnProgram | CommandProgram;

/** Whether the start failed. */
export function isStartFailure(started: Program | StartFailure): started is StartFailure {
  return 'exitCode' in started;
}

/** The file tree of a container before its program changes it: the image's, with what is mounted into it. */
function initialFiles(profile: ImageProfile, hostname: string, mounts: readonly Mount[]): Files {
  const named = placeNode(imageFiles(profile), '/etc/hostname', { kind: 'file', content: `${hostname}\n` });
  return mounts.reduce((files, { path, tree, readOnly }) => withSubtree(files, path, tree, readOnly), named);
}

/** The file tree of an image. */
export function imageFiles(profile: ImageProfile): Files {
  let files = imageTrees.get(profile);
  if (files === undefined) imageTrees.set(profile, (files = filesOf(profile.files)));
  return files;
}

const NO_MOUNTS: readonly Mount[] = [];

/** Containers of one image begin with one tree and share what they do not change. */
const imageTrees = new WeakMap<ImageProfile, Files>();

/** Starts a container's main program; a program that is not in the image is a StartError in the runtime's words. */
export function startProgram(options: ProgramStart): Program | StartFailure {
  const { profile, command = [], args = [] } = options;
  const cwd = options.workingDir ?? '/';
  if (command.length === 0 && (args.length === 0 || argsGoToProgram(profile, args))) return startOwn(options, args);
  const argv = [...command, ...args];
  const [name = ''] = argv;
  if (profile.programs.includes(name)) return startOwn(options, argv.slice(1));
  const files = initialFiles(profile, options.hostname, options.mounts ?? NO_MOUNTS);
  const problem = findStartProblem(name, cwd, files, profile);
  if (problem !== undefined) return startFailure(problem);
  const { env, hostname } = options;
  const environment: Environment = {
    files,
    env,
    cwd,
    hostname,
    flavour: profile.flavour,
    epochMillis: START_MILLIS,
    external: toolsOf(profile),
  };
  const machine = advance(start(argv, environment, options.atMillis), options.atMillis);
  return { kind: 'command', machine, ...common(options, []) };
}

/** Entry points that are scripts run what they are given unless it is a flag; other programs take everything as arguments. */
function argsGoToProgram(profile: ImageProfile, args: readonly string[]): boolean {
  return profile.argsAre === 'arguments' || (profile.entrypoint !== 'shell' && args[0]?.startsWith('-') === true);
}

/** What the runtime says about a program it cannot execute, without `exec: ` in front; undefined when it can. */
function findStartProblem(name: string, cwd: string, files: Files, profile: ImageProfile): string | undefined {
  if (isInstalled(name, profile.flavour) || toolsOf(profile).has(commandName(name))) return undefined;
  if (!name.includes('/')) return `exec: "${name}": executable file not found in $PATH`;
  const node = findNode(files, resolvePath(cwd, name));
  if (node === undefined) return `exec: "${name}": stat ${name}: no such file or directory`;
  if (node.kind === 'directory') return `exec: "${name}": is a directory`;
  return node.executable === true ? undefined : `exec: "${name}": permission denied`;
}

/** A container that the runtime could not start, with what it says. */
export function startFailure(problem: string): StartFailure {
  const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${problem}: unknown`;
  return { exitCode: 128, reason: 'StartError', message };
}

/** Why `exec` cannot run a command in a container of this image, in the runtime's words; undefined when it can. */
export function execFailure(program: Program, argv: readonly string[], execId: string): string | undefined {
  const [name = ''] = argv;
  const { stopCommands, programs } = program.profile;
  if (stopCommands !== undefined && programs.includes(name)) return undefined;
  const problem = findStartProblem(name, workingDirOf(program), filesOfProgram(program), program.profile);
  return problem === undefined
    ? undefined
    : `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${problem}: unknown`;
}

function common(options: ProgramStart, listens: readonly ListenedPort[]): Common {
  const { profile, env, hostname, atMillis } = options;
  return { startedAtMillis: atMillis, listens, listensFromMillis: atMillis + profile.startsAfterMillis, hostname, env, profile };
}

function startOwn(options: ProgramStart, args: readonly string[]): OwnProgram {
  const { profile, env, atMillis } = options;
  const listens = listenedPorts(options, args);
  const port = String(listens[0]?.containerPort ?? 0);
  const print = (stream: LogLine['stream'], texts: readonly string[], at = atMillis): readonly LogLine[] =>
    texts.map((text) => ({ atMillis: at, stream, text: text.replaceAll('{port}', port) }));
  const program = (lines: readonly LogLine[], end: ProgramExit | undefined, ports = listens): OwnProgram => ({
    kind: 'own',
    ...common(options, ports),
    lines,
    access: noOutput,
    files: undefined,
    mounts: options.mounts ?? NO_MOUNTS,
    workingDir: options.workingDir ?? '/',
    end,
    text: findFlag(profile.textFlag, args),
    args,
  });
  const { requires } = profile;
  if (requires !== undefined && !requires.anyOf.some((name) => (env.get(name) ?? '') !== '')) {
    return program(print('stderr', requires.complaint), exitAt(atMillis, 1), []);
  }
  const first = print('stdout', profile.firstLogLines);
  const taken = listens.find(({ containerPort, protocol }) => options.takenPorts.has(`${protocol}/${containerPort}`));
  if (taken !== undefined) {
    const complaint = profile.portTakenLine.replaceAll('{port}', String(taken.containerPort));
    return program(
      [...first, ...print('stderr', [complaint], atMillis + profile.startsAfterMillis)],
      exitAt(atMillis + profile.startsAfterMillis, 1),
      [],
    );
  }
  const { exit, memoryBytes = 0 } = profile;
  const isTooMuch = memoryBytes > (options.memoryLimitBytes ?? Infinity);
  if (isTooMuch && (exit === undefined || exit.afterMillis > outOfMemoryMillis))
    return program(first, { atMillis: atMillis + outOfMemoryMillis, code: 137, reason: 'OOMKilled' });
  if (exit !== undefined) return program(first, exitAt(atMillis + exit.afterMillis, exit.code));
  switch (profile.entrypoint) {
    case 'shell':
      return program(first, exitAt(atMillis, 0), []);
    case 'perl': {
      const digits = Number(/\bbpi\(([0-9]{1,5})\)/.exec(args.join(' '))?.[1] ?? 0);
      if (digits === 0) return program(first, exitAt(atMillis, 0), []);
      const endMillis = atMillis + piMillis;
      return program(print('stdout', [computePi(Math.min(digits, 10_000))], endMillis), exitAt(endMillis, 0), []);
    }
    case 'stress': {
      const isTooMuch = stressUsage(args).memoryBytes > (options.memoryLimitBytes ?? Infinity);
      const end: ProgramExit | undefined = isTooMuch ? { atMillis, code: 137, reason: 'OOMKilled' } : undefined;
      return program(print('stdout', ['stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd']), end, []);
    }
    default:
      return program(first, undefined);
  }
}

/** When a program has taken the memory that a scenario says it takes. */
const outOfMemoryMillis = 1000;

/** How long the documentation's Job that computes pi takes. */
const piMillis = 5000;

function findFlag(source: string | undefined, args: readonly string[]): string | undefined {
  if (source === undefined) return undefined;
  const pattern = new RegExp(source, 's');
  for (const argument of args) {
    const value = pattern.exec(argument)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

function listenedPorts({ profile, ports, env }: ProgramStart, args: readonly string[]): readonly ListenedPort[] {
  const tcp = (port: number | string): ListenedPort => ({ containerPort: Number(port), protocol: 'TCP' });
  const flag = findFlag(profile.portFlag, args) ?? agnhostPort(profile, args);
  if (flag !== undefined) return [tcp(flag)];
  const variable = profile.portVariable === undefined ? undefined : env.get(profile.portVariable);
  if (variable !== undefined && /^[0-9]{1,5}$/.test(variable)) return [tcp(variable)];
  const more = (profile.morePorts ?? []).map(tcp);
  if (profile.ports !== 'declared') return [...profile.ports.map(tcp), ...more];
  return [...(ports.length === 0 ? [tcp(80)] : ports), ...more];
}

/** agnhost serves only with one of its serving subcommands. */
function agnhostPort(profile: ImageProfile, args: readonly string[]): string | undefined {
  if (!profile.programs.includes('/agnhost')) return undefined;
  return { netexec: '8080', 'serve-hostname': '9376', 'test-webserver': '80' }[args[0] ?? ''];
}

function exitAt(atMillis: number, code: number): ProgramExit {
  return { atMillis, code, reason: code === 0 ? 'Completed' : 'Error' };
}

/** When a program ends by itself, as far as can be known; `recheckAtMillis` when the look ahead was cut. */
export interface ProgramForecast {
  readonly exit?: ProgramExit;
  /** Then ask again with the program advanced to that instant (`advanceProgram`). */
  readonly recheckAtMillis?: number;
  /** What ends the look ahead is a command that asks the network, whose answer nobody knows before. */
  readonly isCalling?: boolean;
}

/** Looks ahead for the moment a program ends by itself; neither exit nor recheck means that it never does. */
export function forecast(program: Program, horizonMillis = Infinity): ProgramForecast {
  if (program.kind === 'own') return program.end === undefined ? {} : { exit: program.end };
  const { exit, lookAgainAtMillis, reached } = exitForecast(program.machine, horizonMillis);
  if (exit !== undefined) return { exit: reasoned(exit) };
  if (lookAgainAtMillis === undefined) return {};
  return { recheckAtMillis: lookAgainAtMillis, ...(reached.state.kind === 'Calling' ? { isCalling: true } : {}) };
}

function reasoned({
  atMillis,
  code,
  reason,
}: {
  readonly atMillis: number;
  readonly code: number;
  readonly reason?: 'OOMKilled';
}): ProgramExit {
  return reason === undefined ? exitAt(atMillis, code) : { atMillis, code, reason };
}

/** How a program has ended at or before an instant; undefined while it runs. */
export function exitOf(program: Program, atMillis: number): ProgramExit | undefined {
  if (program.kind === 'own') return program.end !== undefined && program.end.atMillis <= atMillis ? program.end : undefined;
  const { state } = advance(program.machine, atMillis);
  return state.kind === 'Exited' && state.atMillis <= atMillis ? reasoned(state) : undefined;
}

/** Carries out the commands of a program that ask the network. */
export type Answerer = (call: ExternalCall) => ExternalAnswer;

/** The program at a later instant; the same value when nothing happened. Without an answerer it stops where it asks the network. */
export function advanceProgram(program: Program, atMillis: number, commands?: Answerer): Program {
  if (program.kind === 'own') return program;
  return withMachine(program, advance(program.machine, atMillis, commands === undefined ? {} : { commands }));
}

/** The program with a line more in its log. */
export function withLogLine(program: OwnProgram, atMillis: number, text: string): OwnProgram {
  return { ...program, access: appendOutput(program.access, { atMillis, stream: 'stdout', text: `${text}\n` }) };
}

function withMachine(program: CommandProgram, machine: Machine): CommandProgram {
  return machine === program.machine ? program : { ...program, machine };
}

/** SIGTERM: servers end with 0 at once, a command line by the rules of PID 1 (a plain `sleep` does not react). */
export function terminate(program: Program, atMillis: number): Program {
  if (program.kind === 'command') return withMachine(program, signal(program.machine, 'TERM', atMillis));
  return program.profile.onTerm === 'ignored' ? program : ended(program, exitAt(atMillis, 0));
}

/** SIGKILL: ends with 137. */
export function kill(program: Program, atMillis: number): Program {
  if (program.kind === 'command') return withMachine(program, signal(program.machine, 'KILL', atMillis));
  return ended(program, exitAt(atMillis, 137));
}

function ended(program: OwnProgram, end: ProgramExit): OwnProgram {
  if (program.end !== undefined && program.end.atMillis <= end.atMillis) return program;
  return { ...program, end, lines: program.lines.filter((line) => line.atMillis <= end.atMillis) };
}

/** Whether the program listens on a port at an instant. */
export function isListening(program: Program, containerPort: number, atMillis: number, protocol = 'TCP'): boolean {
  if (atMillis < program.listensFromMillis || exitOf(program, atMillis) !== undefined) return false;
  return program.listens.some((port) => port.containerPort === containerPort && port.protocol === protocol);
}

/** The log at an instant, oldest line first; a last line without newline counts. */
export function logsOf(program: Program, atMillis: number): readonly LogLine[] {
  if (program.kind === 'own') return [...linesAt(program.lines, atMillis), ...linesOfChunks(chunksOf(program.access))];
  return linesAt(linesOfChunks(chunksOf(advance(program.machine, atMillis).output)), atMillis);
}

/** The container's files at the program's present. */
export function filesOfProgram(program: Program): Files {
  if (program.kind === 'command') return program.machine.files;
  if (program.files !== undefined) return program.files;
  const known = untouchedTrees.get(program.mounts);
  if (known?.profile === program.profile && known.hostname === program.hostname) return known.files;
  const { profile, hostname, mounts } = program;
  const files = initialFiles(profile, hostname, mounts);
  untouchedTrees.set(mounts, { profile, hostname, files });
  return files;
}

/** The trees of programs that nobody has changed, made when somebody asks first. A container's mounts are a list of its own. */
const untouchedTrees = new WeakMap<
  readonly Mount[],
  { readonly profile: ImageProfile; readonly hostname: string; readonly files: Files }
>();

/** The directory that commands in the container begin in. */
export function workingDirOf(program: Program): string {
  return program.kind === 'own' ? program.workingDir : (program.machine.processes[0]?.shell.cwd ?? '/');
}
