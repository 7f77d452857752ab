import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { isNodeReady, NodeKind, ZONE_LABEL, type Node } from '../kinds/node.ts';

/** A cluster whose nodes are in zones: `a1`, `a2` ... in zone `a`, and so on. */
function zoned(sizes: Readonly<Record<string, number>>, labels: Readonly<Record<string, string>> = {}): Cluster {
  const cluster = new Cluster();
  for (const [zone, size] of Object.entries(sizes))
    for (let number = 1; number <= size; number++)
      cluster.as('admin').create(NodeKind, { metadata: { name: `${zone}${number}`, labels: { [ZONE_LABEL]: zone, ...labels } } });
  cluster.settle();
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'node1'));
  cluster.advance('10m');
  return cluster;
}

function names(cluster: Cluster, holds: (node: Node) => boolean): string {
  const found = (cluster.list('node') as readonly Node[]).filter(holds);
  return found.map(({ metadata }) => metadata.name).join(' ');
}

function drivingOut(cluster: Cluster): string {
  return names(cluster, ({ spec }) => spec.taints?.some(({ effect }) => effect === 'NoExecute') === true);
}

function notReady(cluster: Cluster): string {
  return names(cluster, (node) => !isNodeReady(node));
}

function stop(cluster: Cluster, ...nodes: readonly string[]): void {
  for (const name of nodes) cluster.stopNode(name, 'kubelet');
  cluster.advance(
    '56s',
    () =>
      notReady(cluster)
        .split(' ')
        .filter((name) => nodes.includes(name)).length === nodes.length,
  );
  cluster.advance(10);
}

/** How many seconds lie between one node that begins to drive pods out and the next. */
function pauses(cluster: Cluster, count: number): readonly number[] {
  const found: number[] = [];
  for (let from = cluster.now; found.length < count; from = cluster.now) {
    const before = drivingOut(cluster);
    assert.ok(
      cluster.advance('5m', () => drivingOut(cluster) !== before),
      `no other node drives pods out than ${before}`,
    );
    found.push(Math.round((cluster.now - from) / 1000));
  }
  return found;
}

void test('the nodes of a zone that is lost drive pods out one after the other, one every ten seconds', () => {
  const cluster = zoned({ a: 3, b: 3 });
  stop(cluster, 'a1', 'a2', 'a3');
  assert.equal(notReady(cluster), 'a1 a2 a3');
  assert.deepEqual(pauses(cluster, 3).slice(1), [10, 10]);
  assert.equal(drivingOut(cluster), 'a1 a2 a3');
});

void test('zones do not wait for each other', () => {
  const cluster = zoned({ a: 3, b: 3 });
  stop(cluster, 'a1', 'b1');
  cluster.advance('6s');
  assert.equal(drivingOut(cluster), 'a1 b1');
});

void test('a small zone most of which is lost drives nobody out', () => {
  const cluster = zoned({ a: 5, b: 1, c: 1 });
  stop(cluster, 'a1', 'a2', 'a3');
  cluster.advance('20m');
  assert.equal(drivingOut(cluster), '');
  cluster.startNode('a3');
  cluster.advance('20s');
  // Two of five: with the usual rate there comes a pause first.
  assert.notEqual(drivingOut(cluster), '');
  cluster.advance('20s');
  assert.equal(drivingOut(cluster), 'a1 a2');
});

void test('two of three lost nodes are not yet most of a zone', () => {
  const cluster = zoned({ a: 3, b: 1 });
  stop(cluster, 'a1', 'a2');
  cluster.advance('20s');
  assert.equal(drivingOut(cluster), 'a1 a2');
});

void test('a large zone most of which is lost drives pods out a hundred seconds apart', () => {
  const cluster = zoned({ a: 60, b: 1 });
  stop(cluster, ...Array.from({ length: 40 }, (_, i) => `a${i + 1}`));
  assert.deepEqual(pauses(cluster, 3).slice(1), [100, 100]);
});

void test('where every zone is lost nobody is driven out any more, and again when some of them are back', () => {
  const cluster = zoned({ a: 1, b: 1, c: 1 });
  stop(cluster, 'a1');
  cluster.advance('6s');
  assert.equal(drivingOut(cluster), 'a1');
  stop(cluster, 'b1', 'c1');
  assert.equal(drivingOut(cluster), '', 'the taint is taken back');
  cluster.advance('20m');
  assert.equal(drivingOut(cluster), '');
  cluster.startNode('c1');
  const back = cluster.now;
  assert.ok(
    cluster.advance('1m', () => drivingOut(cluster) === 'a1 b1'),
    'the others drive pods out now',
  );
  assert.ok(cluster.now - back >= 10_000, 'after a pause');
  cluster.startNode('a1');
  cluster.startNode('b1');
  cluster.settle();
  assert.deepEqual([drivingOut(cluster), notReady(cluster)], ['', '']);
});

void test('a zone whose nodes are not to be counted says nothing about the whole', () => {
  const cluster = zoned({ a: 1, b: 1 });
  cluster.as('admin').patch(NodeKind, cluster.get('node', 'b1'), {
    metadata: { labels: { 'node.kubernetes.io/exclude-disruption': 'true' } },
  });
  stop(cluster, 'a1');
  cluster.advance('20m');
  assert.equal(drivingOut(cluster), '');
});

void test('a node that has never said how it is is given a minute', () => {
  const cluster = zoned({ a: 2 });
  cluster.stopNode('a2');
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'a2'));
  cluster.advance('10s');
  cluster.as('admin').create(NodeKind, { metadata: { name: 'a2', labels: { [ZONE_LABEL]: 'a' } } });
  const made = cluster.now;
  const ready = (): unknown => (cluster.get('node', 'a2') as Node).status.conditions?.find(({ type }) => type === 'Ready');
  cluster.advance('2m', () => ready() !== undefined);
  assert.ok(cluster.now - made >= 60_000 && cluster.now - made <= 66_000, `suspected after ${(cluster.now - made) / 1000}s`);
  const { reason, message } = ready() as { readonly reason: string; readonly message: string };
  assert.deepEqual([reason, message], ['NodeStatusNeverUpdated', 'Kubelet never posted node status.']);
  cluster.advance('1s');
  assert.equal(drivingOut(cluster), 'a2');
});

void test('a node whose kubelet stops and whose machine goes off later is missed as if it had been one', () => {
  const missedAfter = (later?: string): number => {
    const cluster = zoned({ a: 2 });
    const from = cluster.now;
    cluster.stopNode('a2', 'kubelet');
    if (later !== undefined) {
      cluster.advance(later);
      cluster.stopNode('a2');
    }
    cluster.advance('5m', () => notReady(cluster) === 'a2');
    return cluster.now - from;
  };
  assert.equal(missedAfter('40s'), missedAfter());
  const late = zoned({ a: 2 });
  late.stopNode('a2', 'kubelet');
  late.advance('2m');
  late.stopNode('a2');
  late.settle();
  assert.equal(notReady(late), 'a2');
});

void test('a node that is made again, as ready, while its machine has long been off is missed like any other', () => {
  const cluster = zoned({ a: 2 });
  cluster.stopNode('a2');
  cluster.startNode('a2');
  cluster.settle();
  cluster.stopNode('a2');
  const { metadata, spec, status } = cluster.get('node', 'a2') as Node;
  const { name, labels = {} } = metadata;
  cluster.as('admin').delete(NodeKind, cluster.get('node', 'a2'));
  cluster.advance('10m');
  cluster.as('admin').create(NodeKind, { metadata: { name, labels }, spec, status });
  const made = cluster.now;
  cluster.advance('5m', () => notReady(cluster) === 'a2');
  assert.ok(cluster.now - made >= 45_000 && cluster.now - made <= 55_000, `missed after ${(cluster.now - made) / 1000}s`);
});

void test('who takes the taint of a lost node away sees it again', () => {
  const cluster = zoned({ a: 2 });
  stop(cluster, 'a2');
  cluster.advance('6s');
  cluster.as('admin').patch(NodeKind, cluster.get('node', 'a2'), { spec: { taints: null } });
  assert.equal(drivingOut(cluster), '');
  cluster.advance('16s');
  assert.equal(drivingOut(cluster), 'a2');
});
