import { isMapping } from '../base/merge.ts';
import { didYouMean } from '../base/suggest.ts';
import { parseScalar } from './cell.ts';
import { isScalar, leaf, type Compare, type Comparison, type Scalar, type Steps } from './comparison.ts';
import { pairNearest, pairUp } from './pairing.ts';

const MOST_KEYS_NAMED = 5;

/**
 * Compares lists: scalars one by one in order, anything else in any order, each expected item with an actual item of its own. With a
 * merge key only items of the same key are compared; without, an expected item that fits none is compared with the closest one left.
 */
export function compareLists(
  expected: readonly unknown[],
  actual: readonly unknown[],
  steps: Steps,
  key: string | undefined,
  compare: Compare,
): Comparison {
  if (expected.length === 0) return leaf(actual.length === 0 ? 'same' : 'unexpected', expected, actual, steps);
  const items = expected.some(isCollection)
    ? compareAnyOrder(expected, actual, steps, key, compare)
    : compareInOrder(expected, actual, steps, compare);
  const wrong = items.reduce((total, item) => total + item.wrong, 0);
  const right = items.reduce((total, item) => total + item.right, 0);
  return { kind: 'list', steps, key, items, wrong, right };
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** What begins and ends alike is set side by side; what is left in the middle is compared pair by pair, as far as it goes. */
function compareInOrder(expected: readonly unknown[], actual: readonly unknown[], steps: Steps, compare: Compare): readonly Comparison[] {
  const shorter = Math.min(expected.length, actual.length);
  const head: Comparison[] = [];
  while (head.length < shorter) {
    const item = compare(expected[head.length], actual[head.length], [...steps, head.length]);
    if (item.wrong > 0) break;
    head.push(item);
  }
  const tail: Comparison[] = [];
  while (head.length + tail.length < shorter) {
    const index = actual.length - 1 - tail.length;
    const item = compare(expected[expected.length - 1 - tail.length], actual[index], [...steps, index]);
    if (item.wrong > 0) break;
    tail.unshift(item);
  }
  const middle: Comparison[] = [];
  const [expectedEnd, actualEnd] = [expected.length - tail.length, actual.length - tail.length];
  for (let index = head.length; index < Math.max(expectedEnd, actualEnd); index++) {
    const at = [...steps, index];
    if (index >= actualEnd) middle.push(leaf('missing', expected[index], undefined, at));
    else if (index >= expectedEnd) middle.push(leaf('unexpected', undefined, actual[index], at));
    else middle.push(compare(expected[index], actual[index], at));
  }
  return [...head, ...middle, ...tail];
}

function compareAnyOrder(
  expected: readonly unknown[],
  actual: readonly unknown[],
  steps: Steps,
  key: string | undefined,
  compare: Compare,
): readonly Comparison[] {
  const byKey = key === undefined ? undefined : indexesByKey(actual, key);
  const every = actual.map((_, index) => index);
  const keyed = expected.map((item) => (key === undefined ? undefined : keyOf(item, key)));
  const compared = expected.map((item, position) => {
    const value = keyed[position];
    const candidates = value === undefined ? every : (byKey?.get(value) ?? []);
    return new Map(candidates.map((index) => [index, compare(item, actual[index], [...steps, index])] as const));
  });
  const exact = pairUp(
    compared.map((candidates) => [...candidates].filter(([, { wrong }]) => wrong === 0).map(([index]) => index)),
    actual.length,
  );
  const closest = pairRest(compared, keyed, exact, every);
  const others = actual.length - closest.size - exact.filter((partner) => partner !== -1).length;
  return expected.map((item, position) => {
    const partner = exact[position] === -1 ? closest.get(position) : exact[position];
    const comparison = partner === undefined ? undefined : compared[position]!.get(partner);
    return comparison ?? leaf('missing', item, undefined, [...steps, position], hintFor(keyed[position], others, key, byKey));
  });
}

/** An item is somebody by its key; without one it is close to another only if they have something in common. */
function pairRest(
  compared: readonly ReadonlyMap<number, Comparison>[],
  keyed: readonly unknown[],
  exact: readonly number[],
  every: readonly number[],
): ReadonlyMap<number, number> {
  const lonely = exact.flatMap((partner, position) => (partner === -1 ? [position] : []));
  const taken = new Set(exact);
  const free = every.filter((index) => !taken.has(index));
  const pairs = pairNearest(lonely.length, free.length, (left, right) => {
    const comparison = compared[lonely[left]!]!.get(free[right]!);
    const isSomebody = comparison !== undefined && (keyed[lonely[left]!] !== undefined || comparison.right > 0);
    return isSomebody ? comparison.right - comparison.wrong : undefined;
  });
  return new Map(lonely.flatMap((position, left) => (pairs[left] === -1 ? [] : [[position, free[pairs[left]!]!] as const])));
}

function indexesByKey(items: readonly unknown[], key: string): ReadonlyMap<Scalar, number[]> {
  const indexes = new Map<Scalar, number[]>();
  items.forEach((item, index) => {
    const value = isMapping(item) ? item[key] : undefined;
    if (!isScalar(value)) return;
    const known = indexes.get(value);
    if (known === undefined) indexes.set(value, [index]);
    else known.push(index);
  });
  return indexes;
}

/** The value of the merge key; a pattern such as `<any>` names nobody in particular. */
function keyOf(item: unknown, key: string): Scalar | undefined {
  const value = isMapping(item) ? item[key] : undefined;
  if (!isScalar(value)) return undefined;
  return typeof value === 'string' && parseScalar(value) !== undefined ? undefined : value;
}

function hintFor(
  value: Scalar | undefined,
  others: number,
  key: string | undefined,
  byKey: ReadonlyMap<Scalar, unknown> | undefined,
): string {
  if (value === undefined || key === undefined || byKey === undefined || byKey.size === 0) {
    if (others === 0) return 'no other item was found';
    return others === 1 ? 'the other item found is not like it' : `none of the ${others} other items found is like it`;
  }
  if (byKey.has(value)) return `the list has fewer items of this ${key}`;
  const names = [...byKey.keys()].map(String);
  const suggestion = didYouMean(String(value), names);
  if (suggestion !== '') return suggestion.trim().replace(/^D/, 'd');
  const more = names.length > MOST_KEYS_NAMED ? ` and ${names.length - MOST_KEYS_NAMED} more` : '';
  return `the list has ${key} ${names.slice(0, MOST_KEYS_NAMED).join(', ')}${more}`;
}
