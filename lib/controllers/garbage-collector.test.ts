import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OwnerReference } from '../api/generated/types.ts';
import type { KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { Cluster } from '../cluster.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { ReplicaSetKind } from '../kinds/replicaset.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';

const world = new Cluster();

function reference(owner: KubeObject, more: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, ...more };
}

/** Config maps that own each other, in a cluster where nobody else takes an interest in them. */
function family() {
  const cluster = world.fork();
  const api = cluster.as('admin');
  const create = (
    name: string,
    owners: readonly OwnerReference[] = [],
    namespace = 'default',
    finalizers: readonly string[] = [],
  ): KubeObject => api.create(ConfigMapKind, { metadata: { name, namespace, ownerReferences: owners, finalizers } });
  const remove = (name: string, propagationPolicy: 'Background' | 'Foreground' | 'Orphan'): KubeObject | undefined =>
    api.delete(ConfigMapKind, { metadata: { name } }, { propagationPolicy });
  const find = (name: string) => api.find(ConfigMapKind, name);
  const names = () =>
    api
      .list(ConfigMapKind, { namespace: 'default' })
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== 'kube-root-ca.crt');
  return { cluster, api, create, remove, find, names };
}

function historyOf(cluster: Cluster, from: number): readonly string[] {
  const lines: string[] = [];
  cluster.store.history(from + 1, ({ user, verb, key }: Change) => void lines.push(`${user} ${verb} ${key.replace('default/', '')}`));
  return lines;
}

describe('background', () => {
  test('the owner goes first, its dependents after it, level by level', () => {
    const { cluster, create, remove } = family();
    const child = create('child', [reference(create('owner'))]);
    create('grandchild', [reference(child)]);
    const start = cluster.revision;
    remove('owner', 'Background');
    cluster.settle();
    const gc = 'generic-garbage-collector';
    assert.deepEqual(historyOf(cluster, start), ['admin delete owner', `${gc} delete child`, `${gc} delete grandchild`]);
    assert.equal(cluster.now, 4);
  });

  test('one with two owners stays until both are gone, and only forgets the one that went', () => {
    const { cluster, create, remove, find, names } = family();
    const [a, b] = [create('a'), create('b')];
    create('child', [reference(a, { controller: true }), reference(b)]);
    remove('a', 'Background');
    cluster.settle();
    assert.deepEqual(find('child')?.metadata.ownerReferences, [reference(b)]);
    remove('b', 'Background');
    cluster.settle();
    assert.deepEqual(names(), []);
  });

  test('a dependent with a finalizer is deleted and waits for it', () => {
    const { cluster, create, remove, find } = family();
    create('child', [reference(create('owner'))], 'default', ['example.com/hold']);
    remove('owner', 'Background');
    cluster.settle();
    assert.notEqual(find('child')?.metadata.deletionTimestamp, undefined);
  });
});

describe('references', () => {
  test('one that names an owner nobody knows is dangling: the dependent goes', () => {
    const { cluster, create, names } = family();
    const owner = create('owner');
    create('by-uid', [reference(owner, { uid: '00000000-0000-4000-8000-000000000000' })]);
    create('by-name', [reference(owner, { name: 'other' })]);
    create('sound', [reference(owner)]);
    cluster.settle();
    assert.deepEqual(names(), ['owner', 'sound']);
  });

  test('one that appears later, on an object that was nobody’s, counts as well', () => {
    const { cluster, api, create, names } = family();
    const owner = create('owner');
    const child = create('child');
    api.patch(ConfigMapKind, child, { metadata: { ownerReferences: [reference(owner, { uid: '00000000-0000-4000-8000-000000000000' })] } });
    cluster.settle();
    assert.deepEqual(names(), ['owner']);
  });

  test('an owner of the same name made anew is not the owner', () => {
    const { cluster, create, remove, names } = family();
    create('child', [reference(create('owner'))]);
    remove('owner', 'Background');
    create('owner');
    cluster.settle();
    assert.deepEqual(names(), ['owner']);
  });

  test('a namespaced owner of another namespace is not there: the dependent goes', () => {
    const { cluster, create, names } = family();
    const owner = create('owner', [], 'kube-public');
    create('child', [reference(owner)]);
    cluster.settle();
    assert.deepEqual(names(), []);
    const [told] = cluster.list('events', { namespace: 'default', fieldSelector: 'involvedObject.name=child' });
    assert.equal(
      (told as unknown as { message: string } | undefined)?.message,
      `ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
    );
  });

  test('an owner of the whole cluster owns in every namespace', () => {
    const { cluster, api, create, names } = family();
    create('child', [reference(api.get(NodeKind, 'node1'))]);
    cluster.settle();
    assert.deepEqual(names(), ['child']);
    api.delete(NodeKind, { metadata: { name: 'node1' } });
    cluster.settle();
    assert.deepEqual(names(), []);
  });

  test('something of the whole cluster that names a namespaced owner is never collected', () => {
    const { cluster, api, create, remove } = family();
    const [owner, elsewhere] = [create('owner'), create('elsewhere', [], 'kube-public')];
    for (const [name, of] of [
      ['kept1', owner],
      ['kept2', elsewhere],
    ] as const)
      api.create(NodeKind, { metadata: { name, ownerReferences: [reference(of)] } });
    remove('owner', 'Background');
    cluster.settle();
    assert.deepEqual(
      api.list(NodeKind).map(({ metadata }) => metadata.name),
      ['kept1', 'kept2', 'node1'],
    );
  });

  test('an owner of a kind the cluster does not have is not taken to be gone', () => {
    const { cluster, create, names } = family();
    create('child', [{ apiVersion: 'example.com/v1', kind: 'Thing', name: 'x', uid: '00000000-0000-4000-8000-000000000000' }]);
    cluster.settle();
    assert.deepEqual(names(), ['child']);
  });
});

describe('foreground', () => {
  test('the owner stays, marked, until the dependents that block it are gone', () => {
    const { cluster, create, remove, find, names } = family();
    const owner = create('owner');
    create('blocking', [reference(owner, { blockOwnerDeletion: true })], 'default', ['example.com/hold']);
    create('free', [reference(owner)], 'default', ['example.com/hold']);
    const marked = remove('owner', 'Foreground');
    assert.deepEqual(marked?.metadata.finalizers, ['foregroundDeletion']);
    cluster.settle();
    assert.deepEqual(names(), ['blocking', 'free', 'owner']);
    for (const name of ['blocking', 'free']) assert.notEqual(find(name)?.metadata.deletionTimestamp, undefined);
    cluster.as('admin').patch(ConfigMapKind, { metadata: { name: 'blocking' } }, { metadata: { finalizers: null } });
    cluster.settle();
    assert.deepEqual(names(), ['free']);
  });

  test('whole trees go from the leaves up', () => {
    const { cluster, create, remove } = family();
    const block = { blockOwnerDeletion: true };
    const child = create('child', [reference(create('owner'), block)]);
    create('leaf1', [reference(child, block)]);
    create('leaf2', [reference(child, block)]);
    const start = cluster.revision;
    remove('owner', 'Foreground');
    cluster.settle();
    assert.deepEqual(
      historyOf(cluster, start)
        .filter((line) => line.includes('delete'))
        .map((line) => line.split(' ')[2]),
      ['leaf1', 'leaf2', 'child', 'owner'],
    );
  });

  test('a dependent that stops blocking, or is given to someone else, lets the owner go', () => {
    for (const owners of [(owner: KubeObject) => [reference(owner)], () => []]) {
      const { cluster, api, create, remove, find } = family();
      const owner = create('owner');
      create('child', [reference(owner, { blockOwnerDeletion: true })], 'default', ['example.com/hold']);
      remove('owner', 'Foreground');
      cluster.settle();
      assert.notEqual(find('owner'), undefined);
      api.patch(ConfigMapKind, { metadata: { name: 'child' } }, { metadata: { ownerReferences: owners(owner) } });
      cluster.settle();
      assert.equal(find('owner'), undefined);
    }
  });

  test('a dependent that has another owner is let go instead of deleted', () => {
    const { cluster, create, remove, find } = family();
    const [a, b] = [create('a'), create('b')];
    create('child', [reference(a, { blockOwnerDeletion: true }), reference(b)]);
    remove('a', 'Foreground');
    cluster.settle();
    assert.equal(find('a'), undefined);
    assert.deepEqual(find('child')?.metadata.ownerReferences, [reference(b)]);
    assert.equal(find('child')?.metadata.deletionTimestamp, undefined);
  });

  test('two that own each other, blocking, are both deleted', () => {
    const { cluster, api, create, remove, names } = family();
    const block = { blockOwnerDeletion: true };
    const a = create('a');
    const b = create('b', [reference(a, block)]);
    api.patch(ConfigMapKind, a, { metadata: { ownerReferences: [reference(b, block)] } });
    remove('a', 'Foreground');
    cluster.settle();
    assert.deepEqual(names(), []);
  });

  test('a ReplicaSet waits for its pods to end in grace', () => {
    const { cluster, api } = family();
    cluster.apply(replicaSetYaml('web', 2, { image: 'busybox:1.36', container: 'command: [sleep, "3600"]' }));
    cluster.settle();
    const deletedAt = cluster.now;
    api.delete(ReplicaSetKind, { metadata: { name: 'web' } }, { propagationPolicy: 'Foreground' });
    assert.ok(cluster.advance('1m', () => api.find(ReplicaSetKind, 'web') === undefined));
    assert.ok(cluster.now - deletedAt >= 30_000, `${cluster.now - deletedAt} ms`);
    assert.deepEqual(api.list(PodKind, { namespace: 'default' }), []);
    cluster.settle();
    assert.deepEqual(api.list(ReplicaSetKind, { namespace: 'default' }), []);
  });
});

describe('orphan', () => {
  test('dependents lose the reference, and then the owner goes', () => {
    const { cluster, create, remove, find, names } = family();
    const [owner, other] = [create('owner'), create('other')];
    create('child', [reference(owner)]);
    create('shared', [reference(other), reference(owner)]);
    assert.deepEqual(remove('owner', 'Orphan')?.metadata.finalizers, ['orphan']);
    cluster.settle();
    assert.deepEqual(names(), ['child', 'other', 'shared']);
    assert.equal(find('child')?.metadata.ownerReferences, undefined);
    assert.deepEqual(find('shared')?.metadata.ownerReferences, [reference(other)]);
  });

  test('with a finalizer of its own the owner stays, but has let its dependents go', () => {
    const { cluster, create, remove, find } = family();
    create('child', [reference(create('owner', [], 'default', ['example.com/hold']))]);
    remove('owner', 'Orphan');
    cluster.settle();
    assert.deepEqual(find('owner')?.metadata.finalizers, ['example.com/hold']);
    assert.equal(find('child')?.metadata.ownerReferences, undefined);
  });

  test('someone who changes their mind before it happened gets the other policy', () => {
    const { cluster, create, remove, names } = family();
    create('child', [reference(create('owner'))]);
    remove('owner', 'Orphan');
    remove('owner', 'Background');
    cluster.settle();
    assert.deepEqual(names(), []);
  });
});

test('what an owner without dependents costs is nothing', () => {
  const { cluster, create, remove } = family();
  create('owner');
  const events = cluster.events;
  remove('owner', 'Background');
  cluster.settle();
  assert.equal(cluster.events - events, 0);
});

test('deleting the owner of many in the foreground costs a few events for each', () => {
  const { cluster, create, remove, names } = family();
  const owner = create('owner');
  const count = 200;
  for (let i = 0; i < count; i++) create(`child${i}`, [reference(owner, { blockOwnerDeletion: true })]);
  const [events, writes] = [cluster.events, cluster.revision];
  remove('owner', 'Foreground');
  cluster.settle();
  assert.deepEqual(names(), []);
  assert.ok(cluster.events - events <= 3 * count, `${cluster.events - events} events`);
  assert.equal(cluster.revision - writes, count + 2);
});
