import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { NamespaceKind, type Namespace } from '../kinds/namespace.ts';
import { PodKind } from '../kinds/pod.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';

const world = new Cluster();

/** A cluster with the namespace `dev`, settled. */
function withDev(): Cluster {
  const cluster = world.fork();
  cluster.as('admin').create(NamespaceKind, { metadata: { name: 'dev' } });
  cluster.settle();
  return cluster;
}

function dev(cluster: Cluster): Namespace | undefined {
  return cluster.as('admin').find(NamespaceKind, 'dev');
}

function remove(cluster: Cluster): void {
  cluster.as('admin').delete(NamespaceKind, { metadata: { name: 'dev' } });
}

function conditions(cluster: Cluster): readonly string[] {
  return (dev(cluster)?.status.conditions ?? []).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);
}

const FINE = [
  'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
  'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
  'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
];
const NOTHING_HELD = 'NamespaceFinalizersRemaining=False ContentHasNoFinalizers: All content-preserving finalizers finished';

test('a new namespace is Active, knows its name, and gets its service account and the root certificate', () => {
  const cluster = withDev();
  const { metadata, spec, status } = dev(cluster)!;
  assert.deepEqual(
    [{ ...metadata.labels }, spec.finalizers, status.phase],
    [{ 'kubernetes.io/metadata.name': 'dev' }, ['kubernetes'], 'Active'],
  );
  assert.deepEqual(
    cluster.list('sa', { namespace: 'dev' }).map((found) => found.metadata.name),
    ['default'],
  );
  assert.deepEqual(
    cluster.list('cm', { namespace: 'dev' }).map((found) => found.metadata.name),
    ['kube-root-ca.crt'],
  );
});

test('the service account and the certificate come back when deleted, and the certificate when changed', () => {
  const cluster = withDev();
  const admin = cluster.as('admin');
  const certificate = admin.get(ConfigMapKind, 'kube-root-ca.crt', 'dev');
  admin.delete(ServiceAccountKind, { metadata: { name: 'default', namespace: 'dev' } });
  admin.delete(ConfigMapKind, certificate);
  cluster.settle();
  assert.ok(admin.find(ServiceAccountKind, 'default', 'dev'));
  assert.deepEqual(admin.get(ConfigMapKind, 'kube-root-ca.crt', 'dev').data, certificate.data);
  admin.patch(ConfigMapKind, { metadata: { name: 'kube-root-ca.crt', namespace: 'dev' } }, { data: { 'ca.crt': 'mine' } });
  cluster.settle();
  assert.deepEqual(admin.get(ConfigMapKind, 'kube-root-ca.crt', 'dev').data, certificate.data);
});

for (const millis of [0, 400, 999]) {
  test(`an empty one deleted ${millis} ms after a full second goes five seconds later`, () => {
    const cluster = withDev();
    cluster.advance(1000 - (cluster.now % 1000) + millis);
    const deletedAt = cluster.now;
    remove(cluster);
    assert.equal(dev(cluster)?.status.phase, 'Terminating');
    assert.ok(cluster.advance('1m', () => dev(cluster) === undefined));
    assert.ok(cluster.now - deletedAt >= 5000 && cluster.now - deletedAt <= 5100, `${cluster.now - deletedAt} ms`);
    assert.deepEqual(cluster.list('cm', { namespace: 'dev' }), []);
  });
}

test('until then nothing new is taken, and nothing that should be there is made again', () => {
  const cluster = withDev();
  remove(cluster);
  assert.throws(() => cluster.as('admin').create(ConfigMapKind, { metadata: { name: 'q', namespace: 'dev' } }), {
    message: 'configmaps "q" is forbidden: unable to create new content in namespace dev because it is being terminated',
  });
  cluster.as('admin').delete(ServiceAccountKind, { metadata: { name: 'default', namespace: 'dev' } });
  cluster.settle();
  assert.deepEqual([dev(cluster), cluster.list('sa', { namespace: 'dev' })], [undefined, []]);
});

test('pods are given their grace, and the conditions say what is left', () => {
  const cluster = withDev();
  cluster.apply(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: slow, namespace: dev}\nspec: {containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}\n',
  );
  cluster.settle();
  cluster.advance(1000 - (cluster.now % 1000));
  const deletedAt = cluster.now;
  remove(cluster);
  cluster.advance(5100);
  assert.deepEqual(conditions(cluster), [
    ...FINE,
    'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: pods. has 1 resource instances',
    NOTHING_HELD,
  ]);
  assert.notEqual(cluster.as('admin').get(PodKind, 'slow', 'dev').metadata.deletionTimestamp, undefined);
  cluster.settle();
  assert.equal(dev(cluster), undefined);
  // Deleted after 5 s, ended 30 s later; looked at every 16 s.
  assert.ok(cluster.now - deletedAt >= 35_000 && cluster.now - deletedAt <= 55_000, `${cluster.now - deletedAt} ms`);
});

test('controllers in it are not heard any more: their pods are not made again, and nothing is left', () => {
  const cluster = withDev();
  cluster.apply(
    'apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "nginx:1.27"}]}}\n',
    { namespace: 'dev' },
  );
  cluster.settle();
  remove(cluster);
  cluster.as('admin').deleteCollection(PodKind, { namespace: 'dev' });
  cluster.settle();
  assert.equal(dev(cluster), undefined);
  for (const kind of cluster.registry.kinds)
    if (kind.scope === 'Namespaced') assert.deepEqual(cluster.list(kind.plural, { namespace: 'dev' }), []);
  const { revision } = cluster;
  cluster.advance('1h');
  assert.equal(cluster.revision, revision);
});

test('content with a finalizer keeps it for ever, and the conditions name the finalizer', () => {
  const cluster = withDev();
  const admin = cluster.as('admin');
  for (const name of ['a', 'b']) admin.create(ConfigMapKind, { metadata: { name, namespace: 'dev', finalizers: ['ex.com/f'] } });
  remove(cluster);
  cluster.settle();
  cluster.advance('10m');
  assert.deepEqual(conditions(cluster), [
    ...FINE,
    'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 2 resource instances',
    'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: ex.com/f in 2 resource instances',
  ]);
  const since = dev(cluster)!.status.conditions![3]!.lastTransitionTime;
  assert.equal(since, '2026-01-01T00:00:05Z');
  for (const name of ['a', 'b']) admin.patch(ConfigMapKind, { metadata: { name, namespace: 'dev' } }, { metadata: { finalizers: null } });
  cluster.advance('20s');
  assert.equal(dev(cluster), undefined);
});

test('deleting it twice is no second wish; a finalizer of its own outlasts its content', () => {
  const cluster = world.fork();
  const admin = cluster.as('admin');
  admin.create(NamespaceKind, { metadata: { name: 'dev', finalizers: ['ex.com/f'] } });
  cluster.settle();
  remove(cluster);
  const marked = dev(cluster);
  remove(cluster);
  assert.equal(dev(cluster), marked);
  cluster.settle();
  assert.deepEqual([dev(cluster)?.spec.finalizers ?? [], dev(cluster)?.metadata.finalizers], [[], ['ex.com/f']]);
  admin.patch(NamespaceKind, { metadata: { name: 'dev' } }, { metadata: { finalizers: null } });
  assert.equal(dev(cluster), undefined);
});

test('nobody takes the last finalizer from its spec by an update', () => {
  const cluster = withDev();
  const before = dev(cluster);
  assert.equal(cluster.as('admin').patch(NamespaceKind, { metadata: { name: 'dev' } }, { spec: { finalizers: [] } }), before);
});

for (const name of ['default', 'kube-system', 'kube-public']) {
  test(`the namespace ${name} may not be deleted`, () => {
    assert.throws(
      () => world.fork().as('admin').delete(NamespaceKind, { metadata: { name } }),
      (error: unknown) => {
        assert.ok(error instanceof ApiError);
        assert.deepEqual([error.code, error.message], [403, `namespaces "${name}" is forbidden: this namespace may not be deleted`]);
        return true;
      },
    );
  });
}
