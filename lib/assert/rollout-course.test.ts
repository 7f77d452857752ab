import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { rolloutKindOf } from '../rollouts/index.ts';
import { pause, resume, rollBack, setImage } from '../rollouts/verbs.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { AssertionError } from './assertion-error.ts';
import { availableOf, podsOf, renderCourse } from './render-course.ts';
import { courseOf, type Course } from './rollout-course.ts';
import { expectBounds, runToEnd } from './rollout-checks.ts';

const world = new Cluster({ nodes: 3 });
const WEB = { kind: 'Deployment', name: 'web', namespace: 'default' };

function deployed(replicas: number, spec: object = {}): Cluster {
  const cluster = world.fork();
  const kind = cluster.kind('deployment');
  const manifest = sampleManifest(kind, { name: 'web', namespace: 'default', replicas, image: 'nginx:1.25' });
  cluster.as('admin').create(kind, { ...manifest, spec: { ...(manifest['spec'] as object), ...spec } });
  cluster.settle();
  return cluster;
}

const kind = world.kind('deployment');
const image = (cluster: Cluster, name: string): void => setImage(cluster.as('admin'), kind, cluster.get('deployment', 'web'), name);
const course = (cluster: Cluster): Course => courseOf(cluster, rolloutKindOf(kind), cluster.get('deployment', 'web'))!;
const times = ({ moments, began }: Course): readonly number[] => moments.map(({ at }) => at - began.at);

test('the first rollout begins with the Deployment and without pods', () => {
  const { state, moments, began } = course(deployed(3));
  assert.deepEqual([state, began.verb, podsOf(moments[0]!), availableOf(moments.at(-1)!)], ['complete', 'create', 0, 3]);
});

test('a rollout begins with its template, ends with its status, and what comes after it is none of it', () => {
  const cluster = deployed(3);
  image(cluster, 'nginx:1.26');
  assert.equal(course(cluster).state, 'under way');
  cluster.settle();
  const whole = course(cluster);
  assert.equal(whole.state, 'complete');
  assert.deepEqual(
    [whole.moments[0]!.old, whole.moments.at(-1)!.fresh],
    [
      { pods: 3, available: 3 },
      { pods: 3, available: 3 },
    ],
  );
  cluster.as('admin').delete(cluster.kind('pods'), cluster.list('pods', { namespace: 'default' })[0]!);
  cluster.settle();
  assert.deepEqual(course(cluster), whole);
});

test('one that failed before does not end the one that mends it', () => {
  const cluster = deployed(2);
  image(cluster, 'nginx:doesnotexist');
  cluster.settle();
  assert.equal(course(cluster).state, 'failed');
  rollBack(cluster.as('admin'), kind, cluster.get('deployment', 'web'));
  assert.equal(runToEnd(cluster, WEB).state, 'complete');
  image(cluster, 'nginx:missing');
  assert.equal(runToEnd(cluster, WEB).state, 'failed');
});

test('pods that are ready are available after a while, which time alone brings about', () => {
  const cluster = deployed(1, { minReadySeconds: 10 });
  image(cluster, 'nginx:1.26');
  const { moments, began, endedAt } = runToEnd(cluster, WEB);
  const both = moments.find((moment) => availableOf(moment) === 2)!;
  assert.ok(both.at - began.at >= 10_000 && both.at <= endedAt, String(times(course(cluster))));
});

test('the clock stops at the end, not later', () => {
  const cluster = deployed(2);
  image(cluster, 'nginx:1.26');
  const { endedAt } = runToEnd(cluster, WEB);
  assert.equal(cluster.now, endedAt);
});

test('what has no end, or is not there, is said', () => {
  const message = (cluster: Cluster, wanted = WEB): string => {
    try {
      runToEnd(cluster, wanted);
    } catch (error) {
      assert.ok(error instanceof AssertionError);
      return error.message;
    }
    assert.fail('it ended');
  };
  const cluster = deployed(1, { progressDeadlineSeconds: 2147483647 });
  assert.match(message(cluster, { ...WEB, name: 'wbe' }), /web/);
  pause(cluster.as('admin'), kind, cluster.get('deployment', 'web'));
  image(cluster, 'nginx:doesnotexist');
  assert.match(message(cluster), /has no end: it is paused/);
  resume(cluster.as('admin'), kind, cluster.get('deployment', 'web'));
  assert.match(message(cluster), /^the rollout of Deployment "web" neither completed nor failed within 1h\nthe rollout began at/);
});

test('many pods share a letter, and of many moments some are shown, the broken one always', () => {
  const cluster = deployed(150);
  image(cluster, 'nginx:1.26');
  const whole = runToEnd(cluster, WEB);
  for (const marked of whole.moments) {
    const lines = renderCourse(whole, marked);
    assert.ok(lines.length <= 28, String(lines.length));
    assert.equal(lines.filter((line) => /^ {2}>/.test(line)).length, 1);
    assert.ok(lines.every((line) => line.length < 120));
  }
  assert.match(renderCourse(whole)[0]!, /small: not available, 5 pods a letter\):$/);
});

test('bounds are looked at after every single change', () => {
  const cluster = deployed(8);
  image(cluster, 'nginx:1.26');
  const atMost = (most: number) => ({ atLeast: 0, atMost: most, text: `at most ${most}` });
  expectBounds(cluster, WEB, 'pods', atMost(10));
  assert.throws(() => expectBounds(cluster, WEB, 'pods', atMost(9)), /there were 10:\n {2}replicaset-controller created pod/);
  const least = { atLeast: 7, atMost: Number.POSITIVE_INFINITY, text: 'at least 7' };
  assert.throws(() => expectBounds(cluster, WEB, 'available pods', least), /there were 6:\n {2}replicaset-controller asked to delete pod/);
});
