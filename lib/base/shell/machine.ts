import type { Files } from './files.ts';
import { deliver, exitMachine } from './lifecycle.ts';
import { noOutput } from './output.ts';
import type { Descriptor, Environment, ExternalAnswer, ExternalCall, Machine, Process, SignalName } from './process.ts';
import { findProcess, noVariables, put } from './process.ts';
import type { StepLimits } from './schedule.ts';
import { runUntil } from './schedule.ts';
import { newShell } from './shell-start.ts';
import { commandName, isInstalled } from './programs.ts';
import { charged, stepsOf } from './work.ts';

export type {
  Calling,
  Environment,
  Exited,
  ExternalAnswer,
  ExternalCall,
  Flavour,
  Machine,
  Running,
  SignalName,
  Sleeping,
} from './process.ts';
export { commandName, isInstalled };

/** Bounds of an advance, and who carries out external commands; without `commands` the machine stops at them, state `Calling`. */
export interface AdvanceOptions extends Partial<StepLimits> {
  readonly commands?: (call: ExternalCall) => ExternalAnswer;
}

/** What a look ahead found: the exit, or when to look again (undefined: it never ends by itself), and the machine as far as it was looked. */
export interface Forecast {
  readonly exit?: { readonly atMillis: number; readonly code: number; readonly reason?: 'OOMKilled' };
  readonly lookAgainAtMillis?: number;
  readonly reached: Machine;
}

const defaultLimits: StepLimits = { stepsPerInstant: 200_000, stepsInAll: 2_000_000 };
/** What a command costs that is carried out outside. */
const stepsPerCall = 100;
const stdout: Descriptor = { kind: 'output', stream: 'stdout' };
const stderr: Descriptor = { kind: 'output', stream: 'stderr' };

/**
 * A machine about to run a command line; nothing has run yet. The main process is PID 1 of a container (it ignores signals
 * it has no trap for) unless another `pid` is given, as for a command executed in a running container.
 */
export function start(argv: readonly string[], environment: Environment, atMillis: number, pid = 1): Machine {
  const { stdin } = environment;
  const dialect = environment.flavour === 'busybox' ? 'ash' : 'dash';
  const main: Process = {
    pid,
    parent: 0,
    shell: newShell('sh', dialect, pid, environment.cwd, environment.env),
    descriptors: new Map<number, Descriptor>([[0, stdin === undefined ? { kind: 'null' } : { kind: 'read', pipe: 0 }], [1, stdout], [2, stderr]]), // prettier-ignore
    stack: undefined,
    control: { kind: 'argv', argv, extra: noVariables },
    signals: [],
    jobs: new Map(),
  };
  return {
    state: { kind: 'Running', busy: false },
    output: environment.keptBytes === undefined ? noOutput : { ...noOutput, keptBytes: environment.keptBytes },
    files: environment.files,
    atMillis,
    hostname: environment.hostname,
    flavour: environment.flavour,
    epochMillis: environment.epochMillis ?? 0,
    external: environment.external ?? new Set(),
    processes: [main],
    pipes: stdin === undefined ? [] : [{ id: 0, text: stdin }],
    turn: 0,
    stepsNow: 0,
    stepsInAll: 0,
    clockReads: 0,
    watch: undefined,
  };
}

/**
 * Runs everything due at or before `toMillis`; the same machine comes back when nothing is due. Every command takes no time
 * but `sleep` and external ones. A machine that computes for ever without sleeping becomes `Running` with `busy`.
 * Law: `advance(advance(m, a), b)` equals `advance(m, b)` for `a <= b`.
 */
export function advance(machine: Machine, toMillis: number, options: AdvanceOptions = {}): Machine {
  const limits = { ...defaultLimits, ...options };
  let current = runUntil(machine, toMillis, limits);
  while (options.commands !== undefined && current.state.kind === 'Calling') {
    current = runUntil(answered(current, options.commands(current.state.call)), toMillis, limits);
  }
  return current;
}

/** Gives a `Calling` machine the answer it waits for, and runs on at the same instant. Throws when it waits for none. */
export function answer(machine: Machine, given: ExternalAnswer, options: AdvanceOptions = {}): Machine {
  return advance(answered(machine, given), machine.atMillis, options);
}

/** A `Calling` machine with the answer it waits for; nothing runs meanwhile. Throws when it waits for none. */
export function answered(machine: Machine, given: ExternalAnswer): Machine {
  if (machine.state.kind !== 'Calling')
    throw new Error(`expected a machine that waits for an external command, found one that is ${machine.state.kind}`);
  const process = findProcess(machine, machine.state.pid);
  if (process === undefined) throw new Error(`the process ${machine.state.pid} that called an external command is gone`);
  const on = { kind: 'answer', untilMillis: machine.atMillis + Math.max(0, given.takesMillis ?? 0), answer: given } as const;
  // What it did at this instant before it asked counts on: one that asks for ever without a pause is found out.
  const blocked = touched(put(machine, { ...process, control: { kind: 'blocked', on } }));
  return charged(
    { ...blocked, stepsNow: machine.stepsNow },
    stepsPerCall + stepsOf((given.stdout ?? '').length + (given.stderr ?? '').length),
  );
}

/** A machine that something outside has changed: what was known about its future is forgotten. */
function touched(machine: Machine): Machine {
  return { ...machine, state: { kind: 'Running', busy: false }, stepsNow: 0, watch: undefined };
}

/** Lets the machine run up to an instant and sets its clock to it, ready for something from outside. */
function movedTo(machine: Machine, atMillis: number, options: AdvanceOptions): Machine {
  const reached = advance(machine, atMillis, options);
  return reached.state.kind === 'Exited' || reached.atMillis >= atMillis ? reached : { ...reached, atMillis };
}

/**
 * Delivers a signal to the main process at an instant, and runs what follows at that instant. KILL ends everything with
 * 137. A trap runs when the foreground command has ended, at once when the shell is in `wait`. Without a trap PID 1
 * ignores the others; any other process ends with 128 + number.
 */
export function signal(machine: Machine, name: SignalName, atMillis: number, options: AdvanceOptions = {}): Machine {
  const reached = movedTo(machine, atMillis, options);
  const main = reached.processes[0];
  if (reached.state.kind === 'Exited' || main === undefined) return reached;
  if (name === 'KILL') return exitMachine(reached, 137);
  const delivered = deliver(reached, main.pid, name, true);
  if (delivered === reached) return advance(machine, atMillis, options);
  return delivered.state.kind === 'Exited' ? delivered : advance(touched(delivered), atMillis, options);
}

/** Replaces the file tree at an instant (another container wrote to a shared volume) and runs what follows at that instant. */
export function withFiles(machine: Machine, files: Files, atMillis: number, options: AdvanceOptions = {}): Machine {
  const reached = movedTo(machine, atMillis, options);
  if (reached.files === files || reached.state.kind === 'Exited') return advance(machine, atMillis, options);
  return advance(touched({ ...reached, files }), atMillis, options);
}

/** The machine with another file tree, which it finds when it goes on; nothing runs meanwhile. */
export function beforeFiles(machine: Machine, files: Files): Machine {
  return machine.files === files || machine.state.kind === 'Exited' ? machine : { ...machine, files, watch: undefined };
}

/** The earliest instant at which `advance` would do something; undefined when only a signal or a change of files would. */
export function nextWake(machine: Machine): number | undefined {
  const { state } = machine;
  if (state.kind === 'Running') return state.busy ? undefined : machine.atMillis;
  if (state.kind === 'Sleeping') return state.untilMillis === Infinity ? undefined : state.untilMillis;
  return state.kind === 'Calling' ? machine.atMillis : undefined;
}

/**
 * Looks ahead, without any effect, for the exit at or before `horizonMillis` (Infinity allowed): nothing has to tick for a
 * loop that sleeps. Ends early when the machine is seen to repeat itself for ever, or after `maxSteps`; in the latter case
 * it is worth looking again from a machine advanced to `lookAgainAtMillis`.
 */
export function exitForecast(machine: Machine, horizonMillis: number, maxSteps = 10_000): Forecast {
  const stepsInAll = Math.min(defaultLimits.stepsInAll, machine.stepsInAll + maxSteps);
  const reached = runUntil(machine, horizonMillis, { ...defaultLimits, stepsInAll, untilRepeating: true });
  if (reached.state.kind === 'Exited') {
    const { atMillis, code, reason } = reached.state;
    return { exit: reason === undefined ? { atMillis, code } : { atMillis, code, reason }, reached };
  }
  if (reached.watch?.periodMillis !== undefined) return { reached };
  // Cut by maxSteps, not by the limits of the machine itself: it is not busy, only looked at no further.
  const isCut = reached.stepsInAll > stepsInAll && stepsInAll < defaultLimits.stepsInAll;
  const lookAgainAtMillis = isCut ? reached.atMillis : nextWake(reached);
  return lookAgainAtMillis === undefined ? { reached } : { lookAgainAtMillis, reached };
}
