import type { Client } from '../api/client.ts';
import { withPodCondition } from '../api/pod-condition.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';

/** Why somebody takes a pod away that has not ended by itself. */
export interface Disruption {
  readonly reason: string;
  readonly message: string;
}

/** Writes why a pod is about to be taken away, and that it has failed where nobody else will say so. */
export function tellDisruption(api: Client, pod: Pod, { reason, message }: Disruption, now: string, fails = false): Pod {
  const conditions = withPodCondition(pod.status.conditions, {
    type: 'DisruptionTarget',
    status: 'True',
    reason,
    message,
    lastTransitionTime: now,
  });
  const failed = fails && !isTerminalPhase(pod.status.phase) ? { phase: 'Failed' } : {};
  return api.status(PodKind, pod, { ...pod.status, ...failed, conditions });
}
