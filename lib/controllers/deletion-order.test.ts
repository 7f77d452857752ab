import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../kinds/pod-state.ts';
import { timestamp } from '../sim/time.ts';
import { compareForDeletion, podsToDelete } from './deletion-order.ts';

const NOW = 100 * 24 * 3_600_000;
const HOUR = 3_600_000;
const MONTH = 30 * 24 * HOUR;

interface Traits {
  readonly node?: string;
  readonly phase?: string;
  /** How long ago the pod became ready; `unknown` when it does not say. Absent: not ready. */
  readonly readyAgo?: number | 'unknown';
  readonly createdAgo?: number;
  readonly restarts?: number;
  readonly sidecarRestarts?: number;
  readonly cost?: string;
  readonly uid?: string;
  readonly rank?: number;
}

const ranks = new WeakMap<Pod, number>();

function pod(
  { node = 'n', phase = 'Running', readyAgo, createdAgo = MONTH, restarts = 0, sidecarRestarts, cost, uid = '', rank = 0 }: Traits,
  name = 'p',
): Pod {
  const lastTransitionTime = typeof readyAgo === 'number' ? { lastTransitionTime: timestamp(NOW - readyAgo) } : {};
  const made: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid,
      resourceVersion: '1',
      creationTimestamp: timestamp(NOW - createdAgo),
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { nodeName: node, containers: [{ name: 'c' }], initContainers: [{ name: 's', restartPolicy: 'Always' }, { name: 'i' }] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: readyAgo === undefined ? 'False' : 'True', ...lastTransitionTime }],
      containerStatuses: [{ name: 'c', image: '', imageID: '', ready: true, restartCount: restarts }],
      initContainerStatuses: [
        { name: 's', image: '', imageID: '', ready: true, restartCount: sidecarRestarts ?? 0 },
        { name: 'i', image: '', imageID: '', ready: true, restartCount: 12_345 },
      ],
    },
  };
  ranks.set(made, rank);
  return made;
}

const rankOf = (candidate: Pod): number => ranks.get(candidate)!;
const ready = { readyAgo: 0 };

/** kube: pkg/controller/controller_utils_test.go TestSortingActivePodsWithRanks */
const PAIRS: readonly (readonly [title: string, first: Traits, second: Traits])[] = [
  ['an unscheduled one before a scheduled one', { node: '', phase: 'Pending', rank: 1 }, { phase: 'Pending', rank: 2 }],
  ['... also of a higher rank', { node: '', phase: 'Pending', rank: 2 }, { phase: 'Pending', rank: 1 }],
  ['Pending before Unknown', { phase: 'Pending', rank: 1 }, { phase: 'Unknown', rank: 2 }],
  ['Unknown before Running', { phase: 'Unknown', rank: 1 }, { rank: 2 }],
  ['one that is not ready before one that is', { rank: 1 }, { readyAgo: 'unknown', rank: 1 }],
  ['ready since nobody knows before ready since now', { readyAgo: 'unknown', rank: 1 }, { ...ready, rank: 1 }],
  ['the one with more siblings on its node', { ...ready, rank: 2 }, { readyAgo: 'unknown', rank: 1 }],
  ['ready since now before ready since a month', { ...ready, rank: 1 }, { readyAgo: MONTH, rank: 1 }],
  ['... but rank counts more', { ...ready, rank: 2 }, { readyAgo: MONTH, rank: 1 }],
  ['more restarts', { ...ready, restarts: 9001, rank: 1 }, { ...ready, rank: 1 }],
  ['as many restarts, but more of a sidecar', { ...ready, restarts: 9001, sidecarRestarts: 9001 }, { ...ready, restarts: 9001 }],
  ['rank counts more than restarts', { ...ready, rank: 2 }, { ...ready, restarts: 9001, rank: 1 }],
  ['the younger', { ...ready, createdAgo: 0 }, { ...ready, createdAgo: MONTH }],
  ['rank counts more than age', { ...ready, createdAgo: MONTH, rank: 2 }, { ...ready, createdAgo: 0, rank: 1 }],
  ['the cheaper, whatever its rank', { ...ready, cost: '10', rank: 2 }, { ...ready, cost: '100', rank: 1 }],
  ['ready for 2 hours before ready for 5', { readyAgo: 2 * HOUR }, { readyAgo: 5 * HOUR }],
  ['a negative cost is cheaper than none', { ...ready, cost: '-1' }, ready],
  ['not ready counts more than cost', { cost: '2147483647' }, { ...ready, cost: '-5' }],
  ['of times within one power of two, the smaller uid', { readyAgo: 5 * HOUR, uid: 'a' }, { readyAgo: 8 * HOUR, uid: 'b' }],
  ['... even when it is the older', { readyAgo: 8 * HOUR, uid: 'a' }, { readyAgo: 5 * HOUR, uid: 'b' }],
  [
    '... of creation too',
    { node: '', phase: 'Pending', createdAgo: 8 * HOUR, uid: 'a' },
    { node: '', phase: 'Pending', createdAgo: 5 * HOUR, uid: 'b' },
  ],
];

for (const [title, first, second] of PAIRS) {
  test(`deleted first: ${title}`, () => {
    const [a, b] = [pod(first), pod(second)];
    assert.ok(compareForDeletion(a, b, NOW, rankOf) < 0);
    assert.ok(compareForDeletion(b, a, NOW, rankOf) > 0);
  });
}

for (const cost of ['', '+5', '008', '5.0', '1e3', ' 5', '2147483648', '-0', 'many']) {
  test(`a deletion cost of ${JSON.stringify(cost)} is no cost`, () => {
    assert.equal(compareForDeletion(pod({ ...ready, cost }), pod(ready), NOW), 0);
  });
}

test('pods alike in everything are equal, and so are unassigned ones that name no node and an empty one', () => {
  assert.equal(compareForDeletion(pod(ready), pod(ready), NOW), 0);
  const { nodeName: _, ...spec } = pod({ phase: 'Pending' }).spec;
  assert.equal(compareForDeletion(pod({ node: '', phase: 'Pending' }), { ...pod({ phase: 'Pending' }), spec }, NOW), 0);
});

const KINDS: Readonly<Record<string, Traits>> = {
  U: { node: '', phase: 'Pending' },
  P: { node: 'n1', phase: 'Pending' },
  N: { node: 'n1' },
  R1: { node: 'n1', readyAgo: HOUR },
  R2: { node: 'n2', readyAgo: HOUR },
};

/** kube: pkg/controller/replicaset/replica_set_test.go TestGetPodsToDelete */
const CHOICES: readonly (readonly [pods: string, count: number, deleted: string, related?: string])[] = [
  ['', 0, ''],
  ['N R1', 2, 'N R1'],
  ['R1 N', 1, 'N'],
  ['R1 R1 R2 N P U', 6, 'R1 R1 R2 N P U'],
  ['P U', 1, 'U'],
  ['R1 N N', 2, 'N N'],
  ['R1 R2', 1, 'R2', 'R1 R2 R2'],
  ['P N', 1, 'P'],
  ['R1 R2 N P U', 3, 'U P N'],
];

for (const [names, count, deleted, related = ''] of CHOICES) {
  test(`of ${names || 'none'}, ${count} go: ${deleted || 'none'}${related === '' ? '' : ` (siblings: ${related})`}`, () => {
    const made = names
      .split(' ')
      .filter(Boolean)
      .map((name) => pod(KINDS[name]!, name));
    const siblings = related.split(' ').map((name) => KINDS[name]?.node);
    const rank = ({ spec }: Pod): number => siblings.filter((node) => node === spec.nodeName).length;
    assert.deepEqual(
      podsToDelete(made, count, NOW, rank).map(({ metadata }) => metadata.name),
      deleted.split(' ').filter(Boolean),
    );
  });
}

test('no two pods are each to go before the other', () => {
  const all = PAIRS.flatMap(([, first, second]) => [first, second]).map((traits, i) => pod({ ...traits, uid: `u${i}` }));
  for (const a of all)
    for (const b of all)
      assert.equal(Math.sign(compareForDeletion(a, b, NOW, rankOf)) + Math.sign(compareForDeletion(b, a, NOW, rankOf)), 0);
});
