import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';

/** A cluster of two nodes with something on the second. */
function running(yaml: string): Cluster {
  const cluster = new Cluster({ nodes: 2 });
  cluster.apply(yaml);
  cluster.settle();
  return cluster;
}

function web(cluster: Cluster): Pod {
  return cluster.get('pod', 'web') as Pod;
}

function told(cluster: Cluster, reason: string): number {
  const events = cluster.list('event') as readonly {
    readonly reason?: string;
    readonly count?: number;
  }[];
  return events.filter((event) => event.reason === reason).reduce((sum, { count = 1 }) => sum + count, 0);
}

const SERVER = `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { nodeName: node2, containers: [{ name: web, image: "nginx:1.27" }] }
`;

void test('a node that is stopped again before its kubelet is up starts once, and has been rebooted all the same', () => {
  const cluster = running(SERVER);
  cluster.stopNode('node2');
  cluster.advance(500);
  cluster.startNode('node2');
  cluster.advance(300);
  cluster.stopNode('node2', 'kubelet');
  cluster.advance(100);
  cluster.startNode('node2');
  assert.throws(() => cluster.log(web(cluster)), /connection refused$/, 'it is not up yet');
  cluster.settle();
  assert.deepEqual(
    [told(cluster, 'Starting'), told(cluster, 'Rebooted'), web(cluster).status.containerStatuses![0]!.restartCount],
    [1, 1, 1],
  );
});

void test('a node that registers anew has not been rebooted, as far as anybody knows', () => {
  const cluster = running(SERVER);
  cluster.stopNode('node2');
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'node2'));
  cluster.startNode('node2');
  cluster.settle();
  assert.deepEqual([told(cluster, 'Starting'), told(cluster, 'Rebooted')], [1, 0]);
  assert.equal(web(cluster).status.containerStatuses![0]!.restartCount, 1);
});

void test('a container that ends while nobody looks is started anew when its kubelet is back', () => {
  const cluster = running(SERVER);
  cluster.stopNode('node2', 'kubelet');
  cluster.endContainer(web(cluster), 'web', 3);
  cluster.advance('30s');
  assert.equal(web(cluster).status.containerStatuses![0]!.state?.running === undefined, false, 'nobody has seen it');
  cluster.startNode('node2');
  cluster.settle();
  const { restartCount, lastState } = web(cluster).status.containerStatuses![0]!;
  assert.deepEqual([restartCount, lastState?.terminated?.exitCode], [1, 3]);
});

void test('a pod that was bound to a node without its kubelet runs when that is there', () => {
  const cluster = new Cluster({ nodes: 2 });
  cluster.stopNode('node2', 'kubelet');
  cluster.apply(SERVER);
  cluster.advance('40s');
  assert.equal(web(cluster).status.phase, 'Pending');
  cluster.startNode('node2');
  cluster.settle();
  assert.equal(conditionOf(web(cluster), 'Ready')?.status, 'True');
});

void test('a container that a new kubelet has not probed yet is not ready', () => {
  const probe = 'readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 10 }';
  const cluster = running(SERVER.replace('"nginx:1.27"', `"nginx:1.27", ${probe}`));
  const isReady = (): boolean => conditionOf(web(cluster), 'Ready')?.status === 'True';
  assert.ok(isReady(), 'it was ready');
  cluster.stopNode('node2', 'kubelet');
  cluster.advance('10s');
  assert.ok(isReady(), 'nobody says otherwise');
  cluster.startNode('node2');
  assert.ok(
    cluster.advance('2s', () => !isReady()),
    'for a moment it is not',
  );
  cluster.settle();
  assert.ok(isReady(), 'and then it is');
});

for (const what of ['kubelet', 'machine'] as const) {
  void test(`a ConfigMap that changes while a ${what} is stopped is seen when that is back`, () => {
    const config = (word: string): string => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: page }, data: { word: ${word} } }`;
    const cluster = new Cluster({ nodes: 2 });
    cluster.apply(config('old'));
    cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  nodeName: node2
  containers: [{ name: main, image: "busybox:1.36", command: [sleep, "9999"], volumeMounts: [{ name: page, mountPath: /page }] }]
  volumes: [{ name: page, configMap: { name: page } }]
`);
    cluster.settle();
    cluster.stopNode('node2', what);
    cluster.apply(config('new'));
    cluster.advance('5s');
    cluster.startNode('node2');
    cluster.settle();
    assert.equal(cluster.exec(web(cluster), ['cat', '/page/word']).stdout, 'new');
  });

  void test(`what a container has written outlives the end of a ${what}, but for what lies in memory`, () => {
    const cluster = running(`
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  nodeName: node2
  containers:
    - name: main
      image: "busybox:1.36"
      command: [sh, -c, "echo x >> /disk/log; echo x >> /memory/log; echo x >> /host/log; sleep 9999"]
      volumeMounts: [{ name: disk, mountPath: /disk }, { name: memory, mountPath: /memory }, { name: host, mountPath: /host }]
  volumes: [{ name: disk, emptyDir: {} }, { name: memory, emptyDir: { medium: Memory } }, { name: host, hostPath: { path: /log } }]
`);
    cluster.stopNode('node2', what);
    cluster.advance('5s');
    cluster.startNode('node2');
    cluster.settle();
    const { stdout } = cluster.exec(web(cluster), ['sh', '-c', 'cat /disk/log | wc -l; cat /host/log | wc -l; cat /memory/log | wc -l']);
    assert.deepEqual(stdout.trim().split(/\s+/), what === 'kubelet' ? ['1', '1', '1'] : ['2', '2', '1']);
  });
}

void test('a namespace whose pod was held by a lost node is gone when the node is back', () => {
  const cluster = new Cluster({ nodes: 2 });
  cluster.apply('{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }');
  cluster.apply(SERVER.replace('name: web }', 'name: web, namespace: shop }'));
  cluster.settle();
  cluster.stopNode('node2');
  cluster.as('admin').delete(cluster.kind('namespace'), cluster.get('namespace', 'shop'));
  cluster.advance('10m');
  assert.ok(cluster.as('admin').find(PodKind, 'web', 'shop'), 'nobody takes the pod away');
  cluster.startNode('node2');
  cluster.settle();
  assert.ok(!cluster.list('namespace').some(({ metadata }) => metadata.name === 'shop'), 'the namespace is gone');
});
