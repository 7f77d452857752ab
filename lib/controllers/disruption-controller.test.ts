import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Event } from '../kinds/event.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';
import { PodKind } from '../kinds/pod.ts';
import { PodDisruptionBudgetKind, type PodDisruptionBudget } from '../kinds/poddisruptionbudget.ts';

const base = new Cluster({ nodes: 3 });

const webYaml = (replicas: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.27"}]}
`;
const podYaml = (name: string, owner = ''): string => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: web}${owner}}
spec: {containers: [{name: web, image: "nginx:1.27"}]}
`;
const budgetYaml = (spec: string): string => `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {${spec}}
`;
const SELECTOR = 'selector: {matchLabels: {app: web}}';

function played(...documents: readonly string[]): Cluster {
  const cluster = base.fork();
  for (const document of documents) {
    cluster.apply(document);
    cluster.settle();
  }
  return cluster;
}

function budgetOf(cluster: Cluster): PodDisruptionBudget {
  return cluster.as('admin').get(PodDisruptionBudgetKind, 'web');
}

function numbersOf(cluster: Cluster): string {
  const { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods } = budgetOf(cluster).status;
  return `${currentHealthy} ${desiredHealthy} ${disruptionsAllowed} ${expectedPods}`;
}

function newsOf(cluster: Cluster, name: string): readonly string[] {
  const events = cluster.list('events', { namespace: 'default', fieldSelector: `involvedObject.name=${name}` }) as readonly Event[];
  return events.map(({ type, reason, message, source }) => `${source?.component ?? ''} ${type ?? ''} ${reason ?? ''} ${message ?? ''}`);
}

describe('what a budget comes to', () => {
  const cases: readonly (readonly [spec: string, replicas: number, numbers: string])[] = [
    ['minAvailable: 3', 3, '3 3 0 3'],
    ['minAvailable: 2', 3, '3 2 1 3'],
    ['minAvailable: 50%', 5, '5 3 2 5'],
    ['minAvailable: 0', 3, '3 0 3 3'],
    ['minAvailable: 9', 3, '3 9 0 3'],
    ['maxUnavailable: 1', 3, '3 2 1 3'],
    ['maxUnavailable: 50%', 5, '5 2 3 5'],
    ['maxUnavailable: 0', 3, '3 3 0 3'],
    ['maxUnavailable: 9', 3, '3 0 3 3'],
  ];
  for (const [spec, replicas, numbers] of cases) {
    test(`${spec} of ${replicas} pods of a Deployment`, () => {
      assert.equal(numbersOf(played(webYaml(replicas), budgetYaml(`${spec}, ${SELECTOR}`))), numbers);
    });
  }

  test('a budget without a bound wants nothing and allows nothing', () => {
    assert.equal(numbersOf(played(webYaml(3), budgetYaml(SELECTOR))), '3 0 0 0');
  });

  test('an empty selector is about every pod of the namespace, a missing one about none', () => {
    assert.equal(numbersOf(played(webYaml(3), budgetYaml('minAvailable: 1, selector: {}'))), '3 1 2 3');
    const none = played(webYaml(3), budgetYaml('minAvailable: 1'));
    assert.equal(numbersOf(none), '0 1 0 0');
    assert.deepEqual(
      newsOf(none, 'web').filter((text) => text.includes('NoPods')),
      ['controllermanager Normal NoPods No matching pods found'],
    );
  });

  test('the condition says whether a disruption is allowed, since when, and of which version of the budget', () => {
    const cluster = played(webYaml(3), budgetYaml(`minAvailable: 2, ${SELECTOR}`));
    const [allowed] = budgetOf(cluster).status.conditions!;
    const { lastTransitionTime } = allowed!;
    const expected = {
      type: 'DisruptionAllowed',
      status: 'True',
      observedGeneration: 1,
      lastTransitionTime,
      reason: 'SufficientPods',
      message: '',
    };
    assert.deepEqual(allowed, expected);
    cluster.apply(budgetYaml(`minAvailable: 1, ${SELECTOR}`));
    cluster.settle();
    assert.deepEqual(budgetOf(cluster).status.conditions, [{ ...expected, observedGeneration: 2 }]);
    cluster.advance('10s');
    cluster.apply(budgetYaml(`minAvailable: 3, ${SELECTOR}`));
    cluster.settle();
    const [refused] = budgetOf(cluster).status.conditions!;
    assert.equal(`${refused!.status} ${refused!.reason} ${refused!.observedGeneration!}`, 'False InsufficientPods 3');
    assert.notEqual(refused!.lastTransitionTime, lastTransitionTime);
  });

  test('pods that nobody controls count for a number, not for a share of a number', () => {
    assert.equal(numbersOf(played(podYaml('a') + podYaml('b'), budgetYaml(`minAvailable: 1, ${SELECTOR}`))), '2 1 1 2');
    const cluster = played(podYaml('a'), budgetYaml(`maxUnavailable: 1, ${SELECTOR}`));
    assert.equal(numbersOf(cluster), '1 0 0 0');
    assert.deepEqual(newsOf(cluster, 'web'), [
      'controllermanager Warning UnmanagedPods Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
    ]);
  });

  test('a controller without a scale makes the budget refuse everything, and say why', () => {
    const owner = (kind: string): string =>
      `, ownerReferences: [{apiVersion: v1, kind: ${kind}, name: default, uid: "${base.get('Namespace', 'default').metadata.uid}", controller: true}]`;
    const cluster = base.fork();
    cluster.apply(podYaml('a', owner('Namespace')));
    cluster.apply(budgetYaml(`maxUnavailable: 1, ${SELECTOR}`));
    cluster.advance('100ms');
    const [condition] = budgetOf(cluster).status.conditions!;
    assert.equal(
      `${condition!.status} ${condition!.reason} ${condition!.message}`,
      'False SyncFailed namespaces does not implement the scale subresource',
    );
    assert.deepEqual(newsOf(cluster, 'web'), [
      'controllermanager Warning CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: namespaces does not implement the scale subresource',
    ]);
  });
});

describe('a budget keeps up', () => {
  test('with pods that come, go, and are no longer ready', () => {
    const cluster = played(budgetYaml(`minAvailable: 2, ${SELECTOR}`), webYaml(3));
    assert.equal(numbersOf(cluster), '3 2 1 3');
    cluster.as('admin').setScale(cluster.kind('deployment'), { metadata: { name: 'web' } }, 5);
    cluster.settle();
    assert.equal(numbersOf(cluster), '5 2 3 5');
    const [pod] = cluster.list('pods', { namespace: 'default' }) as readonly Pod[];
    cluster.as('admin').patch(PodKind, pod!, { metadata: { labels: { app: 'other' } } });
    cluster.advance('4ms');
    // Another pod has taken its place already, but is not ready.
    assert.equal(numbersOf(cluster), '4 2 2 5');
  });

  test('with a Deployment whose pods are not there yet: it is asked how many there are to be', () => {
    const cluster = base.fork();
    cluster.apply(webYaml(4) + budgetYaml(`maxUnavailable: 1, ${SELECTOR}`));
    cluster.advance('20ms');
    assert.equal(numbersOf(cluster), '0 3 0 4');
    cluster.settle();
    assert.equal(numbersOf(cluster), '4 3 1 4');
  });

  test('and is left alone by pods of other namespaces and labels, and by news that change no number', () => {
    const cluster = played(webYaml(2), budgetYaml(`minAvailable: 1, ${SELECTOR}`));
    const version = budgetOf(cluster).metadata.resourceVersion;
    const { events } = cluster;
    cluster.as('admin').patch(PodKind, cluster.list('pods', { namespace: 'kube-system' })[0]!, { metadata: { labels: { app: 'web' } } });
    cluster.as('admin').patch(PodKind, cluster.list('pods', { namespace: 'default' })[0]!, { metadata: { annotations: { a: 'b' } } });
    cluster.advance('10ms');
    assert.equal(budgetOf(cluster).metadata.resourceVersion, version);
    assert.ok(cluster.events - events < 10, String(cluster.events - events));
  });
});

describe('an eviction that came to nothing', () => {
  test('counts for two minutes as a pod that is about to go, and then is told of', () => {
    const cluster = played(webYaml(3), budgetYaml(`minAvailable: 1, ${SELECTOR}`));
    const budget = budgetOf(cluster);
    const [pod] = cluster.list('pods', { namespace: 'default' });
    const { name } = pod!.metadata;
    cluster.as('admin').status(PodDisruptionBudgetKind, budget, {
      ...budget.status,
      disruptedPods: { [name]: cluster.as('admin').api.timestamp(), gone: '2025-01-01T00:00:00Z' },
    });
    cluster.advance('1s');
    assert.equal(numbersOf(cluster), '2 1 1 3');
    assert.deepEqual(Object.keys(budgetOf(cluster).status.disruptedPods!), [name]);
    cluster.advance('121s');
    assert.equal(numbersOf(cluster), '3 1 2 3');
    assert.equal(budgetOf(cluster).status.disruptedPods, undefined);
    assert.equal(
      newsOf(cluster, name).at(-1),
      "controllermanager Warning NotDeleted Pod was expected by PDB default/default to be deleted but it wasn't",
    );
  });

  test('is taken back from the pod after two minutes', () => {
    const cluster = played(podYaml('a'));
    const target = (): string => {
      const condition = conditionOf(cluster.get('pod', 'a') as Pod, 'DisruptionTarget');
      return `${condition?.status ?? ''} ${condition?.reason ?? ''}`;
    };
    const pod = cluster.get('pod', 'a') as Pod;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      lastTransitionTime: cluster.as('admin').api.timestamp(),
    };
    cluster.as('admin').status(PodKind, pod, { ...pod.status, conditions: [...pod.status.conditions!, condition] });
    cluster.advance('119s');
    assert.equal(target(), 'True EvictionByEvictionAPI');
    cluster.advance('1s');
    assert.equal(target(), 'False ');
  });
});
