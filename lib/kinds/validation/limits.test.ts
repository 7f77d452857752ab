import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goQuantity } from '../../api/field-errors.ts';
import { ApiError } from '../../api/errors.ts';
import type { Manifest } from '../../api/object.ts';
import { Cluster } from '../../cluster.ts';

const world = new Cluster({ nodes: 0 });
const { go: ONE } = goQuantity('1');
const { go: TWO } = goQuantity('2');

/** What the server says against a manifest, line by line; nothing when it takes it. */
function objections(kind: string, manifest: Manifest): readonly string[] {
  const cluster = world.fork();
  try {
    cluster.as('tester').create(cluster.kind(kind), { ...manifest, metadata: { name: 'x', ...manifest.metadata } });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { causes } = error.status.details ?? {};
    return causes?.map(({ field, message }) => `${field ?? ''}: ${message ?? ''}`) ?? [error.message];
  }
}

const QUOTAS: readonly (readonly [spec: unknown, ...said: readonly string[]])[] = [
  [{}],
  [{ hard: { pods: '10', 'requests.cpu': '1', 'count/deployments.apps': '2', 'requests.nvidia.com/gpu': '4', 'hugepages-2Mi': '1Gi' } }],
  [
    { hard: { foo: '1' } },
    'spec.hard[foo]: Invalid value: foo: must be a standard resource type or fully qualified',
    'spec.hard[foo]: Invalid value: foo: must be a standard resource for quota',
  ],
  [{ hard: { storage: '1' } }, 'spec.hard[storage]: Invalid value: storage: must be a standard resource for quota'],
  [{ hard: { pods: '-1' } }, 'spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0'],
  [
    { hard: { pods: '1.5' } },
    'spec.hard[pods]: Invalid value: resource.Quantity{i:resource.int64Amount{value:15, scale:-1}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: must be an integer',
  ],
  [{ scopes: ['X'] }, 'spec.scopes: Invalid value: []core.ResourceQuotaScope{"X"}: unsupported scope'],
  [
    { scopes: ['BestEffort', 'NotBestEffort'], hard: { pods: '1' } },
    'spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: conflicting scopes',
  ],
  [
    { scopes: ['BestEffort'], hard: { cpu: '1', services: '1' } },
    'spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort"}: unsupported scope applied to resource',
    'spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort"}: unsupported scope applied to resource',
  ],
  [{ scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] }, hard: { pods: '1' } }],
  [
    { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } },
    "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
  ],
];

for (const [spec, ...said] of QUOTAS)
  test(`a quota ${JSON.stringify(spec)} is ${said.length === 0 ? 'taken' : 'refused as by a real server'}`, () => {
    assert.deepEqual(objections('ResourceQuota', { spec }), said);
  });

const RANGES: readonly (readonly [limits: readonly object[], ...said: readonly string[]])[] = [
  [[{ type: 'Container', max: { cpu: '2' }, min: { cpu: '1' } }]],
  [
    [{ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }],
    `spec.limits[0].min[cpu]: Invalid value: ${TWO}: min value 2 is greater than max value 1`,
    `spec.limits[0].defaultRequest[cpu]: Invalid value: ${ONE}: min value 2 is greater than default request value 1`,
    `spec.limits[0].default[cpu]: Invalid value: ${TWO}: min value 2 is greater than default value 1`,
  ],
  [[{ type: 'Foo' }], 'spec.limits[0].type: Invalid value: "Foo": must be a standard limit type or fully qualified'],
  [
    [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } }],
    `spec.limits[0].defaultRequest[cpu]: Invalid value: ${TWO}: default request value 2 is greater than default limit value 1`,
  ],
  [[{ type: 'Container' }, { type: 'Container' }], 'spec.limits[1].type: Duplicate value: "Container"'],
  [[{ type: 'Pod', default: { cpu: '1' } }], "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"],
  [
    [{ type: 'Container', default: { cpu: '2' }, max: { cpu: '1' } }],
    `spec.limits[0].defaultRequest[cpu]: Invalid value: ${TWO}: default request value 2 is greater than max value 1`,
    `spec.limits[0].default[cpu]: Invalid value: ${ONE}: default value 2 is greater than max value 1`,
  ],
  [
    [{ type: 'PersistentVolumeClaim' }],
    'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
  ],
  [
    [{ type: 'Pod', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3' } }],
    `spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: ${goQuantity('3').go}: ratio 3 is greater than max/min = 2.000000`,
  ],
  [
    [{ type: 'Container', max: { foo: '1' } }],
    ...['max', 'default', 'defaultRequest'].flatMap((field) => [
      `spec.limits[0].${field}[foo]: Invalid value: foo: must be a standard resource type or fully qualified`,
      `spec.limits[0].${field}[foo]: Invalid value: foo: must be a standard resource for containers`,
    ]),
  ],
];

for (const [limits, ...said] of RANGES)
  test(`limits ${JSON.stringify(limits)} are ${said.length === 0 ? 'taken' : 'refused as by a real server'}`, () => {
    assert.deepEqual(objections('LimitRange', { spec: { limits } }), said);
  });

const CLASSES: readonly (readonly [manifest: Manifest, ...said: readonly string[]])[] = [
  [{ value: 1_000_000_000 }],
  [{ value: -5, preemptionPolicy: 'Never' }],
  [{ value: 2_000_000_000 }, 'value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  [
    { value: 1, metadata: { name: 'system-foo' } },
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-foo is not a known system priority class",
  ],
  [{ value: 1, preemptionPolicy: 'X' }, 'preemptionPolicy: Unsupported value: "X": supported values: "PreemptLowerPriority", "Never"'],
];

for (const [manifest, ...said] of CLASSES)
  test(`a PriorityClass ${JSON.stringify(manifest)} is ${said.length === 0 ? 'taken' : 'refused as by a real server'}`, () => {
    assert.deepEqual(objections('PriorityClass', manifest), said);
  });

test('the value of a PriorityClass and the scopes of a quota never change', () => {
  const cluster = world.fork();
  const api = cluster.as('tester');
  const high = api.create(cluster.kind('PriorityClass'), { metadata: { name: 'high' }, value: 1000 });
  assert.throws(() => api.patch(cluster.kind('PriorityClass'), high, { value: 2 }), {
    message: 'PriorityClass.scheduling.k8s.io "high" is invalid: value: Forbidden: may not be changed in an update.',
  });
  const quota = api.create(cluster.kind('ResourceQuota'), { metadata: { name: 'q' }, spec: { scopes: ['Terminating'] } });
  assert.throws(() => api.patch(cluster.kind('ResourceQuota'), quota, { spec: { scopes: null } }), {
    message: 'ResourceQuota "q" is invalid: spec.scopes: Invalid value: []core.ResourceQuotaScope(nil): field is immutable',
  });
});

test('what a LimitRange does not say follows from what it says', () => {
  const cluster = world.fork();
  const limits = [
    { type: 'Container', max: { cpu: '2', memory: '1Gi' }, min: { cpu: '50m', 'ephemeral-storage': '1Gi' }, default: { cpu: '500m' } },
  ];
  const range = cluster.as('tester').create(cluster.kind('LimitRange'), { metadata: { name: 'x' }, spec: { limits } });
  assert.deepEqual((range as unknown as { spec: unknown }).spec, {
    limits: [
      {
        ...limits[0],
        default: { cpu: '500m', memory: '1Gi' },
        defaultRequest: { 'ephemeral-storage': '1Gi', cpu: '500m', memory: '1Gi' },
      },
    ],
  });
});
