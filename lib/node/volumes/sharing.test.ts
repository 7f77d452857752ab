import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { isReady, type Pod } from '../../kinds/pod-state.ts';

type Containers = Readonly<Record<string, string>>;

/** A pod with containers of busybox by their scripts, all of which see one volume at /v; a name with `init-` in front is an init container's. */
function podText(
  name: string,
  scripts: Containers,
  more: { readonly volume?: string; readonly spec?: string; readonly web?: boolean } = {},
): string {
  const { volume = 'emptyDir: {}', spec = '', web = false } = more;
  const mounts = (path: string): string => `volumeMounts: [{name: v, mountPath: ${path}}]`;
  const containers = Object.entries(scripts).map(([title, script]) => ({
    isInit: title.startsWith('init-'),
    text: `{name: ${title}, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(script)}], ${mounts('/v')}}`,
  }));
  const nginx = `{name: web, image: "nginx:1.27", ports: [{containerPort: 80}], ${mounts('/usr/share/nginx/html')}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 2}}`;
  const list = (isInit: boolean): string =>
    containers
      .filter((one) => one.isInit === isInit)
      .map(({ text }) => text)
      .join(', ');
  const regular = [...(web ? [nginx] : []), ...(list(false) === '' ? [] : [list(false)])].join(', ');
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  ${spec}
  nodeName: node1
  terminationGracePeriodSeconds: 2
  initContainers: [${list(true)}]
  containers: [${regular}]
  volumes: [{name: v, ${volume}}]
---
`;
}

function settled(text: string): Cluster {
  const cluster = new Cluster();
  cluster.apply(text);
  cluster.settle();
  return cluster;
}

function pod(cluster: Cluster, name = 'p'): Pod {
  return cluster.get('pod', name) as Pod;
}

function log(cluster: Cluster, container: string, name = 'p'): readonly string[] {
  return cluster.log(pod(cluster, name), { container });
}

const FOREVER = 'sleep 36000';

test('what an init container leaves is there for the others', () => {
  const cluster = settled(podText('p', { 'init-a': 'echo made > /v/x', 'init-b': 'echo more >> /v/x', main: `cat /v/x; ${FOREVER}` }));
  assert.deepEqual(log(cluster, 'main'), ['made', 'more']);
});

test('what one container writes the other reads, when it looks', () => {
  const cluster = settled(
    podText('p', {
      reader: 'while true; do cat /v/x; sleep 1; done',
      writer: `sleep 2; echo one > /v/x; sleep 2; echo two > /v/x; ${FOREVER}`,
    }),
  );
  cluster.advance('3s');
  const seen = log(cluster, 'reader');
  assert.deepEqual([seen.includes('one'), seen.at(-1)], [true, 'two']);
  assert.ok(seen[0]!.includes('No such file'), seen[0]);
});

test('who waits for a change of a file wakes up at that instant', () => {
  const cluster = settled(
    podText('p', { reader: 'touch /v/x; tail -f /v/x', writer: `sleep 2; echo one >> /v/x; sleep 2; echo two >> /v/x; ${FOREVER}` }),
  );
  assert.deepEqual(log(cluster, 'reader'), ['one', 'two']);
});

test('a file decides when another container ends', () => {
  const text = podText(
    'p',
    { worker: `sleep 7; touch /v/done`, waiter: 'until [ -f /v/done ]; do sleep 1; done; echo finished' },
    { spec: 'restartPolicy: Never' },
  );
  const cluster = settled(text);
  assert.equal(pod(cluster).status.phase, 'Succeeded');
  assert.deepEqual(log(cluster, 'waiter'), ['finished']);
});

test('a container that starts again finds what it left', () => {
  const cluster = settled(podText('p', { c: `echo run >> /v/x; cat /v/x; sleep 3; exit 1` }));
  cluster.advance('60s');
  assert.deepEqual(log(cluster, 'c').slice(0, 2), ['run', 'run']);
});

test('an emptyDir ends with its pod', () => {
  const text = podText('p', { c: `cat /v/x; echo left > /v/x; ${FOREVER}` });
  const cluster = settled(text);
  cluster.as('tester').delete(cluster.kind('pod'), { metadata: { name: 'p' } });
  cluster.settle();
  cluster.apply(text);
  cluster.settle();
  assert.deepEqual(log(cluster, 'c'), ["cat: can't open '/v/x': No such file or directory"]);
});

test('a path of the node outlives its pods, and other pods see it at once', () => {
  const host = { volume: 'hostPath: {path: /data}' };
  const cluster = settled(
    podText('p', { c: `sleep 3; echo left > /v/x; ${FOREVER}` }, host) +
      podText('q', { c: 'while true; do cat /v/x 2>/dev/null; sleep 1; done' }, host) +
      podText('r', { c: 'tail -f /v/x' }, { volume: 'hostPath: {path: /}' }).replace('tail -f /v/x', `tail -F /v/data/x; ${FOREVER}`),
  );
  cluster.advance('5s');
  assert.equal(log(cluster, 'c', 'q').at(-1), 'left');
  cluster.as('tester').delete(cluster.kind('pod'), { metadata: { name: 'p' } });
  cluster.settle();
  cluster.apply(podText('p', { c: `cat /v/x; ${FOREVER}` }, host));
  cluster.settle();
  assert.deepEqual(log(cluster, 'c'), ['left']);
});

test('a path of the node belongs to that node', () => {
  const cluster = new Cluster({ nodes: 2 });
  const host = { volume: 'hostPath: {path: /data}' };
  cluster.apply(podText('p', { c: `echo left > /v/x; ${FOREVER}` }, host));
  cluster.settle();
  cluster.apply(podText('q', { c: `ls /v; echo end; ${FOREVER}` }, host).replace('node1', 'node2'));
  cluster.settle();
  assert.deepEqual(log(cluster, 'c', 'q'), ['end']);
});

test('nginx serves what others write', () => {
  const cluster = settled(podText('p', { 'init-a': 'echo first > /v/index.html' }, { web: true }));
  assert.ok(isReady(pod(cluster)), 'the page is there from the start');
  const late = settled(podText('p', { side: `sleep 9; echo late > /v/index.html; ${FOREVER}` }, { web: true }));
  assert.ok(isReady(pod(late)), 'the page comes later, and is waited for');
  assert.ok(late.now > 10_000 && late.now < 15_000, `ready at ${late.now}`);
  const never = settled(podText('p', { side: FOREVER }, { web: true }));
  assert.ok(!isReady(pod(never)), 'an empty directory is forbidden');
});

test('who writes for ever does not keep a cluster from settling', () => {
  const cluster = settled(podText('p', { side: 'while true; do date > /v/index.html; sleep 1; done' }, { web: true }));
  assert.ok(cluster.now < 10_000, `settled at ${cluster.now}`);
  assert.ok(isReady(pod(cluster)), 'it serves');
});

test('nothing happens where containers that share files do not write', () => {
  const cluster = settled(
    podText('p', {
      a: 'while true; do cat /v/x 2>/dev/null; sleep 1; done',
      b: FOREVER,
      c: 'while true; do echo same > /v/y; sleep 5; done',
    }),
  );
  const { events } = cluster;
  cluster.advance('1h');
  assert.equal(cluster.events - events, 0);
});

test('a fork has files of its own', () => {
  const cluster = settled(
    podText('p', {
      reader: 'while true; do cat /v/x; sleep 1; done',
      writer: 'i=0; while true; do i=$((i+1)); echo $i > /v/x; sleep 1; done',
    }),
  );
  const fork = cluster.fork();
  fork.advance('10s');
  const before = log(cluster, 'reader');
  assert.ok(log(fork, 'reader').length > before.length, 'the fork went on');
  cluster.advance('10s');
  assert.deepEqual(log(cluster, 'reader'), log(fork, 'reader'));
});
