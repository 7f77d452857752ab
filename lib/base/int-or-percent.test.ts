import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PercentError, shareOf } from './int-or-percent.ts';

test('a number is itself, a percentage a part of the total, and nothing is nothing', () => {
  assert.deepEqual([shareOf(3, 10, 'up'), shareOf('25%', 8, 'up'), shareOf(undefined, 8, 'up')], [3, 2, 0]);
  assert.deepEqual([shareOf('25%', 10, 'up'), shareOf('25%', 10, 'down')], [3, 2]);
  assert.deepEqual([shareOf('25%', 1, 'up'), shareOf('25%', 1, 'down'), shareOf('0%', 7, 'up')], [1, 0, 0]);
});

test('a text without a percent sign is refused', () => {
  for (const text of ['oops', '5', '%', '5.5%']) assert.throws(() => shareOf(text, 10, 'up'), PercentError, text);
});
