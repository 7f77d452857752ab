import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited, refusalsOf, stored, type Case } from '../cases-fixture.ts';
import { HorizontalPodAutoscalerKind } from '../horizontalpodautoscaler.ts';

const BASE = { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' } } };
const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const METRIC = 'spec.metrics[0]';

const CASES: readonly Case[] = [
  [{}],
  [
    { 'spec.maxReplicas': 0 },
    'spec.maxReplicas: Invalid value: 0: must be greater than 0',
    'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
  ],
  [{ 'spec.minReplicas': 5 }, 'spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`'],
  [
    { 'spec.minReplicas': 0 },
    'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
    'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
  ],
  [{ 'spec.scaleTargetRef': { kind: 'X' } }, 'spec.scaleTargetRef.name: Required value'],
  [{ 'spec.metrics': [{ type: 'Resource' }] }, `${METRIC}.resource: Required value: must populate information for the given metric source`],
  [
    { 'spec.metrics': [{ type: 'Foo' }] },
    `${METRIC}.type: Unsupported value: "Foo": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
  ],
  [
    { 'spec.metrics': [cpu({ type: 'Utilization' })] },
    `${METRIC}.resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization`,
  ],
  [
    { 'spec.metrics': [cpu({ type: 'Utilization', averageUtilization: 0 })] },
    `${METRIC}.resource.target.averageUtilization: Invalid value: 0: must be greater than 0`,
  ],
  [
    { 'spec.metrics': [cpu({ type: 'AverageValue', averageValue: '-1' })] },
    `${METRIC}.resource.target.averageValue: Invalid value: -1: must be positive`,
  ],
  [
    { 'spec.metrics': [{ ...cpu({ type: 'Utilization', averageUtilization: 5 }), type: 'Pods' }] },
    `${METRIC}.pods: Required value: must populate information for the given metric source`,
  ],
  [
    {
      'spec.behavior': {
        scaleUp: { policies: [{ type: 'X', value: 0, periodSeconds: 2000 }], stabilizationWindowSeconds: 4000, selectPolicy: 'Y' },
      },
    },
    'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600',
    'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Y": supported values: "Disabled", "Max", "Min"',
    'spec.behavior.scaleUp.policies[0].type: Unsupported value: "X": supported values: "Percent", "Pods"',
    'spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero',
    'spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 2000: must be less than or equal to 1800',
  ],
];

test('an autoscaler is refused as by a real server', () => {
  for (const [edits, ...sentences] of CASES)
    assert.deepEqual(refusalsOf(HorizontalPodAutoscalerKind, edited(BASE, edits)), sentences, JSON.stringify(edits));
});

test('an autoscaler is defaulted as by a real server', () => {
  const { spec, status } = stored(HorizontalPodAutoscalerKind, BASE);
  assert.deepEqual([spec.minReplicas, spec.metrics, spec.behavior], [1, [cpu({ type: 'Utilization', averageUtilization: 80 })], undefined]);
  assert.deepEqual(status, { desiredReplicas: 0 });
  const { behavior } = stored(HorizontalPodAutoscalerKind, edited(BASE, { 'spec.behavior': { scaleDown: { selectPolicy: 'Min' } } })).spec;
  const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
  assert.deepEqual(behavior, {
    scaleDown: { selectPolicy: 'Min', policies: [percent] },
    scaleUp: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent], stabilizationWindowSeconds: 0 },
  });
});

test('an autoscaler is shown with how far it is from its targets', () => {
  const metric = { name: 'queue' };
  const named = { kind: 'Service', name: 's' };
  const targets = (metrics: readonly object[], currentMetrics: readonly object[] = []) => {
    const autoscaler = {
      ...stored(HorizontalPodAutoscalerKind, edited(BASE, { 'spec.metrics': metrics })),
      status: { currentMetrics, desiredReplicas: 2 },
    };
    return HorizontalPodAutoscalerKind.columns[2]!.cell(autoscaler as never, { age: () => '' });
  };
  const half = cpu({ type: 'Utilization', averageUtilization: 50 });
  assert.equal(targets([half]), 'cpu: <unknown>/50%');
  assert.equal(targets([half], [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12 } } }]), 'cpu: 12%/50%');
  assert.equal(targets([cpu({ type: 'AverageValue', averageValue: '200m' })]), 'cpu: <unknown>/200m');
  assert.equal(targets([{ type: 'Pods', pods: { metric, target: { type: 'AverageValue', averageValue: '5' } } }]), '<unknown>/5');
  assert.equal(
    targets([{ type: 'Object', object: { describedObject: named, metric, target: { type: 'AverageValue', averageValue: '5' } } }]),
    '<unknown>/5 (avg)',
  );
  assert.equal(
    targets([{ type: 'External', external: { metric, target: { type: 'Value', value: '5' } } }, half, half]),
    '<unknown>/5, cpu: <unknown>/50% + 1 more...',
  );
  const autoscaler = stored(HorizontalPodAutoscalerKind, BASE);
  assert.deepEqual(
    HorizontalPodAutoscalerKind.columns.map(({ cell }) => cell(autoscaler, { age: () => '5m' })),
    ['x', 'Deployment/web', 'cpu: <unknown>/80%', 1, 3, 0, '5m'],
  );
});
