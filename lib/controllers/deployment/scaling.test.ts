import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS } from '../../kinds/revisions.ts';
import { deploymentOf, setOf } from './rollout-fixture.ts';
import { isScaled, scaledSizes, withSizes } from './scaling.ts';

interface Case {
  readonly name: string;
  readonly replicas: number;
  readonly surge?: number;
  readonly unavailable?: number;
  /** What the ReplicaSets were reckoned from, and the surge then. */
  readonly was: number;
  readonly surgeWas?: number;
  /** Sizes of v1, v2, v3; the last is the new one unless there is none. */
  readonly sizes: readonly number[];
  readonly hasNew?: false;
  readonly noted?: Readonly<Record<string, number>>;
  readonly available?: number;
  readonly answer: readonly number[];
}

const CASES: readonly Case[] = [
  { name: 'up with one active', replicas: 12, was: 10, sizes: [10], answer: [12] },
  { name: 'down with one active', replicas: 5, was: 10, sizes: [10], answer: [5] },
  { name: '5 to 10', replicas: 10, was: 5, sizes: [3, 2], answer: [6, 4] },
  { name: '5 to 3', replicas: 3, was: 5, sizes: [3, 2], answer: [2, 1] },
  { name: '9 to 4', replicas: 4, was: 9, sizes: [1, 8], answer: [0, 4] },
  { name: '7 to 10', replicas: 10, was: 7, sizes: [2, 3, 2], answer: [3, 4, 3] },
  { name: '13 to 8', replicas: 8, was: 13, sizes: [3, 8, 2], answer: [2, 5, 1] },
  { name: 'what is left over goes to the newest', replicas: 4, was: 3, sizes: [1, 1, 1], answer: [1, 1, 2] },
  { name: 'what is missing is taken from the oldest', replicas: 2, was: 3, sizes: [1, 1, 1], answer: [0, 1, 1] },
  { name: 'no new ReplicaSet yet', replicas: 5, was: 4, sizes: [2, 2], hasNew: false, answer: [2, 3] },
  { name: '6 to 0', replicas: 0, was: 6, sizes: [1, 2, 3], answer: [0, 0, 0] },
  { name: '0 to 6: the newest alone', replicas: 6, was: 6, sizes: [0, 0, 0], answer: [0, 0, 6] },
  { name: 'a scaling that got stuck half way', replicas: 5, was: 5, sizes: [1, 1, 2], noted: { v2: 3 }, answer: [1, 2, 2] },
  { name: 'the same surge before and after', replicas: 20, surge: 2, was: 10, surgeWas: 2, sizes: [6, 6], answer: [11, 11] },
  { name: 'size and surge', replicas: 50, surge: 6, was: 10, surgeWas: 3, sizes: [8, 5], answer: [34, 22] },
  { name: 'size and template', replicas: 14, was: 10, sizes: [3, 7], hasNew: false, answer: [4, 10] },
  {
    name: 'a new ReplicaSet of the right size without pods',
    replicas: 2,
    surge: 1,
    unavailable: 1,
    was: 2,
    surgeWas: 1,
    sizes: [1, 2],
    available: 0,
    answer: [1, 2],
  },
];

/** The ReplicaSets of a case, v1 the oldest. */
function setsOf({ sizes, was, surgeWas = 0, noted = {}, available }: Case): readonly ReplicaSet[] {
  return sizes.map((replicas, index) => {
    const name = `v${index + 1}`;
    const desired = noted[name] ?? was;
    const annotations = { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + surgeWas) };
    const isNew = index === sizes.length - 1;
    return setOf({ name, replicas, made: index, annotations, status: { availableReplicas: isNew ? (available ?? replicas) : replicas } });
  });
}

for (const each of CASES)
  test(`scaling in the middle of a rollout: ${each.name}`, () => {
    const { replicas, surge = 0, unavailable = 0, hasNew, answer, was } = each;
    const sets = setsOf(each);
    const newSet = hasNew === false ? undefined : sets.at(-1);
    const deployment = deploymentOf({ replicas, surge, unavailable, status: { replicas: was } });
    const resized = scaledSizes({ deployment, newSet, oldSets: sets.filter((set) => set !== newSet) });
    const sizes = sets.map((set) => resized.find((size) => size.set === set)?.replicas ?? set.spec.replicas);
    assert.deepEqual(sizes, answer);
  });

test('old ReplicaSets go when the new one does all of the work', () => {
  const sizes = { [DESIRED_REPLICAS]: '2', [MAX_REPLICAS]: '3' };
  const old = setOf({ name: 'old', replicas: 1, annotations: sizes });
  const newSet = setOf({ name: 'new', replicas: 2, annotations: sizes, status: { availableReplicas: 2 } });
  const steps = scaledSizes({ deployment: deploymentOf({ replicas: 2, surge: 1 }), newSet, oldSets: [old] });
  assert.deepEqual(
    steps.map(({ set, replicas }) => [set.metadata.name, replicas]),
    [['old', 0]],
  );
});

test('where pods are recreated, nothing is shared out', () => {
  const sets = [setOf({ name: 'old', replicas: 1 }), setOf({ name: 'new', replicas: 2, status: { availableReplicas: 0 } })];
  assert.deepEqual(scaledSizes({ deployment: deploymentOf({ replicas: 5, type: 'Recreate' }), newSet: sets[1], oldSets: [sets[0]!] }), []);
});

test('a Deployment is scaled when an active ReplicaSet was reckoned from another number', () => {
  const rollout = (replicas: number, annotations: Readonly<Record<string, string>>) => ({
    deployment: deploymentOf({ replicas: 10, surge: 10 }),
    newSet: setOf({ replicas, annotations }),
    oldSets: [],
  });
  assert.ok(!isScaled(rollout(1, {})), 'nothing noted');
  assert.ok(isScaled(rollout(1, { [DESIRED_REPLICAS]: '8', [MAX_REPLICAS]: '20' })));
  assert.ok(!isScaled(rollout(1, { [DESIRED_REPLICAS]: '10', [MAX_REPLICAS]: '16' })), 'the surge alone is no scaling');
  assert.ok(!isScaled(rollout(0, { [DESIRED_REPLICAS]: '8', [MAX_REPLICAS]: '20' })), 'not active');
  assert.ok(!isScaled(rollout(1, { [DESIRED_REPLICAS]: 'many' })), 'no number');
});

test('a ReplicaSet notes what its size was reckoned from, and is left alone when it does', () => {
  const deployment = deploymentOf({ replicas: 10, surge: 10 });
  const noted = { [DESIRED_REPLICAS]: '10', [MAX_REPLICAS]: '20' };
  for (const annotations of [{}, { ...noted, [DESIRED_REPLICAS]: '8' }, { ...noted, [MAX_REPLICAS]: '16' }])
    assert.deepEqual(withSizes(setOf({ replicas: 1, annotations }), deployment).metadata.annotations, noted);
  const right = setOf({ replicas: 1, annotations: { ...noted, other: 'kept' } });
  assert.equal(withSizes(right, deployment), right);
});
