import assert from 'node:assert/strict';
import test from 'node:test';
import { backOffEnd } from './queue.ts';

test('back-off doubles from one second to ten', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempts) => backOffEnd({ since: 500, attempts }) - 500);
  assert.deepEqual(delays, [0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
});
