import { ApiError } from '../api/errors.ts';
import { withPodCondition } from '../api/pod-condition.ts';
import type { ActorContext } from '../control/actor.ts';
import { tellDisruption } from '../control/disruption.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { Stream } from '../sim/random.ts';
import type { Outcome } from './cycle.ts';
import { noteOf, NO_NODES, unfitMessage } from './message.ts';
import type { Cycle } from './plugin.ts';
import { planPreemption, priorityOf, type Preemption } from './preemption.ts';
import { activateAfterBackOff, park, type LoosePod } from './queue.ts';

type Context = ActorContext;

/** Puts a pod for which there is no node back, removes pods of lower priority where that makes room, and tells. kube: pkg/scheduler/schedule_one.go handleSchedulingFailure */
export function fail(
  context: Context,
  queued: LoosePod,
  cycle: Cycle,
  { unfit, checks }: Exclude<Outcome, { readonly nodeName: string }>,
  chance: Stream,
): void {
  const { pod } = cycle;
  const plan = unfit === undefined ? NO_PLAN : planPreemption(cycle, checks, unfit, chance);
  const failed = { ...queued, since: context.now(), rejectedBy: unfit?.rejectedBy ?? [] };
  // Back in the queue before anything is written, so that what the writes lead to finds it there.
  if (failed.rejectedBy.length > 0) park(context, failed);
  else activateAfterBackOff(context, failed, { recurrent: true });
  if (plan.nodeName !== undefined) preempt(context, pod, plan);
  const message =
    unfit === undefined
      ? NO_NODES
      : [unfitMessage(unfit), ...(plan.nodeName === undefined && plan.message !== '' ? [plan.message] : [])].join(' ');
  const nominated = plan.nodeName ?? (plan.clears ? undefined : pod.status.nominatedNodeName);
  report(context, pod, 'Unschedulable', message, nominated);
}

/** Tries a pod again whose binding was refused. kube: the same file, handleBindingCycleError */
export function failBinding(context: Context, queued: LoosePod, pod: Pod, error: ApiError): void {
  if (context.api.findByKey(PodKind, queued.podKey)?.metadata.uid === queued.uid) {
    activateAfterBackOff(context, { ...queued, since: context.now(), rejectedBy: [] }, { recurrent: true });
  }
  report(context, pod, 'SchedulerError', `running Bind plugin "DefaultBinder": ${error.message}`, undefined);
}

const NO_PLAN: Preemption = { message: '', clears: true };

/** Event first, then the condition: so the event names the pod as it was tried. */
function report(context: Context, pod: Pod, reason: string, message: string, nominatedNodeName: string | undefined): void {
  context.events.recordAction(pod, 'Warning', 'FailedScheduling', 'Scheduling', noteOf(message));
  const { nominatedNodeName: _, ...status } = pod.status;
  const conditions = withPodCondition(pod.status.conditions, {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message,
    lastTransitionTime: context.timestamp(),
  });
  attempt(() =>
    context.api.status(PodKind, pod, { ...status, conditions, ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }) }),
  );
}

/** kube: pkg/scheduler/framework/preemption/preemption.go prepareCandidate */
function preempt(context: Context, pod: Pod, { nodeName, victims }: Extract<Preemption, { readonly nodeName: string }>): void {
  const { api, events } = context;
  const message = `${pod.spec.schedulerName ?? ''}: preempting to accommodate a higher priority pod`;
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp !== undefined) continue;
    attempt(() => {
      tellDisruption(api, victim, { reason: 'PreemptionByScheduler', message }, context.timestamp());
      api.delete(PodKind, victim);
    });
    events.recordAction(victim, 'Normal', 'Preempted', 'Preempting', `Preempted by pod ${pod.metadata.uid} on node ${nodeName}`);
  }
  for (const other of api.by(PodKind, 'nominated', '')) {
    const { nominatedNodeName, ...status } = other.status;
    if (nominatedNodeName !== nodeName || priorityOf(other) >= priorityOf(pod) || other.metadata.uid === pod.metadata.uid) continue;
    attempt(() => api.status(PodKind, other, status));
  }
}

/** What is refused here is tried again with the pod's next attempt. */
function attempt(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
