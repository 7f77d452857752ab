/** What a condition of a workload says. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The condition of that type, or undefined. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** A condition that came to be now. */
export function newCondition(type: string, status: 'True' | 'False' | 'Unknown', reason: string, message: string, now: string): Condition {
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/**
 * The conditions with one set: of the same status and reason it stays what it is, of the same status it keeps the time of its transition. A
 * condition that is set goes to the end. kube: pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition
 */
export function withCondition(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const old = findCondition(conditions, condition.type);
  if (old?.status === condition.status && old.reason === condition.reason) return conditions;
  const { lastTransitionTime } = old?.status === condition.status ? old : condition;
  const kept = lastTransitionTime === undefined ? condition : { ...condition, lastTransitionTime };
  return [...withoutCondition(conditions, condition.type), kept];
}

/** The conditions without one of that type. */
export function withoutCondition(conditions: readonly Condition[], type: string): readonly Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}
