import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from '../../api/generated/types.ts';
import { goPointer, goStruct, invalid, notSupported, type FieldError } from '../../api/field-errors.ts';
import type { Draft, Found } from './draft.ts';
import { checkAtMostAll, checkIntOrPercent } from './int-or-percent.ts';
import { checkLabelSelector } from './label-selector.ts';
import { validateMetadata } from './metadata.ts';

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** All that is wrong with a disruption budget. kube: pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
export function validatePodDisruptionBudget(
  budget: Draft<PodDisruptionBudget>,
  old: Draft<PodDisruptionBudget> | undefined,
): readonly FieldError[] {
  const found: Found = [...validateMetadata(budget, old, { name: 'path-segment', namespaced: true })];
  const spec = budget.spec ?? {};
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    found.push(invalid('spec', shownSpec(spec), 'minAvailable and maxUnavailable cannot be both set'));
  for (const [field, bound] of [
    ['spec.minAvailable', minAvailable],
    ['spec.maxUnavailable', maxUnavailable],
  ] as const) {
    if (bound === undefined) continue;
    checkIntOrPercent(bound, field, found);
    checkAtMostAll(bound, field, found);
  }
  checkLabelSelector(selector, 'spec.selector', found);
  if (unhealthyPodEvictionPolicy !== undefined && !EVICTION_POLICIES.includes(unhealthyPodEvictionPolicy))
    found.push(notSupported('spec.unhealthyPodEvictionPolicy', unhealthyPodEvictionPolicy, EVICTION_POLICIES));
  return found;
}

function shownSpec(spec: Draft<PodDisruptionBudgetSpec>): ReturnType<typeof goStruct> {
  return goStruct('policy.PodDisruptionBudgetSpec', [
    ['MinAvailable', goPointer('intstr.IntOrString', spec.minAvailable !== undefined)],
    ['Selector', goPointer('v1.LabelSelector', spec.selector !== undefined)],
    ['MaxUnavailable', goPointer('intstr.IntOrString', spec.maxUnavailable !== undefined)],
    ['UnhealthyPodEvictionPolicy', goPointer('policy.UnhealthyPodEvictionPolicyType', spec.unhealthyPodEvictionPolicy !== undefined)],
  ]);
}
