import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT, clusterWith, podOf, server, service, sharesOf } from '../nets/network-fixture.ts';

const PORTS = 'ports: [{port: 80, targetPort: 8080}]';
const THREE = server('a') + server('b') + server('c');

test('requests are spread over the ready endpoints, each as likely as the others, and the same for the same seed', () => {
  const yaml = THREE + service('web', `selector: {app: web}, ${PORTS}`);
  const shares = sharesOf(clusterWith(yaml), 'http://web', 3000);
  assert.deepEqual(Object.keys(shares).sort(), ['a', 'b', 'c']);
  for (const [name, share] of Object.entries(shares)) assert.ok(share > 900 && share < 1100, `${name}: ${share}`);
  assert.deepEqual(sharesOf(clusterWith(yaml), 'http://web', 3000), shares);
});

test('a Service without endpoints refuses, and a port it does not have gives no answer', () => {
  const cluster = clusterWith(service('web', `selector: {app: web}, ${PORTS}`));
  assert.deepEqual(sharesOf(cluster, 'http://web', 3), { refused: 3 });
  assert.deepEqual(sharesOf(cluster, 'http://web:81', 3), { timeout: 3 });
  assert.deepEqual(sharesOf(cluster, 'http://wbe', 3), { 'unknown name': 3 });
});

test('the address of a pod is asked without rules; an address that no pod has cannot be reached', () => {
  const cluster = clusterWith(THREE);
  const { podIP = '' } = podOf(cluster, 'b').status;
  assert.deepEqual(sharesOf(cluster, `http://${podIP}:8080`, 2), { b: 2 });
  assert.deepEqual(sharesOf(cluster, `http://${podIP}:81`, 2), { refused: 2 });
  assert.deepEqual(sharesOf(cluster, 'http://10.244.1.250', 1), { unreachable: 1 });
  assert.deepEqual(sharesOf(cluster, 'http://192.0.2.1', 1), { timeout: 1 });
});

test('a client stays with its endpoint for as long as it comes back in time', () => {
  const affinity = 'sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}';
  const cluster = clusterWith(THREE + service('web', `selector: {app: web}, ${affinity}, ${PORTS}`));
  const [first] = Object.keys(sharesOf(cluster, 'http://web', 20));
  for (let i = 0; i < 5; i++) {
    cluster.advance('59s');
    assert.deepEqual(Object.keys(sharesOf(cluster, 'http://web', 1)), [first]);
  }
  const later = new Set<string>();
  for (let i = 0; i < 20; i++) {
    cluster.advance('61s');
    for (const name of Object.keys(sharesOf(cluster, 'http://web', 1))) later.add(name);
  }
  assert.ok(later.size > 1, 'it never changed');
});

test('clients are told apart by their addresses', () => {
  const cluster = clusterWith(THREE + CLIENT + service('web', `selector: {app: web}, sessionAffinity: ClientIP, ${PORTS}`));
  assert.equal(Object.keys(sharesOf(cluster, 'http://web', 30)).length, 1);
  const seen = [1, 2, 3, 4, 5, 6].map((seed) => {
    const other = clusterWith(THREE + CLIENT + service('web', `selector: {app: web}, sessionAffinity: ClientIP, ${PORTS}`), 1, seed);
    const [person] = Object.keys(sharesOf(other, 'http://web', 5));
    const [pod] = Object.keys(sharesOf(other, 'http://web', 5, podOf(other, 'client')));
    return person === pod;
  });
  assert.ok(seen.includes(false), 'all clients share one memory');
});

const SPREAD = server('a', { node: 'node1' }) + server('b', { node: 'node2' });

test('a node port is open on every node, with the policy Local only where there are endpoints', () => {
  const open = clusterWith(
    SPREAD + service('web', `type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]`),
    3,
  );
  for (const node of ['node1', 'node2', 'node3'])
    assert.deepEqual(Object.keys(sharesOf(open, `http://${node}:30080`, 30)).sort(), ['a', 'b']);
  assert.deepEqual(sharesOf(open, 'http://node1:30081', 1), { refused: 1 });
  const local = clusterWith(
    SPREAD +
      service(
        'web',
        `type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]`,
      ),
    3,
  );
  assert.deepEqual(sharesOf(local, 'http://node1:30080', 10), { a: 10 });
  assert.deepEqual(sharesOf(local, 'http://node2:30080', 10), { b: 10 });
  assert.deepEqual(sharesOf(local, 'http://node3:30080', 1), { timeout: 1 });
  assert.deepEqual(Object.keys(sharesOf(local, 'http://web', 30)).sort(), ['a', 'b'], 'inside, the policy does not count');
});

test('pods reach every endpoint through the node port of any node, whatever the policy', () => {
  const spec = 'type: NodePort, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]';
  const cluster = clusterWith(SPREAD + CLIENT + service('web', spec), 3);
  const [{ address }] = (cluster.get('node', 'node3') as unknown as { status: { addresses: [{ address: string }] } }).status.addresses;
  assert.deepEqual(Object.keys(sharesOf(cluster, `http://${address}:30080`, 30, podOf(cluster, 'client'))).sort(), ['a', 'b']);
});

test('requests to a headless Service are spread over its pods, whose own ports they have to name', () => {
  const cluster = clusterWith(THREE + service('pods', 'clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'));
  assert.deepEqual(Object.keys(sharesOf(cluster, 'http://pods:8080', 60)).sort(), ['a', 'b', 'c']);
  assert.deepEqual(sharesOf(cluster, 'http://pods', 3), { refused: 3 });
});

test('an internal traffic policy of Local keeps connections on their node', () => {
  const client = CLIENT.replace('spec:', 'spec:\n  nodeName: node2');
  const cluster = clusterWith(SPREAD + client + service('web', `internalTrafficPolicy: Local, selector: {app: web}, ${PORTS}`), 3);
  assert.deepEqual(sharesOf(cluster, 'http://web', 10, podOf(cluster, 'client')), { b: 10 });
  const elsewhere = clusterWith(
    server('a', { node: 'node1' }) + client + service('web', `internalTrafficPolicy: Local, selector: {app: web}, ${PORTS}`),
    3,
  );
  assert.deepEqual(sharesOf(elsewhere, 'http://web', 1, podOf(elsewhere, 'client')), { timeout: 1 });
});

test('the last pod still gets connections while it ends, if it still serves', () => {
  const slow = clusterWith(service('web', `selector: {app: web}, ${PORTS}`));
  slow.setImage({ pattern: 'web', ignoresTerm: true });
  slow.apply(server('a'));
  slow.settle();
  slow.as('admin').delete(slow.kind('pod'), podOf(slow, 'a'));
  slow.advance('5s');
  assert.deepEqual(sharesOf(slow, 'http://web', 3), { a: 3 });
  slow.advance('40s');
  assert.deepEqual(sharesOf(slow, 'http://web', 3), { refused: 3 });
});

test('kube-proxy writes twice in a row and then once a second', () => {
  const cluster = clusterWith(service('web', `selector: {app: web}, ${PORTS}`));
  cluster.advance('10s');
  const isWritten = (port: number): boolean =>
    cluster.network.rules().some((rules) => rules.title === 'default/web' && rules.port === port);
  const change = (port: number): void =>
    void cluster.apply(service('web', `selector: {app: web}, ports: [{port: ${port}, targetPort: 8080}]`));
  change(81);
  cluster.advance(20);
  assert.ok(isWritten(81), 'the first at once');
  change(82);
  cluster.advance(20);
  assert.ok(isWritten(82), 'the second at once');
  change(83);
  cluster.advance(900);
  assert.ok(!isWritten(83), 'the third waits');
  cluster.advance(100);
  assert.ok(isWritten(83), 'for a second after the second');
});

test('changes that kube-proxy has no use for cost it nothing', () => {
  const cluster = clusterWith(
    service('web', `selector: {app: web}, ${PORTS}`) + service('bare', `clusterIP: None, selector: {app: web}, ${PORTS}`),
  );
  cluster.advance('10s');
  const planned = (): boolean => cluster.network.rulesWrittenAt() !== undefined;
  cluster.apply(service('bare', `clusterIP: None, selector: {app: web}, ports: [{port: 81}]`));
  cluster.apply(service('web', `selector: {app: web}, ${PORTS}`).replace('name: web', 'name: web, labels: {team: a}'));
  assert.equal(planned(), false);
  cluster.apply(service('web', `selector: {app: web}, ports: [{port: 81}]`));
  assert.equal(planned(), true);
});

test('a fork has rules and clients of its own', () => {
  const cluster = clusterWith(THREE + service('web', `selector: {app: web}, sessionAffinity: ClientIP, ${PORTS}`));
  const copy = cluster.fork();
  cluster.request('http://web');
  copy.apply(service('web', `selector: {app: nobody}, ${PORTS}`));
  copy.settle();
  assert.deepEqual(sharesOf(copy, 'http://web', 1), { refused: 1 });
  assert.equal(Object.keys(sharesOf(cluster, 'http://web', 9)).length, 1);
});
