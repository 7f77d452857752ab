import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { didYouMean, editDistance, nearest } from './suggest.ts';

const fields = ['selector', 'replicas', 'template', 'strategy', 'minReadySeconds', 'paused'];

for (const { word, candidates, expected, why } of [
  { word: 'selecter', candidates: fields, expected: 'selector', why: 'one wrong letter' },
  { word: 'replcas', candidates: fields, expected: 'replicas', why: 'a letter left out' },
  { word: 'tempalte', candidates: fields, expected: 'template', why: 'two letters swapped' },
  { word: 'minreadyseconds', candidates: fields, expected: 'minReadySeconds', why: 'other capitals' },
  { word: 'PODS', candidates: ['pod', 'pods'], expected: 'pods', why: 'other capitals before other letters' },
  { word: 'pods', candidates: ['pod', 'pods'], expected: undefined, why: 'it is right already' },
  { word: 'image', candidates: fields, expected: undefined, why: 'nothing is near' },
  { word: 'a', candidates: ['b'], expected: undefined, why: 'one letter is no evidence' },
  { word: '', candidates: ['', 'a'], expected: undefined, why: 'nothing was said' },
  { word: 'web-1', candidates: ['web-2', 'web-3'], expected: 'web-2', why: 'the first of equals' },
]) {
  test(`of ${candidates.join(', ')} the nearest to "${word}" is ${expected ?? 'none'}: ${why}`, () => {
    assert.equal(nearest(word, candidates), expected);
  });
}

test('a suggestion is a sentence that follows another', () => {
  assert.equal(`unknown field "selecter".${didYouMean('selecter', fields)}`, 'unknown field "selecter". Did you mean "selector"?');
  assert.equal(didYouMean('image', fields), '');
});

test('a swap of neighbours is one edit', () => {
  assert.equal(editDistance('ab', 'ba', 5), 1);
  assert.equal(editDistance('kitten', 'sitting', 5), 3);
  assert.equal(editDistance('kitten', 'sitting', 2), 3);
});

test('a distance is symmetric, zero only for equals, and bounded by its limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.nat(8), (left, right, limit) => {
      const distance = editDistance(left, right, limit);
      assert.equal(distance, editDistance(right, left, limit));
      assert.equal(distance, Math.min(editDistance(left, right, 8), limit + 1));
      assert.equal(distance === 0, left === right);
    }),
  );
});

test('words too long to be misspellings are not compared', () => {
  assert.equal(nearest('a'.repeat(1e6), ['a'.repeat(1e6 - 1)]), undefined);
});
