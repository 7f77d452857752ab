import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { configurationOf, importsOf } from '../cli/configuration.ts';
import type { Job } from '../cli/run-scenarios.ts';
import type { ShardReport } from '../cli/shard-process.ts';
import { findFeatures } from '../cli/find-files.ts';
import { cucumberPath } from '../cli/project.ts';
import { literalGlob } from '../cli/selection.ts';
import { RunRecorder, type ScenarioRecord } from '../report/run-record.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** How features are played. */
export interface Playing {
  readonly seed: number;
  /** Files and folders; all features of this package unless given. */
  readonly paths?: readonly string[];
  readonly invariants?: boolean;
  readonly digests?: boolean;
  /** `defined`, or `random:` and a number. */
  readonly order?: Job['configuration']['sources']['order'];
  /** The environment of the process; ours unless given. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Plays features in a process of its own; the scenarios sort by place. Rejects when they cannot be run. */
export function playFeatures({ environment, ...playing }: Playing): Promise<readonly ScenarioRecord[]> {
  const file = fileURLToPath(new URL('../cli/shard-process.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(file, { cwd: packageRoot, silent: true, ...(environment === undefined ? {} : { env: environment }) });
    const recorder = new RunRecorder();
    let problem: string | undefined = 'the process ended before its scenarios did';
    child.on('message', (message) => {
      const { envelopes, ended } = message as ShardReport;
      for (const envelope of envelopes) recorder.see(envelope);
      if (ended !== undefined) problem = ended.problem;
    });
    child.once('error', reject);
    child.once('close', () => {
      const { scenarios } = recorder.record();
      if (problem === undefined) resolve(scenarios.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)));
      else reject(new Error(problem));
    });
    child.send(jobOf(playing));
  });
}

/** Where a scenario lies, so that places sort as the scenarios do. */
export function placeOf({ uri, line }: ScenarioRecord): string {
  return `${uri}:${String(line).padStart(4, '0')}`;
}

function jobOf({ paths = [], order = 'defined', ...told }: Omit<Playing, 'environment'>): Job {
  const files = findFeatures(packageRoot, paths).files.map(literalGlob);
  const sources = { defaultDialect: 'en', paths: files, names: [], tagExpression: '', order };
  return {
    cwd: packageRoot,
    cucumber: cucumberPath(packageRoot),
    configuration: configurationOf(sources, importsOf(packageRoot), told),
  };
}
