import type { ForNode, IfNode, LoopNode, Node, Script, SequenceNode, SyntaxFailure } from './ast.ts';
import type { Files } from './files.ts';
import type { Output } from './output.ts';

/** Which family of tools and texts: busybox, or Debian's dash and coreutils. */
export type Flavour = 'busybox' | 'debian';
/** Signals a machine understands. */
export type SignalName = 'TERM' | 'INT' | 'KILL' | 'HUP';
/** Whose error texts a shell speaks. */
export type Dialect = 'ash' | 'dash' | 'bash';

/** What a machine finds around it when it starts. */
export interface Environment {
  readonly files: Files;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly hostname: string;
  readonly flavour: Flavour;
  /** How many bytes of output are kept; a quarter of a megabyte where it is not said. */
  readonly keptBytes?: number;
  /** What `date` says at instant 0, in epoch milliseconds; 0 when not given. */
  readonly epochMillis?: number;
  /** What the main process reads; nothing unless given. */
  readonly stdin?: string;
  /** Names of commands that are carried out outside (`wget`, `kubectl`): the machine stops at them, state `Calling`. */
  readonly external?: ReadonlySet<string>;
}

/** A command that has to be carried out outside the machine. */
export interface ExternalCall {
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly files: Files;
  readonly atMillis: number;
}

/** What an external command did; it ends `takesMillis` later (0 if not given), and writes its texts then. */
export interface ExternalAnswer {
  readonly code: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly files?: Files;
  readonly takesMillis?: number;
}

/** Something is due at this very instant; `busy` machines compute for ever without another visible effect. */
export interface Running {
  readonly kind: 'Running';
  readonly busy: boolean;
}

/** Nothing happens before `untilMillis` (Infinity: only a signal or a change of files ends the sleep). */
export interface Sleeping {
  readonly kind: 'Sleeping';
  readonly untilMillis: number;
}

/** Process `pid` waits for the answer to an external command. */
export interface Calling {
  readonly kind: 'Calling';
  readonly pid: number;
  readonly call: ExternalCall;
}

/** The first process, and with it everything, has ended. */
export interface Exited {
  readonly kind: 'Exited';
  readonly code: number;
  readonly atMillis: number;
  readonly reason?: 'OOMKilled';
}

/** A running program and all its processes: an immutable value that a fork may share. */
export interface Machine {
  readonly state: Running | Sleeping | Calling | Exited;
  readonly output: Output;
  readonly files: Files;
  /** The instant of the latest happening. */
  readonly atMillis: number;
  readonly hostname: string;
  readonly flavour: Flavour;
  readonly epochMillis: number;
  readonly external: ReadonlySet<string>;
  /** In order of creation; the first is the main process. */
  readonly processes: readonly Process[];
  readonly pipes: readonly Pipe[];
  /** The index of the process that had the last turn. */
  readonly turn: number;
  readonly stepsNow: number;
  readonly stepsInAll: number;
  /** How often a program read the clock in a way that can influence what happens next. */
  readonly clockReads: number;
  readonly watch: CycleWatch | undefined;
}

/** A remembered quiet moment, to notice that a machine repeats itself. */
export interface CycleWatch {
  readonly checkpoint: Machine;
  readonly quietMoments: number;
  readonly nextCheckpoint: number;
  /** Known once a later quiet moment equalled the checkpoint: everything repeats after this time. */
  readonly periodMillis?: number;
  /** One period writes more than is kept: it has to be run each time. */
  readonly givenUp?: boolean;
}

/** Text on its way between processes. */
export interface Pipe {
  readonly id: number;
  readonly text: string;
}

/** Where reading and writing on a descriptor goes. */
export type Descriptor =
  | { readonly kind: 'null' }
  | { readonly kind: 'zero' }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'read'; readonly pipe: number }
  | { readonly kind: 'write'; readonly pipe: number };

/** Open descriptors by number. */
export type Descriptors = ReadonlyMap<number, Descriptor>;

/** One process of a machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly shell: Shell;
  readonly descriptors: Descriptors;
  readonly stack: Stack | undefined;
  readonly control: Control;
  readonly signals: readonly string[];
  /** Exit codes of children that ended and were not asked after yet. */
  readonly jobs: ReadonlyMap<number, number>;
  /** Set by `timeout`: when it is reached the process ends with the code. */
  readonly deadline?: { readonly untilMillis: number; readonly code: number };
}

/** What a shell knows; subshells start with a copy, which costs nothing. */
export interface Shell {
  readonly dialect: Dialect;
  readonly name: string;
  /** What `$$` says: the pid of the shell itself, also in its subshells. */
  readonly pid: number;
  readonly variables: ReadonlyMap<string, string>;
  readonly exported: ReadonlySet<string>;
  readonly parameters: readonly string[];
  readonly localScopes: readonly ReadonlyMap<string, string | undefined>[];
  readonly functions: ReadonlyMap<string, Node>;
  readonly traps: ReadonlyMap<string, string>;
  readonly options: ReadonlySet<string>;
  /** Names that were made readonly, and those whose values are arithmetic. */
  readonly fixed?: ReadonlySet<string>;
  readonly integers?: ReadonlySet<string>;
  readonly cwd: string;
  readonly status: number;
  readonly background?: number;
  /** Those in the background that are alive, by the numbers of their jobs (from 1). */
  readonly backgrounds?: readonly number[];
  /** Given by `-c`, and not in a file. */
  readonly isCommand?: boolean;
  readonly line: number;
}

/** A continuation stack, innermost frame first. */
export interface Stack {
  readonly frame: Frame;
  readonly below: Stack | undefined;
}

/** What remains to be done when the current command has returned. */
export type Frame =
  | { readonly kind: 'sequence'; readonly node: SequenceNode; readonly index: number }
  | { readonly kind: 'and-or'; readonly operator: '&&' | '||'; readonly right: Node }
  | { readonly kind: 'negate' }
  | { readonly kind: 'branch'; readonly node: IfNode; readonly index: number }
  | { readonly kind: 'loop'; readonly node: LoopNode; readonly testing: boolean; readonly status: number }
  | { readonly kind: 'for'; readonly node: ForNode; readonly values: readonly string[]; readonly index: number }
  | { readonly kind: 'descriptors'; readonly saved: Descriptors }
  | { readonly kind: 'assigned'; readonly saved: ReadonlyMap<string, string | undefined> }
  /** Of a function, or of a file that is sourced, which has no variables of its own. */
  | { readonly kind: 'call'; readonly parameters: readonly string[]; readonly isSourced?: boolean }
  | { readonly kind: 'substitution'; readonly node: Node; readonly answers: Answers; readonly part: Script; readonly pipe: number; readonly isFile: boolean } // prettier-ignore
  | { readonly kind: 'trap'; readonly resume: Control; readonly status: number }
  | { readonly kind: 'exiting'; readonly code: number }
  | { readonly kind: 'temporary'; readonly paths: readonly string[] }
  | { readonly kind: 'errand'; readonly program: RunningProgram }
  | { readonly kind: 'script'; readonly failure: SyntaxFailure; readonly isEvaluated?: boolean };

/** Results of the command substitutions of one command so far, by their place in the text. */
export interface Answers {
  readonly texts: ReadonlyMap<Script, string>;
  /** The files that hold what `<( )` printed. */
  readonly files?: readonly string[];
  readonly code: number;
}

/** A program in the midst of its work: `memory` is whatever it said it wants to remember. */
export interface RunningProgram {
  readonly argv: readonly string[];
  readonly extra: ReadonlyMap<string, string>;
  readonly memory: unknown;
  /** How the command ended that the program had run. */
  readonly status?: number;
}

/** What a process does next. */
export type Control =
  | { readonly kind: 'evaluate'; readonly node: Node; readonly answers: Answers }
  | { readonly kind: 'return'; readonly code: number; readonly exempt: boolean }
  | { readonly kind: 'leave'; readonly by: 'break' | 'continue' | 'return' | 'exit'; readonly levels: number; readonly code: number } // prettier-ignore
  | { readonly kind: 'argv'; readonly argv: readonly string[]; readonly extra: ReadonlyMap<string, string> }
  | { readonly kind: 'program'; readonly program: RunningProgram }
  | { readonly kind: 'blocked'; readonly on: Block };

/** What a process waits for. */
export type Block =
  | { readonly kind: 'sleep'; readonly untilMillis: number; readonly code: number }
  | { readonly kind: 'answer'; readonly untilMillis: number; readonly answer: ExternalAnswer }
  | { readonly kind: 'forever' }
  | { readonly kind: 'input'; readonly program: RunningProgram }
  | { readonly kind: 'files'; readonly files: Files; readonly program: RunningProgram }
  | { readonly kind: 'room'; readonly program: RunningProgram }
  | { readonly kind: 'collect'; readonly argv: readonly string[]; readonly extra: ReadonlyMap<string, string> }
  | { readonly kind: 'children'; readonly pids: readonly number[]; readonly isPipeline?: boolean }
  | { readonly kind: 'wait'; readonly pids: readonly number[] }
  | { readonly kind: 'line'; readonly names: readonly string[]; readonly raw: boolean; readonly delimiter: string; readonly fd: number; readonly most: number }
  | { readonly kind: 'call'; readonly argv: readonly string[]; readonly extra: ReadonlyMap<string, string>; readonly stdin: string }; // prettier-ignore

/** No substitution done yet. */
export const noAnswers: Answers = { texts: new Map(), code: 0 };

/** Most processes alive in one machine at a time. */
export const maxProcesses = 64;
/** How much text a pipe holds before its writer waits. */
export const pipeCapacity = 65_536;
/** How deeply functions may call each other; a deeper call ends the shell. */
export const maxCalls = 200;
/** No variables. */
export const noVariables: ReadonlyMap<string, string> = new Map();

/** The control that goes on after a command with a status. */
export function returned(code: number): Control {
  return { kind: 'return', code, exempt: false };
}

/** A process that evaluates a node next. */
export function evaluating(process: Process, node: Node): Process {
  return { ...process, control: { kind: 'evaluate', node, answers: noAnswers } };
}

/** A process with one more frame on its stack. */
export function pushed(process: Process, frame: Frame): Process {
  return { ...process, stack: { frame, below: process.stack } };
}

/** A process whose last command returned a status. */
export function returning(process: Process, code: number): Process {
  return { ...process, control: returned(code) };
}

/** A process with some of its shell's knowledge replaced. */
export function withShell(process: Process, change: Partial<Shell>): Process {
  return { ...process, shell: { ...process.shell, ...change } };
}

/** The machine with a process in its new state. */
export function put(machine: Machine, process: Process): Machine {
  const at = machine.processes.findIndex((other) => other.pid === process.pid);
  return at < 0 ? machine : { ...machine, processes: machine.processes.with(at, process) };
}

/** A process by its pid, if it still exists. */
export function findProcess(machine: Machine, pid: number): Process | undefined {
  return machine.processes.find((process) => process.pid === pid);
}
