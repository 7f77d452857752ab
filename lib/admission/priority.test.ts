import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

const world = new Cluster({ nodes: 0 });

function addClass(cluster: Cluster, name: string, more: string): void {
  cluster.apply(`{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: ${name} }, ${more} }`);
}

function priorityOf(cluster: Cluster, name: string, more = ''): readonly unknown[] {
  const [pod] = cluster.apply(
    `{ apiVersion: v1, kind: Pod, metadata: { name: ${name} }, spec: { ${more} containers: [{ name: c, image: nginx }] } }`,
  );
  const { priority, priorityClassName, preemptionPolicy } = (pod as Pod).spec;
  return [priority, priorityClassName, preemptionPolicy];
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError || error instanceof UsageError) return wordsOf(error);
    throw error;
  }
  return 'not refused';
}

/** What the server said, without kubectl's words around it. */
function wordsOf({ message }: Error): string {
  return message
    .replace(/^Error from server \(\w+\): /, '')
    .split('\n', 1)
    .join('');
}

test('a pod has the priority of its class, of the default class, or none', () => {
  const cluster = world.fork();
  addClass(cluster, 'high', 'value: 1000, preemptionPolicy: Never');
  assert.deepEqual(priorityOf(cluster, 'a'), [0, undefined, 'PreemptLowerPriority']);
  assert.deepEqual(priorityOf(cluster, 'b', 'priorityClassName: high,'), [1000, 'high', 'Never']);
  assert.deepEqual(priorityOf(cluster, 'c', 'priorityClassName: system-node-critical,'), [2_000_001_000, 'system-node-critical', 'PreemptLowerPriority']); // prettier-ignore
  addClass(cluster, 'usual', 'value: 10, globalDefault: true');
  assert.deepEqual(priorityOf(cluster, 'd'), [10, 'usual', 'PreemptLowerPriority']);
});

test('what a pod says of its priority itself must be what its class says', () => {
  const cluster = world.fork();
  addClass(cluster, 'high', 'value: 1000, preemptionPolicy: Never');
  assert.deepEqual(priorityOf(cluster, 'a', 'priorityClassName: high, priority: 1000, preemptionPolicy: Never,'), [1000, 'high', 'Never']);
  assert.deepEqual(
    [
      refusal(() => priorityOf(cluster, 'b', 'priorityClassName: high, priority: 5,')),
      refusal(() => priorityOf(cluster, 'b', 'priorityClassName: high, preemptionPolicy: PreemptLowerPriority,')),
      refusal(() => priorityOf(cluster, 'b', 'priorityClassName: nosuch,')),
    ],
    [
      'pods "b" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name',
      'pods "b" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name',
      'pods "b" is forbidden: no PriorityClass with name nosuch was found',
    ],
  );
});

test('one class can be the default, and those of the system stay', () => {
  const cluster = world.fork();
  addClass(cluster, 'usual', 'value: 10, globalDefault: true');
  addClass(cluster, 'usual', 'value: 10, globalDefault: true, description: still');
  const [api, kind] = [cluster.as('admin'), cluster.kind('pc')];
  assert.deepEqual(
    [
      refusal(() => addClass(cluster, 'other', 'value: 20, globalDefault: true')),
      refusal(() => api.delete(kind, { metadata: { name: 'system-node-critical' } })),
    ],
    [
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
      'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    ],
  );
  api.delete(kind, { metadata: { name: 'usual' } });
  addClass(cluster, 'other', 'value: 20, globalDefault: true');
});

test('a refusal of what a controller makes names what the name would begin with', () => {
  const cluster = world.fork();
  cluster.apply(
    '{ apiVersion: v1, kind: ReplicationController, metadata: { name: web }, spec: { template: { metadata: { labels: { a: b } }, spec: { priorityClassName: nosuch, containers: [{ name: c, image: nginx }] } } } }',
  );
  cluster.settle();
  const messages = cluster.list('event', { namespace: 'default' }).map((event) => (event as unknown as { message: string }).message);
  assert.deepEqual([...new Set(messages)], ['Error creating: pods "web-" is forbidden: no PriorityClass with name nosuch was found']);
});
