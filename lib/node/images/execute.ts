import { advance, signal, start, withFiles, type Environment, type ExternalCall, type Machine } from '../../base/shell/machine.ts';
import type { Files } from '../../base/shell/files.ts';
import { textOf } from '../../base/shell/output.ts';
import { advanceProgram, execFailure, filesOfProgram, terminate, workingDirOf, type Answerer, type Program } from './program.ts';
import { START_MILLIS } from '../../sim/time.ts';
import { toolsOf } from './profile.ts';

/** What became of a command that was run in a container beside its program. */
export interface Execution {
  /** How it ended; undefined when it was still running when its time was over. */
  readonly code: number | undefined;
  /** Standard output and standard error as they came. */
  readonly output: string;
  /** The container's program, in whose files the command may have changed something. */
  readonly program: Program;
  readonly hasChangedFiles: boolean;
  /** Whether it asked for the time, so that it may do something else later. */
  readonly hasReadClock: boolean;
  /** Whether it asked the network, which may answer otherwise later. */
  readonly hasCalled: boolean;
}

/** A command that could not be run at all, in the runtime's words. */
export interface ExecutionFailure {
  readonly failure: string;
}

/** A command at its start, and the container's program at that instant. */
export interface Begun {
  readonly program: Program;
  readonly command: Machine;
}

/** The process number of the first command that is run beside a container's program. */
const FIRST_PID = 20;

/** A command line as it begins in a container: nothing of it has run yet. */
export function begin(program: Program, argv: readonly string[], atMillis: number, execId: string): Begun | ExecutionFailure {
  const now = advanceProgram(program, atMillis);
  const failure = execFailure(now, argv, execId);
  if (failure !== undefined) return { failure };
  return { program: now, command: start(argv, environmentOf(now), atMillis, FIRST_PID) };
}

/** Runs a command in a container at an instant, for so long at most; time does not pass meanwhile. */
export function execute(
  program: Program,
  argv: readonly string[],
  { atMillis, limitMillis, commands }: { readonly atMillis: number; readonly limitMillis: number; readonly commands: Answerer },
): Execution | ExecutionFailure {
  const begun = begin(program, argv, atMillis, 'probe');
  if ('failure' in begun) return begun;
  const { program: now, command } = begun;
  let hasCalled = false;
  const asking: Answerer = (call) => {
    // A probe that stops the server it checks is no use to anybody: nothing comes of it.
    if (isOwnCommand(program, call)) return { code: 0 };
    hasCalled = true;
    return commands(call);
  };
  const ran = advance(command, atMillis + limitMillis, { commands: asking });
  const { state } = ran;
  const isOver = state.kind === 'Exited';
  const left = isOver ? ran : signal(ran, 'KILL', atMillis + limitMillis);
  const hasChangedFiles = left.files !== command.files;
  return {
    code: isOver ? state.code : undefined,
    output: textOf(ran.output),
    program: hasChangedFiles ? withChangedFiles(now, left.files, atMillis) : now,
    hasChangedFiles,
    hasReadClock: ran.clockReads > 0,
    hasCalled,
  };
}

/** What a command finds in the container of a program. */
export function environmentOf(program: Program): Environment {
  const { env, hostname, profile } = program;
  const [files, cwd] = [filesOfProgram(program), workingDirOf(program)];
  const external = new Set(['kill', ...toolsOf(profile), ...(profile.stopCommands ?? []).map(firstWord)]);
  return { files, env, cwd, hostname, flavour: profile.flavour, epochMillis: START_MILLIS, external };
}

/** Whether a command is one to the program that it is run beside, and none that asks the network: `kill 1`, `nginx -s quit`. */
export function isOwnCommand({ profile }: Program, { argv }: Pick<ExternalCall, 'argv'>): boolean {
  return argv[0] === 'kill' || profile.stopCommands?.some((line) => firstWord(line) === argv[0]) === true;
}

/** A program after such a command. The kernel keeps SIGKILL from the first process of a container, unless it comes from outside. */
export function afterOwnCommand(program: Program, { argv }: Pick<ExternalCall, 'argv'>, atMillis: number): Program {
  const isStop = program.kind === 'own' && program.profile.stopCommands?.includes(argv.join(' ')) === true;
  const [name, flag = '', pid] = argv;
  const isSignal =
    name === 'kill' && (pid ?? flag) === '1' && (pid === undefined || /^-(?:s)?(?:SIG)?(?:TERM|INT|QUIT|15|2|3)$/.test(flag));
  return isStop || isSignal ? terminate(program, atMillis) : program;
}

function firstWord(line: string): string {
  return line.split(' ')[0]!;
}

/** The program with other files, and what follows from that at this instant: somebody else has written to them. */
export function withChangedFiles(program: Program, files: Files, atMillis: number): Program {
  return program.kind === 'own' ? { ...program, files } : { ...program, machine: withFiles(program.machine, files, atMillis) };
}
