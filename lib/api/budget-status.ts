import type { Condition, PodDisruptionBudgetStatus } from './generated/types.ts';

/** The condition of a budget that says whether a pod may be evicted. */
export const DISRUPTION_ALLOWED = 'DisruptionAllowed';

/** The status with its condition DisruptionAllowed as its number says. kube: staging/src/k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go UpdateDisruptionAllowedCondition */
export function withDisruptionAllowed(status: PodDisruptionBudgetStatus, now: string): PodDisruptionBudgetStatus {
  const isAllowed = status.disruptionsAllowed > 0;
  const words = isAllowed
    ? ({ status: 'True', reason: 'SufficientPods' } as const)
    : ({ status: 'False', reason: 'InsufficientPods' } as const);
  return withStatusCondition(status, { type: DISRUPTION_ALLOWED, ...words, message: '' }, now);
}

/** The status with one condition set; of the same status, it keeps the time of its transition. kube: staging/src/k8s.io/apimachinery/pkg/api/meta/conditions.go SetStatusCondition */
export function withStatusCondition(
  status: PodDisruptionBudgetStatus,
  condition: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>,
  now: string,
): PodDisruptionBudgetStatus {
  const { conditions = [], observedGeneration } = status;
  const old = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : now;
  const changed: Condition = {
    type: condition.type,
    status: condition.status,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime,
    reason: condition.reason,
    message: condition.message,
  };
  const others = old === undefined ? [...conditions, changed] : conditions.map((other) => (other === old ? changed : other));
  return { ...status, conditions: others };
}
