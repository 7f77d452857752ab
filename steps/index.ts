import { dirname } from 'node:path';
import { Before, BeforeStep, defineParameterType, defineStep, setWorldConstructor } from '@cucumber/cucumber';
import { withReplay } from '../lib/report/replay.ts';
import { indexSource, placeOf } from '../lib/report/source-index.ts';
import type { StepDefinition } from './define.ts';
import { parameterTypes } from './parameters.ts';
import { steps } from './sentence.ts';
import { ClusterWorld } from './world.ts';

setWorldConstructor(ClusterWorld);

for (const { name, regexp, transformer } of parameterTypes) defineParameterType({ name, regexp, transformer, useForSnippets: false });

for (const step of steps) defineStep(step.expression, definitionOf(step));

/** Cucumber tells a step's arguments by counting its function's parameters. */
function definitionOf({ run, arity }: StepDefinition): (this: ClusterWorld) => void {
  const definition = function (this: ClusterWorld, ...args: never[]): void {
    withReplay(this.replay, () => run(this, ...args));
  };
  return Object.defineProperty(definition, 'length', { value: arity });
}

Before(function (this: ClusterWorld, { pickle, gherkinDocument }) {
  this.featureFolder = dirname(pickle.uri);
  this.replay = { uri: pickle.uri, line: placeOf(pickle, indexSource(gherkinDocument)).line, seed: this.seed };
});

BeforeStep(function (this: ClusterWorld, { pickleStep }) {
  this.step = { text: pickleStep.text, isContext: (pickleStep.type as string | undefined) === 'Context' };
});
