import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { DeploymentKind } from '../kinds/deployment.ts';
import { cordon, uncordon } from './cordon.ts';
import { aggregate, drain, type DrainOptions, type DrainProblem } from './drain.ts';

const base = new Cluster({ nodes: 2 });
base.apply(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.27"}]}
`);
base.settle();

const SUFFIX = /-[0-9a-z]{5,10}-[0-9a-z]{5}\b/g;

interface Drained {
  readonly cluster: Cluster;
  readonly problems: readonly DrainProblem[];
  readonly lines: readonly string[];
}

/** A node drained, with what kubectl prints, names cut short; pods of the system are left out. */
function drained(cluster: Cluster, options: DrainOptions = {}, node = 'node1'): Drained {
  const lines: string[] = [];
  const tell =
    (sign: string) =>
    (line: string): void => {
      if (!line.includes('coredns')) lines.push(`${sign}${line.replace(SUFFIX, '-*')}`);
    };
  const problems = drain(cluster.as('admin'), cluster, node, options, { out: tell(''), err: tell('E| ') });
  return { cluster, problems, lines };
}

function withYaml(yaml: string): Cluster {
  const cluster = base.fork();
  cluster.apply(yaml);
  cluster.settle();
  return cluster;
}

const budget = (spec: string): string =>
  `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, ${spec}}}`;
const bare = (more: string, metadata = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: bare${metadata}}, spec: {nodeName: node1, ${more}containers: [{name: c, image: "nginx:1.27"}]}}`;

const textsOf = ({ problems }: Drained): readonly string[] => problems.map(({ text }) => text.replace(SUFFIX, '-*'));

describe('a node', () => {
  test('is cordoned and uncordoned, and says when it is so already', () => {
    const api = base.fork().as('admin');
    assert.deepEqual(
      [cordon(api, 'node1'), cordon(api, 'node1'), uncordon(api, 'node1'), uncordon(api, 'node1')],
      ['cordoned', 'already cordoned', 'uncordoned', 'already uncordoned'],
    );
    assert.equal(api.get(NodeKind, 'node1').spec.unschedulable, undefined);
    assert.throws(
      () => cordon(api, 'nosuch'),
      (error) => error instanceof ApiError && error.message === 'nodes "nosuch" not found',
    );
  });

  test('is drained: its pods are gone, and others are elsewhere', () => {
    const { cluster, lines } = drained(base.fork());
    assert.deepEqual(lines, ['node/node1 cordoned', 'evicting pod default/web-*', 'pod/web-* evicted', 'node/node1 drained']);
    assert.deepEqual(cluster.list('pods', { fieldSelector: 'spec.nodeName=node1' }), []);
    assert.deepEqual(drained(cluster).lines, ['node/node1 already cordoned', 'node/node1 drained']);
  });

  test('is not there', () => {
    assert.throws(
      () => drained(base.fork(), {}, 'nosuch'),
      (error) => error instanceof ApiError && error.reason === 'NotFound',
    );
  });
});

describe('which pods go', () => {
  const unmanaged = 'cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare';
  const cases: readonly (readonly [title: string, pod: string, options: DrainOptions, problem: string | undefined, warning?: string])[] = [
    ['one that nobody controls', bare(''), {}, unmanaged],
    ['the same by force', bare(''), { force: true }, undefined, 'E| Warning: deleting Pods that declare no controller: default/bare'],
    ['one that has ended', bare('restartPolicy: Never, activeDeadlineSeconds: 1, '), {}, undefined],
    [
      'one with data',
      bare('volumes: [{name: v, emptyDir: {}}], '),
      { force: true },
      'cannot delete Pods with local storage (use --delete-emptydir-data to override): default/bare',
    ],
    [
      'the same without a care',
      bare('volumes: [{name: v, emptyDir: {}}], '),
      { force: true, deleteEmptyDirData: true },
      undefined,
      'E| Warning: deleting Pods that declare no controller: default/bare',
    ],
    ['one that a file on the node stands for: it stays', bare('', ', annotations: {kubernetes.io/config.mirror: x}'), {}, undefined],
  ];
  for (const [title, pod, options, problem, warning] of cases)
    test(title, () => {
      const done = drained(withYaml(pod), options);
      assert.deepEqual(textsOf(done), problem === undefined ? [] : [problem]);
      assert.deepEqual(
        done.lines.filter((line) => line.startsWith('E| Warning')),
        warning === undefined ? [] : [warning],
      );
      if (problem !== undefined) assert.deepEqual(done.lines, ['node/node1 cordoned']);
    });

  test('one of a DaemonSet that is gone is asked after, and taken by force', () => {
    const cluster = base.fork();
    const { uid } = cluster.get('node', 'node1').metadata;
    cluster.apply(bare('', `, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: ds, uid: "${uid}", controller: true}]`));
    assert.deepEqual(textsOf(drained(cluster.fork())), ['cannot delete daemonsets.apps "ds" not found: default/bare']);
    assert.deepEqual(textsOf(drained(cluster, { force: true })), []);
  });

  test('one of a DaemonSet that is there stays, if that is agreed to', () => {
    const cluster = base.fork();
    cluster.apply(
      '{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: ds}, spec: {selector: {matchLabels: {app: ds}}, template: {metadata: {labels: {app: ds}}, spec: {containers: [{name: c, image: "nginx:1.27"}]}}}}',
    );
    const { uid } = cluster.get('daemonset', 'ds').metadata;
    cluster.apply(bare('', `, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: ds, uid: "${uid}", controller: true}]`));
    cluster.settle();
    assert.deepEqual(textsOf(drained(cluster.fork())), [
      'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/bare',
    ]);
    const { lines, problems } = drained(cluster, { ignoreDaemonSets: true });
    assert.deepEqual([problems, lines[1]], [[], 'E| Warning: ignoring DaemonSet-managed Pods: default/bare']);
    assert.notEqual(cluster.as('admin').find(PodKind, 'bare'), undefined);
  });

  test('only those that are selected', () => {
    const { cluster, lines } = drained(withYaml(bare('')), { podSelector: [{ key: 'app', operator: '=', values: ['web'] }] });
    assert.deepEqual(lines.slice(1), ['evicting pod default/web-*', 'pod/web-* evicted', 'node/node1 drained']);
    assert.notEqual(cluster.as('admin').find(PodKind, 'bare'), undefined);
  });

  test('several problems are told in one line', () => {
    assert.equal(aggregate([{ text: 'a' }, { text: 'b' }, { text: 'a' }]), '[a, b]');
    assert.equal(aggregate([{ text: 'a' }]), 'a');
  });
});

describe('a budget', () => {
  test('is asked again every five seconds until it lets the pod go', () => {
    const cluster = withYaml(budget('minAvailable: 2'));
    cluster.as('admin').setScale(DeploymentKind, { metadata: { name: 'web' } }, 3);
    const { problems, lines } = drained(cluster);
    assert.deepEqual(problems, []);
    const refusal =
      'E| error when evicting pods/"web-*" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.';
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('node/')),
      ['evicting pod default/web-*', refusal, 'evicting pod default/web-*', 'pod/web-* evicted'],
    );
  });

  test('that never does ends the drain at its time-out, in the words of kubectl, and is named', () => {
    const cluster = withYaml(budget('minAvailable: 2'));
    const before = cluster.now;
    const done = drained(cluster, { timeoutMillis: 8000 });
    const text = 'error when evicting pods/"web-*" -n "default": global timeout reached: 8s';
    assert.deepEqual(textsOf(done), [text]);
    assert.equal(cluster.now - before, 10_000);
    assert.match(
      done.problems[0]!.hint!,
      /^PodDisruptionBudget "web" does not let pod "web-.*" go: it \(minAvailable: 2\) needs 2 healthy pods, and there are to be 2 in all, so it never will$/,
    );
    assert.deepEqual(done.lines.slice(-2), [`E| There are pending pods in node "node1" when an error occurred: ${text}`, 'E| pod/web-*']);
  });

  test('that never does ends a drain without a time-out after an hour', () => {
    const cluster = withYaml(budget('maxUnavailable: 0'));
    const before = cluster.now;
    assert.match(textsOf(drained(cluster))[0]!, /it is not done after 1h0m0s, and without --timeout it would go on for ever$/);
    assert.equal(cluster.now - before, 3_600_000);
  });

  test('is not asked when pods are deleted instead', () => {
    const { lines } = drained(withYaml(budget('maxUnavailable: 0')), { disableEviction: true });
    assert.deepEqual(lines, ['node/node1 cordoned', 'pod/web-* deleted', 'node/node1 drained']);
  });

  test('that is one too many is an error at once', () => {
    const cluster = withYaml(budget('minAvailable: 1'));
    cluster.apply(budget('minAvailable: 0').replace('name: web', 'name: other'));
    cluster.settle();
    assert.deepEqual(textsOf(drained(cluster)), [
      'error when evicting pods/"web-*" -n "default": This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ]);
  });
});

test('a pod that does not end in time is told of', () => {
  const cluster = base.fork();
  cluster.apply(
    bare('terminationGracePeriodSeconds: 60, ').replace(
      'image: "nginx:1.27"',
      'image: busybox, command: [sh, -c, "trap : TERM; while true; do sleep 1; done"]',
    ),
  );
  cluster.settle();
  assert.deepEqual(textsOf(drained(cluster, { force: true, timeoutMillis: 10_000 })), [
    'error when waiting for pod "bare" in namespace "default" to terminate: global timeout reached: 10s',
  ]);
});
