import assert from 'node:assert/strict';
import test from 'node:test';
import type { Taint, Toleration } from '../api/generated/types.ts';
import { findUntoleratedTaint, tolerates } from './tolerations.ts';

const TAINT: Taint = { key: 'k', value: 'v', effect: 'NoSchedule' };

const CASES: readonly (readonly [string, Toleration, boolean])[] = [
  ['the same key and value', { key: 'k', value: 'v', effect: 'NoSchedule' }, true],
  ['the key, whatever the value', { key: 'k', operator: 'Exists' }, true],
  ['everything', { operator: 'Exists' }, true],
  ['another value', { key: 'k', operator: 'Equal', value: 'w' }, false],
  ['no value', { key: 'k' }, false],
  ['another key', { key: 'l', operator: 'Exists' }, false],
  ['another effect', { key: 'k', value: 'v', effect: 'NoExecute' }, false],
];

for (const [title, toleration, expected] of CASES) {
  test(`a toleration for ${title} ${expected ? 'covers' : 'does not cover'} a taint`, () => {
    assert.equal(tolerates(toleration, TAINT), expected);
  });
}

test('the first taint that forbids and is not tolerated is found', () => {
  const taints: readonly Taint[] = [{ key: 'soft', effect: 'PreferNoSchedule' }, TAINT, { key: 'second', effect: 'NoExecute' }];
  assert.equal(findUntoleratedTaint(taints, [])?.key, 'k');
  assert.equal(findUntoleratedTaint(taints, [{ key: 'k', operator: 'Exists' }])?.key, 'second');
  assert.equal(findUntoleratedTaint(taints, [{ operator: 'Exists' }]), undefined);
});
