import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import type { ReconcileContext } from '../control/controller.ts';
import { controllerRef } from '../control/owners.ts';
import { PodKind } from '../kinds/pod.ts';
import { ReplicaSetKind } from '../kinds/replicaset.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';
import { createPods, deletePods } from './pod-control.ts';

const world = new Cluster({ nodes: 0 });
const TEMPLATE = {
  metadata: { labels: { app: 'x' }, annotations: { note: 'y' }, finalizers: ['example.com/f'], name: 'ignored' },
  spec: { serviceAccountName: 'runner', containers: [{ name: 'c', image: 'nginx' }] },
};

/** What is tried, with room for `allowed` pods: after that many the account they need is gone. */
function attempts(allowed: number): { readonly context: ReconcileContext; readonly said: string[]; readonly cluster: Cluster } {
  const cluster = world.fork();
  const api = cluster.as('replicaset-controller');
  const said: string[] = [];
  if (allowed > 0) api.create(ServiceAccountKind, { metadata: { name: 'runner' } });
  const record = (_: unknown, type: string, reason: string): void => {
    said.push(`${type} ${reason}`);
    if (said.length === allowed) api.delete(ServiceAccountKind, { metadata: { name: 'runner' } });
  };
  const context: ReconcileContext = {
    api,
    events: { record, recordAction: record, unheardUntil: () => cluster.now, countUnheard: () => assert.fail('nothing is retried here') },
    now: () => cluster.now,
    timestamp: () => api.api.timestamp(),
    requeueAfter: () => assert.fail('nothing here comes again'),
  };
  return { context, said, cluster };
}

function owner(cluster: Cluster) {
  return cluster.as('admin').create(ReplicaSetKind, {
    metadata: { name: 'web' },
    spec: { replicas: 0, selector: { matchLabels: { app: 'x' } }, template: TEMPLATE },
  });
}

/** kube: pkg/controller/replicaset/replica_set_test.go TestSlowStartBatch */
const BATCHES: readonly (readonly [count: number, allowed: number, successes: number, calls: number])[] = [
  [10, 0, 0, 1],
  [10, 10, 10, 10],
  [10, 5, 5, 7],
  [10, 7, 7, 10],
  [1, 1, 1, 1],
  [0, 0, 0, 0],
];

for (const [count, allowed, successes, calls] of BATCHES) {
  test(`of ${count} pods with room for ${allowed}, ${successes} are made in ${calls} tries`, () => {
    const { context, said, cluster } = attempts(allowed);
    const web = owner(cluster);
    const run = () => createPods(context, web, controllerRef(ReplicaSetKind, web), TEMPLATE, count);
    if (successes === count) run();
    else assert.throws(run, ApiError);
    assert.equal(cluster.list('pods').length, successes);
    assert.deepEqual(said, [
      ...Array.from({ length: successes }, () => 'Normal SuccessfulCreate'),
      ...Array.from({ length: calls - successes }, () => 'Warning FailedCreate'),
    ]);
  });
}

test('a pod has the labels, annotations and finalizers of its template, one owner, and nothing else of its metadata', () => {
  const { context, cluster } = attempts(1);
  const web = owner(cluster);
  createPods(context, web, controllerRef(ReplicaSetKind, web), TEMPLATE, 1);
  const { name, uid, resourceVersion, ...rest } = cluster.as('admin').list(PodKind)[0]!.metadata;
  assert.match(`${name} ${uid} ${resourceVersion}`, /^web-.{5} /);
  assert.deepEqual(rest, {
    generateName: 'web-',
    namespace: 'default',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'x' },
    annotations: { note: 'y' },
    finalizers: ['example.com/f'],
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: web.metadata.uid, controller: true, blockOwnerDeletion: true },
    ],
  });
});

test('deleting tries them all: pods that are gone are no error', () => {
  const { context, said, cluster } = attempts(9);
  const web = owner(cluster);
  createPods(context, web, controllerRef(ReplicaSetKind, web), { ...TEMPLATE, metadata: { labels: { app: 'x' } } }, 3);
  const made = cluster.as('admin').list(PodKind);
  cluster.as('admin').delete(PodKind, made[0]!);
  deletePods(context, web, made);
  assert.deepEqual(said.slice(3), ['Normal SuccessfulDelete', 'Normal SuccessfulDelete']);
  assert.equal(cluster.list('pods').length, 0);
});

test('a namespace that is going gets no pods, and nobody complains', () => {
  const { context, said, cluster } = attempts(9);
  const admin = cluster.as('admin');
  admin.create(cluster.kind('ns'), { metadata: { name: 'going' } });
  const web = admin.create(ReplicaSetKind, {
    metadata: { name: 'web', namespace: 'going' },
    spec: { replicas: 0, selector: { matchLabels: { app: 'x' } }, template: TEMPLATE },
  });
  admin.delete(cluster.kind('ns'), { metadata: { name: 'going' } });
  createPods(context, web, controllerRef(ReplicaSetKind, web), { ...TEMPLATE, spec: { containers: TEMPLATE.spec.containers } }, 3);
  assert.deepEqual([said, cluster.list('pods').length], [[], 0]);
});
