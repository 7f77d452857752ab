import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeploymentStatus } from '../../api/generated/types.ts';
import { findCondition, type Condition } from '../../control/conditions.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { timestamp } from '../../sim/time.ts';
import { clockOf, deploymentOf, setOf } from './rollout-fixture.ts';
import { countedStatus, isComplete, isProgressing, isTimedOut, pauseCondition, rolloutStatus, untilTimedOut } from './status.ts';

const T = timestamp(clockOf('18:49:00'));
const NOW = clockOf('18:51:00');

type Counts = readonly [replicas: number, updated: number, ready: number, available: number];
const counts = ([replicas, updatedReplicas, readyReplicas, availableReplicas]: Counts): DeploymentStatus => ({
  replicas,
  updatedReplicas,
  readyReplicas,
  availableReplicas,
});

test('a rollout is complete when every pod is new and available, and no other is left', () => {
  const cases: readonly (readonly [spec: number, counts: Counts, answer: boolean])[] = [
    [5, [5, 5, 5, 4], false],
    [5, [5, 5, 5, 3], false],
    [5, [5, 5, 5, 5], true],
    [5, [5, 4, 5, 5], false],
    [1, [2, 1, 1, 1], false],
    [1, [1, 1, 0, 0], false],
  ];
  for (const [replicas, status, answer] of cases)
    assert.equal(isComplete(deploymentOf({ replicas, unavailable: 1 }), counts(status)), answer, String(status));
  const changed = { ...deploymentOf({ replicas: 5 }), metadata: { ...deploymentOf({ replicas: 5 }).metadata, generation: 2 } };
  assert.ok(!isComplete(changed, { ...counts([5, 5, 5, 5]), observedGeneration: 1 }), 'not seen yet');
});

test('it progresses when something has come nearer to the end', () => {
  const cases: readonly (readonly [before: Counts, after: Counts, answer: boolean])[] = [
    [[10, 4, 4, 4], [10, 6, 4, 4], true],
    [[10, 4, 4, 4], [10, 4, 4, 4], false],
    [[10, 4, 6, 6], [8, 4, 6, 6], true],
    [[10, 7, 3, 3], [10, 6, 3, 3], false],
    [[10, 4, 7, 7], [8, 8, 5, 5], true],
    [[10, 10, 9, 8], [10, 10, 10, 8], true],
    [[10, 10, 10, 9], [10, 10, 10, 10], true],
  ];
  for (const [before, after, answer] of cases)
    assert.equal(isProgressing(counts(before), counts(after)), answer, JSON.stringify([before, after]));
});

const progressing = (status: string, reason: string, lastUpdateTime = T): Condition => ({
  type: 'Progressing',
  status,
  reason,
  lastUpdateTime,
  lastTransitionTime: T,
  message: 'as before',
});

test('it has timed out when its last progress is longer ago than the deadline', () => {
  const at = (time: string): Condition => progressing('True', 'ReplicaSetUpdated', timestamp(clockOf(time)));
  const cases: readonly (readonly [deadline: number | undefined, condition: Condition | undefined, answer: boolean])[] = [
    [undefined, at('01:09:00'), false],
    [2147483647, at('01:09:00'), false],
    [600, at('01:09:00'), true],
    [600, at('01:11:00'), false],
    [600, undefined, false],
    [600, { ...at('01:09:00'), reason: 'NewReplicaSetAvailable' }, false],
    [600, { ...at('01:19:00'), reason: 'ProgressDeadlineExceeded' }, true],
  ];
  for (const [deadline, condition, answer] of cases) {
    const deployment = deploymentOf({ replicas: 1, ...(deadline === undefined ? {} : { progressDeadlineSeconds: deadline }) });
    assert.equal(isTimedOut(deployment, condition, clockOf('01:20:00')), answer, JSON.stringify([deadline, condition]));
  }
});

test('a stuck rollout is looked at again a second after its deadline, or right after it in the last second', () => {
  const wait = (now: number, conditions: readonly Condition[], progressDeadlineSeconds?: number, status: DeploymentStatus = {}) => {
    const deadline = progressDeadlineSeconds === undefined ? {} : { progressDeadlineSeconds };
    return untilTimedOut(deploymentOf({ replicas: 3, ...deadline, status: { conditions } }), status, now);
  };
  const stuck = [progressing('True', 'ReplicaSetUpdated')];
  assert.equal(wait(NOW, stuck), undefined, 'no deadline');
  assert.equal(wait(NOW, stuck, 2147483647), undefined, 'no end');
  assert.equal(wait(NOW, [], 60), undefined, 'no condition');
  assert.equal(wait(NOW, [progressing('False', 'ProgressDeadlineExceeded')], 60), undefined, 'too late already');
  assert.equal(wait(NOW, [progressing('True', 'NewReplicaSetAvailable')], 60), undefined, 'complete before');
  assert.equal(wait(NOW, stuck, 60, counts([3, 3, 3, 3])), undefined, 'complete');
  assert.equal(wait(clockOf('18:49:30'), stuck, 60), 31_000);
  assert.equal(wait(clockOf('18:49:59'), stuck, 60), 2000);
  assert.equal(wait(clockOf('18:49:59') + 1, stuck, 60), 1000);
  assert.equal(wait(clockOf('18:50:00'), stuck, 60), 1);
  assert.equal(wait(NOW, stuck, 60), 1);
});

const set = (name: string, replicas: number, current: number, availableReplicas: number): ReplicaSet =>
  setOf({ name, replicas, status: { replicas: current, readyReplicas: availableReplicas, availableReplicas } });

test('how a rollout gets on is told in its condition', () => {
  const updated = progressing('True', 'ReplicaSetUpdated');
  const late = progressing('False', 'ProgressDeadlineExceeded');
  const now = timestamp(NOW);
  interface Case {
    readonly spec: number;
    readonly was: Counts;
    readonly condition: Condition | undefined;
    readonly newSet: ReplicaSet | undefined;
    readonly old: readonly ReplicaSet[];
    readonly deadline?: undefined | 60;
    /** Status, reason, transition and update. */
    readonly answer: readonly [string, string, string, string] | undefined;
  }
  const growing = { newSet: set('new', 3, 3, 2), old: [set('old', 0, 1, 1)], was: [2, 2, 2, 2] as Counts, spec: 3, deadline: 60 } as const;
  const done = { newSet: set('new', 3, 3, 3), old: [], was: [3, 3, 3, 3] as Counts, spec: 3, deadline: 60 } as const;
  const cases: readonly Case[] = [
    { ...growing, deadline: undefined, condition: updated, answer: undefined },
    {
      ...done,
      newSet: undefined,
      old: [set('old', 3, 3, 3)],
      condition: progressing('True', 'NewReplicaSetAvailable'),
      answer: ['True', 'NewReplicaSetAvailable', T, T],
    },
    { ...growing, condition: updated, answer: ['True', 'ReplicaSetUpdated', T, now] },
    { ...growing, condition: late, answer: ['True', 'ReplicaSetUpdated', now, now] },
    { ...growing, condition: undefined, answer: ['True', 'ReplicaSetUpdated', now, now] },
    { ...done, condition: updated, answer: ['True', 'NewReplicaSetAvailable', T, now] },
    { ...done, condition: late, answer: ['True', 'NewReplicaSetAvailable', now, now] },
    { ...done, condition: undefined, answer: ['True', 'NewReplicaSetAvailable', now, now] },
    {
      ...done,
      spec: 0,
      newSet: undefined,
      old: [set('old', 0, 0, 0)],
      condition: updated,
      answer: ['True', 'NewReplicaSetAvailable', T, now],
    },
    { ...growing, newSet: set('new', 3, 2, 2), old: [], condition: updated, answer: ['False', 'ProgressDeadlineExceeded', now, now] },
    { ...growing, newSet: set('new', 3, 2, 2), old: [], condition: late, answer: ['False', 'ProgressDeadlineExceeded', T, T] },
  ];
  cases.forEach(({ spec, was, condition, newSet, old, deadline, answer }, index) => {
    const status = { ...counts(was), ...(condition === undefined ? {} : { conditions: [condition] }) };
    const deployment = deploymentOf({
      replicas: spec,
      status,
      ...(deadline === undefined ? {} : { progressDeadlineSeconds: deadline }),
    });
    const told = findCondition(rolloutStatus({ deployment, newSet, oldSets: old }, now, NOW).conditions, 'Progressing');
    const found = told === undefined ? undefined : [told.status, told.reason, told.lastTransitionTime, told.lastUpdateTime];
    assert.deepEqual(found, answer, `case ${index + 1}`);
  });
});

test('a failure of the new ReplicaSet comes before those of others, and goes with them', () => {
  const failing = (name: string): ReplicaSet =>
    setOf({
      name,
      replicas: 1,
      status: { conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: name, lastTransitionTime: T }] },
    });
  const messageOf = (newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): string | undefined => {
    const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'Old', message: 'old' }];
    const deployment = deploymentOf({ replicas: 1, status: { conditions } });
    return findCondition(rolloutStatus({ deployment, newSet, oldSets }, timestamp(NOW), NOW).conditions, 'ReplicaFailure')?.message;
  };
  assert.equal(messageOf(failing('new'), [failing('old')]), 'new');
  assert.equal(messageOf(setOf({ replicas: 1 }), [failing('old')]), 'old');
  assert.equal(messageOf(setOf({ replicas: 1 }), []), undefined);
});

test('availability counts every ReplicaSet, and needs all pods where they are recreated', () => {
  const available = (type: string, count: number): string | undefined => {
    const deployment = deploymentOf({ replicas: 4, type, surge: 1, unavailable: 1 });
    const status = countedStatus({ deployment, newSet: set('new', 2, 2, count - 1), oldSets: [set('old', 2, 2, 1)] }, T);
    assert.equal(status.unavailableReplicas ?? 0, 4 - count);
    return findCondition(status.conditions, 'Available')?.status;
  };
  assert.deepEqual(
    [2, 3, 4].map((count) => available('RollingUpdate', count)),
    ['False', 'True', 'True'],
  );
  assert.deepEqual(
    [3, 4].map((count) => available('Recreate', count)),
    ['False', 'True'],
  );
});

test('pausing and resuming are told once, unless the rollout has failed or has no deadline', () => {
  const told = (paused: boolean, reason: string | undefined, progressDeadlineSeconds?: number): string | undefined => {
    const conditions = reason === undefined ? [] : [progressing('True', reason)];
    const deadline = progressDeadlineSeconds === undefined ? {} : { progressDeadlineSeconds };
    return pauseCondition(deploymentOf({ replicas: 1, paused, ...deadline, status: { conditions } }), T)?.reason;
  };
  assert.equal(told(true, undefined, 60), 'DeploymentPaused');
  assert.equal(told(true, 'DeploymentPaused', 60), undefined);
  assert.equal(told(false, 'DeploymentPaused', 60), 'DeploymentResumed');
  assert.equal(told(false, 'ReplicaSetUpdated', 60), undefined);
  assert.equal(told(true, 'ProgressDeadlineExceeded', 60), undefined);
  assert.equal(told(true, undefined), undefined);
});
