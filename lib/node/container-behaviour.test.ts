import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import type { ContainerOverride } from './container-behaviour.ts';

const ABOUT_P = { kind: 'Pod', name: 'p', namespace: 'default', container: 'c' } as const;

function podYaml(container: string, rest = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {${rest}containers: [{name: c, ${container}}]}\n`;
}

/** How long it takes until the container has ended, from its start on, in seconds, and how it ended. */
function endOf(cluster: Cluster): string | undefined {
  const { terminated } = cluster.as('admin').get(PodKind, 'p').status.containerStatuses?.[0]?.state ?? {};
  if (terminated === undefined) return undefined;
  return `${terminated.reason}(${terminated.exitCode}) after ${(Date.parse(terminated.finishedAt!) - Date.parse(terminated.startedAt!)) / 1000}s`;
}

const said: readonly (readonly [string, Partial<ContainerOverride>, string, string | undefined])[] = [
  ['an end', { exits: { code: 4, afterMillis: 7000 } }, 'image: "nginx:1.27"', 'Error(4) after 7s'],
  ['an end of a command', { exits: { code: 0, afterMillis: 7000 } }, 'image: busybox, command: [sleep, "99"]', 'Completed(0) after 7s'],
  ['memory enough', { memoryBytes: 300 }, 'image: busybox, command: [sleep, "99"], resources: {limits: {memory: "300"}}', undefined],
  ['memory without a limit', { memoryBytes: 1e12 }, 'image: nginx', undefined],
  ['another container', { container: 'd', exits: { code: 4, afterMillis: 0 } }, 'image: nginx', undefined],
  ['another namespace', { namespace: 'shop', exits: { code: 4, afterMillis: 0 } }, 'image: nginx', undefined],
];
for (const [title, override, container, end] of said) {
  for (const isEarly of [true, false]) {
    test(`said ${isEarly ? 'before the pod is there' : 'while it runs'}: ${title}`, () => {
      const cluster = new Cluster();
      if (isEarly) cluster.setContainer({ ...ABOUT_P, ...override });
      cluster.apply(podYaml(container, 'restartPolicy: Never, '));
      cluster.advance('3s');
      if (!isEarly) cluster.setContainer({ ...ABOUT_P, ...override });
      cluster.advance('20s');
      assert.equal(endOf(cluster), end);
    });
  }
}

test('a container that takes too much memory ends a second after its start, or as soon as that is said', () => {
  for (const [isEarly, end] of [
    [true, 'OOMKilled(137) after 1s'],
    [false, 'OOMKilled(137) after 9s'],
  ] as const) {
    const cluster = new Cluster();
    if (isEarly) cluster.setContainer({ ...ABOUT_P, memoryBytes: 300 });
    cluster.apply(podYaml('image: nginx, resources: {limits: {memory: "299"}}', 'restartPolicy: Never, '));
    cluster.advance('10s');
    if (!isEarly) cluster.setContainer({ ...ABOUT_P, memoryBytes: 300 });
    cluster.advance('3s');
    assert.equal(endOf(cluster), end);
  }
});

test('the pods of a Deployment are found by way of its ReplicaSet', () => {
  const cluster = new Cluster();
  cluster.apply(
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx}]}}}\n`,
  );
  cluster.settle();
  cluster.setContainer({ ...ABOUT_P, kind: 'Deployment', name: 'web', exits: { code: 1, afterMillis: 30_000 } });
  cluster.advance('40s');
  const pods = cluster.as('admin').list(PodKind, { namespace: 'default' });
  assert.deepEqual(
    pods.map(({ status }) => status.containerStatuses?.[0]?.restartCount),
    [1, 1],
  );
});

test('an answer that will change is looked at again when it does, and not before', () => {
  const cluster = new Cluster();
  cluster.setContainer({ ...ABOUT_P, failsAfterMillis: 600_000 });
  cluster.apply(podYaml('image: "nginx:1.27", readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}'));
  cluster.settle();
  const { events } = cluster;
  cluster.advance('9m');
  assert.equal(cluster.events, events);
  cluster.advance('2m');
  assert.equal(cluster.as('admin').get(PodKind, 'p').status.containerStatuses?.[0]?.ready, false);
});

test('statuses of a path in the course of time', () => {
  const cluster = new Cluster();
  const statuses = [
    { status: 503, afterMillis: 0 },
    { status: 204, afterMillis: 20_000 },
    { status: 500, afterMillis: 60_000 },
  ];
  cluster.setImage({ pattern: 'shop', http: [{ path: '/healthz', statuses }], ports: [8080] });
  cluster.apply(podYaml('image: "shop:1", readinessProbe: {httpGet: {port: 8080, path: /healthz}, periodSeconds: 1, failureThreshold: 1}'));
  const ready: boolean[] = [];
  for (const seconds of [15, 10, 30, 10]) {
    cluster.advance(seconds * 1000);
    ready.push(cluster.as('admin').get(PodKind, 'p').status.containerStatuses?.[0]?.ready === true);
  }
  assert.deepEqual(ready, [false, true, true, false]);
});
