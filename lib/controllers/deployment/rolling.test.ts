import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { nextNewSize, nextOldSizes, withFewer, withoutUnhealthy } from './rolling.ts';
import type { Resize } from './rollout.ts';
import { deploymentOf, setOf } from './rollout-fixture.ts';

const of = (name: string, replicas: number, availableReplicas: number, made = 0): ReplicaSet =>
  setOf({ name, replicas, status: { availableReplicas }, made });
const sizes = (steps: readonly Resize[]): readonly string[] => steps.map(({ set, replicas }) => `${set.metadata.name} ${replicas}`);

test('the new ReplicaSet is given what the surge leaves room for, and what is too many is taken back', () => {
  const cases: readonly (readonly [surge: number, old: number, now: number, answer: readonly string[]])[] = [
    [0, 10, 0, []],
    [2, 10, 0, ['new 2']],
    [2, 5, 0, ['new 7']],
    [2, 10, 2, []],
    [2, 2, 11, ['new 10']],
  ];
  for (const [surge, old, now, answer] of cases) {
    const deployment = deploymentOf({ replicas: 10, surge, unavailable: 0 });
    assert.deepEqual(sizes(nextNewSize({ deployment, newSet: of('new', now, 0), oldSets: [of('old', old, 0)] })), answer);
  }
});

test('old ReplicaSets lose what is not available first, then what the new one replaces', () => {
  const cases: readonly (readonly [
    unavailable: number,
    old: readonly [number, number],
    now: readonly [number, number],
    answer: readonly string[],
  ])[] = [
    [0, [10, 10], [0, 0], ['old 9']],
    [2, [10, 10], [0, 0], ['old 8']],
    [2, [10, 8], [0, 0], ['old 8']],
    [2, [10, 9], [0, 0], ['old 9', 'old 8']],
    [2, [8, 8], [2, 0], []],
  ];
  for (const [unavailable, old, now, answer] of cases) {
    const deployment = deploymentOf({ replicas: 10, surge: 0, unavailable });
    assert.deepEqual(sizes(nextOldSizes({ deployment, newSet: of('new', ...now), oldSets: [of('old', ...old)] })), answer);
  }
});

test('no more unavailable pods go than may', () => {
  const cases = [
    [10, 8, 1, ['old 9']],
    [10, 8, 3, ['old 8']],
    [10, 8, 0, []],
    [10, 10, 3, []],
  ] as const;
  for (const [size, available, most, answer] of cases)
    assert.deepEqual(sizes(withoutUnhealthy([of('old', size, available)], most).sizes), answer);
  const doubtful = withoutUnhealthy([of('a', 4, 2), of('b', 2, 3), of('c', 3, 0)], 10);
  assert.deepEqual([sizes(doubtful.sizes), doubtful.isSure], [['a 2'], false]);
});

test('old pods go only beyond what has to be available, from the oldest ReplicaSet on', () => {
  const cases: readonly (readonly [unavailable: number, available: number, size: number, answer: readonly string[]])[] = [
    [1, 10, 10, ['old 9']],
    [2, 10, 10, ['old 8']],
    [2, 8, 10, []],
    [2, 10, 0, []],
    [2, 1, 10, []],
  ];
  for (const [unavailable, available, size, answer] of cases)
    assert.deepEqual(sizes(withFewer([{ set: of('old', size, available), replicas: size }], available - (10 - unavailable))), answer);
  const deployment = deploymentOf({ replicas: 4, surge: 4, unavailable: 0 });
  const oldSets = [of('younger', 2, 2, 2), of('older', 2, 2, 1)];
  assert.deepEqual(sizes(nextOldSizes({ deployment, newSet: of('new', 3, 3), oldSets })), ['older 0', 'younger 1']);
});
