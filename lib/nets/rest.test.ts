import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, type KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { Cluster } from '../cluster.ts';
import { LimitError, type Limits } from '../sim/clock.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';
import { mismatches } from './mismatches.ts';
import { settleAndStay, unrest } from './rest.ts';

// Canaries: each does something that a cluster at rest must not show, and has to be caught.

const IMAGE = { image: 'nginx:1.25' };
const WEB = replicaSetYaml('web', 2, IMAGE);
const FLEET = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: fleet }
spec:
  replicas: 2
  selector: { matchLabels: { app: fleet } }
  template:
    metadata: { labels: { app: fleet } }
    spec: { containers: [{ name: c, image: "nginx:1.25" }] }
`;
const STRAY = 'apiVersion: v1\nkind: Pod\nmetadata: { name: stray }\nspec: { containers: [{ name: c, image: "nginx:1.25" }] }';

const world = new Cluster();
world.apply(WEB);
world.apply(STRAY);
world.apply(FLEET);
world.apply('{apiVersion: v1, kind: Service, metadata: {name: front}, spec: {selector: {app: web}, ports: [{port: 80}]}}');
world.apply('{apiVersion: v1, kind: ResourceQuota, metadata: {name: bound}, spec: {hard: {pods: "90"}}}');
world.apply(
  '{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: guard}, spec: {minAvailable: 1, selector: {matchLabels: {app: fleet}}}}',
);
world.settle();

type Part = Readonly<Record<string, unknown>>;
interface Parts {
  readonly metadata?: Part;
  readonly spec?: Part;
  readonly status?: Part;
}

/** Stores an object with some of its parts replaced, at no time: nobody can react. */
function put(cluster: Cluster, [kind, name]: readonly [string, string], parts: Parts): void {
  const object = cluster.get(kind, name) as KubeObject & { spec: Part; status: Part };
  const next = {
    ...object,
    metadata: { ...object.metadata, ...parts.metadata },
    spec: { ...object.spec, ...parts.spec },
    status: { ...object.status, ...parts.status },
  };
  cluster.store.put(cluster.kind(kind), keyOf(object), next, { at: cluster.now, user: 'meddler', cause: 0, reason: 'canary' });
}

const DELETED = { deletionTimestamp: '2025-12-31T00:00:00Z' };
const web = ['ReplicaSet', 'web'] as const;
const fleet = ['Deployment', 'fleet'] as const;
const podOfWeb = (): string => world.list('Pod', { labelSelector: 'app=web' })[0]!.metadata.name;
const NOT_READY = { status: { conditions: [{ type: 'Ready', status: 'False' }] } };
const front = ['Service', 'front'] as const;
const OTHER = { metadata: { labels: { app: 'fleet' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.26' }] } };
const stray = ['Pod', 'stray'] as const;
const waiting = (reason: string): Part => ({ containerStatuses: [{ name: 'c', ready: false, state: { waiting: { reason } } }] });

const canaries: readonly (readonly [what: string, object: readonly [string, string], parts: Parts, complaint: RegExp])[] = [
  ['too few pods', web, { spec: { replicas: 3 } }, /web asks for 3 pods and has 2, and no condition says why/],
  ['too many pods', web, { spec: { replicas: 1 } }, /web asks for 1 pods and has 2/],
  ['a status that is behind', web, { status: { readyReplicas: 1 } }, /web has status .* 2, 1, 1 where 2, 2, 1 is so/],
  ['a generation that nobody saw', web, { metadata: { generation: 2 } }, /2, 2, 1 where 2, 2, 2 is so/],
  ['a template without a ReplicaSet', fleet, { spec: { template: OTHER } }, /fleet has no ReplicaSet for its template/],
  ['a rollout that does not end', fleet, { spec: { replicas: 3 } }, /fleet is not rolled out, and says NewReplicaSetAvailable of it/],
  [
    'a revision of before',
    fleet,
    { metadata: { annotations: { 'deployment.kubernetes.io/revision': '7' } } },
    /fleet is at revision 7, and its new ReplicaSet at 1/,
  ],
  [
    'a ReplicaSet that nobody adopts',
    web,
    { metadata: { labels: { app: 'fleet' } } },
    /fleet selects replicaset default\/web, which nobody/,
  ],
  ['a pod that nobody adopts', stray, { metadata: { labels: { app: 'web' } } }, /web selects pod default\/stray, which nobody controls/],
  [
    'pods that are not released',
    web,
    { spec: { selector: { matchLabels: { app: 'shop' } } } },
    /web controls pod default\/web-\w+, which it does not select/,
  ],
  [
    'Endpoints of other pods',
    front,
    { spec: { selector: { app: 'fleet' } } },
    /front has Endpoints with 10\S+ ready, 10\S+ ready where there/,
  ],
  [
    'slices of pods that are not selected',
    front,
    { spec: { selector: { app: 'x' } } },
    /front has EndpointSlices with .* should be nothing/,
  ],
  ['a pod that is still thought ready', ['Pod', podOfWeb()], NOT_READY, /front has EndpointSlices with .* should be .* false false false/],
  ['a deletion that nothing holds', stray, { metadata: DELETED }, /stray is deleted, and nothing holds it/],
  [
    'a pod held by a finalizer that goes on running',
    stray,
    { metadata: { ...DELETED, finalizers: ['a/b'] } },
    /stray is deleted, and has not ended/,
  ],
  [
    'a foreground deletion without dependents',
    stray,
    { metadata: { ...DELETED, finalizers: ['foregroundDeletion'] } },
    /stray waits for dependents and has none/,
  ],
  ['an orphaning that is not done', stray, { metadata: { ...DELETED, finalizers: ['orphan'] } }, /stray is to leave its dependents alone/],
  [
    'a namespace that is empty and stays',
    ['Namespace', 'kube-public'],
    { metadata: DELETED },
    /public is deleted, and nothing in it holds it/,
  ],
  [
    'an owner that is gone',
    stray,
    { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'gone' }] } },
    /stray belongs to Pod web, which is gone/,
  ],
  [
    'a quota that has miscounted',
    ['ResourceQuota', 'bound'],
    { status: { hard: { pods: '90' }, used: { pods: '1' } } },
    /bound says that 1 of its pods are used where 5 are/,
  ],
  [
    'a budget that has miscounted',
    ['PodDisruptionBudget', 'guard'],
    { status: { currentHealthy: 1 } },
    /guard has counted 1 healthy pods where 2 are\n.*guard allows 1 disruptions, not 0/,
  ],
  ['a pod on a node that is gone', stray, { spec: { nodeName: 'nowhere' } }, /stray is on nowhere, which is gone/],
  [
    'a node whose kubelet nobody believes',
    ['Node', 'node1'],
    { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
    /node1 is not ready, and its kubelet running/,
  ],
  [
    'a taint of the cluster that nothing explains',
    ['Node', 'node1'],
    { spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] } },
    /node1 has the taints node.kubernetes.io\/unreachable, and there are 0 reasons/,
  ],
  ['a pod without a node and without a reason', stray, { spec: { nodeName: '' } }, /stray has no node, and no condition says why/],
  ['a pod whose kubelet is silent', stray, { status: { containerStatuses: [] } }, /stray is on node1, and its kubelet says nothing/],
  [
    'a pod that is being made for ever',
    stray,
    { status: waiting('ContainerCreating') },
    /stray has container c in state .*Creating.* nothing says why/,
  ],
  ['a pod that is not initialized, by nobody', stray, { status: waiting('PodInitializing') }, /nothing says why/],
  ['a pod that is ready and is not', stray, { status: waiting('CrashLoopBackOff') }, /stray is ready, which its containers deny/],
  ['a pod that has ended and runs', stray, { status: { phase: 'Failed' } }, /stray has ended, and container c runs/],
  [
    'another image',
    stray,
    { spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } },
    /asks for image nginx:1.27 and runs .*nginx:1.25/,
  ],
];

for (const [what, object, parts, complaint] of canaries) {
  test(`a canary shows ${what}; it is caught`, () => {
    const cluster = world.fork();
    put(cluster, object, parts);
    assert.match(mismatches(cluster, true).join('\n'), complaint);
  });
}

test('a cluster at rest is as its specs say, and what is wrong with it is explained', () => {
  const cluster = world.fork();
  cluster.setImage({ pattern: 'nginx:1.25', cannotBePulled: true });
  cluster.apply(replicaSetYaml('shop', 2, { image: 'nginx:missing' }));
  cluster.apply(
    'apiVersion: v1\nkind: Pod\nmetadata: { name: loop }\nspec: { containers: [{ name: a, image: busybox, command: ["false"] }] }',
  );
  assert.deepEqual(settleAndStay(cluster), []);
});

/** The first change of an object of that kind and verb, made up as wanted. */
function changeOf(kind: string, verb: Change['verb'], make: (change: Change) => Partial<Change> = () => ({})): Change {
  let found: Change | undefined;
  world.store.history(1, (change) => {
    if (change.kind.kind === kind && change.verb === verb) found ??= change;
    return found === undefined;
  });
  assert.ok(found !== undefined, `no ${kind} was ${verb}d`);
  return { ...found, cause: 1, ...make(found) };
}

test('canaries of unrest are caught', () => {
  const { store } = world;
  const running = store.list(world.kind('Pod'), 'default')[0];
  const node = store.list(world.kind('Node'))[0];
  const set = world.get('ReplicaSet', 'web');
  const grown = { ...set, metadata: { ...set.metadata, generation: 9 } };
  const cases: readonly (readonly [Change, RegExp])[] = [
    [changeOf('Pod', 'create'), /objects do not come and go/],
    [changeOf('Pod', 'update', () => ({ before: running, after: running })), /this pod had come to rest/],
    [changeOf('Pod', 'update', () => ({ cause: 0 })), /nothing led to it/],
    [changeOf('ReplicaSet', 'update', () => ({ before: set, after: grown })), /its spec was changed/],
    [changeOf('Pod', 'update', () => ({ kind: world.kind('Node'), before: node, after: node })), /nothing about it goes on by itself/],
  ];
  for (const [change, complaint] of cases) assert.match(unrest([change]).join('\n'), complaint);
  assert.deepEqual(unrest([changeOf('Event', 'create')]), []);
  assert.match(unrest(Array.from({ length: 201 }, () => changeOf('Event', 'create'))).join('\n'), /more than 200 times in ten minutes/);
});

function limited(limits: Partial<Limits>): Cluster {
  const cluster = new Cluster({ limits });
  cluster.apply(WEB);
  return cluster;
}

test('who never rests is named: somebody who undoes what a controller does, for ever', () => {
  const cluster = limited({ eventsPerKey: 300 });
  const admin = cluster.as('meddler');
  const undo = (): boolean => {
    for (const pod of cluster.list('Pod', { namespace: 'default' })) admin.delete(cluster.kind('Pod'), pod, { gracePeriodSeconds: 0 });
    return false;
  };
  assert.throws(
    () => cluster.advance('1h', undo),
    (error: Error) => {
      assert.ok(error instanceof LimitError);
      assert.match(
        error.message,
        /^replicaset-controller for default\/web had more than 300 events \(.+\) without coming to rest: a hot loop$/,
      );
      return true;
    },
  );
});

test('who is still to come when a cluster should have settled is named', () => {
  const cluster = new Cluster();
  cluster.apply(replicaSetYaml('web', 2, { ...IMAGE, spec: 'minReadySeconds: 7200' }));
  assert.throws(
    () => settleAndStay(cluster),
    /did not settle within 60 minutes .* replicaset-controller for default\/web \(minReadySeconds, due at 72/,
  );
});
