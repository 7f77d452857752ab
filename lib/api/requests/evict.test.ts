import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../../cluster.ts';
import { conditionOf, type Pod } from '../../kinds/pod-state.ts';
import { PodKind } from '../../kinds/pod.ts';
import { PodDisruptionBudgetKind, type PodDisruptionBudget } from '../../kinds/poddisruptionbudget.ts';
import { ApiError } from '../errors.ts';
import type { EvictOptions } from './evict.ts';

const base = new Cluster();
base.apply(`
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {run: web}}
  template:
    metadata: {labels: {app: web, run: web}}
    spec: {containers: [{name: web, image: "nginx:1.27"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: pending, labels: {app: web}}
spec: {nodeSelector: {no: where}, containers: [{name: web, image: "nginx:1.27"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: unready, labels: {app: web}}
spec:
  containers: [{name: web, image: "nginx:1.27", readinessProbe: {exec: {command: ["false"]}}}]
---
apiVersion: v1
kind: Pod
metadata: {name: done, labels: {app: web}}
spec: {restartPolicy: Never, containers: [{name: web, image: busybox, command: ["true"]}]}
`);
base.settle();

const TOO_MANY = "Cannot evict pod as it would violate the pod's disruption budget.";

function guarded(spec: string): Cluster {
  const cluster = base.fork();
  cluster.apply(
    `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, ${spec}}}`,
  );
  cluster.settle();
  return cluster;
}

const budgetOf = (cluster: Cluster): PodDisruptionBudget => cluster.as('admin').get(PodDisruptionBudgetKind, 'web');
const servingPod = (cluster: Cluster): Pod =>
  (cluster.list('pods', { namespace: 'default' }) as readonly Pod[]).find(({ metadata }) => metadata.name.startsWith('web-'))!;

function evict(cluster: Cluster, name: string, options: EvictOptions = {}): void {
  cluster.as('admin').evict(PodKind, { metadata: { name } }, options);
}

function refusal(cluster: Cluster, name: string, options: EvictOptions = {}): ApiError {
  const before = cluster.revision;
  try {
    evict(cluster, name, options);
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    assert.equal(cluster.revision, before);
    return error;
  }
  assert.fail('it was not refused');
}

describe('an eviction', () => {
  test('of a pod without a budget marks it and deletes it', () => {
    const cluster = base.fork();
    const { name } = servingPod(cluster).metadata;
    evict(cluster, name, { gracePeriodSeconds: 7 });
    const pod = cluster.get('pod', name) as Pod;
    const { status, reason, message } = conditionOf(pod, 'DisruptionTarget')!;
    assert.deepEqual([status, reason, message], ['True', 'EvictionByEvictionAPI', 'Eviction API: evicting']);
    assert.equal(pod.metadata.deletionGracePeriodSeconds, 7);
  });

  test('takes one of the disruptions that the budget allows, and writes down whose', () => {
    const cluster = guarded('minAvailable: 1');
    const { name } = servingPod(cluster).metadata;
    evict(cluster, name);
    const { disruptionsAllowed, disruptedPods, conditions } = budgetOf(cluster).status;
    assert.equal(disruptionsAllowed, 1);
    assert.deepEqual(disruptedPods, { [name]: cluster.as('admin').api.timestamp() });
    assert.equal(conditions![0]!.status, 'True');
    evict(
      cluster,
      cluster.list('pods', { namespace: 'default' }).findLast(({ metadata }) => metadata.name.startsWith('web-'))!.metadata.name,
    );
    assert.equal(budgetOf(cluster).status.conditions![0]!.reason, 'InsufficientPods');
    cluster.settle();
    assert.equal(budgetOf(cluster).status.disruptedPods, undefined);
    assert.equal(budgetOf(cluster).status.disruptionsAllowed, 2);
  });

  test('is refused when the budget needs all that are healthy', () => {
    const cluster = guarded('minAvailable: 3');
    const { status } = refusal(cluster, servingPod(cluster).metadata.name);
    const causes = [{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 3 healthy pods and has 3 currently' }];
    const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: TOO_MANY };
    assert.deepEqual(status, { ...head, reason: 'TooManyRequests', details: { causes }, code: 429 });
  });

  test('is refused for a while when the budget has just changed', () => {
    const cluster = guarded('minAvailable: 1');
    cluster.as('admin').patch(PodDisruptionBudgetKind, budgetOf(cluster), { spec: { minAvailable: 0 } });
    const { status } = refusal(cluster, servingPod(cluster).metadata.name);
    const causes = [{ reason: 'DisruptionBudget', message: 'The disruption budget web is still being processed by the server.' }];
    assert.deepEqual([status.code, status.message, status.details], [429, TOO_MANY, { causes, retryAfterSeconds: 10 }]);
  });

  test('is more than the server can decide under two budgets', () => {
    const cluster = guarded('minAvailable: 1');
    cluster.apply('{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: all}, spec: {selector: {}, maxUnavailable: 1}}');
    cluster.settle();
    const { code, reason, message } = refusal(cluster, servingPod(cluster).metadata.name);
    assert.deepEqual(
      [code, reason, message],
      [500, '', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'],
    );
  });

  test('of pods that do not serve asks no budget: pending ones, those that ended, those on their way out', () => {
    const cluster = guarded('minAvailable: 9');
    for (const name of ['pending', 'done']) {
      evict(cluster, name);
      assert.equal(cluster.as('admin').find(PodKind, name), undefined);
    }
    const { name } = servingPod(cluster).metadata;
    cluster.as('admin').delete(PodKind, { metadata: { name } });
    evict(cluster, name, { gracePeriodSeconds: 1 });
    assert.equal(cluster.get('pod', name).metadata.deletionGracePeriodSeconds, 1);
  });

  const unready: readonly (readonly [spec: string, goes: boolean])[] = [
    ['minAvailable: 3', true],
    ['minAvailable: 4', false],
    ['minAvailable: 0', true],
    ['minAvailable: 4, unhealthyPodEvictionPolicy: IfHealthyBudget', false],
    ['minAvailable: 4, unhealthyPodEvictionPolicy: AlwaysAllow', true],
  ];
  for (const [spec, goes] of unready)
    test(`of a pod that is not ready, of 3 that are, is ${goes ? 'granted' : 'refused'} with ${spec}`, () => {
      const cluster = guarded(spec);
      const before = budgetOf(cluster).status.disruptionsAllowed;
      if (!goes) assert.equal(refusal(cluster, 'unready').message, TOO_MANY);
      else {
        evict(cluster, 'unready');
        assert.equal(budgetOf(cluster).status.disruptionsAllowed, spec === 'minAvailable: 0' ? before - 1 : before);
      }
    });

  test('can be tried without doing it', () => {
    const cluster = guarded('minAvailable: 1');
    const before = cluster.revision;
    evict(cluster, servingPod(cluster).metadata.name, { dryRun: true });
    assert.equal(cluster.revision, before);
    assert.equal(refusal(guarded('minAvailable: 3'), servingPod(cluster).metadata.name, { dryRun: true }).code, 429);
  });

  test('of a pod that is not there, or is another one, is refused', () => {
    const cluster = base.fork();
    assert.equal(refusal(cluster, 'nobody').message, 'pods "nobody" not found');
    const { name, resourceVersion } = servingPod(cluster).metadata;
    assert.equal(refusal(cluster, name, { preconditions: { uid: 'x' } }).reason, 'Conflict');
    assert.equal(refusal(cluster, name, { preconditions: { resourceVersion: '1' } }).reason, 'Conflict');
    evict(cluster, name, { preconditions: { resourceVersion } });
    assert.notEqual(cluster.get('pod', name).metadata.deletionTimestamp, undefined);
  });
});

test('evictions alone, whenever they come, never leave fewer healthy pods than the budget needs', () => {
  const bounds = fc.oneof(
    fc.integer({ min: 0, max: 4 }).map((number) => `minAvailable: ${number}`),
    fc.integer({ min: 0, max: 100 }).map((percent) => `maxUnavailable: ${percent}%`),
  );
  const attempts = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.constantFrom(0, 1, 3, 700, 2500)), { minLength: 4, maxLength: 25 });
  fc.assert(
    fc.property(bounds, attempts, (bound, script) => {
      const cluster = guarded(bound.replace('maxUnavailable', 'unhealthyPodEvictionPolicy: AlwaysAllow, maxUnavailable'));
      for (const name of ['pending', 'unready', 'done'])
        cluster.as('admin').delete(PodKind, { metadata: { name } }, { gracePeriodSeconds: 0 });
      cluster.settle();
      const { desiredHealthy } = budgetOf(cluster).status;
      const pods = (): readonly Pod[] => cluster.list('pods', { namespace: 'default' }) as readonly Pod[];
      const isHealthy = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && conditionOf(pod, 'Ready')?.status === 'True';
      for (const [index, pauseMillis] of script) {
        const { name } = pods()[index % pods().length]!.metadata;
        try {
          evict(cluster, name);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
        }
        const healthy = pods().filter(isHealthy).length;
        if (healthy < Math.min(3, desiredHealthy)) return false;
        cluster.advance(pauseMillis);
      }
      return true;
    }),
    { seed: 1, numRuns: 40 },
  );
});
