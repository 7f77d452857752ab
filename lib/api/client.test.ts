import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSelector } from '../base/labels.ts';
import { Cluster } from '../cluster.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind } from '../kinds/replicaset.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';
import { ApiError } from './errors.ts';

const world = new Cluster();
const CONTAINER = { name: 'c', image: 'nginx:1.27' };

/** A pod on a node, at ten seconds; nobody but the test acts. */
function boundPod(spec: Readonly<Record<string, unknown>> = {}) {
  const cluster = world.fork();
  cluster.advance(10_000);
  const api = cluster.as('tester');
  api.create(PodKind, { metadata: { name: 'web' }, spec: { containers: [CONTAINER], ...spec } });
  api.bind(PodKind, api.get(PodKind, 'web'), 'node1');
  const remove = (gracePeriodSeconds?: number) => api.delete(PodKind, { metadata: { name: 'web' } }, { gracePeriodSeconds });
  return { cluster, api, remove };
}

function refusalOf(request: () => unknown): ApiError {
  try {
    request();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  return assert.fail('not refused');
}

function marks(pod: Pod | undefined): unknown {
  return pod === undefined ? 'gone' : [pod.metadata.deletionTimestamp?.slice(17, 19), pod.metadata.deletionGracePeriodSeconds];
}

/** kube: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete: what is asked one after the other, and what the pod says then. */
const GRACES: readonly (readonly [
  title: string,
  spec: Readonly<Record<string, unknown>>,
  asked: readonly (number | undefined)[],
  expected: unknown,
])[] = [
  ['its own 30 seconds', {}, [undefined], ['40', 30]],
  ['what its spec says', { terminationGracePeriodSeconds: 5 }, [undefined], ['15', 5]],
  ['what the request says', {}, [7], ['17', 7]],
  ['more than its spec says, if asked', { terminationGracePeriodSeconds: 5 }, [20], ['30', 20]],
  ['a second when asked for less than none', {}, [-3], ['11', 1]],
  ['none at all when asked for 0', {}, [0], 'gone'],
  ['none at all when its spec says 0', { terminationGracePeriodSeconds: 0 }, [undefined], 'gone'],
  ['the shorter of two wishes', {}, [undefined, 4], ['14', 4]],
  ['the first of two equal ones', {}, [30, 30], ['40', 30]],
  ['no more for a longer wish later', {}, [4, 30], ['14', 4]],
  ['no change for a wish that says nothing', {}, [4, undefined], ['14', 4]],
  ['nothing more once 0 is asked', {}, [undefined, 0], 'gone'],
];

describe('the grace of a deleted pod', () => {
  for (const [title, spec, asked, expected] of GRACES)
    test(`is ${title}`, () => {
      const { api, remove } = boundPod(spec);
      for (const seconds of asked) remove(seconds);
      assert.deepEqual(marks(api.find(PodKind, 'web')), expected);
    });

  test('is none for a pod without a node and for one that has ended', () => {
    const { api, remove } = boundPod();
    api.create(PodKind, { metadata: { name: 'unbound' }, spec: { containers: [CONTAINER] } });
    assert.equal(api.delete(PodKind, { metadata: { name: 'unbound' } }), undefined);
    api.status(PodKind, api.get(PodKind, 'web'), { phase: 'Succeeded' });
    assert.equal(remove(), undefined);
  });

  test('over, a finalizer still keeps the pod', () => {
    const { api, remove } = boundPod();
    api.patch(PodKind, { metadata: { name: 'web' } }, { metadata: { finalizers: ['example.com/hold'] } });
    assert.deepEqual(marks(remove(0)), ['10', 0]);
    const { revision } = api.api.store;
    assert.deepEqual(marks(remove(0)), ['10', 0]);
    assert.equal(api.api.store.revision, revision);
    api.patch(PodKind, { metadata: { name: 'web' } }, { metadata: { finalizers: [] } });
    assert.equal(api.find(PodKind, 'web'), undefined);
  });

  test('once asked for twice, is one write', () => {
    const { cluster, remove } = boundPod();
    remove();
    const { revision } = cluster;
    remove();
    assert.equal(cluster.revision, revision);
  });
});

describe('binding', () => {
  test('sets the node and the condition, once', () => {
    const { api } = boundPod();
    const pod = api.get(PodKind, 'web');
    assert.equal(pod.spec.nodeName, 'node1');
    assert.deepEqual(pod.status.conditions, [{ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:10Z' }]);
    const again = refusalOf(() => api.bind(PodKind, pod, 'node2'));
    assert.equal(again.message, 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node1"');
  });

  test('is refused for a pod that is going or gated', () => {
    const { api } = boundPod();
    const going = api.create(PodKind, { metadata: { name: 'going', finalizers: ['example.com/hold'] }, spec: { containers: [CONTAINER] } });
    api.delete(PodKind, going);
    assert.match(refusalOf(() => api.bind(PodKind, going, 'node1')).message, /pod going is being deleted, cannot be assigned to a host$/);
    const gated = api.create(PodKind, {
      metadata: { name: 'gated' },
      spec: { containers: [CONTAINER], schedulingGates: [{ name: 'example.com/wait' }] },
    });
    assert.match(refusalOf(() => api.bind(PodKind, gated, 'node1')).message, /pod gated has non-empty \.spec\.schedulingGates$/);
  });
});

describe('scale', () => {
  const selected = {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [CONTAINER] } },
  };

  test('is read and set, and the same again is no write', () => {
    const cluster = world.fork();
    const api = cluster.as('tester');
    const made = api.create(ReplicaSetKind, { metadata: { name: 'web' }, spec: selected });
    assert.equal(api.scale(ReplicaSetKind, made), 1);
    const scaled = api.setScale(ReplicaSetKind, made, 4);
    assert.deepEqual([scaled.spec.replicas, scaled.metadata.generation], [4, 2]);
    assert.equal(scaled.spec.template, made.spec.template);
    assert.equal(api.setScale(ReplicaSetKind, made, 4), scaled);
  });

  for (const replicas of [-1, 1.5, Number.NaN])
    test(`of ${replicas} is refused`, () => {
      const api = world.fork().as('tester');
      api.create(ReplicaSetKind, { metadata: { name: 'web' }, spec: selected });
      const error = refusalOf(() => api.setScale(ReplicaSetKind, { metadata: { name: 'web' } }, replicas));
      assert.match(
        error.message,
        /^Scale\.autoscaling "web" is invalid: spec\.replicas: Invalid value: \S+: must be greater than or equal to 0$/,
      );
    });

  test('is nothing that other kinds have', () => {
    const api = world.fork().as('tester');
    const made = api.create(ConfigMapKind, { metadata: { name: 'a' } });
    for (const request of [() => api.scale(ConfigMapKind, made), () => api.setScale(ConfigMapKind, made, 1)]) {
      const { code, message } = refusalOf(request);
      assert.deepEqual([code, message], [404, 'the server could not find the requested resource']);
    }
  });
});

test('after eight generated names that were all taken, the create gives up', () => {
  const twin = world.fork().as('tester');
  const names = Array.from({ length: 8 }, () => twin.create(ServiceAccountKind, { metadata: { generateName: 'x-' } }).metadata.name);
  const api = world.fork().as('tester');
  for (const name of names) api.create(ServiceAccountKind, { metadata: { name } });
  const { revision } = api.api.store;
  const error = refusalOf(() => api.create(ServiceAccountKind, { metadata: { generateName: 'x-' } }));
  assert.equal(
    error.message,
    `serviceaccounts "${names[7]}" already exists, the server was not able to generate a unique name for the object`,
  );
  assert.equal(error.status.details?.retryAfterSeconds, 1);
  assert.equal(api.api.store.revision, revision);
  assert.match(api.create(ServiceAccountKind, { metadata: { generateName: 'x-' } }).metadata.name, /^x-.{5}$/);
});

test('deleting a collection takes what the list means and leaves the rest', () => {
  const api = world.fork().as('tester');
  for (const [name, tier] of [
    ['a', 'front'],
    ['b', 'back'],
    ['c', 'front'],
  ] as const)
    api.create(ConfigMapKind, { metadata: { name, labels: { tier } } });
  const gone = api.deleteCollection(ConfigMapKind, {
    namespace: 'default',
    fieldSelector: 'metadata.name!=c',
    labelSelector: parseSelector('tier=front'),
  });
  assert.deepEqual(
    gone.map(({ metadata }) => metadata.name),
    ['a'],
  );
  assert.deepEqual(
    api.list(ConfigMapKind, { labelSelector: parseSelector('tier') }).map(({ metadata }) => metadata.name),
    ['b', 'c'],
  );
});

test('every refusal is a Status with its code, its reason and what it is about', () => {
  const { status, reason, code } = refusalOf(() => world.fork().as('tester').get(ReplicaSetKind, 'ghost'));
  assert.deepEqual([reason, code], ['NotFound', 404]);
  assert.deepEqual(status, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'replicasets.apps "ghost" not found',
    reason: 'NotFound',
    details: { name: 'ghost', group: 'apps', kind: 'replicasets' },
    code: 404,
  });
});
