import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { Cluster } from '../cluster.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';
import { setImage } from '../rollouts/verbs.ts';
import { breaches, invariants, watchInvariants } from './invariants.ts';

// Canaries: each breaks one invariant behind the API's back, and has to be caught.

const world = new Cluster({ nodes: 2 });
world.apply(`${replicaSetYaml('web', 2, { image: 'nginx:1.25' })}
apiVersion: v1
kind: Pod
metadata: { name: big }
spec: { containers: [{ name: c, image: "nginx:1.25", resources: { requests: { cpu: "64" } } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: fleet }
spec:
  replicas: 4
  selector: { matchLabels: { app: fleet } }
  template:
    metadata: { labels: { app: fleet } }
    spec: { containers: [{ name: c, image: "nginx:1.25" }] }
`);
world.settle();

type Part = Readonly<Record<string, unknown>>;

/** A cluster whose store is written as no API would. */
class Meddled {
  readonly cluster = world.fork();
  readonly broken = watchInvariants(this.cluster);
  readonly web = this.cluster.get('ReplicaSet', 'web');
  readonly pod = this.cluster.list('Pod', { labelSelector: 'app=web' })[0]!;
  readonly big = this.cluster.get('Pod', 'big');
  readonly fleet = this.cluster.get('Deployment', 'fleet');
  readonly fleetSet = this.cluster.list('ReplicaSet', { labelSelector: 'app=fleet' })[0]!;

  /** Stores an object with some of its parts replaced. */
  put(object: KubeObject, parts: { metadata?: Part; spec?: Part; status?: Part }, user = 'meddler', at = this.cluster.now): KubeObject {
    const { spec, status } = object as KubeObject & { spec: Part; status: Part };
    const next = {
      ...object,
      metadata: { ...object.metadata, ...parts.metadata },
      spec: { ...spec, ...parts.spec },
      status: { ...status, ...parts.status },
    };
    return this.cluster.store.put(this.kind(object), keyOf(next), next, { at, user, cause: 0, reason: 'canary' });
  }

  remove(object: KubeObject): void {
    this.cluster.store.remove(this.kind(object), keyOf(object), { at: this.cluster.now, user: 'meddler', cause: 0, reason: 'canary' });
  }

  /** What is found in the latest change once something about it is made up. */
  judge(make: (change: Change) => Partial<Change>): readonly string[] {
    const { store } = this.cluster;
    const change = store.change(store.revision)!;
    return breaches({ ...change, ...make(change) }, { store, uids: new Set() });
  }

  kind({ kind }: KubeObject): Kind {
    return this.cluster.kind(kind);
  }
}

const SOON = '2040-01-01T00:00:00Z';
const fresh = (name: string): Part => ({ name, uid: `uid-of-${name}` });
const ownedBy = (name: string, uid: string): Part => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid, controller: true }],
});

/** How each invariant is broken; a canary that returns texts has asked for judgement itself. */
const canaries: readonly (readonly [string, (meddled: Meddled) => unknown])[] = [
  ['revisions count up', (m) => m.judge(({ after }) => ({ after: { ...after!, metadata: { ...after!.metadata, resourceVersion: '1' } } }))],
  ['revisions count up', (m) => m.judge(({ revision }) => ({ revision: revision + 2 }))],
  ['time does not run backwards', (m) => m.put(m.pod, {}, 'meddler', -5000)],
  ['what is stored is frozen', (m) => m.judge(({ after }) => ({ after: { ...after! } }))],
  ['what is stored is frozen', (m) => m.judge(({ after }) => ({ after: Object.freeze({ ...after!, metadata: { ...after!.metadata } }) }))],
  ['no two objects ever have the same uid', (m) => m.put(m.pod, { metadata: { name: 'twin' } })],
  ['an object keeps its identity', (m) => m.put(m.pod, { metadata: { uid: 'another' } })],
  ['an object keeps its identity', (m) => m.put(m.pod, { metadata: { creationTimestamp: SOON } })],
  ['a deletion is not taken back', (m) => [m.put(m.pod, { metadata: { deletionTimestamp: SOON } }), m.put(m.pod, {})].length],
  [
    'a deletion is not taken back',
    (m) => {
      m.put(m.pod, { metadata: { deletionTimestamp: '2039-12-31T23:59:59Z' } });
      m.put(m.pod, { metadata: { deletionTimestamp: SOON } });
    },
  ],
  ['a generation does not go back', (m) => m.put(m.web, { metadata: { generation: 0 } })],
  ['nobody has observed a generation', (m) => m.put(m.web, { status: { observedGeneration: 2 } })],
  [
    'an object has one controller at most',
    (m) => m.put(m.pod, { metadata: { ownerReferences: [1, 2].map((n) => ({ name: `web${n}`, uid: `${n}`, controller: true })) } }),
  ],
  ['what has a namespace lies in one', (m) => m.put(m.big, { metadata: { ...fresh('lost'), namespace: 'nowhere' } })],
  ['what has a namespace lies in one', (m) => m.remove(m.cluster.get('Namespace', 'default'))],
  [
    'no pod is made beyond a quota',
    (m) => {
      m.cluster.apply('{apiVersion: v1, kind: ResourceQuota, metadata: {name: full}, spec: {hard: {pods: "1"}}}');
      m.cluster.settle();
      m.put(m.big, { metadata: fresh('beyond') });
    },
  ],
  ['a pod stays on its node', (m) => m.put(m.pod, { spec: { nodeName: 'node3' } })],
  ['a last phase is the last', (m) => [m.put(m.pod, { status: { phase: 'Failed' } }), m.put(m.pod, {})].length],
  [
    'restarts are counted up',
    (m) => [m.put(m.pod, { status: { containerStatuses: [{ name: 'c', restartCount: 2 }] } }), m.put(m.pod, {})].length,
  ],
  ['the scheduler puts pods on nodes that exist', (m) => m.put(m.big, { spec: { nodeName: 'nowhere' } }, 'default-scheduler')],
  [
    'no two pods have the same address',
    (m) => m.put(m.big, { status: { phase: 'Running', podIP: (m.pod as KubeObject & { status: Part }).status['podIP'] } }),
  ],
  ['the scheduler does not put more on a node', (m) => m.put(m.big, { spec: { nodeName: 'node1' } }, 'default-scheduler')],
  ['a controller makes pods only for an owner', (m) => m.put(m.big, { metadata: fresh('waif') }, 'replicaset-controller')],
  [
    'a controller makes pods only for an owner',
    (m) => m.put(m.big, { metadata: { ...fresh('waif'), ...ownedBy('web', 'another') } }, 'replicaset-controller'),
  ],
  [
    'a controller makes pods only for an owner',
    (m) => {
      m.put(m.web, { metadata: { deletionTimestamp: SOON } });
      m.put(m.big, { metadata: { ...fresh('waif'), ...ownedBy('web', m.web.metadata.uid) } }, 'replicaset-controller');
    },
  ],
  [
    'a controller makes no more pods than are asked for',
    (m) => m.put(m.big, { metadata: { ...fresh('third'), ...ownedBy('web', m.web.metadata.uid) } }, 'replicaset-controller'),
  ],
  [
    'a controller removes no pod that is asked for',
    (m) => m.put(m.pod, { metadata: { deletionTimestamp: SOON } }, 'replicaset-controller'),
  ],
  ['a rollout asks for no more pods than replicas', (m) => m.put(m.fleetSet, { spec: { replicas: 6 } }, 'deployment-controller')],
  ['a rollout takes no available pod away', (m) => m.put(m.fleetSet, { spec: { replicas: 2 } }, 'deployment-controller')],
  ['of all replicas some are updated', (m) => m.put(m.fleet, { status: { updatedReplicas: 5 } })],
  ['of the replicas some are ready', (m) => m.put(m.web, { status: { replicas: 0 } })],
];

for (const [title, canary] of canaries) {
  test(`a canary breaks: ${title}; it is caught`, () => {
    const meddled = new Meddled();
    const judged = canary(meddled);
    const found = Array.isArray(judged) ? (judged as readonly string[]) : meddled.broken();
    assert.ok(
      found.some((text) => text.startsWith(title)),
      `found: ${found.join('\n')}`,
    );
  });
}

test('every invariant has a canary', () => {
  const bare = invariants.filter(({ title }) => !canaries.some(([start]) => title.startsWith(start)));
  assert.deepEqual(
    bare.map(({ title }) => title),
    [],
  );
});

test('a breach tells its revision, its moment, who did what, and why; a run that breaks a lot tells the first', () => {
  const meddled = new Meddled();
  meddled.put(meddled.web, { status: { observedGeneration: 7 } });
  const { revision } = meddled.cluster;
  assert.deepEqual(meddled.broken(), [
    `nobody has observed a generation that is still to come: 7 was observed, and there are 1\n  at revision ${revision}, ${meddled.cluster.now / 1000}s: meddler updated replicaset default/web (canary)`,
  ]);
  for (let again = 0; again < 50; again++) meddled.put(meddled.web, { status: { observedGeneration: 7 } });
  assert.ok(meddled.broken().length <= 20);
});

test('what really happens breaks nothing', () => {
  const cluster = world.fork();
  const broken = watchInvariants(cluster);
  cluster.as('admin').setScale(cluster.kind('ReplicaSet'), cluster.get('ReplicaSet', 'web'), 5);
  cluster.settle();
  cluster.as('admin').setScale(cluster.kind('ReplicaSet'), cluster.get('ReplicaSet', 'web'), 0);
  cluster.settle();
  setImage(cluster.as('admin'), cluster.kind('Deployment'), cluster.get('Deployment', 'fleet'), 'nginx:1.26');
  cluster.settle();
  assert.deepEqual(broken(), []);
});
