import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited, refusalsOf, stored, updateRefusalsOf, type Case } from '../cases-fixture.ts';
import { StatefulSetKind } from '../statefulset.ts';

const BASE = {
  spec: {
    serviceName: 'x',
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } },
  },
};
const A = (labels: string) =>
  `spec.template.metadata.labels: Invalid value: map[string]string${labels}: \`selector\` does not match template \`labels\``;
const R = 'spec.selector: Required value';
const NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';
const selector = (expressions: string) =>
  `spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement${expressions}}`;

const CASES: readonly Case[] = [
  [{}],
  [{ 'spec.template.metadata.labels': { app: 'z' } }, A('{"app":"z"}')],
  [{ 'spec.selector': undefined }, R, A('{"app":"a"}')],
  [{ 'spec.selector': {} }, `${selector('(nil)')}: empty selector is invalid for statefulset`],
  [{ 'spec.template': undefined }, A('(nil)')],
  [{ 'spec.template.spec.containers': [] }],
  [
    { 'spec.template.spec.restartPolicy': 'OnFailure' },
    'spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"',
  ],
  [
    { 'spec.template.spec.activeDeadlineSeconds': 5 },
    'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported',
  ],
  [{ 'spec.replicas': -1 }, `spec.replicas: ${NEGATIVE}`],
  [{ 'spec.minReadySeconds': -1 }, `spec.minReadySeconds: ${NEGATIVE}`],
  [{ 'spec.revisionHistoryLimit': -1 }],
  [{ spec: undefined }, R, A('(nil)')],
  [{ 'metadata.name': 'x.y' }, 'metadata.name: Invalid value: "x.y": must not contain dots'],
  [
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Foo' }] } },
    'spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator',
    selector('{v1.LabelSelectorRequirement{Key:"app", Operator:"Foo", Values:[]string(nil)}}'),
  ],
  [{ 'spec.podManagementPolicy': 'Foo' }, `spec.podManagementPolicy: Invalid value: "Foo": must be 'OrderedReady' or 'Parallel'`],
  [
    { 'spec.updateStrategy': { type: 'Foo' } },
    `spec.updateStrategy: Invalid value: apps.StatefulSetUpdateStrategy{Type:"Foo", RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}: must be 'RollingUpdate' or 'OnDelete'`,
  ],
  [
    { 'spec.updateStrategy': { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
    `spec.updateStrategy.rollingUpdate: Invalid value: apps.RollingUpdateStatefulSetStrategy{Partition:1, MaxUnavailable:(*intstr.IntOrString)(nil)}: only allowed for updateStrategy 'RollingUpdate'`,
  ],
  [{ 'spec.updateStrategy': { rollingUpdate: { partition: -1 } } }, `spec.updateStrategy.rollingUpdate.partition: ${NEGATIVE}`],
  [{ 'spec.serviceName': undefined }],
  [
    { 'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'x' } },
    'spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "x": supported values: "Retain", "Delete"',
  ],
  [{ 'spec.volumeClaimTemplates': [{ metadata: { name: 'v' } }] }],
  [{ 'spec.ordinals': { start: -1 } }, `spec.ordinals.start: ${NEGATIVE}`],
];

test('a StatefulSet is refused as by a real server', () => {
  for (const [edits, ...sentences] of CASES)
    assert.deepEqual(refusalsOf(StatefulSetKind, edited(BASE, edits)), sentences, JSON.stringify(edits));
});

test('of a StatefulSet only six fields may change', () => {
  const rule =
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  const updates: readonly Case[] = [
    [{ 'spec.replicas': 4 }],
    [{ 'spec.ordinals': { start: 3 } }],
    [{ 'spec.template.spec.containers.0.image': 'nginx:1.28' }],
    [{ 'spec.updateStrategy': { type: 'OnDelete' } }],
    [{ 'spec.minReadySeconds': 5 }],
    [{ 'spec.persistentVolumeClaimRetentionPolicy.whenScaled': 'Delete' }],
    [{ 'spec.serviceName': 'y' }, rule],
    [{ 'spec.podManagementPolicy': 'Parallel' }, rule],
    [{ 'spec.revisionHistoryLimit': 3 }, rule],
    [{ 'spec.volumeClaimTemplates': [{ metadata: { name: 'v' } }] }, rule],
    [{ 'spec.selector.matchLabels': { app: 'b' } }, A('{"app":"a"}'), rule],
  ];
  for (const [edits, ...sentences] of updates)
    assert.deepEqual(updateRefusalsOf(StatefulSetKind, BASE, edits), sentences, JSON.stringify(edits));
});

test('a StatefulSet is defaulted as by a real server', () => {
  const { spec, status } = stored(StatefulSetKind, BASE);
  assert.deepEqual(
    [spec.podManagementPolicy, spec.updateStrategy, spec.persistentVolumeClaimRetentionPolicy, spec.replicas, spec.revisionHistoryLimit],
    ['OrderedReady', { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }, { whenDeleted: 'Retain', whenScaled: 'Retain' }, 1, 10],
  );
  assert.deepEqual(status, { replicas: 0, availableReplicas: 0 });
  const strategy = (updateStrategy: object) =>
    stored(StatefulSetKind, edited(BASE, { 'spec.updateStrategy': updateStrategy })).spec.updateStrategy;
  assert.deepEqual(strategy({ type: 'RollingUpdate' }), { type: 'RollingUpdate' });
  assert.deepEqual(strategy({ type: 'OnDelete' }), { type: 'OnDelete' });
  assert.deepEqual(strategy({ rollingUpdate: { maxUnavailable: 2 } }), { type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
  const claims = stored(StatefulSetKind, edited(BASE, { 'spec.volumeClaimTemplates': [{ metadata: { name: 'v' } }] })).spec
    .volumeClaimTemplates;
  assert.deepEqual(claims, [
    {
      metadata: { name: 'v' },
      spec: { volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
    },
  ]);
});
