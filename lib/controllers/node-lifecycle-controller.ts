import { ApiError } from '../api/errors.ts';
import type { NodeCondition } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { lastRenewal, lastReport, powerOf } from '../control/node-power.ts';
import { isNodeReady, NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';
import { CONTROLLER_NOTICE_MILLIS } from '../sim/latencies.ts';
import { instantOf, timestamp } from '../sim/time.ts';
import {
  driveNobodyOut,
  driveOut,
  isDrivingOut,
  nodeCondition,
  NOT_READY,
  taintByConditions,
  UNREACHABLE,
} from './node-lifecycle/taints.ts';
import { keepZone, lookAtZones, recallZone, zoneOf, zonesOf } from './node-lifecycle/zones.ts';

/** How often all nodes are looked at, and how long one may be silent: since it was last heard of, or since it was made. kube: pkg/controller/nodelifecycle/config/v1alpha1/defaults.go, cmd/kube-controller-manager NodeMonitorGracePeriod */
const PERIOD_MILLIS = 5000;
const GRACE_MILLIS = 50_000;
const STARTUP_GRACE_MILLIS = 60_000;

/** How often it is looked at which node is next to drive pods out. kube: pkg/controller/nodelifecycle/node_lifecycle_controller.go NodeEvictionPeriod */
const QUEUE_MILLIS = 100;

/** What a node is suspected of being when nothing is heard of it. */
const WATCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

type Context = ActorContext;

/**
 * Sees to it that nodes of which nothing is heard any more lose their pods. Upstream looks at all nodes every five seconds; here a look is asked
 * for when there is something to see. Keys: `pass`, a look at the nodes that are due; `taints <node>`; `zone <key>`, whose turn it is to drive
 * pods out; `pod <key>`, a pod that came to a node that is not ready.
 * kube: pkg/controller/nodelifecycle/node_lifecycle_controller.go
 */
export const nodeLifecycleController = actor({
  name: 'node-controller',
  watches: [NodeKind as unknown as Kind, PodKind as unknown as Kind],
  changed(change, context) {
    if (change.kind === (NodeKind as unknown as Kind)) nodeChanged(change, context);
    else podChanged(change, context);
  },
  environmentChanged(context, before) {
    for (const [name, power] of context.environment.nodes) {
      const hasStopped = power.state !== 'running' && powerOf(before.nodes, name).state === 'running';
      const node = hasStopped ? context.api.find(NodeKind, name) : undefined;
      if (node !== undefined) lookAt(context, name, silentAt(context, node));
    }
  },
  handle({ key }, context) {
    const [what = '', ...rest] = key.split(' ');
    const subject = rest.join(' ');
    attempt(context, key, () => {
      if (what === 'pass') pass(context);
      else if (what === 'taints') taint(context, subject);
      else if (what === 'zone') drainZone(context, subject);
      else markPodOf(context, subject);
    });
  },
});

/** Refused writes are made again at the next look. */
function attempt(context: Context, key: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.after(PERIOD_MILLIS, key, `retry after: ${error.message}`, { recurrent: true });
  }
}

function nodeChanged({ before, after }: Change, context: Context): void {
  const [old, now] = [before as Node | undefined, after as Node | undefined];
  const { name } = (now ?? old)!.metadata;
  const isNews = old === undefined || now === undefined || readiness(old) !== readiness(now) || !same(old.spec.taints, now.spec.taints);
  if (isNews) lookAt(context, name, nextPass(context.now()));
  if (now === undefined) return;
  const isTaintable = isNews || !same(old.status.conditions, now.status.conditions) || old.spec.unschedulable !== now.spec.unschedulable;
  if (isTaintable) context.after(CONTROLLER_NOTICE_MILLIS, `taints ${name}`, 'node changed');
  // A node that is made while its machine is off is waited for in vain.
  if (old === undefined && powerOf(context.environment.nodes, name).state !== 'running') lookAt(context, name, silentAt(context, now));
}

function readiness(node: Node): string | undefined {
  return nodeCondition(node, 'Ready')?.status;
}

function podChanged({ key, before, after }: Change, context: Context): void {
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  const { nodeName = '' } = now?.spec ?? {};
  if (nodeName === '' || nodeName === old?.spec.nodeName) return;
  const node = context.api.find(NodeKind, nodeName);
  if (node !== undefined && !isNodeReady(node)) context.after(CONTROLLER_NOTICE_MILLIS, `pod ${key}`, 'pod on a node that is not ready');
}

/** The first look after an instant. */
function nextPass(after: number): number {
  return (Math.floor(after / PERIOD_MILLIS) + 1) * PERIOD_MILLIS;
}

/** Asks for a look at a node. */
function lookAt(context: Context, name: string, at: number): void {
  context.memory.set(`due/${name}`, Math.min(at, (context.memory.get(`due/${name}`) as number | undefined) ?? at));
  if (context.memory.has(`pass/${at}`)) return;
  context.memory.set(`pass/${at}`, at);
  context.after(at - context.now(), 'pass', 'look at the nodes');
}

/**
 * At which look a node will have been silent for too long: the tenth after the one that saw its last lease, since passes take time and come a
 * little later each time. kube: the same file, tryUpdateNodeHealth
 */
function silentAt(context: Context, node: Node): number {
  const madeAt = instantOf(node.metadata.creationTimestamp);
  if (nodeCondition(node, 'Ready') === undefined) return nextPass(madeAt + STARTUP_GRACE_MILLIS);
  const seenAt = Math.ceil(Math.max(lastRenewal(context, node), madeAt) / PERIOD_MILLIS) * PERIOD_MILLIS;
  const resetAt = (context.memory.get('reset') as number | undefined) ?? seenAt;
  return Math.max(seenAt, resetAt) + GRACE_MILLIS;
}

/** A look at the nodes that are due, and at what has become of their zones. */
function pass(context: Context): void {
  const { memory, api } = context;
  const now = context.now();
  memory.delete(`pass/${now}`);
  const due: string[] = [];
  visitPrefix(memory, 'due/', (key, at) => {
    if ((at as number) <= now) due.push(key.slice('due/'.length));
  });
  for (const name of due) {
    memory.delete(`due/${name}`);
    lookAfter(context, name);
  }
  const nodes = api.list(NodeKind);
  const disruption = lookAtZones(memory, nodes, now);
  if (disruption === 'all lost') for (const node of nodes) driveNobodyOut(api, node);
  if (disruption === 'over') memory.set('reset', now);
  for (const zone of zonesOf(memory)) askForZone(context, zone);
}

/** kube: the same file, monitorNodeHealth */
function lookAfter(context: Context, name: string): void {
  const { api, memory, events } = context;
  const node = api.find(NodeKind, name);
  if (node === undefined) {
    const gone = memory.get(`known/${name}`) as Node | undefined;
    if (gone !== undefined) events.record(gone, 'Normal', 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
    memory.delete(`known/${name}`);
    return;
  }
  if (!memory.has(`known/${name}`)) {
    memory.set(`known/${name}`, node);
    // unlike kube: nodes that are there from the start were registered so long ago that nobody remembers it
    if (context.now() > 0) events.record(node, 'Normal', 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
  }
  const observed = readiness(node);
  const isSilent = powerOf(context.environment.nodes, name).state !== 'running';
  const silent = isSilent ? silentAt(context, node) : undefined;
  const current = silent !== undefined && silent <= context.now() ? suspect(context, node) : node;
  if (silent !== undefined && silent > context.now()) lookAt(context, name, silent);
  seeToTaints(context, current, observed);
  if (observed !== 'True' || isNodeReady(current)) return;
  events.record(current, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
  for (const pod of api.by(PodKind, 'node', name)) markNotReady(context, pod);
}

/** Nobody knows how a node is of which nothing is heard. */
function suspect(context: Context, node: Node): Node {
  const { conditions = [] } = node.status;
  const now = context.timestamp();
  const reported = timestamp(lastReport(context, node));
  const unknown = { status: 'Unknown', lastTransitionTime: now } as const;
  const changed = conditions.map((condition): NodeCondition => {
    if (!WATCHED.includes(condition.type) || condition.status === 'Unknown') return condition;
    const { lastHeartbeatTime: written = reported } = condition;
    const lastHeartbeatTime = written < reported ? reported : written;
    return { ...condition, ...unknown, lastHeartbeatTime, reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
  });
  const missing = WATCHED.filter((type) => nodeCondition(node, type) === undefined).map((type) => ({
    type,
    ...unknown,
    lastHeartbeatTime: node.metadata.creationTimestamp,
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
  }));
  return context.api.status(NodeKind, node, { ...node.status, conditions: [...changed, ...missing] });
}

/** Who has never said how it is counts as one of which nothing is known, from when that is written. kube: the same file, processTaintBaseEviction */
function seeToTaints(context: Context, node: Node, observed: string | undefined): void {
  const { api, memory } = context;
  const { name } = node.metadata;
  const zone = recallZone(memory, zoneOf(node));
  if (observed === 'True') {
    driveNobodyOut(api, node);
    if (zone.queue.includes(name)) keepZone(memory, zoneOf(node), { ...zone, queue: zone.queue.filter((other) => other !== name) });
    return;
  }
  if (readiness(node) === undefined) return;
  const [wanted, other] = observed === 'False' ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
  if (isDrivingOut(node, other)) driveOut(api, node, wanted, context.timestamp());
  else if (!isDrivingOut(node, wanted) && !zone.queue.includes(name))
    keepZone(memory, zoneOf(node), { ...zone, queue: [...zone.queue, name] });
}

function askForZone(context: Context, key: string): void {
  const { queue, rate, freeAt } = recallZone(context.memory, key);
  if (queue.length === 0 || rate === 0) return;
  const at = Math.max(context.now() + QUEUE_MILLIS, Math.ceil(freeAt / QUEUE_MILLIS) * QUEUE_MILLIS);
  context.after(at - context.now(), `zone ${key}`, 'next node to drive pods out');
}

/** One node of a zone after the other begins to drive pods out. kube: the same file, doNoExecuteTaintingPass */
function drainZone(context: Context, key: string): void {
  const { api, memory } = context;
  const { queue, rate, freeAt, state } = recallZone(memory, key);
  const [name, ...rest] = queue;
  if (name === undefined || rate === 0 || freeAt > context.now()) return;
  keepZone(memory, key, { queue: rest, rate, state, freeAt: context.now() + 1000 / rate });
  const node = api.find(NodeKind, name);
  const status = node === undefined ? undefined : readiness(node);
  if (node !== undefined && status !== undefined && status !== 'True')
    driveOut(api, node, status === 'False' ? NOT_READY : UNREACHABLE, context.timestamp());
  askForZone(context, key);
}

function taint(context: Context, name: string): void {
  const node = context.api.find(NodeKind, name);
  if (node !== undefined) taintByConditions(context.api, node, context.timestamp());
}

function markPodOf(context: Context, key: string): void {
  const pod = context.api.findByKey(PodKind, key);
  const node = pod === undefined ? undefined : context.api.find(NodeKind, pod.spec.nodeName ?? '');
  if (pod !== undefined && node !== undefined && !isNodeReady(node)) markNotReady(context, pod);
}

/** A pod of a node that is not ready is not ready either, whatever its containers do. kube: pkg/controller/util/node/controller_utils.go MarkPodsNotReady */
function markNotReady({ api, events, timestamp: now }: Context, pod: Pod): void {
  const ready = conditionOf(pod, 'Ready');
  if (ready === undefined || ready.status === 'False') return;
  const changed = { ...ready, status: 'False', lastTransitionTime: now() };
  const conditions = pod.status.conditions!.map((condition) => (condition === ready ? changed : condition));
  api.status(PodKind, pod, { ...pod.status, conditions });
  events.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
}
