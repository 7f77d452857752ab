import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';

function measured(): Cluster {
  const cluster = new Cluster({ nodes: 2, metrics: true });
  cluster.setImage({ pattern: 'shop', cpuMillis: 250, memoryBytes: 64 * 1024 ** 2 });
  cluster.shell(`
kubectl create namespace other
kubectl run shop --image=shop
kubectl run loop --image=busybox -n other --overrides='{"spec":{"containers":[{"name":"loop","image":"busybox","command":["sh","-c","while :; do :; done"],"resources":{"limits":{"cpu":"300m"}}}]}}'
kubectl run ended --image=busybox --restart=Never -- true
`);
  return cluster;
}

test('what runs is known when it was measured twice', () => {
  const cluster = measured();
  assert.equal(cluster.kubectl('top pods').stderr, 'error: metrics not available yet\n');
  cluster.advance('20s');
  assert.equal(cluster.kubectl('top pod shop').code, 1);
  cluster.advance('20s');
  assert.equal(cluster.kubectl('top pod shop').stdout, 'NAME   CPU(cores)   MEMORY(bytes)   \nshop   250m         64Mi            \n');
});

test('pods are told by namespace, container, amount and sum; a limit is the most that is used', () => {
  const cluster = measured();
  cluster.advance('2m');
  const lines = (command: string): readonly string[] =>
    cluster
      .kubectl(command)
      .stdout.split('\n')
      .map((line) => line.trimEnd());
  assert.deepEqual(lines('top pods -A -l run --sort-by=cpu --containers'), [
    'NAMESPACE   POD    NAME   CPU(cores)   MEMORY(bytes)',
    'other       loop   loop   300m         1Mi',
    'default     shop   shop   250m         64Mi',
    '',
  ]);
  assert.deepEqual(lines('top pods -A -l run --sum --no-headers'), [
    'default   shop       250m       64Mi',
    'other     loop       300m       1Mi',
    '          ________   ________',
    '          550m       65Mi',
    '',
  ]);
  assert.match(cluster.kubectl('top nodes').stdout, /^NAME {4}CPU\(cores\) {3}CPU\(%\) {3}MEMORY\(bytes\) {3}MEMORY\(%\) {3}\nnode1 /);
  assert.equal(cluster.kubectl('top node node3').stderr, 'Error from server (NotFound): nodes "node3" not found\n');
});

test('what is not known is said', () => {
  const cluster = measured();
  cluster.advance('5m');
  for (const [command, expected] of [
    ['top pod ended', 'Error from server (NotFound): podmetrics.metrics.k8s.io "default/ended" not found\n'],
    ['top pods -n kube-public', 'No resources found in kube-public namespace.\n'],
    ['top pods -l run=ended', 'error: Metrics not available for pod default/ended, age: 5m0.3s\n'],
    ['top pods --sort-by=colour', 'error: --sort-by accepts only cpu or memory\n'],
    ['top pods shop -l a=b', 'error: only one of NAME or --selector can be provided\n'],
    ['top pods a b', "error: pod [NAME | -l label]\nSee 'kubectl top pod -h' for help and examples\n"],
  ] as const)
    assert.equal(cluster.kubectl(command).stderr, expected, command);
  assert.equal(new Cluster().kubectl('top pods').stderr, 'error: Metrics API not available\n');
});
