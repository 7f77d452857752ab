import type { PodAffinityTerm, PodSpec, ScopedResourceSelectorRequirement } from '../../api/generated/types.ts';
import { qosClassOf } from '../qos.ts';
import type { ResourceQuota } from '../resourcequota.ts';

/** Whether all scopes of a quota take in a pod like that; a quota without scopes takes in everything. kube: pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc */
export function isPodInScope({ spec: { scopes = [], scopeSelector } = {} }: ResourceQuota, pod: PodSpec): boolean {
  const listed = scopes.map((scopeName): ScopedResourceSelectorRequirement => ({ scopeName, operator: 'Exists' }));
  return [...listed, ...(scopeSelector?.matchExpressions ?? [])].every((requirement) => isMet(requirement, pod));
}

/** Whether the quota speaks of some objects only: those can only be pods. */
export function isScoped({ spec: { scopes = [], scopeSelector } = {} }: ResourceQuota): boolean {
  return scopes.length > 0 || (scopeSelector?.matchExpressions?.length ?? 0) > 0;
}

function isMet({ scopeName, operator, values = [] }: ScopedResourceSelectorRequirement, pod: PodSpec): boolean {
  switch (scopeName) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
    case 'BestEffort':
      return qosClassOf(pod) === 'BestEffort';
    case 'NotBestEffort':
      return qosClassOf(pod) !== 'BestEffort';
    case 'CrossNamespacePodAffinity':
      return affinityTerms(pod).some(({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined);
    case 'PriorityClass': {
      const { priorityClassName = '' } = pod;
      if (operator === 'Exists') return priorityClassName !== '';
      if (operator === 'DoesNotExist') return priorityClassName === '';
      return values.includes(priorityClassName) === (operator === 'In');
    }
    default:
      return false;
  }
}

function isTerminating({ activeDeadlineSeconds }: PodSpec): boolean {
  return activeDeadlineSeconds !== undefined && activeDeadlineSeconds >= 0;
}

function affinityTerms({ affinity }: PodSpec): readonly PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((terms) => [
    ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
}
