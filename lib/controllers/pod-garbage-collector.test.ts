import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';

const HOLD = 'example.com/hold';

/** A pod on the second of two nodes; with a finalizer, so that it can be looked at when all is over. */
function held(spec: string): Cluster {
  const cluster = new Cluster({ nodes: 2 });
  cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: web, finalizers: [${HOLD}] }
spec: ${spec}
`);
  cluster.settle();
  return cluster;
}

function web(cluster: Cluster): Pod {
  return cluster.get('pod', 'web') as Pod;
}

const SERVER = '{ nodeName: node2, containers: [{ name: web, image: "nginx:1.27" }] }';
const TASK = '{ nodeName: node2, restartPolicy: Never, containers: [{ name: main, image: "busybox:1.36", command: ["true"] }] }';

void test('a pod of a node that is gone has failed, which its conditions explain', () => {
  const cluster = held(SERVER);
  cluster.stopNode('node2');
  const from = cluster.now;
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'node2'));
  cluster.advance('2m', () => web(cluster).metadata.deletionTimestamp !== undefined);
  assert.ok(cluster.now - from >= 40_000 && cluster.now - from <= 60_000, `after ${(cluster.now - from) / 1000}s`);
  assert.equal(web(cluster).status.phase, 'Failed');
  const { reason, message } = conditionOf(web(cluster), 'DisruptionTarget')!;
  assert.deepEqual([reason, message], ['DeletionByPodGC', 'PodGC: node no longer exists']);
});

void test('a pod that had ended by itself is removed without being said to be disrupted', () => {
  const cluster = held(TASK);
  cluster.stopNode('node2');
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'node2'));
  cluster.advance('2m', () => web(cluster).metadata.deletionTimestamp !== undefined);
  assert.equal(web(cluster).status.phase, 'Succeeded');
  assert.equal(conditionOf(web(cluster), 'DisruptionTarget'), undefined);
});

void test('a node that is made again in time keeps its pods', () => {
  const cluster = held(SERVER);
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'node2'));
  cluster.advance('30s');
  cluster.as('admin').create(NodeKind, { metadata: { name: 'node2' } });
  cluster.advance('5m');
  assert.deepEqual([web(cluster).metadata.deletionTimestamp, web(cluster).status.phase], [undefined, 'Running']);
});

void test('a node that is out of service keeps no pod that is to go, and one that is not lost keeps its own', () => {
  const taint = (cluster: Cluster): void => {
    const taints = [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }];
    cluster.as('admin').patch(NodeKind, cluster.get('node', 'node2'), { spec: { taints } });
  };
  const lost = new Cluster({ nodes: 2 });
  lost.apply(`{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: ${SERVER} }`);
  lost.settle();
  const running = lost.fork();
  lost.stopNode('node2');
  lost.advance('1m');
  taint(lost);
  lost.advance('21s');
  assert.equal(lost.as('admin').find(PodKind, 'web', 'default'), undefined);

  running.apply(`{ apiVersion: v1, kind: Pod, metadata: { name: slow }, spec: { nodeName: node2, terminationGracePeriodSeconds: 300,
    containers: [{ name: main, image: "busybox:1.36", command: [sleep, "9999"] }] } }`);
  running.settle();
  taint(running);
  running.advance('2m');
  assert.equal((running.get('pod', 'slow') as Pod).status.phase, 'Running');
});

void test('a pod that was deleted before it had a node and is held has failed', () => {
  const cluster = held('{ nodeSelector: { no: node }, containers: [{ name: web, image: "nginx:1.27" }] }');
  cluster.as('admin').delete(PodKind, web(cluster));
  cluster.advance('21s');
  assert.equal(web(cluster).status.phase, 'Failed');
  cluster.as('admin').patch(PodKind, web(cluster), { metadata: { finalizers: null } });
  assert.equal(cluster.as('admin').find(PodKind, 'web', 'default'), undefined);
});

void test('of more than 12500 pods that have ended the oldest go, those that a node has evicted before all others', () => {
  const cluster = new Cluster();
  const admin = cluster.as('admin');
  const end = (name: string, status: Partial<Pod['status']>): void => {
    const pod = admin.create(PodKind, {
      metadata: { name, namespace: 'default' },
      spec: { schedulerName: 'nobody', containers: [{ name: 'main', image: 'busybox:1.36' }] },
    });
    admin.status(PodKind, pod, { ...pod.status, ...status });
  };
  const number = (i: number): string => String(i).padStart(5, '0');
  for (let i = 0; i < 12_500; i++) end(`p${number(i)}`, { phase: i % 2 === 0 ? 'Succeeded' : 'Failed' });
  cluster.advance('1m');
  assert.equal(admin.list(PodKind, { namespace: 'default' }).length, 12_500);
  end('young', { phase: 'Failed', reason: 'Evicted' });
  end('younger', { phase: 'Failed' });
  cluster.advance('21s');
  const left = new Set(admin.list(PodKind, { namespace: 'default' }).map(({ metadata }) => metadata.name));
  assert.equal(left.size, 12_500);
  assert.deepEqual(
    ['young', 'p00000', 'p00001', 'younger'].filter((name) => left.has(name)),
    ['p00001', 'younger'],
  );
});
