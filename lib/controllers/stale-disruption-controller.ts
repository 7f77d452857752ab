import { withPodCondition } from '../api/pod-condition.ts';
import type { Kind } from '../api/kind.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, isActive, type Pod } from '../kinds/pod-state.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { STALE_DISRUPTION_MILLIS } from '../sim/latencies.ts';
import { instantOf } from '../sim/time.ts';

const TARGET = 'DisruptionTarget';

/**
 * Takes back the condition DisruptionTarget of pods that were to be removed and were not: the disruption controller's other duty.
 * kube: pkg/controller/disruption/disruption.go syncStalePodDisruption
 */
export const staleDisruptionController = actor<TimedEvent>({
  name: 'stale-disruption-controller',
  user: 'disruption-controller',
  watches: [PodKind as unknown as Kind],
  changed({ key, after }, context) {
    const since = after === undefined ? undefined : targetSince(after as Pod);
    const pending = context.memory.get(key);
    if (since === undefined) {
      if (pending !== undefined) forget(context, key, pending);
    } else if (pending === undefined) {
      const delayMillis = Math.max(0, since + STALE_DISRUPTION_MILLIS - context.now());
      context.memory.set(key, context.after(delayMillis, key, 'the pod should have been removed'));
    }
  },
  handle({ key }, context) {
    context.memory.delete(key);
    const pod = context.api.findByKey(PodKind, key);
    if (pod === undefined || targetSince(pod) === undefined) return;
    const conditions = withPodCondition(pod.status.conditions, { type: TARGET, status: 'False', lastTransitionTime: context.timestamp() });
    context.api.status(PodKind, pod, { ...pod.status, conditions });
  },
});

/** Since when a pod that nobody has removed is about to be; undefined for all others. kube: the same file, nonTerminatingPodHasStaleDisruptionCondition */
function targetSince(pod: Pod): number | undefined {
  const condition = conditionOf(pod, TARGET);
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet' || !isActive(pod)) return undefined;
  return condition.lastTransitionTime === undefined ? undefined : instantOf(condition.lastTransitionTime);
}

function forget({ memory, cancel }: ActorContext<TimedEvent>, key: string, pending: TimedEvent): void {
  cancel(pending);
  memory.delete(key);
}
