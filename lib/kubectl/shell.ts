import { UsageError } from '../api/errors.ts';
import type { Files } from '../base/shell/files.ts';
import { advance, answered, nextWake, start, type ExternalAnswer, type ExternalCall, type Machine } from '../base/shell/machine.ts';
import { textOf } from '../base/shell/output.ts';
import { KUBECTL_MILLIS } from '../sim/latencies.ts';
import { START_MILLIS } from '../sim/time.ts';
import { runKubectl } from './kubectl.ts';
import type { Reach, Terminal } from './terminal.ts';

/** Where a script runs. */
export interface ShellPlace {
  readonly cluster: Reach;
  readonly files: Files;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  /** How long each of kubectl's commands takes, in milliseconds; where it is left out, so long lies between two of them. */
  readonly commandMillis?: number | undefined;
  /** What stands in the place of an editor. */
  readonly editor?: ((text: string) => string) | undefined;
}

/** How a script ended, and what it left. */
export interface ShellEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: Files;
}

/** The longest a script is let run. */
const LONGEST_SCRIPT_MILLIS = 24 * 3_600_000;

/** How often a script may call kubectl. */
const MOST_CALLS = 1000;

/** How often a script may wait. */
const MOST_WAITS = 20_000;

/** What it may compute without waiting, which takes about half a second, and in all, unless it does the same again and again. */
const LIMITS = { stepsPerInstant: 120_000, stepsInAll: 1_000_000 };

const LONGEST_COMPLAINT = 200;

/** What a script may print. */
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a script by the built-in shell, with `kubectl` at hand: time passes in the cluster as the script waits. Throws a UsageError for one that does not end. */
export function runScript(place: ShellPlace, script: string): ShellEnd {
  return runMachine(place, ['bash', '-c', script]);
}

/** Runs one command of kubectl's as it was typed, without a shell. */
export function runCommandLine(place: ShellPlace, argv: readonly string[], stdin: string): ShellEnd {
  const { atMillis, ...call } = {
    argv: ['kubectl', ...argv],
    stdin,
    env: place.env,
    cwd: place.cwd,
    files: place.files,
    atMillis: place.cluster.now,
  };
  const { code, stdout = '', stderr = '', files = place.files } = answerTo(place, { ...call, atMillis }, undefined);
  return { code, stdout, stderr, files };
}

function runMachine(place: ShellPlace, argv: readonly string[]): ShellEnd {
  const { cluster, files, env, cwd } = place;
  const latest = cluster.now + LONGEST_SCRIPT_MILLIS;
  const environment = {
    files,
    env,
    cwd,
    hostname: 'terminal',
    flavour: 'debian' as const,
    epochMillis: START_MILLIS,
    keptBytes: MOST_OUTPUT_BYTES,
  };
  let machine: Machine = start(argv, { ...environment, external: new Set(['kubectl', 'alias']) }, cluster.now, 2);
  let [calls, waits] = [0, 0];
  for (;;) {
    machine = advance(machine, cluster.now, LIMITS);
    const { state } = machine;
    if (state.kind === 'Exited') return endOf(machine, state.code);
    if (state.kind === 'Calling') {
      const deadline = machine.processes.find(({ pid }) => pid === state.pid)?.deadline?.untilMillis;
      const isAlias = state.call.argv[0] === 'alias';
      if (calls > 0 && !isAlias && place.commandMillis === undefined) cluster.advance(KUBECTL_MILLIS);
      const given = answerTo(place, state.call, deadline);
      if (!isAlias) calls += 1;
      if (calls > MOST_CALLS)
        throw endless(
          machine,
          `the script calls ${state.call.argv[0] ?? 'kubectl'} again and again: more than ${MOST_CALLS} times; let it wait longer in between, or use kubectl wait --for=... --timeout=...`,
        );
      machine = answered(withAliases(machine, state.call), { ...given, takesMillis: Math.max(0, cluster.now - machine.atMillis) });
      continue;
    }
    if (state.kind === 'Running' && state.busy) throw endless(machine, tooBusy(machine));
    const next = nextWake(machine);
    if (next === undefined) throw endless(machine, 'the script waits for something that never comes');
    if (next > latest) throw endless(machine, 'the script does not end within a day of cluster time');
    waits += 1;
    if (waits > MOST_WAITS)
      throw endless(machine, `the script waits again and again: more than ${MOST_WAITS} times; let it wait longer each time`);
    cluster.advance(Math.max(0, next - cluster.now));
  }
}

function tooBusy(machine: Machine): string {
  return machine.stepsNow > LIMITS.stepsPerInstant
    ? 'the script goes on for ever without waiting: there is a loop in it that never ends, or it computes too much at once'
    : 'the script goes on for ever: it does something else each time it has waited, and has done too much by now';
}

/** The refusal of a script that does not end, with the last line that it complained of. */
function endless({ output }: Machine, sentence: string): UsageError {
  const last = textOf(output, 'stderr').trimEnd().split('\n').at(-1) ?? '';
  return new UsageError(last === '' ? sentence : `${sentence} (its last complaint: ${last.slice(0, LONGEST_COMPLAINT)})`);
}

function endOf({ output, files }: Machine, code: number): ShellEnd {
  const note =
    output.isCut === true ? `the script printed more than ${MOST_OUTPUT_BYTES / 1024 / 1024} MiB, of which only the end is kept\n` : '';
  return { code, stdout: textOf(output, 'stdout'), stderr: textOf(output, 'stderr') + note, files };
}

/** The names that `alias k=kubectl` makes known. */
function withAliases(machine: Machine, { argv }: ExternalCall): Machine {
  if (argv[0] !== 'alias') return machine;
  const names = argv.flatMap((arg) => /^([\w-]+)=kubectl$/.exec(arg)?.[1] ?? []);
  return { ...machine, external: new Set([...machine.external, ...names]) };
}

function answerTo(place: ShellPlace, { argv, stdin, env, cwd, files }: ExternalCall, deadline: number | undefined): ExternalAnswer {
  const [name, ...words] = argv;
  if (name === 'alias') return aliasAnswer(words);
  const { cluster, commandMillis = 0 } = place;
  const texts = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    cluster,
    env,
    cwd,
    stdin,
    files,
    deadline,
    editor: place.editor,
    print: (text) => void (texts.stdout += text),
    complain: (text) => void (texts.stderr += text),
    shell: (line) => {
      const end = runMachine({ ...place, files: terminal.files, env, cwd }, ['bash', '-c', line]);
      terminal.files = end.files;
      texts.stdout += end.stdout;
      texts.stderr += end.stderr;
      return end.code;
    },
  };
  const code = runKubectl(terminal, words);
  if (commandMillis > 0) cluster.advance(commandMillis);
  return { code, ...texts, files: terminal.files };
}

function aliasAnswer(words: readonly string[]): ExternalAnswer {
  const others = words.filter((word) => !/^[\w-]+=kubectl$/.test(word));
  return others.length === 0
    ? { code: 0 }
    : { code: 1, stderr: `alias: ${others.join(' ')}: only other names of kubectl are covered here\n` };
}
