import assert from 'node:assert/strict';
import test from 'node:test';
import { wantedFeasible } from './cycle.ts';

test('small clusters are looked at whole, large ones in part', () => {
  const wanted = [1, 99, 100, 150, 250, 1000, 5000, 6000].map(wantedFeasible);
  assert.deepEqual(wanted, [1, 99, 100, 100, 120, 420, 500, 300]);
});
