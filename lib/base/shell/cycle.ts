import { chunksSince, repeatOutput } from './output.ts';
import type { Block, CycleWatch, Machine, Process } from './process.ts';

const maxCompared = 5000;

/**
 * Called at each quiet moment (everything waits, time is about to pass): notices when the machine is the same as at an
 * earlier quiet moment but for the time, so that from then on whole periods can be skipped instead of being run.
 *
 * Brent's scheme: one checkpoint, moved at powers of two. It depends only on the machine's own history, so it does not
 * matter in how many steps the machine is advanced.
 */
export function watchQuietMoment(machine: Machine): Machine {
  const { watch } = machine;
  if (watch?.periodMillis !== undefined || watch?.givenUp === true) return machine;
  if (watch === undefined) return withWatch(machine, checkpointAt(machine, 0, 1));
  const quietMoments = watch.quietMoments + 1;
  if (isRepetition(watch.checkpoint, machine)) {
    return withWatch(machine, { ...checkpointAt(machine, 0, 0), periodMillis: machine.atMillis - watch.checkpoint.atMillis });
  }
  if (quietMoments < watch.nextCheckpoint) return withWatch(machine, { ...watch, quietMoments });
  return withWatch(machine, checkpointAt(machine, quietMoments, 2 * watch.nextCheckpoint));
}

function checkpointAt(machine: Machine, quietMoments: number, nextCheckpoint: number): CycleWatch {
  return { checkpoint: { ...machine, watch: undefined }, quietMoments, nextCheckpoint };
}

function withWatch(machine: Machine, watch: CycleWatch): Machine {
  return { ...machine, watch };
}

/** At a quiet moment one period after the checkpoint: the machine as many periods later as fit before `toMillis`. */
export function skipPeriods(machine: Machine, toMillis: number): Machine {
  const { watch } = machine;
  if (watch?.periodMillis === undefined || machine.atMillis - watch.checkpoint.atMillis !== watch.periodMillis) return machine;
  const { periodMillis } = watch;
  const written = chunksSince(machine.output, watch.checkpoint.output);
  if (written === undefined) return withWatch(machine, { ...checkpointAt(machine, 0, 0), givenUp: true });
  const times = Number.isFinite(toMillis) ? Math.max(0, Math.floor((toMillis - machine.atMillis) / periodMillis)) : 0;
  const output = repeatOutput(machine.output, written, periodMillis, times, machine.epochMillis);
  const moved = { ...shifted(machine, times * periodMillis), output };
  // The next period is run again, to know what it writes.
  return withWatch(moved, { ...checkpointAt(moved, 0, 0), periodMillis });
}

function shifted(machine: Machine, byMillis: number): Machine {
  return {
    ...machine,
    atMillis: machine.atMillis + byMillis,
    processes: machine.processes.map((process) => shiftProcess(process, byMillis)),
  };
}

function shiftProcess(process: Process, byMillis: number): Process {
  const { control, deadline } = process;
  const moved = deadline === undefined ? process : { ...process, deadline: { ...deadline, untilMillis: deadline.untilMillis + byMillis } };
  if (control.kind !== 'blocked' || !('untilMillis' in control.on)) return moved;
  const on: Block = { ...control.on, untilMillis: control.on.untilMillis + byMillis };
  return { ...moved, control: { ...control, on } };
}

function isRepetition(earlier: Machine, later: Machine): boolean {
  if (earlier.clockReads !== later.clockReads || earlier.atMillis === later.atMillis) return false;
  if (earlier.processes.length !== later.processes.length) return false;
  const budget = { left: maxCompared };
  const shift = later.atMillis - earlier.atMillis;
  const aligned = earlier.processes.map((process) => shiftProcess(process, shift));
  if (!isSame(earlier.files, later.files, budget)) return false;
  return isSame(earlier.pipes, later.pipes, budget) && isSame(aligned, later.processes, budget);
}

/** Structural equality of plain data; gives up (unequal) when there is too much to compare. */
function isSame(a: unknown, b: unknown, budget: { left: number }): boolean {
  if (Object.is(a, b)) return true;
  if (--budget.left < 0 || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map || b instanceof Map) {
    if (!(a instanceof Map && b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a as ReadonlyMap<unknown, unknown>) if (!b.has(key) || !isSame(value, b.get(key), budget)) return false;
    return true;
  }
  if (a instanceof Set || b instanceof Set) {
    if (!(a instanceof Set && b instanceof Set) || a.size !== b.size) return false;
    for (const value of a) if (!b.has(value)) return false;
    return true;
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => isSame(Reflect.get(a, key), Reflect.get(b, key), budget));
}
