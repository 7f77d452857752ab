import type { Client } from '../api/client.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { isBudgetOf, PodDisruptionBudgetKind, type PodDisruptionBudget } from '../kinds/poddisruptionbudget.ts';

/** Which budget does not let a pod go, and what would change that; undefined when none is in the way. */
export function blockingBudget(api: Client, pod: Pod): string | undefined {
  const { name, namespace } = pod.metadata;
  const budget = api.list(PodDisruptionBudgetKind, { namespace }).find((candidate) => isBudgetOf(candidate, pod));
  if (budget === undefined || budget.status.disruptionsAllowed > 0) return undefined;
  return `PodDisruptionBudget "${budget.metadata.name}" does not let pod "${name}" go: ${reasonOf(budget)}`;
}

/** Which budgets are about a pod, when they are more than one: it cannot be evicted then. */
export function rivalBudgets(api: Client, pod: Pod): string | undefined {
  const { name, namespace } = pod.metadata;
  const rivals = api.list(PodDisruptionBudgetKind, { namespace }).filter((candidate) => isBudgetOf(candidate, pod));
  if (rivals.length < 2) return undefined;
  return `pod "${name}" is meant by PodDisruptionBudgets ${rivals.map(({ metadata }) => `"${metadata.name}"`).join(' and ')}: make their selectors exclude each other`;
}

function reasonOf({ spec, status }: PodDisruptionBudget): string {
  const { currentHealthy, desiredHealthy, expectedPods } = status;
  const bound =
    spec.maxUnavailable === undefined ? `minAvailable: ${spec.minAvailable ?? 'none'}` : `maxUnavailable: ${spec.maxUnavailable}`;
  if (expectedPods === 0) return `it (${bound}) cannot tell how many pods there are to be`;
  if (desiredHealthy >= expectedPods)
    return `it (${bound}) needs ${desiredHealthy} healthy pods, and there are to be ${expectedPods} in all, so it never will`;
  return `it (${bound}) needs ${desiredHealthy} healthy pods, and of ${expectedPods} only ${currentHealthy} are`;
}
