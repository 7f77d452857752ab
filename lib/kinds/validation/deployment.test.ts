import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment } from '../../api/generated/types.ts';
import { defaultPodSpec } from '../pod-defaults.ts';
import { validateDeployment } from './deployment.ts';
import type { Draft } from './draft.ts';

type Spec = Draft<Deployment>['spec'];

const metadata = { name: 'x', namespace: 'default' };
const selector = { matchLabels: { app: 'a' } };
const SURGE = 'spec.strategy.rollingUpdate.maxSurge';
const UNAVAILABLE = 'spec.strategy.rollingUpdate.maxUnavailable';
const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

function template(labels: Record<string, string> = { app: 'a' }, spec: object = {}) {
  return { metadata: { labels }, spec: defaultPodSpec({ containers: [{ name: 'c', image: 'i' }], ...spec }, { template: true }) };
}

function sentences(spec: Spec, old?: Draft<Deployment>): readonly string[] {
  return validateDeployment({ metadata, ...(spec === undefined ? {} : { spec }) }, old).map(({ field, message }) => `${field}: ${message}`);
}

const rolling = (rollingUpdate: NonNullable<NonNullable<Spec>['strategy']>['rollingUpdate'] & object): Spec => ({
  selector,
  template: template(),
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%', ...rollingUpdate } },
});
const VALID = rolling({});
const number = (value: number): string => `intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}`;
const text = (value: string): string => `intstr.IntOrString{Type:1, IntVal:0, StrVal:"${value}"}`;
const labels = (shown: string): string =>
  `spec.template.metadata.labels: Invalid value: map[string]string${shown}: \`selector\` does not match template \`labels\``;

test('a Deployment is refused as by a real server', () => {
  const cases: readonly (readonly [name: string, spec: Spec, answer: readonly string[]])[] = [
    ['valid', VALID, []],
    ['Recreate', { ...VALID, strategy: { type: 'Recreate' } }, []],
    [
      'another strategy',
      { ...VALID, strategy: { type: 'BlueGreen' } },
      [
        'spec.strategy: Unsupported value: apps.DeploymentStrategy{Type:"BlueGreen", RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}: supported values: "Recreate", "RollingUpdate"',
      ],
    ],
    [
      'Recreate with numbers',
      { ...VALID, strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
      ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    ],
    [
      'both 0',
      rolling({ maxSurge: 0, maxUnavailable: 0 }),
      [`${UNAVAILABLE}: Invalid value: ${number(0)}: may not be 0 when \`maxSurge\` is 0`],
    ],
    [
      'both 0%',
      rolling({ maxSurge: '0%', maxUnavailable: '0%' }),
      [`${UNAVAILABLE}: Invalid value: ${text('0%')}: may not be 0 when \`maxSurge\` is 0`],
    ],
    [
      'no percentage, and too many percent',
      rolling({ maxSurge: 'abc', maxUnavailable: '150%' }),
      [
        `${SURGE}: Invalid value: ${text('abc')}: ${PERCENT}`,
        `${UNAVAILABLE}: Invalid value: ${text('150%')}: must not be greater than 100%`,
      ],
    ],
    ['a surge of 150%', rolling({ maxSurge: '150%' }), []],
    ['negative', rolling({ maxSurge: -1 }), [`${SURGE}: Invalid value: -1: must be greater than or equal to 0`]],
    [
      'a deadline of 0',
      { ...VALID, progressDeadlineSeconds: 0 },
      ['spec.progressDeadlineSeconds: Invalid value: 0: must be greater than minReadySeconds'],
    ],
    [
      'a deadline that minReadySeconds uses up',
      { ...VALID, progressDeadlineSeconds: 10, minReadySeconds: 10 },
      ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
    ],
    [
      'negative numbers',
      { ...VALID, replicas: -1, minReadySeconds: -1, revisionHistoryLimit: -1 },
      ['replicas', 'minReadySeconds', 'revisionHistoryLimit'].map(
        (field) => `spec.${field}: Invalid value: -1: must be greater than or equal to 0`,
      ),
    ],
    ['labels', { ...VALID, template: template({ app: 'z' }) }, [labels('{"app":"z"}')]],
    [
      'selector missing',
      { template: template(), strategy: { type: 'Recreate' } },
      ['spec.selector: Required value', labels('{"app":"a"}')],
    ],
    [
      'selector {}',
      { ...VALID, selector: {} },
      [
        'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for deployment',
      ],
    ],
    [
      'restartPolicy and deadline',
      { ...VALID, template: template(undefined, { restartPolicy: 'Never', activeDeadlineSeconds: 5 }) },
      [
        'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
        'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported',
      ],
    ],
  ];
  for (const [name, spec, answer] of cases) assert.deepEqual(sentences(spec), answer, name);
});

test("a Deployment's selector never changes", () => {
  const old: Draft<Deployment> = { metadata, spec: VALID! };
  assert.deepEqual(sentences(VALID, old), []);
  assert.deepEqual(sentences({ ...VALID, selector: { matchLabels: { app: 'e' } } }, old), [
    labels('{"app":"a"}'),
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"e"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
  ]);
});
