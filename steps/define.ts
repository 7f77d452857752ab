import type { Check } from '../lib/assert/check.ts';
import { expectThroughout, expectWithin } from '../lib/assert/temporal.ts';
import type { ClusterWorld } from './world.ts';

/** A sentence and what it does. `run` gets what the expression's parameters mean, then the step's table or doc string if it has one. */
export interface StepDefinition {
  readonly keyword: 'Given' | 'When' | 'Then';
  readonly topic: string;
  readonly expression: string;
  readonly example: string;
  /** How many arguments `run` takes. */
  readonly arity: number;
  readonly run: (world: ClusterWorld, ...args: never[]) => void;
}

type Run<A extends readonly unknown[]> = (world: ClusterWorld, ...args: A) => void;

/** A function that makes the definition of one sentence. */
type Define = <A extends readonly unknown[]>(expression: string, example: string, run: Run<A>) => StepDefinition;

/** Makes the definitions of a topic: `given(expression, example, run)`. */
export function topicSteps(topic: string): { readonly given: Define; readonly when: Define; readonly then: Define } {
  const define =
    (keyword: StepDefinition['keyword']): Define =>
    (expression, example, run) => ({
      keyword,
      topic,
      expression,
      example,
      arity: run.length - 1,
      run: run as unknown as StepDefinition['run'],
    });
  return { given: define('Given'), when: define('When'), then: define('Then') };
}

/** One expectation spoken four ways: plainly, `at once ...`, `within {duration} ...` and `for {duration} ...`. `check` only makes the check. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it ties the check's arguments to those of all four sentences
export function assertion<A extends readonly unknown[]>(
  topic: string,
  expression: string,
  example: string,
  check: (world: ClusterWorld, ...args: A) => Check,
): readonly StepDefinition[] {
  const { then } = topicSteps(topic);
  const arity = check.length - 1;
  const plain = then<A>(expression, example, (world, ...args) => world.expectResult(check(world, ...args)));
  const atOnce = then<A>(`at once ${expression}`, `at once ${example}`, (world, ...args) => world.expectAtOnce(check(world, ...args)));
  const within = then<readonly [number, ...A]>(
    `within {duration} ${expression}`,
    `within 30 seconds ${example}`,
    (world, millis, ...args) => {
      world.inTime((cluster) => expectWithin(cluster, millis, check(world, ...args)));
    },
  );
  const throughout = then<readonly [number, ...A]>(`for {duration} ${expression}`, `for 2 minutes ${example}`, (world, millis, ...args) => {
    world.inTime((cluster) => expectThroughout(cluster, millis, check(world, ...args)));
  });
  return [
    { ...plain, arity },
    { ...atOnce, arity },
    { ...within, arity: arity + 1 },
    { ...throughout, arity: arity + 1 },
  ];
}
