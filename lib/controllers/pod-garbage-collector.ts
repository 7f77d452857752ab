import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { podsOfNode } from '../control/pods-of-node.ts';
import { tellDisruption, type Disruption } from '../control/disruption.ts';
import { isNodeReady, NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';

/** How often all pods are looked at, and how long a node must be missing. kube: pkg/controller/podgc/gc_controller.go gcCheckPeriod, quarantineTime */
const PERIOD_MILLIS = 20_000;
const QUARANTINE_MILLIS = 40_000;

/** So many pods that have ended are kept. kube: pkg/controller/podgc/config/v1alpha1/defaults.go TerminatedPodGCThreshold */
const MOST_ENDED = 12_500;

const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const ENDED = 'ended';

type Context = ActorContext;

/**
 * Removes pods that nobody else will: of nodes that are gone or out of service, those that were deleted before they had a node, and the oldest of
 * very many that have ended. Upstream looks at all pods every 20 seconds; here a look is asked for when there is something to see.
 * kube: pkg/controller/podgc/gc_controller.go
 */
export const podGarbageCollector = actor({
  name: 'pod-garbage-collector',
  watches: [NodeKind as unknown as Kind, PodKind as unknown as Kind],
  changed(change, context) {
    if (change.kind === (NodeKind as unknown as Kind)) nodeChanged(change, context);
    else podChanged(change, context);
  },
  handle(_, context) {
    context.memory.delete(`look/${context.now()}`);
    const pods = suspects(context);
    for (const pod of endedTooMany(context)) remove(context, pod, undefined);
    const over = missing(context).filter((name) => isOver(context, name));
    const reasons = pods.map((pod) => reasonFor(context, pod));
    // Whoever cannot be removed now is given the same time again.
    for (const name of over) context.memory.delete(`gone/${name}`);
    for (const [i, pod] of pods.entries()) {
      const why = reasons[i];
      if (why !== undefined) remove(context, pod, why === 'plain' ? undefined : why);
    }
  },
});

function nodeChanged({ before, after }: Change, context: Context): void {
  const { name } = (after ?? before)!.metadata;
  if (after !== undefined) {
    context.memory.delete(`gone/${name}`);
    if (isOutOfService(after as Node)) lookAt(context, nextLook(context.now()));
  } else if (podsOfNode(context.api, name).length > 0) miss(context, name);
}

/** A node is missing: its pods are left alone for a while from the next look on. */
function miss(context: Context, name: string): void {
  if (context.memory.has(`gone/${name}`)) return;
  const since = nextLook(context.now());
  context.memory.set(`gone/${name}`, since);
  lookAt(context, since + QUARANTINE_MILLIS);
}

function podChanged({ key, before, after }: Change, context: Context): void {
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  countEnded(context, old, now);
  if (now === undefined) {
    context.memory.delete(`loose/${key}`);
    return;
  }
  const { nodeName = '' } = now.spec;
  const isDeleted = now.metadata.deletionTimestamp !== undefined;
  if (nodeName === '') {
    if (!isDeleted || old?.metadata.deletionTimestamp !== undefined) return;
    context.memory.set(`loose/${key}`, key);
    lookAt(context, nextLook(context.now()));
  } else {
    const node = context.api.find(NodeKind, nodeName);
    if (node === undefined && nodeName !== old?.spec.nodeName) miss(context, nodeName);
    else if (node !== undefined && isDeleted && isOutOfService(node)) lookAt(context, nextLook(context.now()));
  }
}

function countEnded(context: Context, old: Pod | undefined, now: Pod | undefined): void {
  const change = Number(isTerminalPhase(now?.status.phase)) - Number(isTerminalPhase(old?.status.phase));
  if (change === 0) return;
  const ended = ((context.memory.get(ENDED) as number | undefined) ?? 0) + change;
  context.memory.set(ENDED, ended);
  if (ended > MOST_ENDED) lookAt(context, nextLook(context.now()));
}

function nextLook(after: number): number {
  return (Math.floor(after / PERIOD_MILLIS) + 1) * PERIOD_MILLIS;
}

function lookAt(context: Context, at: number): void {
  if (context.memory.has(`look/${at}`)) return;
  context.memory.set(`look/${at}`, at);
  context.after(at - context.now(), 'look', 'look at the pods');
}

function isOutOfService(node: Node): boolean {
  return !isNodeReady(node) && node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true;
}

/** The nodes that are missing, and whether one has been for long enough. */
function missing({ memory }: Pick<Context, 'memory'>): readonly string[] {
  const names: string[] = [];
  visitPrefix(memory, 'gone/', (key) => void names.push(key.slice('gone/'.length)));
  return names;
}

function isOver({ memory, now }: Context, name: string): boolean {
  const since = memory.get(`gone/${name}`) as number | undefined;
  return since !== undefined && now() >= since + QUARANTINE_MILLIS;
}

/** The pods of nodes that are missing or out of service, and those that were deleted without a node. */
function suspects({ api, memory }: Context): readonly Pod[] {
  const outOfService = api.list(NodeKind).filter(isOutOfService);
  const nodes = new Set([...outOfService.map(({ metadata }) => metadata.name), ...missing({ memory })]);
  const keys: string[] = [];
  visitPrefix(memory, 'loose/', (_, key) => void keys.push(key as string));
  const pods = nodes.size === 0 ? [] : api.list(PodKind).filter(({ spec }) => nodes.has(spec.nodeName ?? ''));
  return [...pods, ...keys.flatMap((key) => api.findByKey(PodKind, key) ?? [])];
}

const NODE_GONE = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/** Why a pod is to be removed now, if it is. kube: the same file, gcTerminating, gcOrphaned, gcUnscheduledTerminating */
function reasonFor(context: Context, { metadata, spec }: Pod): Disruption | 'plain' | undefined {
  const { nodeName = '' } = spec;
  const isDeleted = metadata.deletionTimestamp !== undefined;
  if (nodeName === '') return isDeleted ? 'plain' : undefined;
  const node = context.api.find(NodeKind, nodeName);
  if (node !== undefined) return isDeleted && isOutOfService(node) ? 'plain' : undefined;
  return isOver(context, nodeName) ? NODE_GONE : undefined;
}

/** kube: the same file, gcTerminated, byEvictionAndCreationTimestamp */
function endedTooMany({ api, memory }: Context): readonly Pod[] {
  const surplus = ((memory.get(ENDED) as number | undefined) ?? 0) - MOST_ENDED;
  if (surplus <= 0) return [];
  const ended = api.list(PodKind).filter(({ status }) => isTerminalPhase(status.phase));
  const rank = ({ metadata, status }: Pod): string =>
    `${status.reason === 'Evicted' ? 0 : 1} ${metadata.creationTimestamp} ${metadata.name}`;
  return ended.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, surplus);
}

/** kube: the same file, markFailedAndDeletePodWithCondition */
function remove(context: Context, pod: Pod, why: Disruption | undefined): void {
  const { api } = context;
  try {
    if (!isTerminalPhase(pod.status.phase)) {
      if (why === undefined) api.status(PodKind, pod, { ...pod.status, phase: 'Failed' });
      else tellDisruption(api, pod, why, context.timestamp(), true);
    }
    api.delete(PodKind, pod, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (api.findByKey(PodKind, keyOf(pod)) === undefined) return;
    if (why === NODE_GONE) miss(context, pod.spec.nodeName ?? '');
    else lookAt(context, nextLook(context.now()));
  }
}
