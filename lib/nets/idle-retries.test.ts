import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Cluster } from '../cluster.ts';
import { Context } from '../control/context.ts';
import type { EventRecorder } from '../control/events.ts';
import { ApiError, UsageError } from '../api/errors.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { ManifestError } from '../manifest.ts';
import { scripts } from './arbitrary-fixture.ts';
import { freshCluster, playOn } from './script-fixture.ts';

const RUNS = 12;

/** Whether retries that do nothing are left out, or all of them made. */
type Way = 'left out' | 'made';

const own = Object.getOwnPropertyDescriptor(Context.prototype, 'events')!;

/** Plays something with retries left out, or with every one made: then it seems that any event would be heard. */
function played(way: Way, play: () => Cluster): { readonly digest: string; readonly events: string; readonly handled: number } {
  const getter = mock.getter(Context.prototype, 'events', function (this: Context): EventRecorder {
    const recorder = own.get!.call(this) as EventRecorder;
    return way === 'made' ? { ...recorder, unheardUntil: () => Number.NEGATIVE_INFINITY } : recorder;
  });
  try {
    const cluster = play();
    return { digest: cluster.digest(), events: JSON.stringify(cluster.list('events')), handled: cluster.events };
  } finally {
    getter.mock.restore();
  }
}

/** Plays something both ways: the histories must be equal to the byte. Returns how many events each way had to handle. */
function compared(play: () => Cluster): { readonly few: number; readonly many: number } {
  const [few, many] = [played('left out', play), played('made', play)];
  assert.equal(few.events, many.events);
  assert.equal(few.digest, many.digest);
  return { few: few.handled, many: many.handled };
}

const MANIFEST = `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: crash }
spec:
  replicas: 3
  selector: { matchLabels: { app: crash } }
  template:
    metadata: { labels: { app: crash } }
    spec: { containers: [{ name: main, image: 'busybox:1.36', command: ['false'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: several }
spec:
  containers:
    - { name: quick, image: 'busybox:1.36', command: [sh, -c, 'sleep 1; exit 1'] }
    - { name: slow, image: 'busybox:1.36', command: [sh, -c, 'sleep 290; exit 2'] }
    - { name: web, image: 'nginx:1.25', readinessProbe: { httpGet: { path: /, port: 80 } } }
---
apiVersion: v1
kind: Pod
metadata: { name: first }
spec:
  activeDeadlineSeconds: 2500
  initContainers: [{ name: init, image: 'busybox:1.36', command: ['false'] }]
  containers: [{ name: web, image: 'nginx:1.25' }]
---
apiVersion: v1
kind: Pod
metadata: { name: absent }
spec: { containers: [{ name: web, image: 'away:1' }, { name: other, image: 'nginx:1.25' }] }
---
apiVersion: v1
kind: Pod
metadata: { name: probed }
spec:
  containers:
    - { name: web, image: 'busybox:1.36', command: ['false'], readinessProbe: { tcpSocket: { port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } } }
    - { name: side, image: 'nginx:1.25', volumeMounts: [{ name: data, mountPath: /data }] }
  volumes: [{ name: data, emptyDir: {} }]
`;

type Deed = (cluster: Cluster, pod: Pod) => void;

const patched =
  (change: (pod: Pod) => object): Deed =>
  (cluster, pod) =>
    void cluster.as('admin').patch(PodKind, pod, change(pod));

/** What may come between the retries of a pod. */
const DEEDS: Readonly<Record<string, Deed>> = {
  label: patched(() => ({ metadata: { labels: { seen: 'yes' } } })),
  finalizer: patched(() => ({ metadata: { finalizers: ['example.com/hold'] } })),
  release: patched(() => ({ metadata: { finalizers: null } })),
  delete: (cluster, pod) => void cluster.as('admin').delete(PodKind, pod),
  force: (cluster, pod) => void cluster.as('admin').delete(PodKind, pod, { gracePeriodSeconds: 0 }),
  image: patched(({ spec }) => ({ spec: { containers: [{ name: spec.containers[0]!.name, image: 'busybox:1.37' }] } })),
  status(cluster, pod) {
    cluster.as('stranger').status(PodKind, pod, { ...pod.status, hostIP: '192.0.2.1' });
  },
  end: (cluster, pod) => cluster.endContainer(pod, pod.spec.containers.at(-1)!.name, 3),
  exec: (cluster, pod) => void cluster.exec(pod, ['sh', '-c', 'echo 1 > /data/x'], pod.spec.containers.at(-1)!.name),
  pullable(cluster) {
    cluster.setImage({ pattern: 'away:1', cannotBePulled: false });
    cluster.apply(`{ apiVersion: v1, kind: Pod, metadata: { name: puller }, spec: { containers: [{ name: web, image: 'away:1' }] } }`);
  },
  probe: (cluster, pod) => cluster.setProbe(pod, pod.spec.containers[0]!.name, 'readiness', true),
  settle: (cluster) => cluster.settle(),
  quiet: (cluster) => cluster.settle({ quiet: '20s' }),
};

const deeds = fc.array(
  fc.record({
    // Retries come at whole seconds, and what is noticed comes two milliseconds later.
    after: fc.oneof(
      fc.nat(400).map((seconds) => seconds * 1000),
      fc.nat(400_000),
      fc.nat(400).map((seconds) => seconds * 1000 + 998),
    ),
    deed: fc.constantFrom(...Object.keys(DEEDS)),
    nth: fc.nat(20),
    isForked: fc.boolean(),
  }),
  { maxLength: 12 },
);

type Deeds = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

function disturbed(script: Deeds): Cluster {
  let cluster = freshCluster(2);
  cluster.setImage({ pattern: 'away:1', cannotBePulled: true });
  cluster.apply(MANIFEST);
  cluster.advance('12m');
  for (const { after, deed, nth, isForked } of script) {
    cluster.advance(after);
    if (isForked) {
      const copy = cluster.fork();
      cluster.advance('5m');
      cluster = copy;
    }
    const pods = (cluster.list('pods', { namespace: 'default' }) as readonly Pod[]).filter(({ status }) => !isTerminalPhase(status.phase));
    try {
      if (pods.length > 0) DEEDS[deed]!(cluster, pods[nth % pods.length]!);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof UsageError)) throw error;
    }
  }
  cluster.advance('25m');
  return cluster;
}

test('an hour of crashing containers is the same whether retries that do nothing are made or left out', () => {
  const { few, many } = compared(() => {
    const cluster = disturbed([]);
    cluster.advance('1h');
    return cluster;
  });
  assert.ok(few * 1.5 < many, `${few} events of ${many} are not few`);
});

test('whatever comes between retries that were left out finds what it would have found', () => {
  fc.assert(
    fc.property(deeds, (script) => void compared(() => disturbed(script))),
    { numRuns: RUNS, seed: 1 },
  );
});

test('what comes at the very instant of a retry, or right before it, finds what it would have found', () => {
  const pod = (cluster: Cluster): Pod => cluster.get('pod', 'two') as Pod;
  const base = freshCluster(1);
  base.apply(`
apiVersion: v1
kind: Pod
metadata: { name: two }
spec:
  containers:
    - { name: quick, image: 'busybox:1.36', command: ['false'] }
    - { name: web, image: 'nginx:1.25' }
`);
  base.advance('20m');
  for (const deed of ['label', 'status', 'delete', 'end']) {
    for (let second = 0; second < 35; second++) {
      for (const early of [0, 2]) {
        compared(() => {
          const cluster = base.fork();
          cluster.advance(second * 1000 - early + 2);
          cluster.advance(early === 0 ? 998 : 0);
          DEEDS[deed]!(cluster, pod(cluster));
          cluster.advance('11m');
          return cluster;
        });
      }
    }
  }
});

test('scripts have the same histories whether retries that do nothing are made or left out', () => {
  const play = (nodes: number, commands: Parameters<typeof playOn>[1]): Cluster => {
    const cluster = freshCluster(nodes);
    playOn(cluster, commands);
    cluster.advance('40m');
    return cluster;
  };
  fc.assert(
    fc.property(scripts, ({ nodes, commands }) => void compared(() => play(nodes, commands))),
    { numRuns: RUNS, seed: 1 },
  );
});

test('every manifest of the features has the same hour whether retries that do nothing are made or left out', () => {
  const folder = fileURLToPath(new URL('../../manifests/', import.meta.url));
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.yaml')).sort();
  assert.ok(files.length > 0, 'there are no manifests');
  for (const file of files) {
    compared(() => {
      const cluster = freshCluster(3);
      try {
        cluster.apply(readFileSync(`${folder}/${file}`, 'utf8'));
      } catch (error) {
        if (!(error instanceof ManifestError) && !(error instanceof UsageError)) throw error;
      }
      cluster.advance('1h');
      return cluster;
    });
  }
});
