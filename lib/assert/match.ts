import { UsageError } from '../api/errors.ts';
import { isMapping } from '../base/merge.ts';
import { compareQuantities, QuantityError } from '../base/quantity.ts';
import { didYouMean } from '../base/suggest.ts';
import { matches, parseScalar } from './cell.ts';
import { isScalar, leaf, mismatchesOf, pathOf, type Compare, type Comparison, type Mismatch, type Steps } from './comparison.ts';
import { compareLists } from './match-lists.ts';

/** The field by which the items of the list at these steps are told apart (`name` of containers); undefined when there is none. */
export type ListKey = (steps: Steps) => string | undefined;

const DEEPEST = 100;
const LONGEST_QUANTITY = 60;
// Reached only by documents whose aliases multiply, or by lists of thousands of items that all look alike.
const MOST_COMPARISONS = 250_000;

/**
 * Compares the fields that `expected` names with those of `actual`, and nothing else:
 *
 * - maps are partial; `null` wants a field to be absent, `[]` wants no items
 * - lists with a merge key, and lists of maps, are partial too: every expected item wants an actual item of its own, in any order
 * - lists of scalars are compared exactly, in order
 * - numbers and strings are different things (`80` is not `"80"`), but quantities are compared by amount (`500m` is `0.5`)
 * - strings may be `<any>`, `<none>`, `~/regex/` or a bound such as `">=3"`, as in tables; globs are not, `*` is common in YAML
 *
 * Throws a UsageError for an invalid pattern and for documents too deep or too large to compare.
 */
export function compareYaml(
  expected: unknown,
  actual: unknown,
  listKey: ListKey,
  isQuantity: (steps: Steps) => boolean = isQuantityField,
): Comparison {
  let comparisons = 0;
  const compare: Compare = (wanted, found, steps) => {
    if (steps.length > DEEPEST) throw new UsageError(`${pathOf(steps).slice(0, 80)}... is nested deeper than ${DEEPEST} levels`);
    if (++comparisons > MOST_COMPARISONS)
      throw new UsageError(`the expected document is too large to compare: gave up at ${pathOf(steps)}`);
    if (typeof wanted === 'string') return compareString(wanted, found, steps, isQuantity);
    if (wanted === null || wanted === undefined) return leaf(isAbsent(found) ? 'same' : 'unexpected', wanted, found, steps);
    if (Array.isArray(wanted)) {
      if (isAbsent(found) && wanted.length === 0) return leaf('same', wanted, found, steps);
      return Array.isArray(found) ? compareLists(wanted, found, steps, listKey(steps), compare) : wrongType(wanted, found, steps);
    }
    if (isMapping(wanted)) return isMapping(found) ? compareMaps(wanted, found, steps, compare) : wrongType(wanted, found, steps);
    return compareScalars(wanted, found, steps, isQuantity);
  };
  return compare(expected, actual, []);
}

/** Everything that is not as expected, in the order of the expected document. See compareYaml for the rules and what it throws. */
export function mismatches(
  expected: unknown,
  actual: unknown,
  listKey: ListKey,
  isQuantity?: (steps: Steps) => boolean,
): readonly Mismatch[] {
  return mismatchesOf(compareYaml(expected, actual, listKey, isQuantity));
}

/** Whether the value at these steps is an amount by Kubernetes' well-known names: resources, capacities, quotas, sizes. */
function isQuantityField(steps: Steps): boolean {
  const last = steps.at(-1);
  if (last === 'sizeLimit' || last === 'divisor' || last === 'averageValue') return true;
  return steps
    .slice(0, -1)
    .some((step) => typeof step === 'string' && /^(limits|requests|capacity|allocatable|hard|used|podFixed)$/.test(step));
}

function compareMaps(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  steps: Steps,
  compare: Compare,
): Comparison {
  const names = Object.keys(expected);
  const isOther = (name: string) => !Object.hasOwn(expected, name);
  const others = Object.keys(actual).filter(isOther);
  const fields = names.map((name) => {
    const found = Object.hasOwn(actual, name) ? actual[name] : undefined;
    const value = compare(expected[name], found, [...steps, name]);
    if (value.kind !== 'missing') return [name, value] as const;
    const hint = didYouMean(name, others).trim().replace(/^D/, 'd');
    return [name, { ...value, ...(hint === '' ? insteadHint(names, others) : { hint }) }] as const;
  });
  const [wrong, right] = [sum(fields, ([, value]) => value.wrong), sum(fields, ([, value]) => value.right)];
  return { kind: 'map', steps, fields, wrong, right: names.length === 0 ? 1 : right };
}

/** Where one thing of several was asked for, such as the state of a container, what there is instead is what one wants to know. */
function insteadHint(names: readonly string[], others: readonly string[]): { readonly hint?: string } {
  return names.length === 1 && others.length === 1 ? { hint: `there is ${others[0]!} instead` } : {};
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

function compareString(expected: string, actual: unknown, steps: Steps, isQuantity: (steps: Steps) => boolean): Comparison {
  const cell = parseScalar(expected);
  if (cell === undefined) return compareScalars(expected, actual, steps, isQuantity);
  if (cell.kind === 'none') return leaf(isEmpty(actual) || actual === expected ? 'same' : 'unexpected', expected, actual, steps);
  if (isAbsent(actual)) return leaf('missing', expected, actual, steps);
  if (cell.kind === 'any') return leaf(isEmpty(actual) ? 'missing' : 'same', expected, actual, steps);
  if (!isScalar(actual)) return wrongType(expected, actual, steps);
  if (cell.kind === 'text') return compareScalars(cell.text, actual, steps, isQuantity);
  return leaf(matches(cell, String(actual)) ? 'same' : 'different', expected, actual, steps);
}

function compareScalars(expected: unknown, actual: unknown, steps: Steps, isQuantity: (steps: Steps) => boolean): Comparison {
  if (expected === actual) return leaf('same', expected, actual, steps);
  if (isQuantity(steps) && isSameAmount(expected, actual)) return leaf('same', expected, actual, steps);
  return typeof expected === typeof actual ? leaf('different', expected, actual, steps) : wrongType(expected, actual, steps);
}

function wrongType(expected: unknown, actual: unknown, steps: Steps): Comparison {
  if (isAbsent(actual)) return leaf('missing', expected, actual, steps);
  const types = `expected ${typeName(expected)}, found ${typeName(actual)}`;
  return leaf('type', expected, actual, steps, types + quotingAdvice(expected, actual));
}

/** YAML reads an unquoted 3 as a number and True as a boolean; that is nearly always what went wrong. */
function quotingAdvice(expected: unknown, actual: unknown): string {
  if (!isScalar(expected) || !isScalar(actual)) return '';
  if (String(expected).toLowerCase() !== String(actual).toLowerCase()) return '';
  if (typeof actual === 'string') return `: write it with quotes, ${JSON.stringify(actual)}`;
  return typeof expected === 'string' ? `: write it without quotes, ${String(actual)}` : '';
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

function isSameAmount(expected: unknown, actual: unknown): boolean {
  if (!isScalar(expected) || !isScalar(actual) || Math.max(String(expected).length, String(actual).length) > LONGEST_QUANTITY) return false;
  try {
    return compareQuantities(String(expected), String(actual)) === 0;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isAbsent(value) || value === '' || (isMapping(value) && Object.keys(value).length === 0);
}
