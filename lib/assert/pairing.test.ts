import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pairNearest, pairUp } from './pairing.ts';

/** The size of the largest pairing, by trying everything. */
function largest(partnersOf: readonly (readonly number[])[], left = 0, taken: ReadonlySet<number> = new Set()): number {
  if (left === partnersOf.length) return 0;
  const choices = partnersOf[left]!.filter((right) => !taken.has(right));
  const sizes = choices.map((right) => 1 + largest(partnersOf, left + 1, new Set([...taken, right])));
  return Math.max(largest(partnersOf, left + 1, taken), ...sizes);
}

test('the pairing is valid and no larger one exists', () => {
  const graph = fc.array(fc.uniqueArray(fc.nat(4), { maxLength: 5 }), { maxLength: 6 });
  fc.assert(
    fc.property(graph, (partnersOf) => {
      const pairs = pairUp(partnersOf, 5);
      const made = pairs.filter((right) => right !== -1);
      assert.equal(new Set(made).size, made.length);
      pairs.forEach((right, left) => assert.ok(right === -1 || partnersOf[left]!.includes(right)));
      assert.equal(made.length, largest(partnersOf));
    }),
    { numRuns: 500 },
  );
});

test('free partners are taken in order', () => {
  assert.deepEqual(
    pairUp(
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
      3,
    ),
    [0, 1],
  );
});

test('a thousand that want the same few are told so quickly', () => {
  const pairs = pairUp(
    Array.from({ length: 1_000 }, () => Array.from({ length: 500 }, (_, index) => index)),
    1_000,
  );
  assert.equal(pairs.filter((right) => right !== -1).length, 500);
});

test('the nearest are paired first, equals in order', () => {
  const scores = [
    [1, 5, 5],
    [9, 5, 1],
    [undefined, undefined, undefined],
  ];
  assert.deepEqual(
    pairNearest(3, 3, (left, right) => scores[left]![right]),
    [1, 0, -1],
  );
});
