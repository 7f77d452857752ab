import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import { fieldsOf } from '../api/object.ts';
import { Cluster } from '../cluster.ts';
import { HorizontalPodAutoscalerV1Kind as V1 } from './horizontalpodautoscaler-v1.ts';
import { HorizontalPodAutoscalerKind as V2 } from './horizontalpodautoscaler.ts';

const world = new Cluster();
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const PREFIX = 'autoscaling.alpha.kubernetes.io';

const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** A metric of every sort that an older version has no field for, as the newest has it and as the annotation does. */
const OTHERS = [
  [
    { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
    { type: 'Resource', resource: { name: 'memory', targetAverageValue: '100Mi' } },
  ],
  [
    {
      type: 'Pods',
      pods: {
        metric: { name: 'hits', selector: { matchLabels: { b: '2', a: '1' } } },
        target: { type: 'AverageValue', averageValue: '10' },
      },
    },
    { type: 'Pods', pods: { metricName: 'hits', targetAverageValue: '10', selector: { matchLabels: { a: '1', b: '2' } } } },
  ],
  [
    {
      type: 'Object',
      object: {
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'main' },
        metric: { name: 'hits' },
        target: { type: 'Value', value: '2k' },
      },
    },
    {
      type: 'Object',
      object: {
        target: { kind: 'Ingress', name: 'main', apiVersion: 'networking.k8s.io/v1' },
        metricName: 'hits',
        targetValue: '2k',
      },
    },
  ],
  [
    { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } } },
    { type: 'External', external: { metricName: 'queue', targetAverageValue: '30' } },
  ],
  [
    {
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 60 } },
    },
    { type: 'ContainerResource', containerResource: { name: 'cpu', targetAverageUtilization: 60, container: 'app' } },
  ],
] as const;

function specOf(object: KubeObject): unknown {
  return fieldsOf(object)['spec'];
}

function messageOf(request: () => unknown): string {
  try {
    request();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.message;
  }
  return '';
}

test('what is written in one version is read in the other, and the answer is in the version asked for', () => {
  const api = world.fork().as('admin');
  const made = api.create(V1, {
    metadata: { name: 'web' },
    spec: { maxReplicas: 5, scaleTargetRef: TARGET, targetCPUUtilizationPercentage: 60 },
  });
  assert.deepEqual(
    [made.apiVersion, made.spec, made.status],
    [
      'autoscaling/v1',
      { maxReplicas: 5, scaleTargetRef: TARGET, minReplicas: 1, targetCPUUtilizationPercentage: 60 },
      { currentReplicas: 0, desiredReplicas: 0 },
    ],
  );
  const stored = api.get(V2, 'web');
  assert.deepEqual(
    [stored.apiVersion, stored.spec, stored.status, stored.metadata],
    [
      'autoscaling/v2',
      { maxReplicas: 5, scaleTargetRef: TARGET, minReplicas: 1, metrics: [cpu(60)] },
      { desiredReplicas: 0 },
      made.metadata,
    ],
  );
  assert.equal(api.get(V1, 'web'), made);
  assert.deepEqual(api.list(V1), [made]);
  assert.deepEqual(api.listPage(V1).items, [made]);
  const told: string[] = [];
  const watch = api.watch(V1, {}, ({ type, object }) => void told.push(`${type} ${object.apiVersion}`));
  api.patch(V2, made, { spec: { maxReplicas: 6 } });
  api.update(V1, { ...api.get(V1, 'web'), spec: { ...made.spec!, maxReplicas: 7 } });
  watch.stop();
  assert.deepEqual(told, ['ADDED autoscaling/v1', 'MODIFIED autoscaling/v1', 'MODIFIED autoscaling/v1']);
  assert.equal(api.get(V2, 'web').spec.maxReplicas, 7);
  const { columnDefinitions, rows } = api.table(V1);
  assert.deepEqual(
    [columnDefinitions.map(({ name }) => name), rows[0]?.cells.slice(0, 5)],
    [
      ['Name', 'Reference', 'Targets', 'MinPods', 'MaxPods', 'Replicas', 'Age'],
      ['web', 'Deployment/web', 'cpu: <unknown>/60%', 1, 7],
    ],
  );
});

test('without a metric, 80 % of the CPU is asked for', () => {
  const api = world.fork().as('admin');
  const made = api.create(V1, { metadata: { name: 'web' }, spec: { maxReplicas: 5, scaleTargetRef: TARGET } });
  assert.equal(made.spec?.targetCPUUtilizationPercentage, 80);
  assert.deepEqual(api.get(V2, 'web').spec.metrics, [cpu(80)]);
});

test('what the older version has no field for it says in annotations, and reads from them', () => {
  for (const [metric, said] of OTHERS) {
    const api = world.fork().as('admin');
    const made = api.create(V2, {
      metadata: { name: 'web', annotations: { note: 'x' } },
      spec: { maxReplicas: 5, scaleTargetRef: TARGET, metrics: [metric] },
    });
    const older = api.get(V1, 'web');
    assert.deepEqual({ ...older.metadata.annotations }, { note: 'x', [`${PREFIX}/metrics`]: JSON.stringify([said]) });
    assert.deepEqual(specOf(older), { maxReplicas: 5, scaleTargetRef: TARGET, minReplicas: 1 });
    assert.equal(api.update(V1, older), older);
    const changed = api.patch(V1, older, { spec: { targetCPUUtilizationPercentage: 50 } });
    assert.equal(changed.spec?.targetCPUUtilizationPercentage, 50);
    assert.deepEqual(specOf(api.get(V2, 'web')), { ...made.spec, metrics: [metric, cpu(50)] });
    assert.deepEqual({ ...api.get(V2, 'web').metadata.annotations }, { note: 'x' });
  }
});

test('a behaviour is kept in the words of Go, and a status with all that is known', () => {
  const api = world.fork().as('admin');
  const made = api.create(V2, {
    metadata: { name: 'web' },
    spec: { maxReplicas: 5, scaleTargetRef: TARGET, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } },
  });
  const status = {
    currentReplicas: 2,
    desiredReplicas: 3,
    currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 90, averageValue: '45m' } } }],
    conditions: [{ type: 'AbleToScale', status: 'True', reason: 'Ready', message: 'a < b', lastTransitionTime: '2026-01-01T00:00:00Z' }],
  };
  const stored = api.status(V2, made, status);
  const older = api.get(V1, 'web');
  assert.deepEqual(
    { ...older.metadata.annotations },
    {
      [`${PREFIX}/behavior`]:
        '{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}]},' +
        '"ScaleDown":{"StabilizationWindowSeconds":60,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}]}}',
      [`${PREFIX}/current-metrics`]:
        '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":90,"currentAverageValue":"45m"}}]',
      [`${PREFIX}/conditions`]:
        '[{"type":"AbleToScale","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z","reason":"Ready","message":"a \\u003c b"}]',
    },
  );
  assert.deepEqual(older.status, { currentReplicas: 2, desiredReplicas: 3, currentCPUUtilizationPercentage: 90 });
  const { annotations: _, ...metadata } = older.metadata;
  api.update(V1, { ...older, metadata: { ...metadata, labels: { a: 'b' } }, spec: { ...older.spec!, maxReplicas: 9 } });
  const { behavior: __, ...left } = made.spec;
  // Whoever leaves the annotations out takes away what they say of the spec; the status is nobody's to change here.
  assert.deepEqual([api.get(V2, 'web').spec, api.get(V2, 'web').status], [{ ...left, maxReplicas: 9 }, stored.status]);
  api.update(V1, { ...api.get(V1, 'web'), status: { currentReplicas: 4, desiredReplicas: 4 } }, { subresource: 'status' });
  assert.deepEqual(api.get(V2, 'web').status, { ...status, currentReplicas: 4, desiredReplicas: 4 });
});

test('annotations that nobody can read say nothing, and the newest version keeps none', () => {
  const annotations = {
    [`${PREFIX}/metrics`]: '[{"type": 5}]',
    [`${PREFIX}/current-metrics`]: '{',
    [`${PREFIX}/conditions`]: '"a"',
    [`${PREFIX}/behavior`]: '{"ScaleUp": []}',
  };
  for (const version of ['v1', 'v2']) {
    const cluster = world.fork();
    const api = cluster.as('admin');
    api.create(cluster.kind(`hpa.${version}.autoscaling`), {
      metadata: { name: 'web', annotations },
      spec: { maxReplicas: 5, scaleTargetRef: TARGET },
    });
    const stored = api.get(V2, 'web');
    assert.deepEqual([stored.metadata.annotations, stored.spec.metrics, stored.spec.behavior], [undefined, [cpu(80)], undefined]);
  }
});

test('a manifest is read by the older version’s own fields, and judged as what would be stored', () => {
  const api = world.fork().as('admin');
  const create = (spec: object) =>
    messageOf(() => api.create(V1, { metadata: { name: 'web' }, spec: { maxReplicas: 5, scaleTargetRef: TARGET, ...spec } }));
  assert.equal(
    create({ metrics: [] }),
    'HorizontalPodAutoscaler in version "v1" cannot be handled as a HorizontalPodAutoscaler: strict decoding error: unknown field "spec.metrics"',
  );
  assert.equal(
    create({ targetCPUUtilizationPercentage: 0, maxReplicas: 0 }),
    'HorizontalPodAutoscaler.autoscaling "web" is invalid: [spec.maxReplicas: Invalid value: 0: must be greater than 0, ' +
      'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`, ' +
      'spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0]',
  );
});

test('each manager’s fields are told in the version in which they were written', () => {
  const cluster = world.fork();
  const api = cluster.as('admin');
  const v1 = (target: number) => ({
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { maxReplicas: 5, scaleTargetRef: TARGET, targetCPUUtilizationPercentage: target },
  });
  api.applyServerSide(V1, v1(60), { fieldManager: 'one' });
  const managed = () =>
    api
      .withManagedFields(V2, api.get(V2, 'web'))
      .metadata.managedFields?.map(({ manager, apiVersion, fieldsV1 }) => [manager, apiVersion, fieldsV1]);
  assert.deepEqual(managed(), [
    ['one', 'autoscaling/v1', { 'f:spec': { 'f:maxReplicas': {}, 'f:scaleTargetRef': {}, 'f:targetCPUUtilizationPercentage': {} } }],
  ]);
  assert.equal(
    messageOf(() => api.applyServerSide(V1, v1(70), { fieldManager: 'two' })),
    'Apply failed with 1 conflict: conflict with "one": .spec.targetCPUUtilizationPercentage',
  );
  const v2 = { ...v1(0), apiVersion: 'autoscaling/v2', spec: { maxReplicas: 5, scaleTargetRef: TARGET, metrics: [cpu(70)] } };
  assert.equal(
    messageOf(() => api.applyServerSide(V2, v2, { fieldManager: 'two' })),
    'Apply failed with 1 conflict: conflict with "one": .spec.targetCPUUtilizationPercentage',
  );
  api.applyServerSide(V2, v2, { fieldManager: 'two', force: true });
  assert.deepEqual(managed(), [
    ['one', 'autoscaling/v1', { 'f:spec': { 'f:maxReplicas': {}, 'f:scaleTargetRef': {} } }],
    // In the newer version a reference has parts.
    [
      'two',
      'autoscaling/v2',
      { 'f:spec': { 'f:maxReplicas': {}, 'f:metrics': {}, 'f:scaleTargetRef': { 'f:apiVersion': {}, 'f:kind': {}, 'f:name': {} } } },
    ],
  ]);
  assert.equal(api.get(V1, 'web').spec?.targetCPUUtilizationPercentage, 70);
  const { targetCPUUtilizationPercentage: _, ...spec } = v1(0).spec;
  api.applyServerSide(V1, { ...v1(0), spec }, { fieldManager: 'one' });
  assert.equal(api.get(V1, 'web').spec?.targetCPUUtilizationPercentage, 70);
});

test('kubectl applies a manifest of either version to what the other one has written', () => {
  const cluster = world.fork();
  const manifest = (version: string, spec: string) =>
    `{ apiVersion: autoscaling/${version}, kind: HorizontalPodAutoscaler, metadata: { name: web }, spec: { maxReplicas: 5, scaleTargetRef: { kind: Deployment, name: web }, ${spec} } }`;
  const [made] = cluster.apply(manifest('v1', 'targetCPUUtilizationPercentage: 60'));
  assert.equal(made?.apiVersion, 'autoscaling/v1');
  cluster.apply(manifest('v2', 'minReplicas: 2'));
  assert.equal(cluster.get('hpa', 'web').apiVersion, 'autoscaling/v2');
  assert.deepEqual(specOf(cluster.get('hpa.v1.autoscaling', 'web')), {
    maxReplicas: 5,
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    targetCPUUtilizationPercentage: 60,
  });
});
