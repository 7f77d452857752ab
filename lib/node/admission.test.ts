import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { statusWords, timelineOf } from './timeline-fixture.ts';

function podYaml(name: string, spec: string, container = ''): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  nodeName: node1
  ${spec}
  containers: [{name: c, image: "nginx:1.27"${container === '' ? '' : `, ${container}`}}]
---
`;
}

const cpu = (amount: string): string => `resources: {requests: {cpu: "${amount}"}}`;
/** coredns has taken 100m of each node's CPU, or 200m. */
const refusals: readonly (readonly [string, string, string, string, string])[] = [
  [
    'more CPU than the node has',
    '',
    cpu('5'),
    'OutOfcpu',
    "Node didn't have enough resource: cpu, requested: 5000, used: 200, capacity: 4000",
  ],
  [
    'more memory than the node has',
    '',
    'resources: {requests: {memory: 16Gi}}',
    'OutOfmemory',
    "Node didn't have enough resource: memory, requested: 17179869184, used: 146800640, capacity: 8589934592",
  ],
  [
    'a node label that is not there',
    'nodeSelector: {disk: ssd}',
    '',
    'NodeAffinity',
    "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ],
  [
    'an affinity to another node',
    'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node2]}]}]}}}',
    '',
    'NodeAffinity',
    "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ],
  [
    'another operating system',
    'nodeSelector: {kubernetes.io/os: windows}',
    '',
    'PodOSSelectorNodeLabelDoesNotMatch',
    "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
  ],
];

for (const [title, spec, container, reason, message] of refusals) {
  test(`a pod bound by hand that asks for ${title} has failed with ${reason}`, () => {
    const cluster = new Cluster();
    cluster.apply(podYaml('p', spec, container));
    cluster.settle();
    const { status } = cluster.as('admin').get(PodKind, 'p');
    assert.deepEqual(status, {
      phase: 'Failed',
      message: `Pod was rejected: ${message}`,
      reason,
      startTime: '2026-01-01T00:00:00Z',
      qosClass: container === '' ? 'BestEffort' : 'Burstable',
    });
    assert.ok(timelineOf(cluster.store, 'p').includes(`0 Warning ${reason}: ${message}`));
    assert.equal(statusWords(cluster.store, 'p').at(-1), reason);
    cluster.as('admin').delete(PodKind, cluster.as('admin').get(PodKind, 'p'));
    cluster.settle();
    assert.equal(cluster.as('admin').find(PodKind, 'p'), undefined);
  });
}

test('of two pods bound by hand at once the second fails when there is only room for one', () => {
  const cluster = new Cluster();
  cluster.apply(podYaml('one', '', cpu('3')) + podYaml('two', '', cpu('3')));
  cluster.settle();
  assert.equal(cluster.as('admin').get(PodKind, 'one').status.phase, 'Running');
  assert.equal(cluster.as('admin').get(PodKind, 'two').status.reason, 'OutOfcpu');
});

test('of two pods bound by hand that want one port of the node the second fails', () => {
  const cluster = new Cluster();
  const port = 'ports: [{containerPort: 80, hostPort: 8080}]';
  cluster.apply(podYaml('one', '', port) + podYaml('two', '', port));
  cluster.settle();
  assert.equal(cluster.as('admin').get(PodKind, 'one').status.phase, 'Running');
  assert.equal(
    cluster.as('admin').get(PodKind, 'two').status.message,
    "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
  );
});

for (const effect of ['NoExecute', 'NoSchedule']) {
  test(`a pod bound by hand to a node with a taint ${effect} ${effect === 'NoExecute' ? 'goes unless it tolerates it' : 'runs'}`, () => {
    const cluster = new Cluster();
    const node = cluster.as('admin').get(NodeKind, 'node1');
    cluster.as('admin').patch(NodeKind, node, { spec: { taints: [{ key: 'broken', value: 'yes', effect }] } });
    cluster.apply(podYaml('p', '') + podYaml('tolerant', 'tolerations: [{key: broken, operator: Exists}]'));
    cluster.advance('5s');
    assert.equal(cluster.as('admin').find(PodKind, 'p')?.status.phase, effect === 'NoExecute' ? undefined : 'Running');
    assert.equal(cluster.as('admin').get(PodKind, 'tolerant').status.phase, 'Running');
  });
}

test('a pod bound to a node that does not exist waits for it for a while', () => {
  const cluster = new Cluster({ nodes: 0 });
  cluster.apply(podYaml('p', ''));
  cluster.advance('30s');
  assert.deepEqual(cluster.as('admin').get(PodKind, 'p').status, { phase: 'Pending', qosClass: 'BestEffort' });
  const node = new Cluster().as('admin').get(NodeKind, 'node1');
  cluster.as('admin').create(NodeKind, { metadata: { name: 'node1' }, spec: node.spec, status: node.status });
  cluster.settle();
  assert.equal(cluster.as('admin').get(PodKind, 'p').status.phase, 'Running');
});
