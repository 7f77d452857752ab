import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from '../../api/generated/types.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../../api/field-errors.ts';
import { label1123Problems, labelValueProblems, qualifiedNameProblems, subdomainProblems } from '../../base/name-rules.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';
import { checkLabelSelector } from './label-selector.ts';

/** What a taint does to pods that do not tolerate it. */
export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const WEIGHT_RULE = 'must be in the range 1-100';
const IN_BOTH = 'exists in both matchLabelKeys and labelSelector';

/** Checks which taints a pod tolerates. kube: pkg/apis/core/validation/validation.go ValidateTolerations */
export const checkTolerations = remembered<readonly Draft<Toleration>[]>((tolerations, path, found) => {
  tolerations.forEach((toleration, i) => {
    checkToleration(toleration, `${path}[${i}]`, found);
  });
});

function checkToleration(toleration: Draft<Toleration>, path: string, found: Found): void {
  const { key = '', operator = '', value = '', effect = '' } = toleration;
  if (key !== '') checkText(qualifiedNameProblems, key, `${path}.key`, found);
  if (key === '' && operator !== 'Exists') {
    found.push(
      invalid(`${path}.operator`, operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'),
    );
  }
  if (toleration.tolerationSeconds !== undefined && effect !== 'NoExecute') {
    found.push(invalid(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  if (operator === 'Equal' || operator === '') {
    const problems = labelValueProblems(value);
    if (problems.length > 0) found.push(invalid(`${path}.operator`, value, problems.join(';')));
  } else if (operator !== 'Exists') found.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
  else if (value !== '') found.push(invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  if (effect !== '' && !TAINT_EFFECTS.includes(effect)) found.push(notSupported(`${path}.effect`, effect, TAINT_EFFECTS));
}

/** Checks where a pod wants to be and with whom. kube: validation.go validateAffinity */
export const checkAffinity = remembered<Draft<Affinity>>((affinity, path, found) => {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  if (nodeAffinity !== undefined) {
    const inner = `${path}.nodeAffinity`;
    const { [REQUIRED]: wanted, [PREFERRED]: preferred = [] } = nodeAffinity;
    if (wanted !== undefined) checkNodeSelector(wanted, `${inner}.${REQUIRED}`, found);
    preferred.forEach(({ weight = 0, preference = {} }, i) => {
      if (weight < 1 || weight > 100) found.push(invalid(`${inner}.${PREFERRED}[${i}].weight`, weight, WEIGHT_RULE));
      checkTerm(preference, true, `${inner}.${PREFERRED}[${i}].preference`, found);
    });
  }
  if (podAffinity !== undefined) checkPodAffinity(podAffinity, `${path}.podAffinity`, found);
  if (podAntiAffinity !== undefined) checkPodAffinity(podAntiAffinity, `${path}.podAntiAffinity`, found);
});

/** Checks a selector of nodes, of a pod or of a volume. kube: validation.go ValidateNodeSelector */
export function checkNodeSelector({ nodeSelectorTerms = [] }: Draft<NodeSelector>, path: string, found: Found): void {
  if (nodeSelectorTerms.length === 0) found.push(required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term'));
  nodeSelectorTerms.forEach((term, i) => {
    checkTerm(term, false, `${path}.nodeSelectorTerms[${i}]`, found);
  });
}

function checkTerm(
  { matchExpressions = [], matchFields = [] }: Draft<NodeSelectorTerm>,
  isAnyValue: boolean,
  path: string,
  found: Found,
): void {
  matchExpressions.forEach((requirement, i) => {
    checkNodeRequirement(requirement, isAnyValue, `${path}.matchExpressions[${i}]`, found);
  });
  matchFields.forEach((requirement, i) => {
    checkFieldRequirement(requirement, `${path}.matchFields[${i}]`, found);
  });
}

function checkNodeRequirement(requirement: Draft<NodeSelectorRequirement>, isAnyValue: boolean, path: string, found: Found): void {
  const { key = '', operator = '', values = [] } = requirement;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) found.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) found.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) found.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else found.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  checkText(qualifiedNameProblems, key, `${path}.key`, found);
  if (isAnyValue) return;
  values.forEach((value, i) => {
    checkText(labelValueProblems, value, `${path}.values[${i}]`, found);
  });
}

function checkFieldRequirement({ key = '', operator = '', values = [] }: Draft<NodeSelectorRequirement>, path: string, found: Found): void {
  if (operator !== 'In' && operator !== 'NotIn') found.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  else if (values.length !== 1) {
    found.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (key !== 'metadata.name') found.push(invalid(`${path}.key`, key, 'not a valid field selector key'));
  else {
    values.forEach((value, i) => {
      checkText(subdomainProblems, value, `${path}.values[${i}]`, found);
    });
  }
}

function checkPodAffinity({ [REQUIRED]: wanted = [], [PREFERRED]: preferred = [] }: Draft<PodAffinity>, path: string, found: Found): void {
  wanted.forEach((term, i) => {
    checkPodTerm(term, `${path}.${REQUIRED}[${i}]`, found);
  });
  preferred.forEach(({ weight = 0, podAffinityTerm = {} }, i) => {
    if (weight < 1 || weight > 100) found.push(invalid(`${path}.${PREFERRED}[${i}].weight`, weight, WEIGHT_RULE));
    checkPodTerm(podAffinityTerm, `${path}.${PREFERRED}[${i}].podAffinityTerm`, found);
  });
}

function checkPodTerm(term: Draft<PodAffinityTerm>, path: string, found: Found): void {
  const { labelSelector, namespaceSelector, namespaces = [], matchLabelKeys = [], mismatchLabelKeys = [], topologyKey = '' } = term;
  checkLabelSelector(labelSelector, `${path}.labelSelector`, found);
  checkLabelSelector(namespaceSelector, `${path}.namespaceSelector`, found);
  for (const namespace of namespaces) checkText(label1123Problems, namespace, `${path}.namespace`, found);
  for (const [field, keys] of [['matchLabelKeys', matchLabelKeys] as const, ['mismatchLabelKeys', mismatchLabelKeys] as const]) {
    checkLabelKeys(keys, labelSelector !== undefined, `${path}.${field}`, found);
  }
  matchLabelKeys.forEach((key, i) => {
    if (mismatchLabelKeys.includes(key))
      found.push(invalid(`${path}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'));
  });
  if (topologyKey === '') found.push(required(`${path}.topologyKey`, 'can not be empty'));
  checkText(qualifiedNameProblems, topologyKey, `${path}.topologyKey`, found);
}

function checkLabelKeys(keys: readonly string[], hasSelector: boolean, path: string, found: Found): void {
  if (keys.length > 0 && !hasSelector) {
    found.push(forbidden(path, 'must not be specified when labelSelector is not set'));
    return;
  }
  keys.forEach((key, i) => {
    checkText(qualifiedNameProblems, key, `${path}[${i}]`, found);
  });
}

/** Checks how pods are spread. kube: validation.go validateTopologySpreadConstraints */
export const checkTopologySpread = remembered<readonly Draft<TopologySpreadConstraint>[]>((constraints, path, found) => {
  constraints.forEach((constraint, i) => {
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', minDomains } = constraint;
    const at = `${path}[${i}]`;
    if (maxSkew <= 0) found.push(invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero'));
    if (topologyKey === '') found.push(required(`${at}.topologyKey`, 'can not be empty'));
    if (whenUnsatisfiable !== 'DoNotSchedule' && whenUnsatisfiable !== 'ScheduleAnyway') {
      found.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']));
    }
    const isTwin = (other: Draft<TopologySpreadConstraint>): boolean =>
      (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable;
    if (constraints.slice(i + 1).some(isTwin)) {
      found.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`));
    }
    if (minDomains !== undefined && minDomains <= 0) found.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'));
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      const rule = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
      found.push(invalid(`${at}.minDomains`, minDomains, rule));
    }
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[field];
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore')
        found.push(notSupported(`${at}.${field}`, policy, ['Honor', 'Ignore']));
    }
    checkSpreadKeys(constraint, at, found);
    checkLabelSelector(constraint.labelSelector, `${at}.labelSelector`, found);
  });
});

function checkSpreadKeys({ matchLabelKeys = [], labelSelector }: Draft<TopologySpreadConstraint>, path: string, found: Found): void {
  if (matchLabelKeys.length === 0) return;
  const field = `${path}.matchLabelKeys`;
  if (labelSelector === undefined) found.push(forbidden(field, 'must not be specified when labelSelector is not set'));
  const selected = new Set([
    ...Object.keys(labelSelector?.matchLabels ?? {}),
    ...(labelSelector?.matchExpressions ?? []).map(({ key = '' }) => key),
  ]);
  matchLabelKeys.forEach((key, i) => {
    checkText(qualifiedNameProblems, key, `${field}[${i}]`, found);
    if (selected.has(key)) found.push(invalid(`${field}[${i}]`, key, IN_BOTH));
  });
}
