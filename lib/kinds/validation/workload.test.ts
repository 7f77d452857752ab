import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplicaSet, ReplicationController } from '../../api/generated/types.ts';
import type { FieldError } from '../../api/field-errors.ts';
import { defaultPodSpec } from '../pod-defaults.ts';
import type { Draft } from './draft.ts';
import { workloadWarnings } from './pod-warnings.ts';
import { validateReplicaSet, validateReplicationController } from './workload.ts';

const metadata = { name: 'x', namespace: 'default' };
const A = (labels: string) =>
  `spec.template.metadata.labels: Invalid value: map[string]string${labels}: \`selector\` does not match template \`labels\``;
const C = 'spec.template.spec.containers: Required value';
const R = 'spec.selector: Required value';
const NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';
const shown = (labels: string, expressions: string) =>
  `v1.LabelSelector{MatchLabels:map[string]string${labels}, MatchExpressions:[]v1.LabelSelectorRequirement${expressions}}`;

function template(labels: Record<string, string> = { app: 'a' }, spec: object = {}) {
  const podSpec = defaultPodSpec({ containers: [{ name: 'c', image: 'i' }], ...spec }, { template: true });
  return { metadata: { labels }, spec: podSpec };
}

function sentences(found: readonly FieldError[]): readonly string[] {
  return found.map(({ field, message }) => `${field}: ${message}`);
}

const selector = { matchLabels: { app: 'a' } };

test('a ReplicaSet is refused as by a real server', () => {
  const cases: [string, Draft<ReplicaSet>['spec'], readonly string[]][] = [
    ['valid', { selector, template: template() }, []],
    ['A', { selector, template: template({ app: 'z' }) }, [A('{"app":"z"}')]],
    ['selector missing', { template: template() }, [R, A('{"app":"a"}')]],
    [
      'selector {}',
      { selector: {}, template: template() },
      [`spec.selector: Invalid value: ${shown('(nil)', '(nil)')}: empty selector is invalid for deployment`],
    ],
    ['template missing', { selector }, [A('(nil)'), C]],
    ['template.metadata missing', { selector, template: { spec: template().spec } }, [A('(nil)')]],
    ['containers []', { selector, template: template(undefined, { containers: [] }) }, [C]],
    [
      'restartPolicy',
      { selector, template: template(undefined, { restartPolicy: 'OnFailure' }) },
      ['spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ],
    ['replicas', { selector, template: template(), replicas: -1 }, [`spec.replicas: ${NEGATIVE}`]],
    ['minReadySeconds', { selector, template: template(), minReadySeconds: -1 }, [`spec.minReadySeconds: ${NEGATIVE}`]],
    [
      'deadline',
      { selector, template: template(undefined, { activeDeadlineSeconds: 5 }) },
      ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
    ],
    ['spec missing', undefined, [R, A('(nil)'), C]],
    [
      'bad operator',
      { selector: { matchExpressions: [{ key: 'app', operator: 'Foo' }] }, template: template() },
      [
        'spec.selector.matchExpressions[0].operator: Invalid value: "Foo": not a valid selector operator',
        `spec.selector: Invalid value: ${shown('(nil)', '{v1.LabelSelectorRequirement{Key:"app", Operator:"Foo", Values:[]string(nil)}}')}: invalid label selector`,
      ],
    ],
    [
      'In without values',
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] }, template: template() },
      [
        "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
        `spec.selector: Invalid value: ${shown('(nil)', '{v1.LabelSelectorRequirement{Key:"app", Operator:"In", Values:[]string(nil)}}')}: invalid label selector`,
      ],
    ],
  ];
  for (const [name, spec, answer] of cases) {
    assert.deepEqual(sentences(validateReplicaSet({ metadata, ...(spec === undefined ? {} : { spec }) }, undefined)), answer, name);
  }
});

test("a ReplicaSet's selector never changes", () => {
  const old: Draft<ReplicaSet> = { metadata, spec: { selector, template: template() } };
  const changed = { matchLabels: { app: 'a', env: 'prod' } };
  const immutable = `spec.selector: Invalid value: ${shown('{"app":"a", "env":"prod"}', '(nil)')}: field is immutable`;
  assert.deepEqual(sentences(validateReplicaSet({ ...old, spec: { selector: changed, template: template() } }, old)), [
    A('{"app":"a"}'),
    immutable,
  ]);
  assert.deepEqual(
    sentences(validateReplicaSet({ ...old, spec: { selector: changed, template: template({ app: 'a', env: 'prod' }) } }, old)),
    [immutable],
  );
  assert.deepEqual(
    sentences(validateReplicaSet({ ...old, spec: { selector, template: template({ app: 'a', x: 'y' }), replicas: 4 } }, old)),
    [],
  );
});

test('a ReplicationController is refused as by a real server', () => {
  const cases: [string, Draft<ReplicationController>['spec'], readonly string[]][] = [
    ['valid', { selector: { app: 'a' }, template: template() }, []],
    ['A', { selector: { app: 'b' }, template: template() }, [A('{"app":"a"}')]],
    ['template missing', { selector: { app: 'a' } }, ['spec.template: Required value']],
    ['template.metadata missing', { selector: { app: 'a' }, template: { spec: template().spec } }, [A('(nil)')]],
    ['containers []', { selector: { app: 'a' }, template: template(undefined, { containers: [] }) }, [C]],
    [
      'restartPolicy',
      { selector: { app: 'a' }, template: template(undefined, { restartPolicy: 'Never' }) },
      ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ],
    ['replicas', { selector: { app: 'a' }, template: template(), replicas: -1 }, [`spec.replicas: ${NEGATIVE}`]],
    ['minReadySeconds', { selector: { app: 'a' }, template: template(), minReadySeconds: -1 }, [`spec.minReadySeconds: ${NEGATIVE}`]],
    [
      'deadline',
      { selector: { app: 'a' }, template: template(undefined, { activeDeadlineSeconds: 5 }) },
      ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported'],
    ],
    ['spec missing', undefined, [R, 'spec.template: Required value']],
  ];
  for (const [name, spec, answer] of cases) {
    assert.deepEqual(
      sentences(validateReplicationController({ metadata, ...(spec === undefined ? {} : { spec }) }, undefined)),
      answer,
      name,
    );
  }
});

test("a ReplicationController's selector and template labels change together", () => {
  const old: Draft<ReplicationController> = { metadata, spec: { selector: { app: 'a' }, template: template() } };
  assert.deepEqual(validateReplicationController({ ...old, spec: { selector: { app: 'b' }, template: template({ app: 'b' }) } }, old), []);
  assert.deepEqual(sentences(validateReplicationController({ ...old, spec: { selector: { app: 'b' }, template: template() } }, old)), [
    A('{"app":"a"}'),
  ]);
});

test('a name with a dot is accepted with a warning', () => {
  assert.deepEqual(validateReplicaSet({ metadata: { ...metadata, name: 'x.y' }, spec: { selector, template: template() } }, undefined), []);
  assert.deepEqual(workloadWarnings('x.y', template()), [
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
  ]);
});
