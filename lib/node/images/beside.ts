import { advance, answered, nextWake, withFiles, type Machine } from '../../base/shell/machine.ts';
import { afterOwnCommand, begin, isOwnCommand, withChangedFiles, type ExecutionFailure } from './execute.ts';
import { advanceProgram, filesOfProgram, type Answerer, type Program } from './program.ts';

/** A command that takes its time in a container, and the container's program: both see one tree of files. */
export interface Beside {
  readonly program: Program;
  readonly command: Machine;
}

/** When a command does something next that others can notice. */
export interface News {
  readonly atMillis: number;
  /** Its end, or a change of files; else only the looking ahead was broken off. */
  readonly isCertain: boolean;
  /** It asks the network. */
  readonly isCalling: boolean;
}

/** Begins a command at an instant, and runs what it does at once. */
export function beginBeside(
  program: Program,
  argv: readonly string[],
  { atMillis, execId, commands }: { readonly atMillis: number; readonly execId: string; readonly commands: Answerer },
): Beside | ExecutionFailure {
  const begun = begin(program, argv, atMillis, execId);
  if ('failure' in begun) return begun;
  const { command } = begun;
  // From here on the tree is known by its identity, so an image's own one is fixed.
  const own = begun.program.kind === 'own' ? { ...begun.program, files: command.files } : begun.program;
  return commandAt({ program: own, command }, atMillis, commands).beside;
}

/** Both at a later instant: everything they do until then happens in order, and each sees what the other did to the files. */
export function besideAt(beside: Beside, atMillis: number, commands: Answerer): Beside {
  let now = inAgreement(beside);
  for (;;) {
    const at = wakeOf(now);
    if (at > atMillis) return { ...now, program: advanceProgram(now.program, atMillis) };
    now = stepTo(now, at, commands).beside;
  }
}

/** What the command does next that others can notice; undefined when it never will by itself. */
export function nextNews(beside: Beside): News | undefined {
  let now = inAgreement(beside);
  let at = now.command.atMillis;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    at = wakeOf(now);
    if (at === Infinity) return undefined;
    const next = stepTo(now, at);
    if (next.isNews) return { atMillis: at, isCertain: true, isCalling: next.beside.command.state.kind === 'Calling' };
    now = next.beside;
  }
  return { atMillis: at, isCertain: false, isCalling: false };
}

/** How far nextNews looks ahead. */
const MOST_STEPS = 1000;

interface Stepped {
  readonly beside: Beside;
  readonly isNews: boolean;
}

function stepTo(beside: Beside, atMillis: number, commands?: Answerer): Stepped {
  const program = advanceProgram(beside.program, atMillis);
  const files = filesOfProgram(program);
  const command = files === beside.command.files ? beside.command : withFilesAt(beside.command, files, atMillis);
  const told = command.files === files ? program : withChangedFiles(program, command.files, atMillis);
  const { beside: next, isNews } = commandAt({ program: told, command }, atMillis, commands);
  return { beside: next, isNews: isNews || told !== program };
}

/** What the command does at this very instant it does in the files as the program leaves them. */
function withFilesAt(command: Machine, files: Machine['files'], atMillis: number): Machine {
  const justBefore = Math.max(command.atMillis, atMillis - 1);
  const isDue = nextWake(advance(command, justBefore)) === atMillis;
  return withFiles(command, files, isDue ? justBefore : atMillis);
}

/** Without an answerer the command stops where it asks the network. */
function commandAt({ program, command }: Beside, atMillis: number, commands?: Answerer): Stepped {
  let told = program;
  let next = advance(command, atMillis);
  while (next.state.kind === 'Calling') {
    const { call } = next.state;
    const isOwn = isOwnCommand(program, call);
    if (!isOwn && commands === undefined) break;
    if (isOwn) told = afterOwnCommand(told, call, atMillis);
    next = advance(answered(next, isOwn || commands === undefined ? { code: 0 } : commands(call)), atMillis);
  }
  const hasChanged = next.files !== command.files;
  const isOver = next.state.kind === 'Exited' && command.state.kind !== 'Exited';
  const isNews = hasChanged || told !== program || isOver || next.state.kind === 'Calling';
  return { beside: { program: hasChanged ? withChangedFiles(told, next.files, atMillis) : told, command: next }, isNews };
}

/** Somebody else may have changed files meanwhile. */
function inAgreement({ program, command }: Beside): Beside {
  const files = filesOfProgram(program);
  return { program, command: files === command.files ? command : withFiles(command, files, command.atMillis) };
}

function wakeOf({ program, command }: Beside): number {
  const own = program.kind === 'own' ? Infinity : wakeOfMachine(program.machine);
  return command.state.kind === 'Exited' ? Infinity : Math.min(own, wakeOfMachine(command));
}

/** When a machine goes on; Infinity for one that is seen to repeat itself, which leaves the files as they are. */
function wakeOfMachine(machine: Machine): number {
  return machine.watch?.periodMillis === undefined ? (nextWake(machine) ?? Infinity) : Infinity;
}
