import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

const world = new Cluster({ nodes: 0 });

function withRange(...items: readonly string[]): Cluster {
  const cluster = world.fork();
  cluster.apply(`{ apiVersion: v1, kind: LimitRange, metadata: { name: lr }, spec: { limits: [${items.join(', ')}] } }`);
  return cluster;
}

function applyPod(cluster: Cluster, spec: string): Pod {
  return cluster.apply(`{ apiVersion: v1, kind: Pod, metadata: { name: x }, spec: ${spec} }`)[0] as Pod;
}

function refusal(cluster: Cluster, spec: string): string {
  try {
    applyPod(cluster, spec);
  } catch (error) {
    if (error instanceof ApiError || error instanceof UsageError) return wordsOf(error).replace('pods "x" is forbidden: ', '');
    throw error;
  }
  return 'not refused';
}

const one = (resources: string): string => `{ containers: [{ name: c, image: nginx, resources: ${resources} }] }`;

/** What the server said, without kubectl's words around it. */
function wordsOf({ message }: Error): string {
  return message
    .replace(/^Error from server \(\w+\): /, '')
    .split('\n', 1)
    .join('');
}

test('containers get what they do not say, and an annotation tells so', () => {
  const cluster = withRange('{ type: Container, default: { cpu: 500m, memory: 1Gi }, defaultRequest: { cpu: 100m } }');
  const { spec, metadata } = applyPod(
    cluster,
    '{ initContainers: [{ name: i, image: busybox, resources: { limits: { cpu: 1 } } }], containers: [{ name: a, image: nginx }, { name: b, image: nginx, resources: { requests: { memory: 1Mi }, limits: { cpu: 2 } } }] }',
  );
  assert.deepEqual(
    [...spec.initContainers!, ...spec.containers].map(({ resources }) => resources),
    [
      { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
      { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } },
      { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '2', memory: '1Mi' } },
    ],
  );
  assert.equal(
    metadata.annotations?.['kubernetes.io/limit-ranger'],
    'LimitRanger plugin set: cpu, memory request for container a; cpu, memory limit for container a; memory limit for container b; memory request for init container i; memory limit for init container i',
  );
});

test('a pod that says everything is left as it is', () => {
  const cluster = withRange('{ type: Container, max: { cpu: 1 } }');
  assert.equal(applyPod(cluster, one('{ limits: { cpu: 1 } }')).metadata.annotations?.['kubernetes.io/limit-ranger'], undefined);
});

const REFUSED: readonly (readonly [items: readonly string[], spec: string, words: string])[] = [
  [
    ['{ type: Container, max: { cpu: 2 } }', '{ type: Pod, max: { cpu: 3 } }'],
    one('{ limits: { cpu: 5 } }'),
    '[maximum cpu usage per Container is 2, but limit is 5, maximum cpu usage per Pod is 3, but limit is 5]',
  ],
  [
    ['{ type: Container, min: { cpu: 50m } }'],
    one('{ requests: { cpu: 1m } }'),
    'minimum cpu usage per Container is 50m, but request is 1m',
  ],
  [['{ type: Pod, min: { cpu: 50m } }'], one('{}'), 'minimum cpu usage per Pod is 50m.  No request is specified'],
  [['{ type: Pod, max: { memory: 1Gi } }'], one('{}'), 'maximum memory usage per Pod is 1Gi.  No limit is specified'],
  [
    ['{ type: Pod, max: { memory: 1Gi } }'],
    '{ containers: [{ name: a, image: nginx, resources: { limits: { memory: 600Mi } } }, { name: b, image: nginx, resources: { limits: { memory: 500Mi } } }] }',
    'maximum memory usage per Pod is 1Gi, but limit is 1100Mi',
  ],
  [
    ['{ type: Container, maxLimitRequestRatio: { cpu: 2 } }'],
    one('{ requests: { cpu: 100m }, limits: { cpu: 250m } }'),
    'cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000',
  ],
  [
    ['{ type: Container, maxLimitRequestRatio: { cpu: 2 } }'],
    one('{}'),
    'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0',
  ],
  [
    ['{ type: Container, maxLimitRequestRatio: { cpu: 2 } }'],
    one('{ requests: { cpu: 1 } }'),
    'cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0',
  ],
];

for (const [items, spec, words] of REFUSED)
  test(`refused: ${words}`, () => {
    assert.equal(refusal(withRange(...items), spec), words);
  });

test('a pod that was there before stays, and other namespaces have no limits', () => {
  const cluster = world.fork();
  const before = applyPod(cluster, one('{}'));
  cluster.apply('{ apiVersion: v1, kind: LimitRange, metadata: { name: lr }, spec: { limits: [{ type: Pod, max: { cpu: 1 } }] } }');
  const changed = cluster.as('admin').patch(cluster.kind('pod'), before, { metadata: { labels: { still: 'here' } } });
  assert.deepEqual(changed.metadata.labels, { still: 'here' });
  const other =
    '{ apiVersion: v1, kind: Pod, metadata: { name: z, namespace: kube-public }, spec: { containers: [{ name: c, image: nginx }] } }';
  assert.equal(cluster.apply(other).length, 1);
});
