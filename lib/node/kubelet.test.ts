import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { Change } from '../api/store.ts';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';

function podYaml(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}\n---\n`;
}

/** One pod of each sort: they serve, end, crash, wait for images, for others, for a ConfigMap, for hooks. */
const SORTS: readonly string[] = [
  '{containers: [{name: c, image: "nginx:1.27"}]}',
  '{containers: [{name: c, image: "busybox:1.36", command: [sh, -c, exit 1]}]}',
  '{containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "sleep 4; exit 1"]}, {name: d, image: "nginx:1.27"}]}',
  '{restartPolicy: OnFailure, containers: [{name: c, image: "busybox:1.36", command: [nope]}]}',
  '{restartPolicy: Never, containers: [{name: c, image: "busybox:1.36", command: [sleep, "7"]}]}',
  '{containers: [{name: c, image: "nginx:doesnotexist"}]}',
  '{terminationGracePeriodSeconds: 4, containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}',
  '{initContainers: [{name: i, image: "busybox:1.36", command: [sleep, "3"]}, {name: s, image: "nginx:1.27", restartPolicy: Always}], containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}',
  '{restartPolicy: Never, activeDeadlineSeconds: 6, containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}',
  '{containers: [{name: c, image: "nginx:1.27", envFrom: [{configMapRef: {name: none}}]}]}',
  '{containers: [{name: c, image: "nginx:1.27", lifecycle: {postStart: {exec: {command: [sh, -c, "sleep 3; echo a > /tmp/a; sleep 3"]}}, preStop: {sleep: {seconds: 5}}}}]}',
  '{terminationGracePeriodSeconds: 6, containers: [{name: c, image: "nginx:1.27", lifecycle: {postStart: {exec: {command: [sh, -c, "sleep 2; exit 1"]}}, preStop: {exec: {command: [sleep, "40"]}}}}]}',
  '{initContainers: [{name: s, image: "redis:7", restartPolicy: Always, lifecycle: {preStop: {exec: {command: [sleep, "3"]}}}}], containers: [{name: c, image: "busybox:1.36", command: [sleep, "9"], lifecycle: {preStop: {exec: {command: [sleep, "4"]}}}}]}',
];

function allSorts(seed = 1): Cluster {
  const cluster = new Cluster({ nodes: 2, seed });
  SORTS.forEach((spec, i) => cluster.apply(podYaml(`sort-${i}`, spec)));
  return cluster;
}

test('100 pods that serve cost nothing for an hour', () => {
  const cluster = new Cluster({ nodes: 1 });
  for (let i = 0; i < 100; i++) cluster.apply(podYaml(`web-${i}`, '{containers: [{name: c, image: "nginx:1.27"}]}'));
  cluster.settle();
  assert.ok(cluster.list('pods', { namespace: 'default' }).every((pod) => (pod as Pod).status.phase === 'Running'));
  cluster.advance('5s');
  const { events, revision } = cluster;
  cluster.advance('1h');
  assert.deepEqual([cluster.events - events, cluster.revision - revision], [0, 0]);
});

test('a pod that starts costs few events', () => {
  const cluster = new Cluster();
  const { events } = cluster;
  cluster.apply(podYaml('web', '{containers: [{name: c, image: "nginx:1.27"}]}'));
  cluster.settle();
  assert.ok(cluster.events - events <= 10, `${cluster.events - events} events`);
});

for (const [title, container, most] of [
  ['crashes', '{name: c, image: "busybox:1.36", command: ["false"]}', 400],
  ['cannot have its image', '{name: c, image: "nginx:doesnotexist"}', 360],
] as const) {
  test(`a pod that ${title} costs at most ${most} events in an hour, and its own events fall silent`, () => {
    const cluster = new Cluster();
    cluster.apply(podYaml('p', `{containers: [${container}]}`));
    cluster.advance('10m');
    const { events, revision } = cluster;
    cluster.advance('1h');
    assert.ok(cluster.events - events <= most, `${cluster.events - events} events`);
    assert.ok(cluster.revision - revision <= most / 4, `${cluster.revision - revision} writes`);
  });
}

test('settle waits for a pod to come to rest, not for its back-offs', () => {
  const cluster = allSorts();
  cluster.settle();
  assert.ok(cluster.now < 60_000, `settled after ${cluster.now} ms`);
  const words = cluster.list('pods', { namespace: 'default' }).map((pod) => (pod as Pod).status.phase);
  // sort-10 and those after it stand behind sort-1.
  const [running, pending] = ['Running', 'Pending'];
  assert.deepEqual(words, [...Array.from({ length: 7 }, () => running), 'Succeeded', pending, running, running, 'Failed', pending]);
});

test('a fork at any instant has the same future, whatever happens to its pods', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.array(fc.tuple(fc.nat(SORTS.length - 1), fc.constantFrom(undefined, 0, 1, 30), fc.integer({ min: 0, max: 20_000 })), {
        maxLength: 4,
      }),
      (forkAt, deletions) => {
        const original = allSorts();
        original.advance(forkAt);
        const fork = original.fork();
        for (const cluster of [original, fork]) {
          for (const [i, gracePeriodSeconds, wait] of deletions) {
            if (cluster.as('admin').find(PodKind, `sort-${i}`) !== undefined)
              cluster.as('admin').delete(PodKind, { metadata: { name: `sort-${i}` } }, { gracePeriodSeconds });
            cluster.advance(wait);
          }
          cluster.advance('1m');
        }
        assert.equal(fork.digest(), original.digest());
      },
    ),
    { numRuns: 25, seed: 7 },
  );
});

test('a deleted pod goes in the end, whenever it is deleted and however, even in the middle of a change', () => {
  fc.assert(
    fc.property(
      fc.nat(SORTS.length - 1),
      fc.integer({ min: 0, max: 90_000 }),
      fc.option(fc.integer({ min: 0, max: 3000 })),
      fc.array(fc.constantFrom(undefined, 1, 5, 60), { minLength: 1, maxLength: 3 }),
      (sort, wait, patchedFor, graces) => {
        const cluster = new Cluster();
        cluster.apply(podYaml('p', SORTS[sort]!));
        cluster.advance(wait);
        if (patchedFor !== null) {
          const pod = cluster.as('admin').get(PodKind, 'p');
          const containers = pod.spec.containers.map((container) => ({ ...container, image: 'busybox:1.37' }));
          cluster.as('admin').patch(PodKind, pod, { spec: { containers } });
          cluster.advance(patchedFor);
        }
        for (const gracePeriodSeconds of graces) {
          if (cluster.as('admin').find(PodKind, 'p') === undefined) break;
          cluster.as('admin').delete(PodKind, { metadata: { name: 'p' } }, { gracePeriodSeconds });
          cluster.advance(700);
        }
        cluster.settle();
        assert.equal(cluster.as('admin').find(PodKind, 'p'), undefined);
        const { events } = cluster;
        cluster.advance('50m');
        assert.equal(cluster.events, events, 'nothing of it is left');
      },
    ),
    { numRuns: 60, seed: 7 },
  );
});

test('at no time do two pods have one address, though names are used again and pods are deleted by force', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.nat(SORTS.length - 1), fc.constantFrom(undefined, 0, 1), fc.integer({ min: 0, max: 9000 })), {
        minLength: 20,
        maxLength: 60,
      }),
      (script) => {
        const cluster = new Cluster();
        for (const [name, sort, gracePeriodSeconds, wait] of script) {
          const found = cluster.as('admin').find(PodKind, `p${name}`);
          if (found === undefined) cluster.apply(podYaml(`p${name}`, SORTS[sort]!));
          else cluster.as('admin').delete(PodKind, found, { gracePeriodSeconds });
          cluster.advance(wait);
        }
        cluster.store.history(1, (change) => assertAlone(change, holders));
        holders.clear();
      },
    ),
    { numRuns: 10, seed: 7 },
  );
});

/** Who has which address, as the history goes by. */
const holders = new Map<string, string>();

function assertAlone({ kind, before, after }: Change, held: Map<string, string>): void {
  if (kind.kind !== 'Pod') return;
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  if (old?.status.podIP !== undefined) held.delete(old.status.podIP);
  const { podIP } = now?.status ?? {};
  if (podIP === undefined || isTerminalPhase(now?.status.phase)) return;
  assert.equal(held.get(podIP), undefined, `${podIP} is given to ${now?.metadata.name ?? ''} while another has it`);
  held.set(podIP, now?.metadata.uid ?? '');
}
