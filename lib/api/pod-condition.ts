import type { PodCondition } from './generated/types.ts';

/** A pod's conditions with one set: it stays where it was, and of the same status it keeps the time of its transition. kube: pkg/api/v1/pod/util.go UpdatePodCondition */
export function withPodCondition(conditions: readonly PodCondition[] | undefined, condition: PodCondition): readonly PodCondition[] {
  const old = conditions?.find(({ type }) => type === condition.type);
  if (conditions === undefined || old === undefined) return [...(conditions ?? []), condition];
  const { lastTransitionTime } = old;
  const kept = old.status === condition.status && lastTransitionTime !== undefined ? { ...condition, lastTransitionTime } : condition;
  return conditions.map((other) => (other === old ? kept : other));
}
