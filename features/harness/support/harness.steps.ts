import { Given, Then } from '@cucumber/cucumber';
import { AssertionError } from '../../../lib/assert/assertion-error.ts';
import { lineDifference } from '../../../lib/assert/text-difference.ts';
import { playFeature, type Outcome } from './play-feature.ts';

interface HarnessWorld {
  outcomes?: readonly Outcome[];
}

Given('this feature is run:', function (this: HarnessWorld, source: string) {
  this.outcomes = playFeature(source, 'features/example.feature');
});

Then('its last step fails with:', function (this: HarnessWorld, golden: string) {
  const { message, isLast, step } = failureOf(this);
  if (!isLast) throw new AssertionError(`it failed before its last step, at ${JSON.stringify(step)}:\n\n${message}`);
  expectGolden(golden, message);
});

Then('it passes', function (this: HarnessWorld) {
  const failed = this.outcomes?.find(({ failure }) => failure !== undefined)?.failure;
  if (failed !== undefined) throw new AssertionError(`it failed, at ${JSON.stringify(failed.step)}:\n\n${failed.message}`);
});

function failureOf({ outcomes = [] }: HarnessWorld): NonNullable<Outcome['failure']> {
  const [outcome, ...others] = outcomes;
  if (outcome === undefined || others.length > 0)
    throw new AssertionError(`a feature with one scenario was to be run, not with ${outcomes.length}`);
  if (outcome.failure === undefined) throw new AssertionError('it was to fail, but it passed');
  return outcome.failure;
}

/** Five question marks stand for the letters that make a generated name unique. */
function expectGolden(golden: string, message: string): void {
  const [expected, actual] = [golden.trimEnd().split('\n'), message.trimEnd().split('\n')];
  const shown = actual.map((line, index) => (isLike(expected[index], line) ? (expected[index] ?? line) : line));
  if (shown.join('\n') === expected.join('\n')) return;
  const lines = lineDifference(expected, shown).map(({ sign, text }) => `${sign} ${text}`.trimEnd());
  throw new AssertionError(['it failed with another message (- expected, + found):', '', ...lines].join('\n'));
}

function isLike(golden: string | undefined, line: string): boolean {
  if (golden?.includes('?????') !== true) return false;
  const pattern = golden.split('?????').map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${pattern.join('[a-z0-9]{5}')}$`).test(line);
}
