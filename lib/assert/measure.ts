import { DurationError, parseDuration } from '../base/duration.ts';
import { compareQuantities } from '../base/quantity.ts';

type Comparison = (left: string, right: string) => number | undefined;

const COMPARISONS: readonly Comparison[] = [compareAmounts, compareDurations, comparePercentages];
const LONGEST_MEASURE = 60;

/** Whether a text is something that has more and less: a number, a quantity (`500m`, `2Gi`), a duration (`90s`, `5d3h`) or a percentage. */
export function isMeasure(text: string): boolean {
  return compareMeasures(text, text) !== undefined;
}

/**
 * Compares two measures: negative, zero or positive; undefined when they do not measure the same thing (or nothing at all). What
 * `kubectl get` appends to a count of restarts, ` (22s ago)`, is left out of account. `250m` is a quarter to `1` and minutes to `1h`.
 */
export function compareMeasures(left: string, right: string): number | undefined {
  const [first, second] = [withoutAge(left), withoutAge(right)];
  if (first.length > LONGEST_MEASURE || second.length > LONGEST_MEASURE) return undefined;
  for (const compare of COMPARISONS) {
    const order = compare(first, second);
    if (order !== undefined) return order;
  }
  return undefined;
}

function withoutAge(text: string): string {
  return text.length <= LONGEST_MEASURE ? text.replace(/ \([^()]* ago\)$/, '') : text;
}

function compareAmounts(left: string, right: string): number | undefined {
  return isAmount(left) && isAmount(right) ? compareQuantities(left, right) : undefined;
}

function isAmount(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?(?:[numkMGTPE]|[KMGTPE]i)?$/.test(text);
}

function compareDurations(left: string, right: string): number | undefined {
  const [first, second] = [millisOf(left), millisOf(right)];
  return first === undefined || second === undefined ? undefined : first - second;
}

function millisOf(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}

function comparePercentages(left: string, right: string): number | undefined {
  const isPercentage = /^[+-]?\d+(?:\.\d+)?%$/;
  return isPercentage.test(left) && isPercentage.test(right) ? Number(left.slice(0, -1)) - Number(right.slice(0, -1)) : undefined;
}
