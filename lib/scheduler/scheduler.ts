import type { Change } from '../api/store.ts';
import { ApiError } from '../api/errors.ts';
import { same } from '../base/merge.ts';
import { actor, type Actor, type ActorContext } from '../control/actor.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { notePlacement } from './affinity-terms.ts';
import { findNode, newCycle } from './cycle.ts';
import { fail, failBinding } from './failure.ts';
import { filters } from './filters/index.ts';
import { noteNode } from './node-tree.ts';
import type { News } from './plugin.ts';
import { isPlaced } from './pod-counts.ts';
import { activate, activateAfterBackOff, findQueued, leave, listQueued, newcomer, takeNext, type LoosePod, type Wake } from './queue.ts';
import { priorityOf } from './preemption.ts';

const NAME = 'default-scheduler';

type Context = ActorContext;

/** Finds a node for every pod that has none. Keys of its events are keys of pods. kube: pkg/scheduler/scheduler.go, default profile */
export const scheduler: Actor = actor<unknown>({
  name: NAME,
  watches: [erased(PodKind), erased(NodeKind)],
  changed(change, context) {
    if (change.kind.resource === 'pods') podChanged(context, change);
    else nodeChanged(context, change);
  },
  handle(event, context) {
    const queued = findQueued(context.memory, event.key);
    if (queued?.event !== event) return;
    if (queued.place !== 'active') {
      activateAfterBackOff(context, loosened(queued));
      return;
    }
    const next = takeNext(context, event);
    if (next !== undefined) context.api.api.during(next.wake.cause, next.wake.reason, () => schedule(context, next));
  },
});

function podChanged(context: Context, change: Change): void {
  const before = change.before as Pod | undefined;
  const after = change.after as Pod | undefined;
  const old = isPlaced(before) ? before : undefined;
  const now = isPlaced(after) ? after : undefined;
  if (old !== undefined && now !== undefined) {
    // Most changes are news of a container, which are none here.
    if (!same(old.metadata.labels, now.metadata.labels)) tell(context, { about: 'pod', before: old, after: now }, wakeOf(change));
    return;
  }
  if (old !== undefined) notePlacement(context.memory, old, old.spec.nodeName, -1);
  if (now !== undefined) notePlacement(context.memory, now, now.spec.nodeName, 1);
  queueChange(context, before, after, change);
  if (old !== undefined || now !== undefined) tell(context, { about: 'pod', before: old, after: now }, wakeOf(change));
  // The room kept for a nominated pod is free when it goes.
  else if (after === undefined && isNominated(before)) tell(context, { about: 'pod', before, after }, wakeOf(change));
}

/** Keeps the queue to the pods that want a node. kube: pkg/scheduler/eventhandlers.go */
function queueChange(context: Context, before: Pod | undefined, after: Pod | undefined, change: Change): void {
  const podKey = change.key;
  const queued = findQueued(context.memory, podKey);
  if (after === undefined || !wantsNode(after)) {
    if (queued !== undefined) leave(context, podKey);
    return;
  }
  if (queued === undefined) {
    if (after.metadata.deletionTimestamp !== undefined) return;
    activate(context, newcomer(context, { podKey, uid: after.metadata.uid, priority: priorityOf(after), wake: wakeOf(change) }));
  } else if (queued.place === 'parked' && before !== undefined) {
    if (same(before.metadata.labels, after.metadata.labels) && same(before.spec.tolerations, after.spec.tolerations)) return;
    if (isHelped(context, loosened(queued), after, { about: 'itself', before, after }))
      activateAfterBackOff(context, { ...loosened(queued), wake: wakeOf(change) });
  }
}

function nodeChanged(context: Context, change: Change): void {
  const before = change.before as Node | undefined;
  const after = change.after as Node | undefined;
  noteNode(context.memory, before, after);
  if (before !== undefined && after !== undefined && isSameForPods(before, after)) return;
  const wake = wakeOf(change);
  tell(context, { about: 'node', before, after }, wake);
  if (before !== undefined) return;
  // Pods that found no node at all only wait for their back-off; now there is something to wait for.
  for (const queued of listQueued(context.memory, 'backoff'))
    if (queued.rejectedBy.length === 0) activateAfterBackOff(context, { ...loosened(queued), wake });
}

/** Wakes the parked pods that the news may help. kube: pkg/scheduler/backend/queue/scheduling_queue.go isPodWorthRequeuing */
function tell(context: Context, news: News, wake: Wake): void {
  for (const queued of listQueued(context.memory, 'parked')) {
    const pod = context.api.findByKey(PodKind, queued.podKey);
    if (pod !== undefined && isHelped(context, queued, pod, news)) activateAfterBackOff(context, { ...loosened(queued), wake });
  }
}

function isHelped(context: Context, { rejectedBy }: LoosePod, pod: Pod, news: News): boolean {
  return filters.some(({ name, requeue }) => rejectedBy.includes(name) && requeue(pod, news, context.api));
}

/** One attempt. kube: pkg/scheduler/schedule_one.go ScheduleOne */
function schedule(context: Context, queued: LoosePod): void {
  const { api, memory, events, random } = context;
  const pod = api.findByKey(PodKind, queued.podKey);
  if (pod === undefined) return;
  if (pod.metadata.deletionTimestamp !== undefined) {
    events.recordAction(pod, 'Warning', 'FailedScheduling', 'Scheduling', `skip schedule deleting pod: ${queued.podKey}`);
    return;
  }
  const chance = random.stream('scheduler');
  const cycle = newCycle(api, memory, pod);
  const outcome = findNode(cycle, chance);
  if (outcome.nodeName === undefined) fail(context, queued, cycle, outcome, chance);
  else bind(context, queued, pod, outcome.nodeName);
}

// unlike kube: the binding is part of the cycle; in Kubernetes it runs beside the next pod's, which nothing but a refusal could show
function bind(context: Context, queued: LoosePod, pod: Pod, nodeName: string): void {
  try {
    context.api.bind(PodKind, pod, nodeName);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    failBinding(context, queued, pod, error);
    return;
  }
  context.events.recordAction(pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${queued.podKey} to ${nodeName}`);
}

/** A pod without a node that is ours to place, and ready for it. kube: pkg/scheduler/eventhandlers.go, framework/plugins/schedulinggates */
function wantsNode({ spec, status }: Pod): boolean {
  if ((spec.nodeName ?? '') !== '' || isTerminalPhase(status.phase)) return false;
  return (spec.schedulerName ?? NAME) === NAME && (spec.schedulingGates?.length ?? 0) === 0;
}

function isNominated(pod: Pod | undefined): boolean {
  return pod !== undefined && (pod.status.nominatedNodeName ?? '') !== '';
}

/** kube: pkg/scheduler/framework/events.go NodeSchedulingPropertiesChange: heartbeats and conditions are no news */
function isSameForPods(before: Node, after: Node): boolean {
  return (
    same(before.metadata.labels, after.metadata.labels) &&
    same(before.spec.taints, after.spec.taints) &&
    before.spec.unschedulable === after.spec.unschedulable &&
    same(before.status.allocatable, after.status.allocatable)
  );
}

function wakeOf({ revision, kind, key, verb }: Change): Wake {
  return { cause: revision, reason: `${kind.singular} ${key} ${verb}d` };
}

function loosened(queued: LoosePod): LoosePod {
  const { podKey, uid, priority, since, sequence, attempts, rejectedBy, wake } = queued;
  return { podKey, uid, priority, since, sequence, attempts, rejectedBy, wake };
}

/** Kinds of all sorts stand in one list. */
function erased(kind: unknown): Actor['watches'][number] {
  return kind as Actor['watches'][number];
}
