import type { SortedMap } from '../base/sorted-map.ts';
import type { Client } from '../api/client.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { podRequests } from '../kinds/qos.ts';
import type { Stream } from '../sim/random.ts';
import { filters } from './filters/index.ts';
import type { NamedRejection, Unfit } from './message.ts';
import { nodeState, withPod, type NodeState } from './node-state.ts';
import { nodeOrder } from './node-tree.ts';
import type { Check, Cycle } from './plugin.ts';
import { scores } from './scores/index.ts';

/** A filter as it applies to one pod. */
export interface NamedCheck extends Check {
  readonly plugin: string;
}

/** What came of looking for a node: its name, or why there is none. `unfit` is undefined when there are no nodes at all. */
export type Outcome =
  { readonly nodeName: string } | { readonly nodeName?: never; readonly unfit: Unfit | undefined; readonly checks: readonly NamedCheck[] };

/** kube: pkg/scheduler/schedule_one.go minFeasibleNodesToFind, minFeasibleNodesPercentageToFind */
const SAMPLED_FROM = 100;
const LEAST_PERCENT = 5;

const NEXT_START = 'next-start';

/** One attempt for one pod. */
export function newCycle(api: Client, memory: SortedMap<string, unknown>, pod: Pod): Cycle {
  const nodes = new Map(api.list(NodeKind).map((node) => [node.metadata.name, node]));
  const seen = new Map<string, NodeState>();
  const node = (name: string): NodeState | undefined => {
    const known = seen.get(name);
    if (known !== undefined) return known;
    const found = nodes.get(name);
    if (found === undefined) return undefined;
    const info = nodeState(api, found);
    seen.set(name, info);
    return info;
  };
  const nominated = api.by(PodKind, 'nominated', '').filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
  return { pod, requests: podRequests(pod.spec), api, memory, nodeNames: nodeOrder(memory), nominated, node };
}

/** Looks for the best node for the cycle's pod. kube: pkg/scheduler/schedule_one.go schedulePod */
export function findNode(cycle: Cycle, chance: Stream): Outcome {
  const nodes = cycle.nodeNames.length;
  if (nodes === 0) return { unfit: undefined, checks: [] };
  const checks: NamedCheck[] = [];
  for (const { name, prepare } of filters) {
    const prepared = prepare(cycle);
    if (prepared === undefined) continue;
    if ('reasons' in prepared) return { unfit: { nodes, rejections: new Map(), rest: prepared, atOnce: true, rejectedBy: [name] }, checks };
    checks.push({ ...prepared, plugin: name });
  }
  const nominated = nominatedNode(cycle, checks);
  if (nominated !== undefined) return { nodeName: nominated };
  const { feasible, unfit } = feasibleNodes(cycle, checks);
  return feasible.length === 0 ? { unfit, checks } : { nodeName: best(cycle, feasible, chance) };
}

/** Whether the node takes the pod: undefined says yes. Nominated pods of the same or a higher priority count as present, and as absent. kube: pkg/scheduler/framework/runtime/framework.go RunFilterPluginsWithNominatedPods */
export function rejectionOf({ pod, nominated }: Cycle, checks: readonly NamedCheck[], info: NodeState): NamedRejection | undefined {
  const { priority = 0 } = pod.spec;
  const expected =
    nominated.length === 0
      ? nominated
      : nominated.filter(({ spec, status }) => status.nominatedNodeName === info.name && (spec.priority ?? 0) >= priority);
  return (expected.length === 0 ? undefined : firstRejection(checks, expected.reduce(withPod, info))) ?? firstRejection(checks, info);
}

function firstRejection(checks: readonly NamedCheck[], info: NodeState): NamedRejection | undefined {
  for (const { plugin, test } of checks) {
    const rejection = test(info);
    if (rejection !== undefined) return { plugin, ...rejection };
  }
  return undefined;
}

/** kube: pkg/scheduler/schedule_one.go evaluateNominatedNode */
function nominatedNode(cycle: Cycle, checks: readonly NamedCheck[]): string | undefined {
  const { nominatedNodeName = '' } = cycle.pod.status;
  const info = nominatedNodeName === '' ? undefined : cycle.node(nominatedNodeName);
  return info !== undefined && rejectionOf(cycle, checks, info) === undefined ? nominatedNodeName : undefined;
}

/** kube: the same file, findNodesThatFitPod */
// unlike kube: nodes are looked at one by one, not sixteen at once, so that a sample of a large cluster is the same every time
function feasibleNodes(cycle: Cycle, checks: readonly NamedCheck[]): { readonly feasible: readonly NodeState[]; readonly unfit: Unfit } {
  const { nodeNames, memory } = cycle;
  const narrowing = checks.filter(({ only }) => only !== undefined);
  const names = narrowing.length === 0 ? nodeNames : nodeNames.filter((name) => narrowing.every(({ only }) => only!.has(name)));
  const start = (memory.get(NEXT_START) as number | undefined) ?? 0;
  const wanted = wantedFeasible(names.length);
  const feasible: NodeState[] = [];
  const rejections = new Map<string, NamedRejection>();
  for (let i = 0; i < names.length && feasible.length < wanted; i++) {
    const name = names[(start + i) % names.length]!;
    const info = cycle.node(name);
    if (info === undefined) continue;
    const rejection = rejectionOf(cycle, checks, info);
    if (rejection === undefined) feasible.push(info);
    else rejections.set(name, rejection);
  }
  memory.set(NEXT_START, (start + feasible.length + rejections.size) % nodeNames.length);
  const narrowedBy = narrowing.map(({ plugin }) => plugin);
  const rejectedBy = [...new Set([...narrowedBy, ...[...rejections.values()].map(({ plugin }) => plugin)])];
  const rest =
    narrowing.length === 0
      ? undefined
      : { reasons: [`node(s) didn't satisfy plugin(s) [${[...narrowedBy].sort().join(' ')}]`], resolvable: false };
  return { feasible, unfit: { nodes: nodeNames.length, rejections, rest, atOnce: false, rejectedBy } };
}

/** How many feasible nodes are enough. kube: the same file, numFeasibleNodesToFind */
export function wantedFeasible(nodes: number): number {
  if (nodes < SAMPLED_FROM) return nodes;
  const percent = Math.max(LEAST_PERCENT, 50 - Math.trunc(nodes / 125));
  return Math.max(SAMPLED_FROM, Math.trunc((nodes * percent) / 100));
}

/** The node with the highest total; chance decides among equals. kube: the same file, prioritizeNodes and selectHost */
function best(cycle: Cycle, feasible: readonly NodeState[], chance: Stream): string {
  if (feasible.length === 1) return feasible[0]!.name;
  const totals = feasible.map(() => 0);
  for (const { weight, score } of scores) {
    const points = score(cycle, feasible);
    if (points !== undefined) for (let i = 0; i < totals.length; i++) totals[i]! += weight * points[i]!;
  }
  let [chosen, ties] = [0, 1];
  for (let i = 1; i < totals.length; i++) {
    if (totals[i]! > totals[chosen]!) [chosen, ties] = [i, 1];
    else if (totals[i] === totals[chosen] && chance.below(++ties) === 0) chosen = i;
  }
  return feasible[chosen]!.name;
}
