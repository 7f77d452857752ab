import { After, Before, BeforeStep, defineParameterType, defineStep, setWorldConstructor } from '@cucumber/cucumber';
import type { StepDefinition } from './define.ts';
import { endScenario } from './nets.ts';
import { parameterTypes } from './parameters.ts';
import { beginScenario, beginStep, playStep } from './play.ts';
import { steps } from './sentence.ts';
import { ClusterWorld } from './world.ts';

export { ClusterWorld } from './world.ts';
export { catalogue, type Sentence } from './sentence.ts';

setWorldConstructor(ClusterWorld);

for (const { name, regexp, transformer } of parameterTypes) defineParameterType({ name, regexp, transformer, useForSnippets: false });

for (const step of steps) defineStep(step.expression, definitionOf(step));

/** Cucumber tells a step's arguments by counting its function's parameters. */
function definitionOf(step: StepDefinition): (this: ClusterWorld) => void {
  const definition = function (this: ClusterWorld, ...meanings: unknown[]): void {
    playStep(this, step, meanings);
  };
  return Object.defineProperty(definition, 'length', { value: step.arity });
}

Before(function (this: ClusterWorld, { pickle, gherkinDocument }) {
  beginScenario(this, pickle, gherkinDocument);
});

BeforeStep(function (this: ClusterWorld, { pickleStep }) {
  beginStep(this, pickleStep);
});

After(function (this: ClusterWorld, { result }) {
  endScenario(this, (result?.status as string | undefined) === 'PASSED');
});
