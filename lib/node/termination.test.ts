import assert from 'node:assert/strict';
import test from 'node:test';
import type { DeleteOptions } from '../api/requests/delete.ts';
import { Cluster } from '../cluster.ts';
import type { Event } from '../kinds/event.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { timelineOf } from './timeline-fixture.ts';

const warm = ((): Cluster => {
  const cluster = new Cluster();
  cluster.apply(podYaml('warm', '{restartPolicy: Never, containers: [{name: c, image: "nginx:1.27"}, {name: d, image: "busybox:1.36"}]}'));
  cluster.advance('5s');
  cluster.as('admin').delete(PodKind, { metadata: { name: 'warm' } }, { gracePeriodSeconds: 0 });
  cluster.settle();
  cluster.advance(60_000 - cluster.now);
  return cluster;
})();

const STUBBORN = '{name: c, image: "busybox:1.36", command: [sleep, "3600"]}';

function podYaml(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
}

function started(spec: string, duration: string): Cluster {
  const cluster = warm.fork();
  cluster.apply(podYaml('p', spec));
  cluster.advance(duration);
  return cluster;
}

function remove(cluster: Cluster, options: DeleteOptions = {}): void {
  cluster.as('admin').delete(PodKind, { metadata: { name: 'p' } }, options);
}

function pod(cluster: Cluster): Pod {
  return cluster.as('admin').get(PodKind, 'p');
}

/** The timeline after the given second, without what is said about the start of containers. */
function endOf(cluster: Cluster, from: number): readonly string[] {
  return timelineOf(cluster.store, 'p').filter((line) => Number(line.split(' ')[0]) >= from);
}

test('a server that ends at SIGTERM has Succeeded, and goes within two seconds', () => {
  const cluster = started('{containers: [{name: c, image: "nginx:1.27"}]}', '10s');
  remove(cluster);
  cluster.settle();
  assert.deepEqual(endOf(cluster, 10), [
    '10 Running deleted(30) | c running ready | network Initialized Ready',
    '10 Normal Killing: Stopping container c',
    '10 Succeeded deleted(30) | c Completed(0) | Initialized PodCompleted',
    '11 gone',
  ]);
});

test('SIGTERM takes 40 ms to arrive: a program that ends by itself meanwhile ends as it would have', () => {
  for (const [lead, code] of [
    [30, 5],
    [60, 0],
  ] as const) {
    const cluster = warm.fork();
    cluster.setImage({ pattern: 'nginx', exits: { code: 5, afterMillis: 5000 } });
    cluster.apply(podYaml('p', '{restartPolicy: Never, containers: [{name: c, image: "nginx:1.27"}]}'));
    cluster.advance('10s', () => pod(cluster).status.phase === 'Running');
    // It started 96 ms before the look at the runtime that saw it.
    cluster.advance(5000 - 96 - lead);
    remove(cluster);
    cluster.settle();
    assert.equal(lastStatus(cluster).containerStatuses![0]!.state?.terminated?.exitCode, code, `deleted ${lead} ms before`);
  }
});

test('a program that takes its time after SIGTERM is given it', () => {
  const script = '[sh, -c, "trap \'sleep 7; exit 3\' TERM; while true; do sleep 1; done"]';
  const cluster = started(`{containers: [{name: c, image: "busybox:1.36", command: ${script}}]}`, '10s');
  remove(cluster);
  cluster.settle();
  const [line] = endOf(cluster, 11);
  assert.match(line!, /^1[78] Failed deleted\(30\) \| c Error\(3\) \| Initialized PodFailed$/);
});

const graces: readonly (readonly [number, string, number])[] = [
  [5, 'the grace that was asked for', 5],
  [1, 'never less than two seconds between SIGTERM and SIGKILL', 2],
];
for (const [asked, why, seconds] of graces) {
  test(`deleted with a grace of ${asked} seconds: ${why}`, () => {
    const cluster = started(`{containers: [${STUBBORN}]}`, '10s');
    remove(cluster, { gracePeriodSeconds: asked });
    cluster.settle();
    assert.equal(endOf(cluster, 10)[2], `${10 + seconds} Failed deleted(${asked}) | c Error(137) | Initialized PodFailed`);
  });
}

test("the pod's own grace counts when none is asked for", () => {
  const cluster = started(`{terminationGracePeriodSeconds: 7, containers: [${STUBBORN}]}`, '10s');
  remove(cluster);
  cluster.settle();
  assert.equal(endOf(cluster, 10)[2], '17 Failed deleted(7) | c Error(137) | Initialized PodFailed');
});

test('a second, shorter grace counts from the next look at the runtime on; a longer one changes nothing', () => {
  const cluster = started(`{containers: [${STUBBORN}]}`, '10s');
  remove(cluster);
  cluster.advance('5s');
  remove(cluster, { gracePeriodSeconds: 3 });
  remove(cluster, { gracePeriodSeconds: 60 });
  cluster.settle();
  assert.deepEqual(endOf(cluster, 10), [
    '10 Running deleted(30) | c running ready | network Initialized Ready',
    '10 Normal Killing: Stopping container c',
    '15 Running deleted(3) | c running ready | network Initialized Ready',
    '16 Normal Killing x2',
    '19 Failed deleted(3) | c Error(137) | Initialized PodFailed',
    '20 gone',
  ]);
});

test('a pod that is deleted before anything ran is said to have lost its containers', () => {
  const cluster = started('{containers: [{name: c, image: "nginx:1.27"}]}', '100ms');
  remove(cluster);
  cluster.settle();
  assert.deepEqual(timelineOf(cluster.store, 'p'), [
    '0 Pending | c ContainerCreating | Initialized',
    '0 Pending deleted(30) | c ContainerCreating | Initialized',
    '2 Failed deleted(30) | c ContainerStatusUnknown(137) | Initialized',
    '2 gone',
  ]);
});

test('a pod that is deleted while an image is pulled starts its containers all the same, and then stops them', () => {
  const cluster = started('{containers: [{name: c, image: "httpd:2.4"}, {name: d, image: "nginx:1.27"}]}', '900ms');
  remove(cluster);
  cluster.settle();
  const lines = timelineOf(cluster.store, 'p').map((line) => line.split(':')[0]);
  assert.deepEqual(lines, [
    '0 Pending | c ContainerCreating, d ContainerCreating | Initialized',
    '0 Normal Pulling',
    '0 Pending deleted(30) | c ContainerCreating, d ContainerCreating | Initialized',
    '1 Normal Pulled',
    '1 Normal Created',
    '1 Normal Started',
    '1 Normal Pulled',
    '1 Normal Created',
    '1 Normal Started',
    '2 Running deleted(30) | c running ready, d Error(1) | network Initialized',
    '2 Normal Killing',
    '2 Failed deleted(30) | c Completed(0), d Error(1) | Initialized PodFailed',
    '3 gone',
  ]);
});

test('a pod that has ended is deleted at once', () => {
  const cluster = started('{restartPolicy: Never, containers: [{name: c, image: "busybox:1.36"}]}', '10s');
  assert.equal(pod(cluster).status.phase, 'Succeeded');
  remove(cluster);
  assert.equal(cluster.as('admin').find(PodKind, 'p'), undefined);
});

test('a pod in a back-off is deleted without delay, and settle waits for it', () => {
  for (const container of ['{name: c, image: "busybox:1.36", command: ["false"]}', '{name: c, image: "nginx:doesnotexist"}']) {
    for (const wait of ['8s', '31200ms', '1m', '63s', '10m']) {
      const cluster = started(`{containers: [${container}]}`, wait);
      const deletedAt = cluster.now;
      remove(cluster);
      cluster.settle();
      assert.equal(cluster.as('admin').find(PodKind, 'p'), undefined, `${container} deleted after ${wait}`);
      assert.ok(cluster.now - deletedAt <= 4000, `took ${cluster.now - deletedAt} ms`);
    }
  }
});

test('a force-deleted pod is gone from the API at once; its containers keep running, and its address taken, for their grace', () => {
  const cluster = started(`{terminationGracePeriodSeconds: 600, containers: [${STUBBORN}]}`, '10s');
  const { podIP } = pod(cluster).status;
  remove(cluster, { gracePeriodSeconds: 0 });
  assert.equal(cluster.as('admin').find(PodKind, 'p'), undefined);
  assert.ok(!addressesAfter(cluster.fork(), 252).has(podIP!), 'the address is still held');
  const [killing] = cluster.fork().list('events', { fieldSelector: 'reason=Killing,involvedObject.name=p' }) as readonly Event[];
  assert.equal(killing, undefined, 'the kubelet has not heard of it yet');
  cluster.advance('601s');
  assert.ok(addressesAfter(cluster, 252).has(podIP!), 'the address is free');
});

test('a new pod with the name of a force-deleted one is another pod', () => {
  const cluster = started(`{containers: [${STUBBORN}]}`, '10s');
  const { podIP } = pod(cluster).status;
  remove(cluster, { gracePeriodSeconds: 0 });
  cluster.apply(podYaml('p', `{containers: [${STUBBORN}]}`));
  cluster.advance('5s');
  assert.equal(pod(cluster).status.phase, 'Running');
  assert.notEqual(pod(cluster).status.podIP, podIP);
  const killings = cluster.list('events', { fieldSelector: 'reason=Killing,involvedObject.name=p' }) as readonly Event[];
  assert.deepEqual(
    killings.map(({ message }) => message),
    ['Stopping container c'],
  );
  cluster.advance('1m');
  assert.equal(pod(cluster).status.phase, 'Running', 'the end of the old one is nothing to the new one');
});

/** The addresses that so many pods get, one after the other. */
function addressesAfter(cluster: Cluster, pods: number): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (let made = 0; made < pods; made += 63) {
    const names = Array.from({ length: 63 }, (_, i) => `filler-${made + i}`);
    for (const name of names) cluster.apply(podYaml(name, '{restartPolicy: Never, containers: [{name: c, image: "busybox:1.36"}]}'));
    cluster.advance('30s');
    for (const name of names) addresses.add(cluster.as('admin').get(PodKind, name).status.podIP!);
  }
  return addresses;
}

test('a pod of the host network has the address of its node and takes none from others', () => {
  const cluster = started('{hostNetwork: true, containers: [{name: c, image: "nginx:1.27"}]}', '10s');
  assert.equal(pod(cluster).status.podIP, '192.168.64.1');
  assert.equal(pod(cluster).status.conditions?.[0]?.status, 'True');
});

test('sidecars are stopped after the containers they serve, the last first, and all within the grace', () => {
  const sidecar = (name: string): string => `{name: ${name}, image: "nginx:1.27", restartPolicy: Always, ports: [{containerPort: 80}]}`;
  const script = '[sh, -c, "trap \'sleep 4; exit 0\' TERM; while true; do sleep 1; done"]';
  const spec = `{initContainers: [${sidecar('one')}, ${STUBBORN.replace('name: c', 'name: two, restartPolicy: Always')}], containers: [{name: c, image: "busybox:1.36", command: ${script}}]}`;
  const cluster = started(spec, '10s');
  remove(cluster, { gracePeriodSeconds: 10 });
  cluster.settle();
  const last = lastStatus(cluster);
  const ends = [...last.initContainerStatuses!, ...last.containerStatuses!].map(({ name, state }) => [
    name,
    state?.terminated?.exitCode,
    state?.terminated?.finishedAt?.slice(14, 19),
  ]);
  // c ends 4 seconds after SIGTERM, two ignores SIGTERM for the 6 seconds that are left, one goes then.
  assert.deepEqual(ends, [
    ['one', 0, '01:20'],
    ['two', 137, '01:20'],
    ['c', 0, '01:14'],
  ]);
  assert.equal(last.phase, 'Succeeded', 'sidecars do not decide the phase');
});

test('sidecars end with the pod whose work is done', () => {
  const spec = `{restartPolicy: Never, terminationGracePeriodSeconds: 4, initContainers: [${STUBBORN.replace('name: c', 'name: s, restartPolicy: Always')}], containers: [{name: c, image: "busybox:1.36", command: [sleep, "5"]}]}`;
  const cluster = started(spec, '0s');
  cluster.settle();
  assert.deepEqual(endOf(cluster, 3), [
    '7 Running | s running ready, c Completed(0) | network Initialized',
    '7 Normal Killing: Stopping container s',
    '12 Running | s Error(137), c Completed(0) | Initialized PodCompleted',
    '13 Succeeded | s Error(137), c Completed(0) | Initialized PodCompleted',
  ]);
});

function lastStatus(cluster: Cluster): Pod['status'] {
  let status: Pod['status'] | undefined;
  cluster.store.history(1, ({ key, after }) => {
    if (key === 'default/p' && after !== undefined) status = (after as Pod).status;
  });
  return status!;
}
