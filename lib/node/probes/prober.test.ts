import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UsageError } from '../../api/errors.ts';
import { Cluster } from '../../cluster.ts';
import type { Event } from '../../kinds/event.ts';
import { PodKind } from '../../kinds/pod.ts';
import { isReady, type Pod } from '../../kinds/pod-state.ts';

const one = new Cluster();

/** A cluster with a pod `p` of one container `c`, as it is written between braces, or of several. */
function running(container: string, pod = ''): Cluster {
  const cluster = one.fork();
  cluster.apply(`{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {${pod} containers: [{name: c, ${container}}]}}`);
  return cluster;
}

const find = (cluster: Cluster): Pod => cluster.as('admin').get(PodKind, 'p');
const statusOf = (cluster: Cluster) => find(cluster).status.containerStatuses![0]!;
const httpd = 'image: httpd';
const get = (port: number | string, path = '/', more = ''): string => `{httpGet: {port: ${port}, path: ${path}}${more}}`;

/** What is told of the probes, with addresses as `ip`. */
function told(cluster: Cluster, reason = 'Unhealthy'): readonly string[] {
  const events = cluster.list('events', { fieldSelector: `involvedObject.name=p,reason=${reason}` }) as unknown as Event[];
  return events.map(({ message = '' }) => message.replaceAll(/10\.244\.\d+\.\d+/g, 'ip').trimEnd());
}

/** The instants at which something about the container's status changed, in seconds, with what it then said. */
function course(cluster: Cluster, millis: number): readonly string[] {
  const seen: string[] = [];
  cluster.store.watch(({ at, kind, after }) => {
    if (kind.resource !== 'pods' || after?.metadata.name !== 'p') return;
    const [status] = (after as Pod).status.containerStatuses ?? [];
    const words = [status?.started === true ? 'started' : '', status?.ready === true ? 'ready' : '', `${status?.restartCount ?? 0}`].filter(
      (word) => word !== '',
    );
    if (seen.at(-1)?.split(' ').slice(1).join(' ') !== words.join(' ')) seen.push(`${at / 1000} ${words.join(' ')}`);
  });
  cluster.advance(millis);
  return seen;
}

describe('when probes are looked at', () => {
  test('a container that passes is ready a moment after the sync that shows it', () => {
    assert.deepEqual(course(running(`${httpd}, readinessProbe: ${get(80)}`), 20_000), ['0.002 0', '2 started 0', '2.001 started ready 0']);
  });

  test('three failures ten seconds apart kill it, counted from where its volumes were there', () => {
    const cluster = running(`${httpd}, livenessProbe: ${get(8080)}`);
    cluster.advance(30_303);
    assert.deepEqual(told(cluster, 'Killing'), []);
    cluster.advance(1);
    assert.deepEqual(told(cluster, 'Killing'), ['Container c failed liveness probe, will be restarted']);
    cluster.advance(2000);
    assert.equal(statusOf(cluster).restartCount, 1);
  });

  test('a delay is counted from the start of the container, and checks stay on the ticks of the last sync', () => {
    const delayed = `${httpd}, readinessProbe: ${get(80, '/', ', initialDelaySeconds: 10, periodSeconds: 4')}`;
    assert.deepEqual(course(running(delayed), 60_000).at(-1), '11.001 started ready 0');
  });

  test('a startup probe holds the others back, and a readiness probe follows at once', () => {
    const container = `${httpd}, startupProbe: ${get(80, '/', ', periodSeconds: 3')}, readinessProbe: ${get(80)}, livenessProbe: ${get(9, '/', ', periodSeconds: 1, failureThreshold: 1')}`;
    const seen = course(running(container), 5000);
    assert.deepEqual(seen.slice(0, 3), ['0.002 0', '3.304 started 0', '4.001 started ready 0']);
  });
});

describe('what nobody has to look at', () => {
  test('an hour of a thousand healthy pods is no event at all', () => {
    const cluster = new Cluster({ nodes: 10 });
    const probes = `livenessProbe: ${get(80)}, readinessProbe: ${get(80)}, startupProbe: ${get(80)}`;
    cluster.apply(
      `{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: 1000, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, ${httpd}, ${probes}}]}}}}`,
    );
    cluster.settle();
    assert.ok(cluster.list('pods', { namespace: 'default' }).every((pod) => isReady(pod as Pod)));
    const [events, writes] = [cluster.events, cluster.revision];
    cluster.advance('1h');
    assert.deepEqual([cluster.events - events, cluster.revision - writes], [0, 0]);
  });

  test('neither is a command that finds the same for ever, even beside a loop', () => {
    const loop = 'image: busybox, command: [sh, -c, "touch /tmp/ok; while true; do sleep 1; done"]';
    const cluster = running(
      `${loop}, livenessProbe: {exec: {command: [cat, /tmp/ok]}}, readinessProbe: {exec: {command: [test, -f, /tmp/ok]}}`,
    );
    cluster.settle();
    assert.ok(isReady(find(cluster)));
    const { events } = cluster;
    cluster.advance('1h');
    assert.equal(cluster.events - events, 0);
  });

  test('a command that will find something else is asked again when it does', () => {
    const file = 'image: busybox, command: [sh, -c, "touch /tmp/ok; sleep 100; rm /tmp/ok; sleep 100; touch /tmp/ok; sleep 100000"]';
    const cluster = running(`${file}, readinessProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 5, failureThreshold: 2}`);
    const seen = course(cluster, 400_000).map((line) => line.replace(/\.\d+/, ''));
    assert.deepEqual(seen, ['0 0', '2 started 0', '2 started ready 0', '107 started 0', '202 started ready 0']);
    assert.ok(cluster.events - one.events < 120, `${cluster.events - one.events} events`);
  });
});

describe('what a failed check says', () => {
  const failing = (probe: string, container = httpd): string => {
    const cluster = running(`${container}, readinessProbe: ${probe}`);
    cluster.advance(5000);
    assert.ok(!isReady(find(cluster)));
    return told(cluster)[0] ?? '';
  };

  test('of HTTP', () => {
    assert.equal(failing(get(8080)), 'Readiness probe failed: Get "http://ip:8080/": dial tcp ip:8080: connect: connection refused');
    assert.equal(failing(get(80, '/nope')), 'Readiness probe failed: HTTP probe failed with statuscode: 404');
    assert.equal(failing(get(80, 'nope')), 'Readiness probe failed: HTTP probe failed with statuscode: 404');
    assert.equal(failing(get('http')), 'Readiness probe errored: strconv.Atoi: parsing "http": invalid syntax');
    assert.equal(
      failing('{httpGet: {port: 80, scheme: HTTPS}}'),
      'Readiness probe failed: Get "https://ip:80/": http: server gave HTTP response to HTTPS client',
    );
    const away =
      'Readiness probe failed: Get "http://192.0.2.1:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
    assert.equal(failing('{httpGet: {port: 80, host: 192.0.2.1}}'), away);
    assert.equal(failing(get(6379), 'image: redis'), 'Readiness probe failed: Get "http://ip:6379/": EOF');
  });

  test('of TCP, of commands and of gRPC', () => {
    assert.equal(failing('{tcpSocket: {port: 1}}'), 'Readiness probe failed: dial tcp ip:1: connect: connection refused');
    assert.equal(failing('{tcpSocket: {port: 80, host: 192.0.2.1}}'), 'Readiness probe failed: dial tcp 192.0.2.1:80: i/o timeout');
    assert.equal(failing('{exec: {command: [sh, -c, "echo no; exit 3"]}}'), 'Readiness probe failed: no');
    assert.equal(
      failing('{exec: {command: [sleep, "5"]}, timeoutSeconds: 2}'),
      'Readiness probe failed: command timed out: "sleep 5" timed out after 2s',
    );
    assert.match(
      failing('{exec: {command: [nope]}}'),
      /^Readiness probe errored: rpc error: code = Unknown desc = failed to exec in container: .*exec: "nope": executable file not found in \$PATH: unknown$/,
    );
    assert.equal(
      failing('{grpc: {port: 9}}'),
      'Readiness probe failed: timeout: failed to connect service "ip:9" within 1s: context deadline exceeded',
    );
    assert.equal(failing('{grpc: {port: 80}}'), 'Readiness probe failed: timeout: health rpc did not complete within 1s');
  });

  test('a named port is that of the container', () => {
    const cluster = running(`${httpd}, ports: [{name: http, containerPort: 80}], readinessProbe: ${get('http')}`);
    cluster.settle();
    assert.ok(isReady(find(cluster)));
  });
});

describe('what follows from a failure', () => {
  test('a container that is never restarted is killed without a promise', () => {
    const cluster = running(`${httpd}, livenessProbe: ${get(9, '/', ', periodSeconds: 2, failureThreshold: 1')}`, 'restartPolicy: Never,');
    cluster.advance(20_000);
    assert.deepEqual(told(cluster, 'Killing')[0], 'Container c failed liveness probe');
    assert.equal(find(cluster).status.phase, 'Succeeded');
  });

  test('a sidecar is killed in words of its own', () => {
    const side = `initContainers: [{name: side, restartPolicy: Always, ${httpd}, livenessProbe: ${get(9, '/', ', periodSeconds: 2, failureThreshold: 1')}}],`;
    const cluster = running('image: "redis:7"', side);
    cluster.advance(6000);
    assert.deepEqual(told(cluster, 'Killing'), ['Init container side failed liveness probe']);
  });

  test('a sidecar that is not up yet keeps those after it waiting', () => {
    const cluster = one.fork();
    cluster.setImage({ pattern: 'slow', startsAfterMillis: 10_000 });
    const probe = '{tcpSocket: {port: 80}, periodSeconds: 2, failureThreshold: 30}';
    cluster.apply(
      `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {initContainers: [{name: side, restartPolicy: Always, image: slow, startupProbe: ${probe}}], containers: [{name: c, image: "redis:7"}]}}`,
    );
    cluster.advance(9000);
    assert.equal(statusOf(cluster).state?.waiting?.reason, 'PodInitializing');
    cluster.settle();
    assert.ok(isReady(find(cluster)));
  });

  test('a deleted pod is not killed by a probe any more', () => {
    const stubborn = 'image: busybox, command: [sleep, "3600"]';
    const cluster = running(`${stubborn}, livenessProbe: {exec: {command: ["false"]}, periodSeconds: 3}`);
    cluster.advance(2000);
    cluster.as('admin').delete(PodKind, find(cluster));
    cluster.advance(29_000);
    assert.deepEqual(told(cluster, 'Killing'), ['Stopping container c']);
  });
});

describe('a probe that a scenario makes fail', () => {
  const probed = `${httpd}, readinessProbe: ${get(80)}, livenessProbe: ${get(80)}`;

  test('fails until it recovers, and what results is waited for', () => {
    const cluster = running(probed);
    cluster.settle();
    cluster.setProbe(find(cluster), 'c', 'readiness', true);
    cluster.settle();
    assert.ok(!isReady(find(cluster)));
    assert.deepEqual(told(cluster), ['Readiness probe failed: HTTP probe failed with statuscode: 500']);
    assert.equal(statusOf(cluster).restartCount, 0);
    cluster.setProbe(find(cluster), 'c', 'readiness', false);
    cluster.settle();
    assert.ok(isReady(find(cluster)));
  });

  test('is one of the pod, and its fork has its own', () => {
    const cluster = running(probed);
    cluster.settle();
    const fork = cluster.fork();
    fork.setProbe(find(fork), 'c', 'liveness', true);
    fork.settle();
    cluster.advance('10m');
    assert.deepEqual([statusOf(cluster).restartCount, statusOf(fork).restartCount > 0], [0, true]);
  });

  test('has to be one that the container declares', () => {
    const cluster = running(probed);
    assert.throws(() => cluster.setProbe(find(cluster), 'c', 'startup', true), UsageError);
    assert.throws(() => cluster.setProbe(find(cluster), 'd', 'liveness', true), /container "d" of pod "p" has no liveness probe/);
  });
});

describe('logs and ends', () => {
  test('a log is that of a run, and of the run before', () => {
    const cluster = running('image: nginx');
    assert.throws(() => cluster.log(find(cluster)), /container "c" of pod "p" has no log: it has not run/);
    cluster.settle();
    assert.deepEqual(cluster.log(find(cluster)), ['/docker-entrypoint.sh: Configuration complete; ready for start up']);
    assert.throws(() => cluster.log(find(cluster), { previous: true }), /no log of a run before/);
    assert.throws(() => cluster.log(find(cluster), { container: 'cc' }), /pod "p" has no container "cc"\./);
    cluster.endContainer(find(cluster), 'c', 3);
    cluster.settle();
    assert.deepEqual(statusOf(cluster).lastState?.terminated?.exitCode, 3);
    assert.equal(cluster.log(find(cluster), { previous: true }).length, 1);
    assert.throws(() => cluster.endContainer(find(cluster), 'd', 1), /container "d" of pod "p" does not run/);
  });

  test('of several containers one has to be named', () => {
    const cluster = one.fork();
    cluster.apply(
      '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: nginx}, {name: b, image: "redis:7"}]}}',
    );
    cluster.settle();
    assert.throws(() => cluster.log(find(cluster)), /pod "p" has several containers: say which one, of a, b/);
    assert.deepEqual(cluster.log(find(cluster), { container: 'b' }), ['* Ready to accept connections tcp']);
  });
});
