import { Cluster } from '../cluster.ts';
import { normalised } from './normalise.ts';
import type { Recording } from './recording.ts';

/** A command that did not print what it printed on a real cluster. */
export interface Difference {
  readonly command: string;
  readonly expected: readonly string[];
  readonly printed: readonly string[];
}

/** What came of a recording. */
export interface Replayed {
  readonly commands: number;
  readonly differences: readonly Difference[];
}

/** How long a command took on the recorded cluster. */
const COMMAND_MILLIS = 100;
/** How long nothing changes before the recorder took a cluster to have settled. */
const QUIET_MILLIS = 4000;

/** Plays a recording on a cluster like the recorded one. What a command throws counts as what it printed. */
export function replay({ steps, files }: Recording): Replayed {
  const cluster = new Cluster({ nodes: 3 });
  const found = { ...files };
  const differences: Difference[] = [];
  let commands = 0;
  for (const step of steps) {
    if (step.is === 'settle') cluster.settle({ quiet: QUIET_MILLIS });
    else if (step.is === 'wait') cluster.advance(step.duration);
    else {
      commands++;
      const printed = outputOf(cluster, step.command, found);
      if (printed.join('\n') !== step.printed.join('\n')) differences.push({ command: step.command, expected: step.printed, printed });
    }
  }
  return { commands, differences };
}

function outputOf(cluster: Cluster, command: string, files: Record<string, string>): readonly string[] {
  try {
    const { stdout, stderr, code } = cluster.shell(command, { files, env: { KUBE_EDITOR: 'true' }, commandMillis: COMMAND_MILLIS });
    const lines = normalised(stdout + (stdout !== '' && !stdout.endsWith('\n') ? '\n' : '') + stderr);
    return code === 0 ? lines : [...lines, `[exit ${code}]`];
  } catch (error) {
    return [`[thrown] ${error instanceof Error ? error.message : String(error)}`];
  }
}
