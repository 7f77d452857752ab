import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PercentError, type IntOrPercent } from '../../base/int-or-percent.ts';
import { MAX_REPLICAS } from '../../kinds/revisions.ts';
import { fenceposts, fractionOf, maxUnavailable, newSetReplicas } from './arithmetic.ts';
import { deploymentOf, setOf } from './rollout-fixture.ts';

test('a surge is rounded up, what may be unavailable down, and one of both is never 0', () => {
  const cases: readonly (readonly [
    surge: IntOrPercent | undefined,
    unavailable: IntOrPercent | undefined,
    desired: number,
    answer: number[],
  ])[] = [
    ['0%', '0%', 0, [0, 1]],
    ['39%', '39%', 10, [4, 3]],
    [undefined, '39%', 10, [0, 3]],
    ['39%', undefined, 10, [4, 0]],
    [undefined, undefined, 10, [0, 1]],
    ['25%', '25%', 1, [1, 0]],
    ['25%', '25%', 3, [1, 0]],
    ['25%', '25%', 8, [2, 2]],
    ['25%', '25%', 10, [3, 2]],
  ];
  for (const [surge, unavailable, desired, answer] of cases) {
    const posts = fenceposts(surge, unavailable, desired);
    assert.deepEqual([posts.surge, posts.unavailable], answer, `${surge} ${unavailable} of ${desired}`);
  }
  assert.throws(() => fenceposts('oops', '39%', 10), PercentError);
  assert.throws(() => fenceposts('55%', 'urg', 10), PercentError);
});

test('what may be unavailable is never more than there is to be', () => {
  const cases: readonly (readonly [replicas: number, unavailable: IntOrPercent, answer: number])[] = [
    [10, 5, 5],
    [10, 10, 10],
    [5, 10, 5],
    [0, 10, 0],
    [10, '50%', 5],
    [10, '100%', 10],
    [5, '100%', 5],
  ];
  for (const [replicas, unavailable, answer] of cases)
    assert.equal(maxUnavailable(deploymentOf({ replicas, surge: 1, unavailable })), answer, `${unavailable} of ${replicas}`);
  assert.equal(maxUnavailable(deploymentOf({ replicas: 5, type: 'Recreate' })), 0);
});

test('a new ReplicaSet grows as far as the surge lets it', () => {
  const others = [setOf({ replicas: 5 })];
  assert.equal(newSetReplicas(deploymentOf({ replicas: 1, surge: 1, unavailable: 1 }), others, 5), 5);
  assert.equal(newSetReplicas(deploymentOf({ replicas: 6, surge: 10, unavailable: 1 }), others, 2), 6);
  assert.equal(newSetReplicas(deploymentOf({ replicas: 3, type: 'Recreate' }), others, 1), 3);
});

test("a ReplicaSet's part of the whole stays what it was", () => {
  const cases: readonly (readonly [
    replicas: number,
    surge: number,
    status: number,
    size: number,
    most: string | undefined,
    answer: number,
  ])[] = [
    [0, 0, 0, 10, undefined, -10],
    [10, 0, 0, 5, undefined, 0],
    [10, 0, 0, 5, '0', 0],
    [120, 0, 100, 50, undefined, 10],
    [120, 0, 100, 50, '0', 10],
    [120, 0, 0, 50, '100', 10],
    [120, 10, 0, 50, '110', 9],
    [10, 0, 0, 6, '12', -1],
    [100, 10, 0, 50, '130', -8],
  ];
  for (const [replicas, surge, status, size, most, answer] of cases) {
    const deployment = deploymentOf({ replicas, surge, unavailable: 1, status: { replicas: status } });
    const set = setOf({ replicas: size, annotations: most === undefined ? {} : { [MAX_REPLICAS]: most } });
    assert.equal(fractionOf(set, deployment), answer, `${size} of ${most ?? status} when ${replicas}+${surge} are wanted`);
  }
});
