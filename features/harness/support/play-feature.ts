import { DataTable, type IWorldOptions } from '@cucumber/cucumber';
import { CucumberExpression, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle, type PickleStep } from '@cucumber/messages';
import type { StepDefinition } from '../../../steps/define.ts';
import { parameterTypes } from '../../../steps/parameters.ts';
import { beginScenario, beginStep, playStep } from '../../../steps/play.ts';
import { steps } from '../../../steps/sentence.ts';
import { ClusterWorld } from '../../../steps/world.ts';

/** Under one seed the goldens hold, whatever seed the features of the harness themselves are run with. */
const SEED = 1;

/** How a scenario of a feature ended: the step that failed and what it said, or nothing when all of its steps passed. */
export interface Outcome {
  readonly scenario: string;
  readonly failure?: { readonly step: string; readonly isLast: boolean; readonly message: string };
}

/** Plays every scenario of a feature in this process, with the steps of the library, as if it stood in the file `uri`. */
export function playFeature(source: string, uri: string): readonly Outcome[] {
  const newId = IdGenerator.incrementing();
  const document = { ...new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(source), uri };
  return compile(document, uri, newId).map((pickle) => {
    const world = new ClusterWorld(WORLD);
    beginScenario(world, pickle, document);
    return outcomeOf(world, pickle);
  });
}

const ignore = (): void => undefined;
const WORLD = { attach: ignore, log: ignore, link: ignore, parameters: { gherkube: { seed: SEED } } } as unknown as IWorldOptions;

function outcomeOf(world: ClusterWorld, { name, steps: pickleSteps }: Pickle): Outcome {
  for (const step of pickleSteps) {
    const message = failureOf(world, step);
    if (message !== undefined) return { scenario: name, failure: { step: step.text, isLast: step === pickleSteps.at(-1), message } };
  }
  return { scenario: name };
}

function failureOf(world: ClusterWorld, step: PickleStep): string | undefined {
  beginStep(world, step);
  try {
    const [definition, meanings] = definitionOf(step.text);
    playStep(world, definition, [...meanings, ...attachmentOf(step)]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const registry = new ParameterTypeRegistry();
for (const { name, regexp, transformer } of parameterTypes)
  registry.defineParameterType(new ParameterType(name, regexp, null, transformer, false, false));
const expressions = steps.map((step) => [step, new CucumberExpression(step.expression, registry)] as const);

function definitionOf(text: string): readonly [StepDefinition, readonly unknown[]] {
  for (const [step, expression] of expressions) {
    const found = expression.match(text);
    if (found !== null) return [step, found.map((argument) => argument.getValue(undefined))];
  }
  throw new Error(`no sentence is like ${JSON.stringify(text)}`);
}

function attachmentOf({ argument }: PickleStep): readonly unknown[] {
  if (argument?.dataTable !== undefined) return [new DataTable(argument.dataTable)];
  return argument?.docString === undefined ? [] : [argument.docString.content];
}
