import type { Client } from '../api/client.ts';
import type { PodCondition } from '../api/generated/types.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';

/** Why somebody takes a pod away that has not ended by itself. */
export interface Disruption {
  readonly reason: string;
  readonly message: string;
}

/** The pod's conditions with one set; a condition that keeps its status keeps its time. kube: pkg/api/v1/pod/util.go UpdatePodCondition */
export function withPodCondition(pod: Pod, condition: PodCondition): readonly PodCondition[] {
  const { conditions = [] } = pod.status;
  const old = conditionOf(pod, condition.type);
  if (old === undefined) return [...conditions, condition];
  const { lastTransitionTime } = old;
  const kept = old.status === condition.status && lastTransitionTime !== undefined ? { ...condition, lastTransitionTime } : condition;
  return conditions.map((other) => (other === old ? kept : other));
}

/** Writes why a pod is about to be taken away, and that it has failed where nobody else will say so. */
export function tellDisruption(api: Client, pod: Pod, { reason, message }: Disruption, now: string, fails = false): Pod {
  const conditions = withPodCondition(pod, { type: 'DisruptionTarget', status: 'True', reason, message, lastTransitionTime: now });
  const failed = fails && !isTerminalPhase(pod.status.phase) ? { phase: 'Failed' } : {};
  return api.status(PodKind, pod, { ...pod.status, ...failed, conditions });
}
