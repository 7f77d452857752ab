import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../kinds/pod-state.ts';
import { hasOldPods } from './recreate.ts';
import { deploymentOf, setOf } from './rollout-fixture.ts';

const pod = (phase: string | undefined, app = 'web'): Pod =>
  ({ metadata: { labels: { app } }, spec: {}, status: phase === undefined ? {} : { phase } }) as unknown as Pod;

test('old pods are there until each of them has ended', () => {
  const cases: readonly (readonly [name: string, counts: readonly number[], pods: readonly Pod[], answer: boolean])[] = [
    ['no old ReplicaSet', [], [], false],
    ['pods without a phase', [0, 0], [pod(undefined), pod(undefined)], true],
    ['a ReplicaSet that still counts one', [1], [], true],
    ['none', [0], [], false],
    ['ended ones', [0], [pod('Failed'), pod('Succeeded')], false],
    ['one that nobody has heard of', [0], [pod('Unknown')], true],
    ['one that waits', [0], [pod('Pending')], true],
    ['one that runs', [0], [pod('Running')], true],
    ['one of many', [0, 0], [pod('Failed'), pod('Succeeded'), pod('Pending')], true],
    ['one that is selected no more', [0], [pod('Running', 'other')], false],
  ];
  for (const [name, counts, pods, answer] of cases) {
    const oldSets = counts.map((replicas, index) => setOf({ name: `old${index}`, replicas: 0, status: { replicas } }));
    const rollout = { deployment: deploymentOf({ replicas: 1, type: 'Recreate' }), newSet: undefined, oldSets };
    const last = oldSets.at(-1);
    assert.equal(
      hasOldPods(rollout, (set) => (set === last ? pods : [])),
      answer,
      name,
    );
  }
});
