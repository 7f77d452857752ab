import { ApiError } from '../api/errors.ts';
import type { Taint, Toleration } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { podsOfNode } from '../control/pods-of-node.ts';
import { tellDisruption } from '../control/disruption.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { isTolerated, tolerates } from '../kinds/tolerations.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { CONTROLLER_NOTICE_MILLIS, TASK_PATIENCE_MILLIS } from '../sim/latencies.ts';

/** A pod that is to be deleted, and since when it is so; nothing is left to come once it was. Kept by the pod's name, whichever pod that is. */
interface Planned {
  readonly since: number;
  readonly event: TimedEvent | undefined;
}

type Context = ActorContext<Planned>;

/** A deletion that is refused is tried so often, with pauses. kube: pkg/controller/tainteviction/taint_eviction.go retries, deletePodHandler */
const TRIES = 5;
const TRY_MILLIS = 10;

/**
 * Deletes pods that do not tolerate the taints of their node that drive pods out, when their time is over. Keys: `node <name>`, `pod <key>`, to
 * be looked at; `gone <key>`, a pod that went by itself; `evict <tries> <key>`. kube: pkg/controller/tainteviction/taint_eviction.go
 */
export const taintEvictionController = actor<Planned>({
  name: 'taint-eviction-controller',
  watches: [NodeKind as unknown as Kind, PodKind as unknown as Kind],
  changed(change, context) {
    if (change.kind === (NodeKind as unknown as Kind)) nodeChanged(change, context);
    else podChanged(change, context);
  },
  handle({ key }, context) {
    const [what = '', subject = '', rest = ''] = key.split(' ');
    if (what === 'node') {
      const taints = drivingOut(context.api.find(NodeKind, subject));
      for (const pod of podsOfNode(context.api, subject)) consider(context, pod, taints);
    } else if (what === 'pod') {
      const pod = context.api.findByKey(PodKind, subject);
      if (pod !== undefined) consider(context, pod, drivingOut(context.api.find(NodeKind, pod.spec.nodeName ?? '')));
    } else if (what === 'gone') tell(context, subject, `Cancelling deletion of Pod ${subject}`);
    else evict(context, rest, Number(subject));
  },
});

function nodeChanged({ before, after }: Change, context: Context): void {
  const [old, now] = [drivingOut(before as Node | undefined), drivingOut(after as Node | undefined)];
  if (after !== undefined && !same(old, now)) context.after(CONTROLLER_NOTICE_MILLIS, `node ${after.metadata.name}`, 'taints changed');
}

function podChanged({ key, before, after }: Change, context: Context): void {
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  if (now === undefined) {
    if (takeBack(context, key)) context.after(CONTROLLER_NOTICE_MILLIS, `gone ${key}`, 'pod deleted');
    return;
  }
  const { nodeName = '', tolerations } = now.spec;
  if (nodeName === '' || (nodeName === old?.spec.nodeName && same(tolerations, old.spec.tolerations))) return;
  if (context.memory.has(key) || drivingOut(context.api.find(NodeKind, nodeName)).length > 0)
    context.after(CONTROLLER_NOTICE_MILLIS, `pod ${key}`, 'pod came to a node');
}

function drivingOut(node: Node | undefined): readonly Taint[] {
  return node?.spec.taints?.filter(({ effect }) => effect === 'NoExecute') ?? NONE;
}

const NONE: readonly Taint[] = [];

/** kube: the same file, processPodOnNode */
function consider(context: Context, pod: Pod, taints: readonly Taint[]): void {
  const key = keyOf(pod);
  const { tolerations = [] } = pod.spec;
  const stay = taints.every((taint) => isTolerated(taint, tolerations)) ? secondsOf(taints, tolerations) : 0;
  const known = context.memory.get(key);
  if (taints.length === 0 || stay === 0 || stay === Infinity) {
    if (takeBack(context, key)) tell(context, key, `Cancelling deletion of Pod ${key}`);
  }
  if (taints.length === 0 || stay === Infinity) return;
  const now = context.now();
  // What was planned before comes when it was planned.
  if (stay > 0 && known !== undefined && known.since < now) return;
  if (context.memory.get(key)?.event !== undefined) return;
  const recurrent = stay * 1000 > TASK_PATIENCE_MILLIS;
  const event = context.after(stay * 1000, `evict ${TRIES} ${key}`, 'not tolerated any longer', { recurrent });
  context.memory.set(key, { since: now, event });
}

/** For how many seconds the tolerations that are used let a pod stay: the least of them. kube: the same file, getMinTolerationTime */
function secondsOf(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  const used = tolerations.filter((toleration) => taints.some((taint) => tolerates(toleration, taint)));
  return Math.min(...used.map(({ tolerationSeconds }) => (tolerationSeconds === undefined ? Infinity : Math.max(0, tolerationSeconds))));
}

/** Takes a plan back and forgets it. Returns whether there was something to come. */
function takeBack({ memory, cancel }: Context, key: string): boolean {
  const event = memory.get(key)?.event;
  if (event !== undefined) cancel(event);
  memory.delete(key);
  return event !== undefined;
}

/** The time of a pod is over. kube: the same file, deletePodHandler, addConditionAndDeletePod */
function evict(context: Context, key: string, tries: number): void {
  const { api, memory } = context;
  memory.set(key, { since: memory.get(key)?.since ?? context.now(), event: undefined });
  if (tries === TRIES) tell(context, key, `Marking for deletion Pod ${key}`);
  const pod = api.findByKey(PodKind, key);
  if (pod === undefined) return;
  try {
    const told = tellDisruption(api, pod, DISRUPTION, context.timestamp());
    api.delete(PodKind, told);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (tries > 1) context.after(TRY_MILLIS, `evict ${tries - 1} ${key}`, `retry after: ${error.message}`);
    else memory.delete(key);
  }
}

const DISRUPTION = { reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' };

/** An event about a pod of that name, whichever it is. */
function tell({ events }: Context, key: string, message: string): void {
  const [namespace = '', name = ''] = key.split('/');
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid: '', resourceVersion: '', creationTimestamp: '' } };
  events.record(pod, 'Normal', 'TaintManagerEviction', message);
}
