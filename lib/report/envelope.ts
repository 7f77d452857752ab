import type { runCucumber } from '@cucumber/cucumber/api';

// Cucumber declares its messages as classes and enumerations; what travels is data.
type Plain<T> = T extends string
  ? `${T}`
  : T extends number | boolean | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : { readonly [Key in keyof T]: Plain<T[Key]> };

/** One cucumber message: exactly one of its keys is present. The type is cucumber's own, so that reports cannot drift from the runner. */
export type Envelope = Plain<Parameters<NonNullable<Parameters<typeof runCucumber>[2]>>[0]>;

/** A Gherkin document as parsed, with the place of every step. */
export type GherkinDocument = NonNullable<Envelope['gherkinDocument']>;

/** One runnable scenario: an outline gives one for each row of its examples. */
export type Pickle = NonNullable<Envelope['pickle']>;

/** A pickle with its steps matched to step definitions. */
export type TestCase = NonNullable<Envelope['testCase']>;

/** What became of one step. */
export type TestStepResult = NonNullable<Envelope['testStepFinished']>['testStepResult'];

/** How a step or a scenario ended, in cucumber's words. */
export type Status = TestStepResult['status'];

type Timestamp = NonNullable<Envelope['testRunStarted']>['timestamp'];

/** A cucumber timestamp or duration in milliseconds. */
export function millisOf(time: Timestamp): number {
  return time.seconds * 1000 + time.nanos / 1e6;
}
