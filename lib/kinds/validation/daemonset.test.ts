import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DaemonSetKind } from '../daemonset.ts';
import { edited, refusalsOf, stored, updateRefusalsOf, type Case } from '../cases-fixture.ts';

const BASE = {
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } },
  },
};
const A = (labels: string) =>
  `spec.template.metadata.labels: Invalid value: map[string]string${labels}: \`selector\` does not match template \`labels\``;
const C = 'spec.template.spec.containers: Required value';
const NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';

const CASES: readonly Case[] = [
  [{}],
  [{ 'spec.template.metadata.labels': { app: 'z' } }, A('{"app":"z"}')],
  [{ 'spec.selector': undefined }, A('{"app":"a"}')],
  [
    { 'spec.selector': {} },
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for daemonset',
  ],
  [{ 'spec.template': undefined }, A('(nil)'), C],
  [{ 'spec.template.metadata': undefined }, A('(nil)')],
  [{ 'spec.template.spec.containers': [] }, C],
  [
    { 'spec.template.spec.restartPolicy': 'Never' },
    'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
  ],
  [
    { 'spec.template.spec.activeDeadlineSeconds': 5 },
    'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported',
  ],
  [{ 'spec.minReadySeconds': -1 }, `spec.minReadySeconds: ${NEGATIVE}`],
  [{ 'spec.revisionHistoryLimit': -1 }, `spec.revisionHistoryLimit: ${NEGATIVE}`],
  [{ spec: undefined }, A('(nil)'), C],
  [{ 'metadata.name': 'x.y' }],
  [
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Foo' }] } },
    'spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator',
  ],
  [
    { 'spec.updateStrategy': { type: 'Foo' } },
    'spec.updateStrategy: Unsupported value: apps.DaemonSetUpdateStrategy{Type:"Foo", RollingUpdate:(*apps.RollingUpdateDaemonSet)(nil)}: supported values: "RollingUpdate", "OnDelete"',
  ],
  [
    { 'spec.updateStrategy': { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
    'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: intstr.IntOrString{Type:0, IntVal:1, StrVal:""}: may not be set when maxUnavailable is non-zero',
  ],
  [
    { 'spec.updateStrategy': { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
  ],
];

test('a DaemonSet is refused as by a real server', () => {
  for (const [edits, ...sentences] of CASES)
    assert.deepEqual(refusalsOf(DaemonSetKind, edited(BASE, edits)), sentences, JSON.stringify(edits));
});

test("a DaemonSet's selector never changes", () => {
  const labels = { app: 'b' };
  assert.deepEqual(
    updateRefusalsOf(DaemonSetKind, BASE, { 'spec.selector': { matchLabels: labels }, 'spec.template.metadata': { labels } }),
    [
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"b"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    ],
  );
  assert.deepEqual(updateRefusalsOf(DaemonSetKind, BASE, { 'spec.template.spec.containers.0.image': 'nginx:1.28' }), []);
});

test('a DaemonSet is defaulted as by a real server, and counts the changes of its template', () => {
  const made = stored(DaemonSetKind, BASE);
  assert.deepEqual(made.spec.updateStrategy, { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
  assert.equal(made.spec.revisionHistoryLimit, 10);
  const counted = (object: object) => DaemonSetKind.prepareUpdate(object as typeof made, made).metadata.annotations;
  const annotation = 'deprecated.daemonset.template.generation';
  assert.deepEqual(made.metadata.annotations, { [annotation]: '1' });
  assert.deepEqual(counted({ ...made, metadata: { ...made.metadata, annotations: { [annotation]: '7' } } }), { [annotation]: '1' });
  assert.deepEqual(counted(edited(made, { 'spec.minReadySeconds': 3 })), { [annotation]: '1' });
  assert.deepEqual(counted(edited(made, { 'spec.template.metadata.labels.more': 'yes' })), { [annotation]: '2' });
});
