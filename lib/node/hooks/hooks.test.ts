import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../../cluster.ts';
import { EventKind } from '../../kinds/event.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { timelineOf } from '../timeline-fixture.ts';

/** A node that has the images. */
const warm = ((): Cluster => {
  const cluster = new Cluster();
  const images = ['nginx:1.27', 'busybox:1.36', 'redis:7'].map((image, i) => `{name: c${i}, image: "${image}", command: ["true"]}`);
  cluster.apply(podYaml(`{restartPolicy: Never, containers: [${images.join(', ')}]}`, 'warm'));
  cluster.settle();
  cluster.as('admin').delete(PodKind, { metadata: { name: 'warm' } }, { gracePeriodSeconds: 0 });
  cluster.settle();
  cluster.advance(60_000 - cluster.now);
  return cluster;
})();

function podYaml(spec: string, name = 'p'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
}

function started(spec: string, duration: string): Cluster {
  const cluster = warm.fork();
  cluster.apply(podYaml(spec));
  cluster.advance(duration);
  return cluster;
}

/** One container with a hook. The program of busybox ignores SIGTERM. */
function one(hook: string, { image = 'nginx:1.27', rest = '' } = {}): string {
  const command = image.startsWith('busybox') ? 'command: [sleep, "3600"], ' : '';
  return `{${rest}containers: [{name: c, image: "${image}", ${command}lifecycle: {${hook}}}]}`;
}

function deleted(cluster: Cluster, gracePeriodSeconds?: number): Cluster {
  cluster.as('admin').delete(PodKind, { metadata: { name: 'p' } }, { gracePeriodSeconds });
  return cluster;
}

/** What happened to the pod from a second on. */
function timeline(cluster: Cluster, from: number): readonly string[] {
  return timelineOf(cluster.store, 'p').filter((line) => Number(line.split(' ')[0]) >= from);
}

function waitingMessage(cluster: Cluster): string | undefined {
  return cluster.as('admin').get(PodKind, 'p').status.containerStatuses?.[0]?.state?.waiting?.message;
}

/** When the container ended, in seconds after the start of the pod. */
function endOf(cluster: Cluster): string {
  let end = '';
  cluster.store.history(1, ({ key, after }) => {
    const { terminated } = (key === 'default/p' ? (after as Pod | undefined) : undefined)?.status.containerStatuses?.[0]?.state ?? {};
    if (terminated !== undefined)
      end = `${terminated.exitCode} at ${Date.parse(terminated.finishedAt!) / 1000 - Date.UTC(2026) / 1000 - 60}`;
  });
  return end;
}

const PULLED = 'Normal Pulled: Container image "nginx:1.27" already present on machine';
const LONG = [`0 ${PULLED}`, '0 Normal Created: Created container: c', '0 Normal Started: Started container c'];

for (const hook of ['sleep: {seconds: 5}', 'exec: {command: [sleep, "5"]}']) {
  test(`postStart ${hook}: the next container and the status wait for it`, () => {
    const spec = one(`postStart: {${hook}}`).replace(
      /\]\}$/,
      ', {name: d, image: "nginx:1.27", ports: [{containerPort: 81}], command: [sleep, "99"]}]}',
    );
    assert.deepEqual(
      timeline(started(spec, '20s'), 0),
      [
        '0 Pending | c ContainerCreating, d ContainerCreating | Initialized',
        ...LONG,
        '5 Normal Pulled x2',
        '5 Normal Created: Created container: d',
        '6 Normal Started: Started container d',
        '7 Running | c running ready, d running ready | network Initialized Ready',
      ].map((line) => line.replace('5 Normal Pulled x2', `5 ${PULLED}`)),
    );
  });
}

const failures: readonly (readonly [string, string])[] = [
  [
    'exec: {command: [sh, -c, "echo on the way; echo no such luck >&2; exit 3"]}',
    `Exec lifecycle hook ([sh -c echo on the way; echo no such luck >&2; exit 3]) for Container "c" in Pod "POD" failed - error: command 'sh -c echo on the way; echo no such luck >&2; exit 3' exited with 3: no such luck\n, message: "on the way\\nno such luck\\n"`,
  ],
  [
    'exec: {command: [nope]}',
    'Exec lifecycle hook ([nope]) for Container "c" in Pod "POD" failed - error: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "ID": OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown, message: ""',
  ],
  [
    'httpGet: {path: /ready, port: 81}',
    'HTTP lifecycle hook (/ready) for Container "c" in Pod "POD" failed - error: Get "http://IP:81/ready": dial tcp IP:81: connect: connection refused',
  ],
  [
    'httpGet: {port: web}',
    'HTTP lifecycle hook (/) for Container "c" in Pod "POD" failed - error: strconv.Atoi: parsing "web": invalid syntax',
  ],
];
for (const [hook, message] of failures) {
  test(`postStart ${hook} fails: the container is killed and restarted`, () => {
    const cluster = started(one(`postStart: {${hook}}`), '1500ms');
    const { uid } = cluster.as('admin').get(PodKind, 'p').metadata;
    const found = waitingMessage(cluster)!
      .replaceAll(`p_default(${uid})`, 'POD')
      .replace(/"[0-9a-f]{64}"/, '"ID"');
    assert.equal(found.replace(/10\.244\.1\.\d+/g, 'IP'), message);
    assert.deepEqual(timeline(cluster, 0).slice(4, 7), [
      '0 Warning FailedPostStartHook: PostStartHook failed',
      '0 Normal Killing: FailedPostStartHook',
      '1 Running | c PostStartHookError after Completed(0) | network Initialized',
    ]);
  });
}

test('a postStart hook that keeps failing ends in CrashLoopBackOff', () => {
  const words = timeline(started(one('postStart: {exec: {command: ["false"]}}'), '1m'), 0).flatMap(
    (line) => / c (\S+ #\d)/.exec(line)?.[1] ?? [],
  );
  assert.deepEqual(words.slice(0, 4), ['PostStartHookError #1', 'CrashLoopBackOff #1', 'PostStartHookError #2', 'CrashLoopBackOff #2']);
});

test('a container that ignores SIGTERM holds up its restart for the grace when its postStart hook fails', () => {
  const cluster = started(
    one('postStart: {exec: {command: ["false"]}}', { image: 'busybox:1.36', rest: 'terminationGracePeriodSeconds: 7, ' }),
    '20s',
  );
  assert.equal(timeline(cluster, 0)[6], '8 Running | c PostStartHookError after Error(137) | network Initialized');
});

test('an httpGet hook is content with any answer, and with an HTTP server that was asked over HTTPS', () => {
  assert.match(
    timeline(started(one('postStart: {httpGet: {path: /nothing, port: 80}}'), '3s'), 1).join('\n'),
    /^1 Running \| c running ready/,
  );
  const cluster = started(one('postStart: {httpGet: {port: 80, scheme: HTTPS}}'), '3s');
  const [event] = cluster
    .as('admin')
    .list(EventKind)
    .filter(({ reason }) => reason === 'LifecycleHTTPFallback');
  assert.match(event!.message!, /^request to HTTPS lifecycle hook 10\.244\.1\.\d+:80 got HTTP response, retry with HTTP succeeded$/);
  assert.match(timeline(cluster, 1).join('\n'), /^1 Running \| c running ready/);
});

test('a request that nobody answers fails after 30 seconds', () => {
  const cluster = started(one('postStart: {httpGet: {host: 1.2.3.4, port: 80}}'), '40s');
  assert.equal(timeline(cluster, 1)[0], '30 Warning FailedPostStartHook: PostStartHook failed');
  assert.equal(
    timeline(started(one('postStart: {httpGet: {port: 6379}}', { image: 'redis:7' }), '3s'), 0)[4],
    '0 Warning FailedPostStartHook: PostStartHook failed',
  );
});

test('a postStart hook that never ends holds the pod up for ever, and costs nothing', () => {
  const cluster = started(one('postStart: {exec: {command: [sh, -c, "while true; do sleep 1; done"]}}'), '10s');
  const { events } = cluster;
  cluster.settle();
  cluster.advance('50m');
  assert.deepEqual([cluster.as('admin').get(PodKind, 'p').status.phase, cluster.events - events], ['Pending', 0]);
});

test('a program that ends takes the command of its postStart hook with it', () => {
  const spec = one('postStart: {exec: {command: [sleep, "20"]}}', { image: 'busybox:1.36', rest: 'restartPolicy: Never, ' });
  const lines = timeline(started(spec.replace('3600', '3'), '10s'), 3);
  assert.deepEqual(lines.slice(0, 2), ['3 Warning FailedPostStartHook: PostStartHook failed', '3 Normal Killing: FailedPostStartHook']);
  assert.match(lines.at(-1)!, /Succeeded \| c Completed\(0\)/);
});

test('a deletion waits for the end of a postStart hook', () => {
  const cluster = deleted(started(one('postStart: {sleep: {seconds: 20}}'), '5s'));
  cluster.settle();
  assert.deepEqual(timeline(cluster, 6), [
    '21 Running deleted(30) | c running ready | network Initialized Ready',
    '21 Normal Killing: Stopping container c',
    '21 Succeeded deleted(30) | c Completed(0) | Initialized PodCompleted',
    '22 gone',
  ]);
});

const stops: readonly (readonly [string, string, number | undefined, string])[] = [
  ['sleep: {seconds: 5}', 'nginx:1.27', undefined, '0 at 15'],
  ['exec: {command: [sleep, "5"]}', 'nginx:1.27', undefined, '0 at 15'],
  ['exec: {command: [sleep, "5"]}', 'busybox:1.36', 12, '137 at 22'],
  ['exec: {command: [sleep, "5.9"]}', 'busybox:1.36', 12, '137 at 22'],
  ['exec: {command: [sleep, "60"]}', 'busybox:1.36', 10, '137 at 22'],
  ['exec: {command: [sleep, "60"]}', 'nginx:1.27', 10, '0 at 20'],
  ['sleep: {seconds: 9}', 'busybox:1.36', 5, '137 at 17'],
  ['exec: {command: ["false"]}', 'busybox:1.36', 5, '137 at 15'],
  ['httpGet: {port: 80}', 'nginx:1.27', undefined, '0 at 10'],
];
for (const [hook, image, grace, end] of stops) {
  test(`preStop ${hook} with a grace of ${grace ?? 30} seconds: the container of ${image} ends with ${end}`, () => {
    const cluster = deleted(started(one(`preStop: {${hook}}`, { image }), '10s'), grace);
    cluster.settle();
    assert.equal(endOf(cluster), end);
  });
}

test('a preStop hook that takes all the time there is goes on until the container is killed, and has failed then', () => {
  const cluster = deleted(started(one('preStop: {exec: {command: [sleep, "60"]}}', { image: 'busybox:1.36' }), '10s'), 4);
  cluster.settle();
  assert.deepEqual(timeline(cluster, 10).slice(1, 4), [
    '10 Normal Killing: Stopping container c',
    '16 Warning FailedPreStopHook: PreStopHook failed',
    '16 Failed deleted(4) | c Error(137) | Initialized PodFailed',
  ]);
});

test('a program that ends during its preStop hook ends a command, but not a sleep', () => {
  for (const [hook, second] of [
    ['exec: {command: [sleep, "20"]}', 16],
    ['sleep: {seconds: 20}', 30],
  ] as const) {
    const spec = one(`preStop: {${hook}}`, { image: 'busybox:1.36', rest: 'restartPolicy: Never, ' }).replace('3600', '15');
    const cluster = deleted(started(spec, '10s'));
    cluster.settle();
    assert.match(
      timeline(cluster, 11).find((line) => line.includes('Succeeded'))!,
      new RegExp(`^${second} `),
      hook,
    );
  }
});

test('a container that ends by itself runs no preStop hook', () => {
  const spec = one('preStop: {exec: {command: ["false"]}}', { image: 'busybox:1.36' }).replace('3600', '3');
  assert.doesNotMatch(timeline(started(spec, '30s'), 0).join('\n'), /PreStop/);
});

test('a preStop hook goes before a restart, too', () => {
  const probe = 'livenessProbe: {httpGet: {port: 81}, periodSeconds: 2, failureThreshold: 1}, ';
  const spec = one('preStop: {sleep: {seconds: 4}}').replace('lifecycle', `${probe}lifecycle`);
  const lines = timeline(started(spec, '8s'), 2);
  assert.equal(
    lines.find((line) => line.includes('Killing')),
    '3 Normal Killing: Container c failed liveness probe, will be restarted',
  );
  assert.equal(
    lines.find((line) => line.includes('Started')),
    '7 Normal Started x2',
  );
});

test('nginx can be told to end by its own command', () => {
  const script = 'nginx -s quit; while killall -0 nginx; do sleep 1; done';
  const cluster = deleted(started(one(`preStop: {exec: {command: [/bin/sh, -c, "sleep 3; ${script}"]}}`), '10s'));
  cluster.settle();
  assert.equal(endOf(cluster), '0 at 13');
});

test('a second, shorter grace breaks a preStop hook off and begins it anew', () => {
  const cluster = deleted(started(one('preStop: {exec: {command: [sleep, "60"]}}', { image: 'busybox:1.36' }), '10s'));
  cluster.advance('5s');
  deleted(cluster, 3).settle();
  assert.deepEqual(timeline(cluster, 15), [
    '15 Running deleted(3) | c running ready | network Initialized Ready',
    '15 Warning FailedPreStopHook: PreStopHook failed',
    '16 Normal Killing x2',
    '21 Warning FailedPreStopHook x2',
    '21 Failed deleted(3) | c Error(137) | Initialized PodFailed',
    '22 gone',
  ]);
});

test("a sidecar's hook runs beside those of the others, and its turn comes after theirs", () => {
  const sidecar = '{name: s, image: "redis:7", restartPolicy: Always, lifecycle: {preStop: {exec: {command: [sleep, "2"]}}}}';
  const spec = one('preStop: {sleep: {seconds: 6}}').replace('{containers', `{initContainers: [${sidecar}], containers`);
  const cluster = started(spec, '10s');
  deleted(cluster);
  for (const [second, running] of [
    [15, 's c'],
    [18, ''],
  ] as const) {
    cluster.advance(60_000 + second * 1000 - cluster.now);
    const found = cluster.as('admin').find(PodKind, 'p');
    const statuses = [...(found?.status.initContainerStatuses ?? []), ...(found?.status.containerStatuses ?? [])];
    const names = statuses.filter(({ state }) => state?.running !== undefined).map(({ name }) => name);
    assert.equal(names.join(' '), running, `after ${second} seconds`);
  }
});

test('a fork in the midst of a hook has the same future', () => {
  const script = 'for i in 1 2 3; do sleep 2; echo $i >> /tmp/log; done; exit 1';
  for (const spec of [
    one(`postStart: {exec: {command: [sh, -c, "${script}"]}}`),
    one(`preStop: {exec: {command: [sh, -c, "${script}"]}}`),
  ]) {
    const cluster = started(spec, '3s');
    const fork = cluster.fork();
    for (const each of [cluster, fork]) {
      each.advance('5s');
      deleted(each).settle();
      each.advance('1m');
    }
    assert.equal(fork.digest(), cluster.digest());
  }
});
