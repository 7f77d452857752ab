import assert from 'node:assert/strict';
import test from 'node:test';
import { validatePodDisruptionBudget } from './poddisruptionbudget.ts';

type Spec = NonNullable<Parameters<typeof validatePodDisruptionBudget>[0]['spec']>;

const META = { name: 'web', namespace: 'default' };
const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const shown = (text: string): string => `Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:"${text}"}`;

const cases: readonly (readonly [title: string, spec: Spec, errors: readonly string[]])[] = [
  ['a number that has to be there', { minAvailable: 2 }, []],
  ['a share that may be missing', { maxUnavailable: '100%' }, []],
  ['neither bound', { selector: { matchLabels: { app: 'web' } } }, []],
  [
    'both bounds',
    { minAvailable: 1, maxUnavailable: 1, selector: {} },
    [
      'spec: Invalid value: policy.PodDisruptionBudgetSpec{MinAvailable:(*intstr.IntOrString)(0xc000000000), Selector:(*v1.LabelSelector)(0xc000000000), MaxUnavailable:(*intstr.IntOrString)(0xc000000000), UnhealthyPodEvictionPolicy:(*policy.UnhealthyPodEvictionPolicyType)(nil)}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  ['a text', { minAvailable: 'x' }, [`spec.minAvailable: ${shown('x')}: ${PERCENT}`]],
  ['a negative number', { maxUnavailable: -1 }, ['spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0']],
  ['more than all', { minAvailable: '150%' }, [`spec.minAvailable: ${shown('150%')}: must not be greater than 100%`]],
  [
    'more than all, in the other field',
    { maxUnavailable: '101%' },
    [`spec.maxUnavailable: ${shown('101%')}: must not be greater than 100%`],
  ],
  [
    'a policy that is none',
    { unhealthyPodEvictionPolicy: 'X' },
    ['spec.unhealthyPodEvictionPolicy: Unsupported value: "X": supported values: "AlwaysAllow", "IfHealthyBudget"'],
  ],
  [
    'a selector that selects by nothing known',
    { selector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } },
    ['spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator'],
  ],
];

for (const [title, spec, errors] of cases) {
  test(`a budget with ${title} is ${errors.length === 0 ? 'accepted' : 'refused'}`, () => {
    const found = validatePodDisruptionBudget({ metadata: META, spec }, undefined);
    assert.deepEqual(
      found.map(({ field, message }) => `${field}: ${message}`),
      errors,
    );
  });
}

test('a budget may change from one bound to the other', () => {
  const old = { metadata: { ...META, resourceVersion: '1' }, spec: { minAvailable: 1 } };
  assert.deepEqual(validatePodDisruptionBudget({ ...old, spec: { maxUnavailable: 1 } }, old), []);
});
