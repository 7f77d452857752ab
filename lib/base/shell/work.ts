import { PatternError } from '../re2/syntax.ts';
import type { Machine } from './process.ts';

/** Units of work that take as long as a step of the machine. */
const UNITS_PER_STEP = 100;
/** Characters read or written that take as long as a step. */
const CHARACTERS_PER_STEP = 128;
/** What one call may compute. */
const MOST_UNITS = 5_000_000;

/** Too much was to be computed at once. */
export class TooMuchWork extends PatternError {}

/** What one command computes beyond what a step costs: looked at by patterns, compared, moved. It lives as long as the command's step. */
export class Work {
  #units = 0;

  /** Counts units of work; a pattern's state at a character is one. Throws TooMuchWork when a command computes too much at once. */
  readonly spend = (units: number): void => {
    this.#units += units;
    if (this.#units > MOST_UNITS) throw new TooMuchWork('this takes too long: there is too much to go through');
  };

  /** Counts characters that are read or written; nothing is thrown. */
  move(characters: number): void {
    this.#units += UNITS_PER_STEP * stepsOf(characters);
  }

  /** What was counted, in steps of the machine. */
  get steps(): number {
    return Math.floor(this.#units / UNITS_PER_STEP);
  }
}

/** What going over so many characters costs, in steps of the machine. */
export function stepsOf(characters: number): number {
  return Math.floor(characters / CHARACTERS_PER_STEP);
}

/** The machine after what costs more than one step. */
export function charged(machine: Machine, steps: number): Machine {
  if (steps < 1) return machine;
  const isKnown = machine.watch?.periodMillis !== undefined;
  return { ...machine, stepsNow: machine.stepsNow + Math.floor(steps), stepsInAll: machine.stepsInAll + (isKnown ? 0 : Math.floor(steps)) };
}

/** What a step costs by what it has copied and looked at: the file tree, what its shell knows, the other processes. */
export function copyingSteps(before: Machine, after: Machine): number {
  const shell = before.processes[after.turn]?.shell;
  const next = after.processes[after.turn]?.shell;
  const variables = shell === undefined || next === undefined || shell.variables === next.variables ? 0 : next.variables.size >> 4;
  const parameters = shell?.parameters === next?.parameters ? 0 : (next?.parameters.length ?? 0) >> 12;
  const others = after.processes.length >> 2;
  const steps = variables + parameters + others;
  if (before.files === after.files) return steps;
  const [old, size] = [before.files.nodes.size, after.files.nodes.size];
  return steps + ((size * (1 + Math.abs(size - old))) >> 8);
}
