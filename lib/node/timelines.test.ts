import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { eventTimes, statusWords, timelineOf } from './timeline-fixture.ts';

/** A node that has the images nginx:1.27 and busybox:1.36. */
const warm = ((): Cluster => {
  const cluster = new Cluster();
  const images = ['nginx:1.27', 'busybox:1.36'].map((image, i) => `{name: c${i}, image: "${image}", command: ["true"]}`);
  cluster.apply(podYaml('warm', `{restartPolicy: Never, containers: [${images.join(', ')}]}`));
  cluster.settle();
  cluster.advance(60_000 - cluster.now);
  return cluster;
})();

function podYaml(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: ${spec}\n`;
}

function started(spec: string, duration = '0s'): Cluster {
  const cluster = warm.fork();
  cluster.apply(podYaml('p', spec));
  cluster.advance(duration);
  return cluster;
}

function pod(cluster: Cluster): Pod {
  return cluster.as('admin').get(PodKind, 'p');
}

function busybox(command: string, rest = ''): string {
  return `{${rest}containers: [{name: c, image: "busybox:1.36", command: ${command}}]}`;
}

function assertTimeline(cluster: Cluster, expected: string): void {
  const lines = expected
    .trim()
    .split('\n')
    .map((line) => line.trim());
  assert.deepEqual(
    timelineOf(cluster.store, 'p').map((line) => line.trim()),
    lines,
  );
}

const PULLED = 'Normal Pulled: Container image "busybox:1.36" already present on machine';
const NOT_FOUND =
  'failed to pull and unpack image "docker.io/library/nginx:doesnotexist": failed to resolve reference "docker.io/library/nginx:doesnotexist": docker.io/library/nginx:doesnotexist: not found';

test('timeline A: one container whose image is there runs after a second, and then nothing happens any more', () => {
  const cluster = started('{containers: [{name: c, image: "nginx:1.27"}]}', '10s');
  assertTimeline(
    cluster,
    `0 Pending | c ContainerCreating | Initialized
     0 Normal Pulled: Container image "nginx:1.27" already present on machine
     0 Normal Created: Created container: c
     0 Normal Started: Started container c
     1 Running | c running ready | network Initialized Ready`,
  );
  const { podIP, podIPs, startTime, containerStatuses } = pod(cluster).status;
  assert.match(podIP!, /^10\.244\.1\.\d+$/);
  assert.deepEqual(podIPs, [{ ip: podIP }]);
  assert.equal(startTime, '2026-01-01T00:01:00Z');
  assert.deepEqual(containerStatuses![0]!.state, { running: { startedAt: '2026-01-01T00:01:00Z' } });
});

test('timeline A with a pull: the address and the conditions are not told before the first sync has ended', () => {
  const cluster = started('{containers: [{name: c, image: "httpd:2.4"}]}', '10s');
  const lines = timelineOf(cluster.store, 'p').map((line) => line.replace(/\d+ bytes/, 'N bytes'));
  assert.deepEqual(lines, [
    '0 Pending | c ContainerCreating | Initialized',
    '0 Normal Pulling: Pulling image "httpd:2.4"',
    '1 Normal Pulled: Successfully pulled image "httpd:2.4" in 200ms (200ms including waiting). Image size: N bytes.',
    '1 Normal Created: Created container: c',
    '1 Normal Started: Started container c',
    '2 Running | c running ready | network Initialized Ready',
  ]);
});

test('timeline B: a container that exits with 1 at once is restarted at once, then backed off', () => {
  const cluster = started(busybox('[sh, -c, exit 1]'), '8s');
  const { uid } = pod(cluster).metadata;
  assertTimeline(
    cluster,
    `0 Pending | c ContainerCreating | Initialized
     0 ${PULLED}
     0 Normal Created: Created container: c
     0 Normal Started: Started container c
     1 Running | c Error(1) | network Initialized
     1 Normal Pulled x2
     1 Normal Created x2
     1 Normal Started x2
     2 Running | c Error(1) #1 after Error(1) | network Initialized
     2 Warning BackOff: Back-off restarting failed container c in pod p_default(${uid})`,
  );
  cluster.advance('3m');
  // As recorded: the first back-off is over before a sync could tell of it.
  assert.deepEqual(statusWords(cluster.store, 'p').slice(0, 11), [
    'Pending', 'ContainerCreating', 'Error', 'Error 1', 'CrashLoopBackOff 1', 'Error 2', 'CrashLoopBackOff 2', 'Error 3', 'CrashLoopBackOff 3',
    'Error 4', 'CrashLoopBackOff 4',
  ]); // prettier-ignore
});

test('timeline B of a container that lives for a few seconds: CrashLoopBackOff is over at once after the first back-off', () => {
  const cluster = started(busybox('[sh, -c, "sleep 3; exit 1"]'), '1m');
  assert.deepEqual(statusWords(cluster.store, 'p').slice(0, 10), [
    'Pending', 'ContainerCreating', 'Running', 'Error', 'Running 1', 'Error 1', 'CrashLoopBackOff 1', 'Running 2', 'Error 2', 'CrashLoopBackOff 2',
  ]); // prettier-ignore
  const words = timelineOf(cluster.store, 'p');
  const backOff = words.findIndex((line) => line.includes('CrashLoopBackOff #1'));
  const again = words.findIndex((line) => line.includes('c running ready #2'));
  assert.equal(Number(words[again]!.split(' ')[0]) - Number(words[backOff]!.split(' ')[0]), 1);
});

for (const seed of [1, 2, 3]) {
  test(`seed ${seed}: restarts wait 10, 20, 40, 80, 160 and then 300 seconds, until the next sync after that`, () => {
    const cluster = new Cluster({ seed });
    cluster.apply(podYaml('p', busybox('[sh, -c, exit 1]')));
    cluster.advance('1h');
    const starts = eventTimes(cluster.store, 'p', 'Started');
    const gaps = starts.slice(1).map((at, i) => at - starts[i]!);
    assert.ok(gaps[0]! <= 1, `the first restart comes at once, not after ${gaps[0]}s`);
    const waits = [10, 20, 40, 80, 160];
    for (const [i, gap] of gaps.slice(1, 14).entries()) {
      const wait = waits[i] ?? 300;
      // A sync comes every 10 to 15 seconds, on whole seconds; finding out that the container has ended may have taken one.
      assert.ok(gap >= wait && gap <= wait + 17, `restart ${i + 2} came after ${gap}s, not ${wait} to ${wait + 17}`);
    }
    const restarts = pod(cluster).status.containerStatuses![0]!.restartCount;
    assert.ok(restarts >= 15 && restarts <= 18, `${restarts} restarts in an hour`);
  });
}

test('the back-off is forgotten when a container has run for more than ten minutes', () => {
  const cluster = started(busybox('[sh, -c, "sleep 620; exit 1"]'), '50m');
  const starts = eventTimes(cluster.store, 'p', 'Started');
  const gaps = starts.slice(1).map((at, i) => at - starts[i]!);
  assert.ok(gaps.length >= 4 && gaps.every((gap) => gap < 622), `each restart comes at once: ${gaps.join(' ')}`);
  assert.equal(
    statusWords(cluster.store, 'p').some((word) => word.includes('CrashLoopBackOff')),
    false,
  );
});

test('the back-off ends early when it was decided ten minutes ago', () => {
  const cluster = started(busybox('[sh, -c, "sleep 310; exit 1"]'), '3h');
  const starts = eventTimes(cluster.store, 'p', 'Started');
  const gaps = starts.slice(1).map((at, i) => at - starts[i]!);
  assert.ok(Math.max(...gaps) <= 600 + 17, `no pause is longer than ten minutes: ${gaps.join(' ')}`);
  assert.ok(
    gaps.slice(6).some((gap) => gap < 330),
    `and then it is short again: ${gaps.join(' ')}`,
  );
});

test('timeline C: a failing pull is repeated with a back-off of its own', () => {
  const cluster = started('{containers: [{name: c, image: "nginx:doesnotexist"}]}', '8s');
  assertTimeline(
    cluster,
    `0 Pending | c ContainerCreating | Initialized
     0 Normal Pulling: Pulling image "nginx:doesnotexist"
     0 Warning Failed: Failed to pull image "nginx:doesnotexist": rpc error: code = NotFound desc = ${NOT_FOUND}
     0 Warning Failed: Error: ErrImagePull
     1 Pending | c ErrImagePull | network Initialized
     1 Normal BackOff: Back-off pulling image "nginx:doesnotexist"
     1 Warning Failed: Error: ImagePullBackOff`,
  );
  cluster.advance('10s');
  assert.deepEqual(pod(cluster).status.containerStatuses![0]!.state, {
    waiting: {
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:doesnotexist": ErrImagePull: rpc error: code = NotFound desc = ${NOT_FOUND}`,
    },
  });
  assert.deepEqual(statusWords(cluster.store, 'p').slice(1), ['ContainerCreating', 'ErrImagePull', 'ImagePullBackOff']);
  cluster.advance('1h');
  const pulls = eventTimes(cluster.store, 'p', 'Pulling');
  const gaps = pulls.slice(1).map((at, i) => at - pulls[i]!);
  for (const [i, gap] of gaps.slice(0, 9).entries()) {
    const wait = [10, 20, 40, 80, 160][i] ?? 300;
    assert.ok(gap >= wait && gap <= wait + 17, `pull ${i + 2} came after ${gap}s, not ${wait} to ${wait + 17}`);
  }
});

test('timeline D: a liveness probe that fails three times restarts the container in one sync', () => {
  const probe = '{httpGet: {port: 81}, periodSeconds: 10, failureThreshold: 3}';
  const cluster = started(`{containers: [{name: c, image: "nginx:1.27", livenessProbe: ${probe}}]}`, '45s');
  const lines = timelineOf(cluster.store, 'p').map((line) => line.replace(/10\.244\.1\.\d+/g, 'IP'));
  assert.deepEqual(lines, [
    '0 Pending | c ContainerCreating | Initialized',
    '0 Normal Pulled: Container image "nginx:1.27" already present on machine',
    '0 Normal Created: Created container: c',
    '0 Normal Started: Started container c',
    '1 Running | c running ready | network Initialized Ready',
    '10 Warning Unhealthy: Liveness probe failed: Get "http://IP:81/": dial tcp IP:81: connect: connection refused',
    '20 Warning Unhealthy x2',
    '30 Warning Unhealthy x3',
    '30 Normal Killing: Container c failed liveness probe, will be restarted',
    '30 Normal Pulled x2',
    '30 Normal Created x2',
    '30 Normal Started x2',
    '31 Running | c running ready #1 after Completed(0) | network Initialized Ready',
    '40 Warning Unhealthy x4',
  ]);
});

test('timeline E: a program that ignores SIGTERM is killed when the grace is over, and then the pod goes', () => {
  const cluster = started(busybox('[sleep, "3600"]'), '10s');
  cluster.as('admin').delete(PodKind, pod(cluster));
  cluster.settle();
  assert.deepEqual(timelineOf(cluster.store, 'p').slice(5), [
    '10 Running deleted(30) | c running ready | network Initialized Ready',
    '10 Normal Killing: Stopping container c',
    '40 Failed deleted(30) | c Error(137) | Initialized PodFailed',
    '41 gone',
  ]);
});

test('timeline F: a pod that has done its work says so, then is cleaned up, then has Succeeded, and stays', () => {
  const cluster = started(busybox('[sleep, "4.5"]', 'restartPolicy: Never, '), '1h');
  assertTimeline(
    cluster,
    `0 Pending | c ContainerCreating | Initialized
     0 ${PULLED}
     0 Normal Created: Created container: c
     0 Normal Started: Started container c
     1 Running | c running ready | network Initialized Ready
     6 Running | c Completed(0) | network Initialized PodCompleted
     7 Succeeded | c Completed(0) | Initialized PodCompleted`,
  );
  assert.notEqual(pod(cluster).status.podIP, undefined, 'the address is still shown');
});

test('a program that is not there: RunContainerError, which uses up a restart', () => {
  const cluster = started(busybox('[nope]'), '8s');
  assert.deepEqual(
    timelineOf(cluster.store, 'p')
      .filter((line) => line.includes('|'))
      .slice(1),
    [
      '1 Running | c RunContainerError after StartError(128) | network Initialized',
      '2 Running | c RunContainerError #1 after StartError(128) | network Initialized',
    ],
  );
  const { lastState } = pod(cluster).status.containerStatuses![0]!;
  assert.equal(lastState?.terminated?.startedAt, '1970-01-01T00:00:00Z');
  assert.match(lastState.terminated.message ?? '', /exec: "nope": executable file not found in \$PATH: unknown$/);
});

test('a program that is not there in a pod that is not restarted has failed with StartError', () => {
  const cluster = started(busybox('[nope]', 'restartPolicy: Never, '), '8s');
  assert.equal(pod(cluster).status.phase, 'Failed');
  assert.equal(statusWords(cluster.store, 'p').at(-1), 'StartError');
});

test('an environment that cannot be made is tried again every 10 to 15 seconds, without a back-off and without a restart', () => {
  const spec = '{containers: [{name: c, image: "nginx:1.27", env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]}]}';
  const cluster = started(spec, '1m');
  assert.deepEqual(pod(cluster).status.containerStatuses![0]!.state, {
    waiting: { reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' },
  });
  const lines = timelineOf(cluster.store, 'p');
  assert.ok(lines.includes('0 Warning Failed: Error: configmap "settings" not found'));
  assert.ok(lines.includes('1 Normal Pulled x2'));
  const tries = eventTimes(cluster.store, 'p', 'Failed');
  for (const gap of tries.slice(2).map((at, i) => at - tries[i + 1]!)) assert.ok(gap >= 10 && gap <= 16, `tried again after ${gap}s`);
  cluster.apply('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: "1"}\n');
  cluster.advance('20s');
  assert.equal(pod(cluster).status.phase, 'Running');
  assert.equal(pod(cluster).status.containerStatuses![0]!.restartCount, 0);
});

test('a pod that is active for too long fails once its containers have been stopped', () => {
  const cluster = started(busybox('[sleep, "3600"]', 'activeDeadlineSeconds: 5, terminationGracePeriodSeconds: 3, '));
  cluster.settle();
  assert.deepEqual(timelineOf(cluster.store, 'p').slice(5), [
    '5 Normal DeadlineExceeded: Pod was active on the node longer than the specified deadline',
    '5 Running | c running ready | network Initialized PodFailed',
    '6 Normal DeadlineExceeded x2',
    '6 Normal Killing: Stopping container c',
    '9 Normal DeadlineExceeded x3',
    '9 Failed DeadlineExceeded | c Error(137) | Initialized PodFailed',
    '10 Normal DeadlineExceeded x4',
  ]);
  assert.equal(pod(cluster).status.message, 'Pod was active on the node longer than the specified deadline');
});

test('a changed image restarts the container in one sync, whatever the policy', () => {
  const cluster = started('{restartPolicy: Never, containers: [{name: c, image: "nginx:1.27"}]}', '10s');
  cluster.as('admin').patch(PodKind, pod(cluster), { spec: { containers: [{ ...pod(cluster).spec.containers[0], image: 'nginx:1.28' }] } });
  cluster.settle();
  const lines = timelineOf(cluster.store, 'p')
    .slice(5)
    .map((line) => line.replace(/in .* bytes/, 'in time'));
  assert.deepEqual(lines, [
    '10 Normal Killing: Container c definition changed, will be restarted',
    '10 Normal Pulling: Pulling image "nginx:1.28"',
    '10 Normal Pulled: Successfully pulled image "nginx:1.28" in time.',
    '10 Normal Created x2',
    '10 Normal Started x2',
    '11 Running | c running ready #1 after Completed(0) | network Initialized Ready',
  ]);
});

test('a changed image ends a back-off, of restarts and of pulls', () => {
  for (const container of ['{name: c, image: "busybox:1.36", command: [sh, -c, exit 1]}', '{name: c, image: "nginx:doesnotexist"}']) {
    const cluster = started(`{containers: [${container}]}`, '3m');
    const changed = { ...pod(cluster).spec.containers[0], image: 'busybox:1.37', command: pod(cluster).spec.containers[0]!.command };
    cluster.as('admin').patch(PodKind, pod(cluster), { spec: { containers: [changed] } });
    const before = eventTimes(cluster.store, 'p', 'Started').length;
    cluster.advance('3s');
    assert.ok(eventTimes(cluster.store, 'p', 'Started').length > before, 'it was started within 3 seconds');
  }
});

test('a program leaves its last words in a file, or in its log', () => {
  const script = "[sh, -c, 'echo why > /dev/termination-log; echo log; exit 2']";
  assert.equal(pod(started(busybox(script), '1s')).status.containerStatuses![0]!.state?.terminated?.message, 'why\n');
  const policy = 'terminationMessagePolicy: FallbackToLogsOnError';
  const cluster = started(
    `{containers: [{name: c, image: "busybox:1.36", ${policy}, command: [sh, -c, "echo one; echo two; exit 2"]}]}`,
    '1s',
  );
  assert.equal(pod(cluster).status.containerStatuses![0]!.state?.terminated?.message, 'one\ntwo\n');
});
