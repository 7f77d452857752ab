import type { StepDefinition } from './define.ts';
import { checkSteps } from './check.steps.ts';
import { clusterSteps } from './cluster.steps.ts';
import { commandSteps } from './commands.steps.ts';
import { containerSteps } from './containers.steps.ts';
import { imageSteps } from './images.steps.ts';
import { manifestSteps } from './manifests.steps.ts';
import { nodeSteps } from './nodes.steps.ts';
import { objectSteps } from './objects.steps.ts';
import { outageSteps } from './outages.steps.ts';
import { parameterTypes } from './parameters.ts';
import { rolloutSteps } from './rollouts.steps.ts';
import { requestSteps } from './requests.steps.ts';
import { serviceSteps } from './services.steps.ts';
import { timeSteps } from './time.steps.ts';
import { expectationSteps } from './expectations.steps.ts';

/** Every step there is, by topic, in the order of the catalogue. */
export const steps: readonly StepDefinition[] = [
  ...clusterSteps,
  ...manifestSteps,
  ...checkSteps,
  ...imageSteps,
  ...objectSteps,
  ...containerSteps,
  ...commandSteps,
  ...rolloutSteps,
  ...nodeSteps,
  ...outageSteps,
  ...serviceSteps,
  ...requestSteps,
  ...timeSteps,
  ...expectationSteps,
];

/** One sentence of the catalogue. */
export interface Sentence {
  readonly keyword: 'Given' | 'When' | 'Then';
  readonly expression: string;
  /** How it looks in a feature, without its keyword. */
  readonly example: string;
  readonly topic: string;
}

/** All sentences, for `gherkube steps` and suggestions. */
export const catalogue: readonly Sentence[] = steps.map(({ keyword, expression, example, topic }) => ({
  keyword,
  expression,
  example,
  topic,
}));

/** What the parameters of the sentences may look like. */
export const parameters: readonly { readonly name: string; readonly means: string }[] = [
  ...parameterTypes.map(({ name, means }) => ({ name, means })),
  { name: 'string', means: 'text in double quotes' },
  { name: 'int', means: 'a whole number' },
];
