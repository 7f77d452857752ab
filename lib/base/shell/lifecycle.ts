import type { Control, Descriptors, Machine, Process, Shell, Stack } from './process.ts';
import { findProcess, maxProcesses, put } from './process.ts';
import { collectPipes } from './pipes.ts';
import { charged } from './work.ts';

/** What a child starts with. */
export interface Child {
  readonly control: Control;
  readonly stack?: Stack | undefined;
  readonly shell: Shell;
  readonly descriptors: Descriptors;
  readonly deadline?: { readonly untilMillis: number; readonly code: number };
}

const rememberedJobs = 32;
/** What starting a process costs, in steps. */
const spawningSteps = 3;

/** Starts a child; undefined when there are too many processes. Pids are reused, so that a loop comes back to an equal machine. */
export function spawn(machine: Machine, parent: number, child: Child): { readonly machine: Machine; readonly pid: number } | undefined {
  if (machine.processes.length >= maxProcesses) return undefined;
  let pid = 2;
  while (machine.processes.some((process) => process.pid === pid)) pid++;
  const traps = new Map([...child.shell.traps].filter(([, action]) => action === ''));
  const process: Process = {
    pid,
    parent,
    shell: { ...child.shell, traps },
    descriptors: child.descriptors,
    stack: child.stack,
    control: child.control,
    signals: [],
    jobs: new Map(),
    ...(child.deadline === undefined ? {} : { deadline: child.deadline }),
  };
  return { machine: charged({ ...machine, processes: [...machine.processes, process] }, spawningSteps), pid };
}

/** Ends a process: its parent learns the code; when it is the main process everything ends. */
export function endProcess(machine: Machine, process: Process, code: number): Machine {
  if (machine.processes[0]?.pid === process.pid) return exitMachine(machine, code);
  const main = machine.processes[0]?.pid ?? 1;
  const processes = machine.processes
    .filter((other) => other.pid !== process.pid)
    .map((other) => (other.parent === process.pid ? { ...other, parent: main } : other));
  const without = collectPipes({ ...machine, processes });
  const parent = findProcess(without, process.parent);
  if (parent === undefined) return without;
  const jobs = new Map(parent.jobs);
  jobs.delete(process.pid);
  jobs.set(process.pid, code);
  for (const old of jobs.keys()) if (jobs.size > rememberedJobs) jobs.delete(old);
  return put(without, { ...parent, jobs });
}

/** Ends the whole machine. */
export function exitMachine(machine: Machine, code: number, reason?: 'OOMKilled'): Machine {
  const exited = { kind: 'Exited', code, atMillis: machine.atMillis } as const;
  return { ...machine, state: reason === undefined ? exited : { ...exited, reason }, processes: [], pipes: [], watch: undefined };
}

const signalNumbers: ReadonlyMap<string, number> = new Map([
  ['EXIT', 0], ['HUP', 1], ['INT', 2], ['QUIT', 3], ['ABRT', 6], ['KILL', 9], ['USR1', 10], ['USR2', 12], ['PIPE', 13], ['ALRM', 14], ['TERM', 15], ['CHLD', 17], ['CONT', 18], ['STOP', 19], ['TSTP', 20], ['WINCH', 28],
]); // prettier-ignore
const harmless: ReadonlySet<string> = new Set(['CHLD', 'CONT', 'WINCH', 'STOP', 'TSTP']);

/** The number of a signal name (EXIT is 0), or undefined. */
export function signalNumber(name: string): number | undefined {
  return signalNumbers.get(name);
}

/** A signal as written in `trap` and `kill` (`TERM`, `SIGTERM`, `15`) by its plain name; undefined when unknown. */
export function signalNameOf(written: string): string | undefined {
  const name = written.toUpperCase().replace(/^SIG/, '');
  if (signalNumbers.has(name)) return name;
  if (!/^[0-9]{1,2}$/.test(name)) return undefined;
  return [...signalNumbers].find(([, number]) => number === Number(name))?.[0];
}

/**
 * Delivers a signal to a process: a trap is queued; without one the process ends, except that the kernel protects
 * PID 1 from signals it has no handler for, and from KILL unless it comes from outside the container.
 */
export function deliver(machine: Machine, pid: number, signal: string, outside: boolean): Machine {
  const process = findProcess(machine, pid);
  const number = signalNumber(signal);
  if (process === undefined || number === undefined || number === 0) return machine;
  const isInit = process.pid === 1;
  if (signal === 'KILL') return isInit && !outside ? machine : endProcess(machine, process, 137);
  const action = process.shell.traps.get(signal);
  if (action === '') return machine;
  if (action !== undefined) {
    return process.signals.includes(signal) ? machine : put(machine, { ...process, signals: [...process.signals, signal] });
  }
  return isInit || harmless.has(signal) ? machine : endProcess(machine, process, 128 + number);
}
