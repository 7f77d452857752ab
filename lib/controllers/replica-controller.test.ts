import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Change } from '../api/store.ts';
import { Cluster } from '../cluster.ts';
import { controllerOf } from '../control/owners.ts';
import type { Event } from '../kinds/event.ts';
import { PodKind } from '../kinds/pod.ts';
import { isActive, isReady, type Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { ReplicationControllerKind } from '../kinds/replicationcontroller.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';

const one = new Cluster();
const three = new Cluster({ nodes: 3 });
const none = new Cluster({ nodes: 0 });

function controllerYaml(name: string, replicas: number): string {
  return `
apiVersion: v1
kind: ReplicationController
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: "nginx:1.27"}]}
---`;
}

function podYaml(name: string, labels = 'app: web'): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${labels}}}
spec: {containers: [{name: c, image: "nginx:1.27"}]}
---`;
}

function settled(cluster: Cluster, yaml: string): Cluster {
  const fork = cluster.fork();
  fork.apply(yaml);
  fork.settle();
  return fork;
}

function pods(cluster: Cluster): readonly Pod[] {
  return cluster.as('admin').list(PodKind, { namespace: 'default' });
}

function podNames(cluster: Cluster): readonly string[] {
  return pods(cluster).map(({ metadata }) => metadata.name);
}

/** How many active pods each owner has; `-` for those without. */
function owners(cluster: Cluster): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const pod of pods(cluster).filter(isActive)) {
    const owner = controllerOf(pod)?.name ?? '-';
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}

function replicaSet(cluster: Cluster, name: string): ReplicaSet {
  return cluster.as('admin').get(ReplicaSetKind, name);
}

function statusOf(cluster: Cluster, name: string): unknown {
  const { conditions: _, ...numbers } = replicaSet(cluster, name).status;
  return { ...numbers };
}

function counts(replicas: number, ready = replicas, available = ready, observedGeneration = 1, labeled = replicas): unknown {
  const some = { fullyLabeledReplicas: labeled, readyReplicas: ready, availableReplicas: available };
  return { replicas, ...Object.fromEntries(Object.entries(some).filter(([, count]) => count > 0)), observedGeneration };
}

function relabel(cluster: Cluster, name: string, labels: Readonly<Record<string, string | null>>): void {
  cluster.as('admin').patch(PodKind, { metadata: { name } }, { metadata: { labels } });
}

function scale(cluster: Cluster, name: string, replicas: number): void {
  cluster.as('admin').setScale(ReplicaSetKind, { metadata: { name } }, replicas);
}

function eventsOf(cluster: Cluster, name: string): readonly string[] {
  const events = cluster.list('events', { namespace: 'default', fieldSelector: `involvedObject.name=${name}` }) as readonly Event[];
  return events.map(({ type, reason, message }) => `${type} ${reason} ${message}`);
}

function changesSince(cluster: Cluster, revision: number): readonly Change[] {
  const changes: Change[] = [];
  cluster.store.history(revision + 1, (change) => void changes.push(change));
  return changes;
}

/** Sets a pod's status as its kubelet would. */
function report(cluster: Cluster, name: string, isPodReady: boolean): void {
  const kubelet = cluster.as('kubelet');
  const pod = kubelet.get(PodKind, name);
  const conditions = [{ type: 'Ready', status: isPodReady ? 'True' : 'False', lastTransitionTime: kubelet.api.timestamp() }];
  kubelet.status(PodKind, pod, { ...pod.status, phase: 'Running', conditions });
}

describe('keeping the number', () => {
  test('missing pods are made of the template, each owned by its ReplicaSet alone, and the status counts them', () => {
    const cluster = settled(one, replicaSetYaml('web', 3));
    assert.deepEqual(statusOf(cluster, 'web'), counts(3));
    const { uid } = replicaSet(cluster, 'web').metadata;
    for (const { metadata } of pods(cluster)) {
      assert.match(metadata.name, /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      assert.equal(metadata.generateName, 'web-');
      assert.deepEqual(metadata.labels, { app: 'web' });
      assert.deepEqual(metadata.ownerReferences, [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid, controller: true, blockOwnerDeletion: true },
      ]);
    }
    assert.deepEqual(
      eventsOf(cluster, 'web').toSorted(),
      podNames(cluster).map((name) => `Normal SuccessfulCreate Created pod: ${name}`),
    );
  });

  test('the status is that of before the sync: it says 0 pods first, and drops as soon as pods are deleted', () => {
    const cluster = one.fork();
    cluster.apply(replicaSetYaml('web', 2));
    cluster.advance(2);
    assert.deepEqual([statusOf(cluster, 'web'), pods(cluster).length], [counts(0), 2]);
    cluster.settle();
    scale(cluster, 'web', 1);
    cluster.advance(4);
    assert.deepEqual(statusOf(cluster, 'web'), counts(1, 1, 1, 2));
    assert.equal(pods(cluster).length, 2);
  });

  test('what is deleted is made again, and what ends is replaced', () => {
    const cluster = settled(one, replicaSetYaml('web', 3));
    const before = podNames(cluster);
    for (const name of before.slice(0, 2)) cluster.as('admin').delete(PodKind, { metadata: { name } });
    cluster.settle();
    assert.equal(podNames(cluster).filter((name) => before.includes(name)).length, 1);
    assert.deepEqual(statusOf(cluster, 'web'), counts(3));
    assert.equal(eventsOf(cluster, 'web').length, 5);
  });

  test('a bare pod with the labels of a full ReplicaSet is adopted and removed at once, since it came last', () => {
    const cluster = settled(one, replicaSetYaml('web', 3, { labels: 'app: web, env: dev' }));
    const before = podNames(cluster);
    cluster.apply(podYaml('bare', 'app: web, env: dev'));
    cluster.settle();
    assert.deepEqual(podNames(cluster), before);
    assert.deepEqual(
      eventsOf(cluster, 'web').filter((text) => text.includes('Delete')),
      ['Normal SuccessfulDelete Deleted pod: bare'],
    );
    cluster.apply(podYaml('half', 'app: web'));
    cluster.settle();
    assert.deepEqual(podNames(cluster), ['half', ...before]);
    relabel(cluster, 'half', { env: 'dev' });
    cluster.settle();
    assert.deepEqual(podNames(cluster), before);
  });

  test('on one node, of pods whose ages differ clearly, the ones made last go first', () => {
    const cluster = settled(one, replicaSetYaml('web', 1));
    const first = podNames(cluster);
    cluster.advance('40s');
    scale(cluster, 'web', 2);
    cluster.advance('22s');
    const two = podNames(cluster);
    scale(cluster, 'web', 4);
    cluster.settle();
    scale(cluster, 'web', 2);
    cluster.settle();
    assert.deepEqual(podNames(cluster), two);
    scale(cluster, 'web', 1);
    cluster.settle();
    assert.deepEqual(podNames(cluster), first);
    scale(cluster, 'web', 0);
    cluster.settle();
    assert.deepEqual([podNames(cluster), statusOf(cluster, 'web')], [[], counts(0, 0, 0, 6)]);
  });

  test('a deletion cost set by hand decides among pods that are ready', () => {
    const cluster = settled(one, replicaSetYaml('web', 3));
    const [a, b, c] = podNames(cluster);
    for (const [name, cost] of [
      [a, '5'],
      [b, '-1'],
      [c, '1'],
    ] as const)
      cluster
        .as('admin')
        .patch(
          PodKind,
          { metadata: { name: name! } },
          { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } } },
        );
    scale(cluster, 'web', 1);
    cluster.settle();
    assert.deepEqual(podNames(cluster), [a]);
  });

  test('a changed template leaves the pods that are there alone; the next ones are made of it', () => {
    const cluster = settled(one, replicaSetYaml('web', 2));
    const before = pods(cluster);
    cluster.apply(replicaSetYaml('web', 3, { image: 'nginx:1.28' }));
    cluster.settle();
    const after = pods(cluster);
    for (const pod of before) assert.ok(after.includes(pod));
    assert.deepEqual(after.map(({ spec }) => spec.containers[0]!.image).sort(), ['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
  });

  test('one sync makes or removes at most 500', () => {
    const cluster = none.fork();
    cluster.apply(replicaSetYaml('web', 620));
    const made = () => pods(cluster).filter(isActive).length;
    cluster.advance(2);
    assert.equal(made(), 500);
    cluster.settle();
    assert.equal(made(), 620);
    scale(cluster, 'web', 10);
    cluster.advance(2);
    assert.equal(made(), 120);
    cluster.settle();
    assert.deepEqual([made(), statusOf(cluster, 'web')], [10, counts(10, 0, 0, 2)]);
  });

  test('a hundred pods at once are told in nine events and one that combines the others, until the spam filter stops it', () => {
    const cluster = none.fork();
    cluster.apply(replicaSetYaml('web', 100));
    cluster.settle();
    const events = (cluster.list('events', { namespace: 'default', fieldSelector: 'involvedObject.name=web' }) as readonly Event[]).map(
      ({ count, message }) => [count, message!.replace(/web-.*/, '')],
    );
    assert.deepEqual(events, [
      ...Array.from({ length: 9 }, () => [1, 'Created pod: ']),
      [16, '(combined from similar events): Created pod: '],
    ]);
  });
});

describe('claiming', () => {
  test('a pod whose labels match no longer is released and replaced; labels added to it change nothing', () => {
    const cluster = settled(one, replicaSetYaml('web', 3, { labels: 'app: web, env: dev' }));
    const [first, second, third] = podNames(cluster) as [string, string, string];
    relabel(cluster, first, { tier: 'front' });
    relabel(cluster, second, { app: null });
    relabel(cluster, third, { env: 'prod' });
    cluster.settle();
    assert.deepEqual(owners(cluster), { '-': 2, web: 3 });
    assert.equal(cluster.as('admin').get(PodKind, second).metadata.ownerReferences, undefined);
    assert.deepEqual(statusOf(cluster, 'web'), counts(3));
    cluster.as('admin').delete(ReplicaSetKind, { metadata: { name: 'web' } });
    cluster.settle();
    assert.deepEqual(podNames(cluster), [second, third].sort());
  });

  test('a released pod labelled back is adopted again, and the youngest goes', () => {
    const cluster = settled(one, replicaSetYaml('web', 3));
    cluster.advance('20s');
    const [taken] = podNames(cluster) as [string];
    const before = podNames(cluster);
    relabel(cluster, taken, { app: 'database' });
    cluster.settle();
    assert.deepEqual(owners(cluster), { '-': 1, web: 3 });
    relabel(cluster, taken, { app: 'web' });
    cluster.settle();
    assert.deepEqual(podNames(cluster), before);
    assert.equal(controllerOf(cluster.as('admin').get(PodKind, taken))?.name, 'web');
  });

  test('controllers with the same labels keep to their own pods', () => {
    const cluster = settled(
      settled(one, replicaSetYaml('web', 3)),
      replicaSetYaml('other', 2, { labels: 'app: web' }) + controllerYaml('rc', 3),
    );
    assert.deepEqual(owners(cluster), { other: 2, rc: 3, web: 3 });
    scale(cluster, 'other', 1);
    cluster.settle();
    assert.deepEqual(owners(cluster), { other: 1, rc: 3, web: 3 });
    cluster.as('admin').delete(ReplicaSetKind, { metadata: { name: 'other' } });
    cluster.settle();
    assert.deepEqual(owners(cluster), { rc: 3, web: 3 });
    cluster.as('admin').deleteCollection(PodKind, { namespace: 'default' });
    cluster.settle();
    assert.deepEqual(owners(cluster), { rc: 3, web: 3 });
  });

  test('pods orphaned by their ReplicaSet are taken over by a new one, which makes only what is missing', () => {
    const cluster = settled(one, replicaSetYaml('web', 3));
    const before = podNames(cluster);
    cluster.as('admin').delete(ReplicaSetKind, { metadata: { name: 'web' } }, { propagationPolicy: 'Orphan' });
    cluster.settle();
    assert.deepEqual([podNames(cluster), owners(cluster)], [before, { '-': 3 }]);
    cluster.apply(replicaSetYaml('heir', 4, { labels: 'app: web' }));
    cluster.settle();
    assert.deepEqual(owners(cluster), { heir: 4 });
    assert.ok(before.every((name) => podNames(cluster).includes(name)));
  });

  test('a ReplicationController leaves its pods when deleted without a policy, and takes them along when told to', () => {
    const cluster = settled(one, controllerYaml('rc', 2));
    cluster.as('admin').delete(ReplicationControllerKind, { metadata: { name: 'rc' } });
    cluster.settle();
    assert.deepEqual(owners(cluster), { '-': 2 });
    cluster.apply(controllerYaml('heir', 2));
    cluster.settle();
    assert.deepEqual(owners(cluster), { heir: 2 });
    cluster.as('admin').delete(ReplicationControllerKind, { metadata: { name: 'heir' } }, { propagationPolicy: 'Background' });
    cluster.settle();
    assert.deepEqual(podNames(cluster), []);
  });

  test('nobody adopts pods of other namespaces, pods that are going, or pods while it is going itself', () => {
    const cluster = none.fork();
    const admin = cluster.as('admin');
    cluster.apply(
      podYaml('elsewhere').replace('labels', 'namespace: kube-public, labels') +
        podYaml('going').replace('labels', 'finalizers: [example.com/hold], labels'),
    );
    admin.delete(PodKind, { metadata: { name: 'going' } });
    cluster.apply(replicaSetYaml('web', 1).replace('name: web', 'name: web, finalizers: [example.com/hold]'));
    cluster.settle();
    assert.deepEqual(owners(cluster), { web: 1 });
    for (const [name, namespace] of [
      ['elsewhere', 'kube-public'],
      ['going', 'default'],
    ] as const)
      assert.equal(admin.get(PodKind, name, namespace).metadata.ownerReferences, undefined);
    admin.delete(ReplicaSetKind, { metadata: { name: 'web' } });
    cluster.apply(podYaml('late'));
    cluster.settle();
    assert.equal(admin.get(PodKind, 'late').metadata.ownerReferences, undefined);
  });

  test('what others own stays theirs, and what ended is not adopted', () => {
    const cluster = none.fork();
    const admin = cluster.as('kubelet');
    const node = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'first', controller: true };
    cluster.apply(replicaSetYaml('first', 0));
    const owner = replicaSet(cluster, 'first');
    admin.create(PodKind, {
      metadata: { name: 'owned', labels: { app: 'first' }, ownerReferences: [{ ...node, uid: owner.metadata.uid }] },
      spec: { containers: [{ name: 'c', image: 'nginx' }] },
    });
    cluster.apply(podYaml('ended'));
    admin.status(PodKind, admin.get(PodKind, 'ended'), { phase: 'Succeeded' });
    scale(cluster, 'first', 1);
    cluster.apply(replicaSetYaml('second', 0, { labels: 'app: web' }));
    relabel(cluster, 'owned', { app: 'first', more: 'x' });
    cluster.settle();
    assert.deepEqual(owners(cluster), { first: 1 });
    assert.equal(admin.get(PodKind, 'ended').metadata.ownerReferences, undefined);
  });
});

/** kube: pkg/controller/replicaset/replica_set_utils_test.go TestCalculateStatus */
const STATUSES: readonly (readonly [
  title: string,
  pods: readonly ('full' | 'partial' | 'pending')[],
  minReadySeconds: number,
  expected: unknown,
])[] = [
  ['one ready pod', ['full'], 0, counts(1)],
  ['one that lacks a label of the template', ['partial'], 0, counts(1, 1, 1, 1, 0)],
  ['two', ['full', 'full'], 0, counts(2)],
  ['two that lack it', ['partial', 'partial'], 0, counts(2, 2, 2, 1, 0)],
  ['one of each', ['partial', 'full'], 0, counts(2, 2, 2, 1, 1)],
  ['one that is not ready', ['pending'], 0, counts(1, 0)],
  ['one that has just become ready, with an hour to prove it', ['full'], 3600, counts(1, 1, 0)],
];

describe('the status', () => {
  for (const [title, made, minReadySeconds, expected] of STATUSES) {
    test(`counts ${title}`, () => {
      const cluster = none.fork();
      made.forEach((sort, i) => {
        cluster.apply(podYaml(`p${i}`, sort === 'partial' ? 'app: web' : 'app: web, type: x'));
        if (sort !== 'pending') report(cluster, `p${i}`, true);
      });
      cluster.apply(
        replicaSetYaml('web', made.length, {
          labels: 'app: web, type: x',
          selector: 'app: web',
          spec: `minReadySeconds: ${minReadySeconds}`,
        }),
      );
      cluster.advance(50);
      assert.deepEqual(statusOf(cluster, 'web'), expected);
    });
  }

  test('with minReadySeconds, pods are available that long after they became ready', () => {
    const cluster = one.fork();
    cluster.apply(replicaSetYaml('web', 2, { spec: 'minReadySeconds: 15' }));
    const ready = () => replicaSet(cluster, 'web').status.readyReplicas === 2;
    const available = () => replicaSet(cluster, 'web').status.availableReplicas === 2;
    assert.ok(cluster.advance('1m', ready));
    const readyAt = cluster.now;
    assert.ok(cluster.advance('1m', available));
    assert.ok(cluster.now - readyAt >= 14_990 && cluster.now - readyAt <= 16_000, `${cluster.now - readyAt} ms`);
  });

  test('each pod becomes available in its own time, also when another is never ready', () => {
    const cluster = none.fork();
    cluster.apply(replicaSetYaml('web', 3, { spec: 'minReadySeconds: 10' }));
    cluster.settle();
    const names = podNames(cluster);
    const availableAt = (seconds: number): number | undefined => {
      cluster.advance(seconds * 1000 - cluster.now);
      return replicaSet(cluster, 'web').status.availableReplicas;
    };
    cluster.advance(1000 - cluster.now);
    report(cluster, names[0]!, true);
    cluster.advance(6500 - cluster.now);
    report(cluster, names[1]!, true);
    assert.deepEqual([availableAt(10.9), availableAt(12.1), availableAt(16.4), availableAt(17.6)], [undefined, 1, 1, 2]);
    report(cluster, names[0]!, false);
    assert.equal(availableAt(18), 1);
  });

  test('settling waits until pods are available', () => {
    const cluster = settled(one, replicaSetYaml('web', 2, { spec: 'minReadySeconds: 600' }));
    assert.deepEqual(statusOf(cluster, 'web'), counts(2));
  });
});

describe('failing to make pods', () => {
  const FORBIDDEN = /^pods "web-" is forbidden: error looking up service account default\/runner: serviceaccount "runner" not found$/;

  test('the first failure ends the sync; the status keeps its words and the controller tries again, ever more slowly', () => {
    const cluster = one.fork();
    const start = cluster.revision;
    cluster.apply(replicaSetYaml('web', 5, { podSpec: 'serviceAccountName: runner' }));
    cluster.advance(2);
    const [condition, ...more] = replicaSet(cluster, 'web').status.conditions ?? [];
    assert.deepEqual(more, []);
    assert.deepEqual(
      [condition?.type, condition?.status, condition?.reason, condition?.lastTransitionTime],
      ['ReplicaFailure', 'True', 'FailedCreate', '2026-01-01T00:00:00Z'],
    );
    assert.match(condition!.message!, FORBIDDEN);
    assert.equal(eventsOf(cluster, 'web').length, 1);
    assert.match(eventsOf(cluster, 'web')[0]!, /^Warning FailedCreate Error creating: pods "web-/);
    cluster.advance(60_000);
    const attempts = changesSince(cluster, start)
      .filter(({ kind, verb }) => kind.kind === 'Event' && verb !== 'delete')
      .map(({ at }) => at);
    // 5, 10, 20 ... milliseconds after each other: no more than 14 tries in the first minute.
    assert.ok(attempts.length >= 10 && attempts.length <= 15, String(attempts.length));
    assert.ok(
      attempts.slice(2).every((at, i) => at - attempts[i + 1]! >= attempts[i + 1]! - attempts[i]!),
      attempts.join(' '),
    );
    assert.equal(replicaSet(cluster, 'web').status.conditions?.[0], condition);
  });

  test('a failure that lasts does not keep the cluster from settling', () => {
    const cluster = settled(one, replicaSetYaml('web', 5, { podSpec: 'serviceAccountName: runner' }));
    assert.ok(cluster.now < 60_000);
    assert.deepEqual(statusOf(cluster, 'web'), counts(0));
  });

  test('once it works the condition goes and all pods are made', () => {
    const cluster = settled(one, replicaSetYaml('web', 3, { podSpec: 'serviceAccountName: runner' }));
    cluster.as('admin').create(ServiceAccountKind, { metadata: { name: 'runner' } });
    cluster.advance('5m');
    cluster.settle();
    assert.deepEqual(statusOf(cluster, 'web'), counts(3));
    assert.equal(replicaSet(cluster, 'web').status.conditions, undefined);
  });
});

type Deed = readonly [what: 'scale' | 'rescale' | 'kill' | 'relabel' | 'orphan' | 'bare' | 'wait', which: number];

const deed: fc.Arbitrary<Deed> = fc.tuple(fc.constantFrom('scale', 'rescale', 'kill', 'relabel', 'orphan', 'bare', 'wait'), fc.nat(5));

function perform(cluster: Cluster, [what, which]: Deed): void {
  const admin = cluster.as('admin');
  const pod = pods(cluster)[which];
  if (what === 'scale') scale(cluster, 'web', which);
  else if (what === 'rescale') admin.setScale(ReplicationControllerKind, { metadata: { name: 'rc' } }, which);
  else if (what === 'wait') cluster.advance(which * 700);
  else if (what === 'bare')
    admin.create(PodKind, {
      metadata: { generateName: 'bare-', labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
    });
  else if (pod === undefined) return;
  else if (what === 'kill') admin.delete(PodKind, pod, which % 2 === 0 ? {} : { gracePeriodSeconds: 0 });
  else if (what === 'relabel') relabel(cluster, pod.metadata.name, { app: which % 2 === 0 ? 'web' : 'other' });
  else admin.patch(PodKind, pod, { metadata: { ownerReferences: null } });
}

test('whatever was done, once settled each controller has what it asks for, nobody’s pods match, and it stays so', () => {
  const prepared = settled(three, replicaSetYaml('web', 3) + controllerYaml('rc', 2));
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 25 }), (script) => {
      const cluster = prepared.fork();
      for (const each of script) perform(cluster, each);
      cluster.settle();
      const admin = cluster.as('admin');
      const { web = 0, rc = 0 } = owners(cluster);
      assert.deepEqual(
        [web, rc],
        [admin.scale(ReplicaSetKind, replicaSet(cluster, 'web')), admin.scale(ReplicationControllerKind, { metadata: { name: 'rc' } })],
      );
      for (const pod of pods(cluster)) {
        assert.equal(pod.metadata.deletionTimestamp, undefined);
        assert.ok(controllerOf(pod) !== undefined || pod.metadata.labels?.['app'] !== 'web');
        assert.ok(isReady(pod));
      }
      const { generation } = replicaSet(cluster, 'web').metadata;
      assert.deepEqual(statusOf(cluster, 'web'), counts(web, web, web, generation));
      const { revision } = cluster;
      cluster.advance('10m');
      assert.equal(cluster.revision, revision);
    }),
    { numRuns: 40 },
  );
});

describe('work is in proportion to what happens', () => {
  test('three replicas cost at most 12 writes each from creation to Ready, and few events of the clock', () => {
    const cluster = one.fork();
    const [writes, events] = [cluster.revision, cluster.events];
    cluster.apply(replicaSetYaml('web', 3));
    cluster.settle();
    assert.ok(pods(cluster).every(isReady));
    assert.ok(cluster.revision - writes <= 36, `${cluster.revision - writes} writes`);
    assert.ok(cluster.events - events <= 36, `${cluster.events - events} events`);
  });

  test('an idle hour with 100 pods costs nothing', () => {
    const cluster = settled(three, replicaSetYaml('web', 100));
    assert.equal(pods(cluster).filter(isReady).length, 100);
    const [writes, events] = [cluster.revision, cluster.events];
    cluster.advance('1h');
    assert.deepEqual([cluster.revision - writes, cluster.events - events], [0, 0]);
  });

  test('one pod of a hundred relabelled costs what one new pod costs', () => {
    const cluster = settled(three, replicaSetYaml('web', 100));
    const [writes, events] = [cluster.revision, cluster.events];
    relabel(cluster, podNames(cluster)[0]!, { app: 'database' });
    cluster.settle();
    assert.deepEqual(owners(cluster), { '-': 1, web: 100 });
    assert.ok(cluster.revision - writes <= 18, `${cluster.revision - writes} writes`);
    assert.ok(cluster.events - events <= 20, `${cluster.events - events} events`);
  });

  test('a hundred pods deleted at once cost their owner a handful of syncs', () => {
    const cluster = settled(three, replicaSetYaml('web', 100));
    const start = cluster.revision;
    cluster.as('admin').deleteCollection(PodKind, { namespace: 'default' });
    cluster.settle();
    assert.equal(pods(cluster).filter(isReady).length, 100);
    const syncs = changesSince(cluster, start).filter(({ kind }) => kind.kind === 'ReplicaSet').length;
    assert.ok(syncs <= 60, `${syncs} writes of the status`);
  });
});
