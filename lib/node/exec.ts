import { UsageError } from '../api/errors.ts';
import { advance, answered, beforeFiles, nextWake, signal, start, type ExternalCall, type Machine } from '../base/shell/machine.ts';
import { textOf } from '../base/shell/output.ts';
import { podStatusWord } from '../kinds/pod-columns.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { watchAgain } from './container-run.ts';
import { afterOwnCommand, environmentOf, isOwnCommand, withChangedFiles } from './images/execute.ts';
import { advanceProgram, execFailure, filesOfProgram } from './images/program.ts';
import { answererOf } from './network-calls.ts';
import { forgetOutcomes, scheduleProbes } from './probes/prober.ts';
import { findWorker, keepWorker, type Scene } from './scene.ts';
import { shareFiles } from './volumes/sharing.ts';
import { isRunning, recordOf, withNewest } from './worker.ts';

/** A command that runs in a container beside its program. */
interface Exec {
  readonly pod: Pod;
  readonly container: string;
  /** The run of the container that it was started in: it ends with it. */
  readonly run: string;
  readonly machine: Machine;
}

/** How a command ended, and what it printed. */
export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly output: string;
  /** Why the runtime could not begin it. */
  readonly refusal?: string;
}

/** A command for a container. */
export interface ExecRequest {
  readonly pod: Pod;
  readonly container: string;
  readonly argv: readonly string[];
  /** What it reads. */
  readonly stdin?: string | undefined;
}

/** The process number of the first command that somebody runs in a container. */
const FIRST_PID = 30;

/** What the runtime gives a process that it kills. */
const KILLED = 137;

/** What shells exit with for a command that cannot be run. */
const CANNOT_RUN = 126;

/** How long a command is waited for. */
const LONGEST_COMMAND_MILLIS = 3_600_000;

/** Runs a command in a running container and lets as much time pass as it takes. Throws a UsageError for one that takes longer than an hour. */
export function runExec(scene: Scene, request: ExecRequest, pass: (millis: number) => void): ExecResult {
  let current = beginExec(scene, request);
  const latest = scene.now() + LONGEST_COMMAND_MILLIS;
  while ('machine' in current) {
    const next = continueExec(scene, current);
    if (!('exec' in next)) return next;
    if (next.nextAt === undefined || next.nextAt > latest)
      throw new UsageError(`the command ${JSON.stringify(request.argv.join(' '))} does not end within an hour`);
    current = next.exec;
    pass(Math.max(0, next.nextAt - scene.now()));
  }
  return current;
}

/** Begins a command in a running container, or tells why it could not. Throws a UsageError for a container that does not run. */
function beginExec(scene: Scene, { pod, container, argv, stdin }: ExecRequest): Exec | ExecResult {
  const worker = findWorker(scene, pod.metadata.uid);
  const newest = worker === undefined ? undefined : recordOf(worker, container).newest;
  if (newest?.program === undefined || !isRunning(newest))
    throw new UsageError(
      `container ${JSON.stringify(container)} of pod ${JSON.stringify(pod.metadata.name)} does not run (the pod is ${podStatusWord(pod)} at this moment)`,
    );
  const program = advanceProgram(newest.program, scene.now());
  const failure = execFailure(program, argv, scene.random.stream('exec-id').hex(64));
  if (failure !== undefined) return { code: CANNOT_RUN, stdout: '', stderr: `${failure}\n`, output: `${failure}\n`, refusal: failure };
  const environment = { ...environmentOf(program), ...(stdin === undefined ? {} : { stdin }) };
  return { pod, container, run: newest.id, machine: start(argv, environment, scene.now(), FIRST_PID) };
}

/** Lets a command go on at this instant: its result when it has ended, and otherwise the command and when it goes on. */
function continueExec(scene: Scene, exec: Exec): ExecResult | { readonly exec: Exec; readonly nextAt: number | undefined } {
  let machine: Machine = exec.machine;
  for (;;) {
    const worker = findWorker(scene, exec.pod.metadata.uid);
    const newest = worker === undefined ? undefined : recordOf(worker, exec.container).newest;
    if (worker === undefined || newest?.id !== exec.run || newest.program === undefined || !isRunning(newest))
      return resultOf(signal(machine, 'KILL', scene.now()), KILLED);
    const program = advanceProgram(newest.program, scene.now());
    const files = filesOfProgram(program);
    machine = advance(beforeFiles(machine, files), scene.now());
    // What it has written is there for whomever it asks next.
    if (machine.files !== files) {
      const changed = { program: withChangedFiles(program, machine.files, scene.now()) };
      const told = watchAgain(scene, withNewest(worker, exec.container, changed), exec.container);
      keepWorker(scene, scheduleProbes(scene, forgetOutcomes(shareFiles(scene, told))));
    }
    if (machine.state.kind === 'Exited') return resultOf(machine, machine.state.code);
    if (machine.state.kind !== 'Calling') return { exec: { ...exec, machine }, nextAt: nextWake(machine) };
    const { call } = machine.state;
    const isOwn = isOwnCommand(program, call);
    if (isOwn) tell(scene, exec, call);
    machine = answered(machine, isOwn ? { code: 0 } : answererOf(scene, worker)(call));
  }
}

/** A command such as `kill 1` or `nginx -s quit` was for the container's program: it may end. */
function tell(scene: Scene, { pod, container }: Exec, call: ExternalCall): void {
  const worker = findWorker(scene, pod.metadata.uid)!;
  const program = recordOf(worker, container).newest!.program!;
  const told = afterOwnCommand(program, call, scene.now());
  if (told !== program) keepWorker(scene, watchAgain(scene, withNewest(worker, container, { program: told }), container));
}

function resultOf({ output }: Machine, code: number): ExecResult {
  return { code, stdout: textOf(output, 'stdout'), stderr: textOf(output, 'stderr'), output: textOf(output) };
}
