import { advance, signal, start, withFiles, type Machine } from '../../base/shell/machine.ts';
import { textOf } from '../../base/shell/output.ts';
import { advanceProgram, execFailure, filesOfProgram, workingDirOf, type Program } from './program.ts';

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
  const { env, hostname, profile } = now;
  const external = new Set(profile.stopCommands?.map((line) => line.split(' ')[0]!));
  const environment = { files: filesOfProgram(now), env, cwd: workingDirOf(now), hostname, flavour: profile.flavour, external };
  return { program: now, command: start(argv, environment, atMillis, FIRST_PID) };
}

/** Runs a command in a container at an instant, for so long at most; time does not pass meanwhile. */
export function execute(program: Program, argv: readonly string[], atMillis: number, limitMillis: number): Execution | ExecutionFailure {
  const begun = begin(program, argv, atMillis, 'probe');
  if ('failure' in begun) return begun;
  const { program: now, command } = begun;
  // A probe that stops the server it checks is no use to anybody: nothing comes of it.
  const ran = advance(command, atMillis + limitMillis, { commands: () => ({ code: 0 }) });
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
  };
}

/** The program after something else has changed the files of its container. */
export function withChangedFiles(program: Program, files: Machine['files'], atMillis: number): Program {
  return program.kind === 'own' ? { ...program, files } : { ...program, machine: withFiles(program.machine, files, atMillis) };
}
