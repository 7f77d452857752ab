import { advance, signal, start, withFiles, type Environment } from '../../base/shell/machine.ts';
import type { Files } from '../../base/shell/files.ts';
import { textOf } from '../../base/shell/output.ts';
import { advanceProgram, execFailure, filesOfProgram, workingDirOf, type Answerer, type Program } from './program.ts';
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

/** The process number of the first command that is run beside a container's program. */
const FIRST_PID = 20;

/** Runs a command in a container at an instant, for so long at most; time does not pass meanwhile. */
export function execute(
  program: Program,
  argv: readonly string[],
  { atMillis, limitMillis, commands }: { readonly atMillis: number; readonly limitMillis: number; readonly commands: Answerer },
): Execution | ExecutionFailure {
  const now = advanceProgram(program, atMillis);
  const failure = execFailure(now, argv, 'probe');
  if (failure !== undefined) return { failure };
  const files = filesOfProgram(now);
  let hasCalled = false;
  const asking: Answerer = (call) => {
    hasCalled = true;
    return commands(call);
  };
  const ran = advance(start(argv, environmentOf(now), atMillis, FIRST_PID), atMillis + limitMillis, { commands: asking });
  const { state } = ran;
  const isOver = state.kind === 'Exited';
  const left = isOver ? ran : signal(ran, 'KILL', atMillis + limitMillis);
  return {
    code: isOver ? state.code : undefined,
    output: textOf(ran.output),
    program: left.files === files ? now : withChangedFiles(now, left.files, atMillis),
    hasChangedFiles: left.files !== files,
    hasReadClock: ran.clockReads > 0,
    hasCalled,
  };
}

/** What a command finds in the container of a program. */
export function environmentOf(program: Program): Environment {
  const { env, hostname, profile } = program;
  const [files, cwd] = [filesOfProgram(program), workingDirOf(program)];
  return { files, env, cwd, hostname, flavour: profile.flavour, epochMillis: START_MILLIS, external: toolsOf(profile) };
}

/** The program with other files, and what follows from that at this instant: somebody else has written to them. */
export function withChangedFiles(program: Program, files: Files, atMillis: number): Program {
  return program.kind === 'own' ? { ...program, files } : { ...program, machine: withFiles(program.machine, files, atMillis) };
}
