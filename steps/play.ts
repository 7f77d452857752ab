import { dirname } from 'node:path';
import type { GherkinDocument, Pickle } from '../lib/report/envelope.ts';
import { withReplay } from '../lib/report/replay.ts';
import { indexSource, placeOf } from '../lib/report/source-index.ts';
import type { StepDefinition } from './define.ts';
import type { ClusterWorld } from './world.ts';

/** Tells a world which scenario begins: beside which feature files are looked for, and how this one scenario is played again. */
export function beginScenario(world: ClusterWorld, pickle: Pickle, document: GherkinDocument): void {
  world.featureFolder = dirname(pickle.uri);
  const { command = 'npx gherkube run' } = world.parameters.gherkube ?? {};
  world.replay = { command, uri: pickle.uri, line: placeOf(pickle, indexSource(document)).line, seed: world.seed };
}

/** Tells a world which step begins, and whether it is a Given. */
export function beginStep(world: ClusterWorld, { text, type }: Pickle['steps'][number]): void {
  world.step = { text, isContext: type === 'Context' };
}

/** Runs a step with what its sentence means; a failure ends with the seed and the command that plays the scenario again. */
export function playStep(world: ClusterWorld, { run }: StepDefinition, meanings: readonly unknown[]): void {
  withReplay(world.replay, () => run(world, ...(meanings as never[])));
}
