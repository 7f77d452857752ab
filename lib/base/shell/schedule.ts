import { skipPeriods, watchQuietMoment } from './cycle.ts';
import { listChanges } from './arrays.ts';
import { assign, evaluate } from './evaluate.ts';
import { applyAnswer, continueProgram, exportedOf, launch } from './launch.ts';
import { endProcess, signalNumber } from './lifecycle.ts';
import { parse } from './parser.ts';
import { hasWriter, isFull, pipeText, withPipeText } from './pipes.ts';
import type { Block, Calling, Machine, Process } from './process.ts';
import { evaluating, pushed, put, returned, returning } from './process.ts';
import { assignLine } from './read-line.ts';
import { leave, resume } from './resume.ts';
import { charged, copyingSteps } from './work.ts';

/** How much a machine may compute before it counts as busy for ever. */
export interface StepLimits {
  readonly stepsPerInstant: number;
  /** In all, as long as the machine has not been seen to repeat itself. */
  readonly stepsInAll: number;
  /** Stop as soon as the machine is known to repeat itself for ever. */
  readonly untilRepeating?: boolean;
}

/** Runs everything due at or before `toMillis`; stops early where an external command must be answered. */
export function runUntil(machine: Machine, toMillis: number, limits: StepLimits): Machine {
  let current = machine;
  for (;;) {
    if (current.state.kind === 'Exited' || current.state.kind === 'Calling' || (current.state.kind === 'Running' && current.state.busy)) {
      return current;
    }
    const index = nextReady(current);
    if (index !== undefined) {
      const next = takeTurn(current, index);
      current = countStep(charged(next, copyingSteps(current, next)), limits);
      continue;
    }
    const calling = findCall(current);
    if (calling !== undefined) return { ...current, state: calling };
    const wake = wakeOf(current);
    if (wake > toMillis || wake === Infinity) {
      const { state } = current;
      return state.kind === 'Sleeping' && state.untilMillis === wake
        ? current
        : { ...current, state: { kind: 'Sleeping', untilMillis: wake } };
    }
    const watched = watchQuietMoment(current);
    if (limits.untilRepeating === true && watched.watch?.periodMillis !== undefined) return watched;
    const skipped = skipPeriods(watched, toMillis);
    const next = wakeOf(skipped);
    current = next > toMillis ? skipped : { ...skipped, atMillis: next, stepsNow: 0, turn: 0 };
  }
}

function countStep(machine: Machine, limits: StepLimits): Machine {
  if (machine.state.kind === 'Exited') return machine;
  const stepsNow = machine.stepsNow + 1;
  const stepsInAll = machine.stepsInAll + (machine.watch?.periodMillis === undefined ? 1 : 0);
  const busy = stepsNow > limits.stepsPerInstant || stepsInAll > limits.stepsInAll;
  return { ...machine, stepsNow, stepsInAll, state: busy ? { kind: 'Running', busy: true } : machine.state };
}

/** Processes take turns, one step each, in the order they were started. */
function nextReady(machine: Machine): number | undefined {
  const count = machine.processes.length;
  for (let offset = 1; offset <= count; offset++) {
    const index = (machine.turn + offset) % count;
    const process = machine.processes[index];
    if (process !== undefined && isReady(machine, process)) return index;
  }
  return undefined;
}

function isReady(machine: Machine, process: Process): boolean {
  if (process.deadline !== undefined && process.deadline.untilMillis <= machine.atMillis) return true;
  if (process.control.kind !== 'blocked') return true;
  const { on } = process.control;
  switch (on.kind) {
    case 'sleep':
    case 'answer':
      return on.untilMillis <= machine.atMillis;
    case 'input':
    case 'line':
    case 'collect':
      return isInputReady(machine, process, on);
    case 'files':
      return machine.files !== on.files;
    case 'room':
      return !isFull(machine, process.descriptors.get(1));
    case 'children':
      return !isAnyAlive(machine, on.pids);
    case 'wait':
      return process.signals.length > 0 || !isAnyAlive(machine, on.pids);
    default:
      return false;
  }
}

function isInputReady(machine: Machine, process: Process, on: Block): boolean {
  const stdin = process.descriptors.get(on.kind === 'line' ? on.fd : 0);
  if (stdin?.kind !== 'read' || !hasWriter(machine, stdin.pipe)) return true;
  if (on.kind === 'collect') return false;
  const text = pipeText(machine, stdin.pipe);
  return on.kind === 'line'
    ? text.includes(on.delimiter) || text.length >= on.most
    : text !== '' && !isFull(machine, process.descriptors.get(1));
}

function isAnyAlive(machine: Machine, pids: readonly number[]): boolean {
  return machine.processes.some((process) => pids.includes(process.pid));
}

/** The earliest instant at which a waiting process goes on by itself; Infinity when there is none. */
function wakeOf(machine: Machine): number {
  let wake = Infinity;
  for (const { control, deadline } of machine.processes) {
    if (deadline !== undefined) wake = Math.min(wake, deadline.untilMillis);
    if (control.kind === 'blocked' && 'untilMillis' in control.on) wake = Math.min(wake, control.on.untilMillis);
  }
  return wake;
}

function takeTurn(machine: Machine, turn: number): Machine {
  const process = machine.processes[turn];
  if (process === undefined) return machine;
  const turned: Machine = machine.turn === turn ? machine : { ...machine, turn };
  const { control, deadline } = process;
  if (deadline !== undefined && deadline.untilMillis <= machine.atMillis) {
    // What it has written up to this instant is written.
    const isAnswered = control.kind === 'blocked' && control.on.kind === 'answer' && control.on.untilMillis <= machine.atMillis;
    return isAnswered ? unblock(turned, process, control.on) : endProcess(turned, process, deadline.code);
  }
  const trapped = runTrap(turned, process);
  if (trapped !== undefined) return trapped;
  switch (control.kind) {
    case 'evaluate':
      return evaluate(turned, process, control.node, control.answers);
    case 'return':
      return resume(turned, process, control.code, control.exempt);
    case 'leave':
      return leave(turned, process, control);
    case 'argv':
      return launch(turned, process, control.argv, control.extra);
    case 'program':
      // What writes on and on waits for those who read.
      if (isFull(turned, process.descriptors.get(1)))
        return put(turned, { ...process, control: { kind: 'blocked', on: { kind: 'room', program: control.program } } });
      return continueProgram(turned, process, control.program);
    case 'blocked':
      return unblock(turned, process, control.on);
  }
}

/** Between two commands, and in `wait`, a pending signal runs its trap first. */
function runTrap(machine: Machine, process: Process): Machine | undefined {
  const [signal, ...signals] = process.signals;
  const { control } = process;
  const waiting = control.kind === 'blocked' && control.on.kind === 'wait';
  if (signal === undefined || !(waiting || control.kind === 'evaluate' || control.kind === 'return')) return undefined;
  const action = process.shell.traps.get(signal) ?? '';
  const code = 128 + (signalNumber(signal) ?? 0);
  const frame = { kind: 'trap', resume: waiting ? returned(code) : control, status: process.shell.status } as const;
  const { body, failure } = parse(action, process.shell.dialect);
  const framed = pushed({ ...process, signals }, frame);
  return put(machine, evaluating(failure === undefined ? framed : pushed(framed, { kind: 'script', failure }), body));
}

function unblock(machine: Machine, process: Process, on: Block): Machine {
  switch (on.kind) {
    case 'sleep':
      return put(machine, returning(process, on.code));
    case 'answer':
      return applyAnswer(machine, process, on.answer);
    case 'input':
    case 'files':
    case 'room':
      return continueProgram(machine, process, on.program);
    case 'children':
    case 'wait':
      return collectJobs(machine, process, on.pids, on.kind === 'children' && on.isPipeline === true);
    case 'line':
      return readLine(machine, process, on);
    case 'collect':
      return put(machine, { ...process, control: { kind: 'argv', argv: on.argv, extra: on.extra } });
    default:
      return machine;
  }
}

function collectJobs(machine: Machine, process: Process, pids: readonly number[], isPipeline: boolean): Machine {
  const jobs = new Map(process.jobs);
  const codes = pids.map((pid) => (pid === 0 ? 0 : (process.jobs.get(pid) ?? 127)));
  for (const pid of pids) jobs.delete(pid);
  const failed = process.shell.options.has('pipefail') ? codes.findLast((code) => code !== 0) : undefined;
  const isTold = isPipeline && process.shell.dialect === 'bash';
  const told = isTold ? assign(process, listChanges(process.shell.variables, 'PIPESTATUS', codes.map(String))) : process; // prettier-ignore
  return put(machine, returning({ ...told, jobs }, failed ?? codes.at(-1) ?? 0));
}

function readLine(machine: Machine, process: Process, { names, raw, delimiter, fd, most }: Block & { kind: 'line' }): Machine {
  const stdin = process.descriptors.get(fd);
  if (stdin?.kind !== 'read') return put(machine, returning(assignLine(process, names, '', raw), 1));
  const text = pipeText(machine, stdin.pipe);
  const end = text.indexOf(delimiter);
  if (text.length >= most && (end < 0 || end > most)) {
    const cut = withPipeText(machine, stdin.pipe, text.slice(most));
    return put(cut, returning(assignLine(process, names, text.slice(0, most), raw), 0));
  }
  const line = end < 0 ? text : text.slice(0, end);
  const rest = withPipeText(machine, stdin.pipe, end < 0 ? '' : text.slice(end + 1));
  return put(rest, returning(assignLine(process, names, line, raw), end < 0 ? 1 : 0));
}

function findCall(machine: Machine): Calling | undefined {
  for (const process of machine.processes) {
    if (process.control.kind !== 'blocked' || process.control.on.kind !== 'call') continue;
    const { argv, extra, stdin } = process.control.on;
    const { files, atMillis } = machine;
    const call = { argv, stdin, env: exportedOf(process, extra), cwd: process.shell.cwd, files, atMillis };
    return { kind: 'Calling', pid: process.pid, call };
  }
  return undefined;
}
