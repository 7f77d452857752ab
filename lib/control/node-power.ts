import { instantOf } from '../sim/time.ts';
import { KUBELET_START_MILLIS, LEASE_RENEWAL_MILLIS, NODE_REPORT_MILLIS } from '../sim/latencies.ts';
import type { Node } from '../kinds/node.ts';
import type { ActorContext } from './actor.ts';

/** Shortages that a node may suffer from, as its conditions call them. */
export const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** One of them. */
export type Pressure = (typeof PRESSURES)[number];

/** What a machine is like that is not simply running, with nothing the matter, since its node was made. */
export interface NodePower {
  /** Whether all is well, only its kubelet has stopped, or the machine is off. */
  readonly state: 'running' | 'kubelet stopped' | 'off';
  /** Since when that is so, in milliseconds of cluster time. */
  readonly since: number;
  /** When its kubelet was last started; undefined when that was with the node. */
  readonly kubeletSince: number | undefined;
  /** When its kubelet stopped, with its machine or before; undefined while it runs. */
  readonly kubeletUntil: number | undefined;
  /** What it has too little of. */
  readonly pressures: readonly Pressure[];
}

/** The machines of a cluster by the names of their nodes; those that are missing run. */
export type NodePowers = ReadonlyMap<string, NodePower>;

/** What is known of a machine. */
export function powerOf(powers: NodePowers, node: string): NodePower {
  return powers.get(node) ?? RUNNING;
}

const RUNNING: NodePower = Object.freeze({
  state: 'running',
  since: Number.NEGATIVE_INFINITY,
  kubeletSince: undefined,
  kubeletUntil: undefined,
  pressures: [],
});

/** Whether the kubelet of a node has come up and not stopped since. */
export function isKubeletUp({ environment, now }: Pick<Pulse, 'environment' | 'now'>, node: string): boolean {
  const { state, kubeletSince } = powerOf(environment.nodes, node);
  return state === 'running' && (kubeletSince === undefined || now() >= kubeletSince + KUBELET_START_MILLIS);
}

/** What heartbeats follow from. */
type Pulse = Pick<ActorContext, 'environment' | 'random' | 'now'>;

/** When a node's kubelet last renewed its lease. kube: pkg/kubelet/kubelet.go NewMainKubelet, renewInterval */
export function lastRenewal(pulse: Pulse, node: Node): number {
  return lastBeat(pulse, node, LEASE_RENEWAL_MILLIS);
}

/** When a node's kubelet last told how it is, though nothing had changed. kube: pkg/kubelet/kubelet_node_status.go nodeStatusReportFrequency */
export function lastReport(pulse: Pulse, node: Node): number {
  return lastBeat(pulse, node, NODE_REPORT_MILLIS);
}

function lastBeat({ environment, random, now }: Pulse, { metadata }: Node, period: number): number {
  const { kubeletSince, kubeletUntil } = powerOf(environment.nodes, metadata.name);
  const from = kubeletSince ?? instantOf(metadata.creationTimestamp);
  const until = kubeletUntil ?? now();
  const first = from + random.numbered(`heartbeat/${metadata.name}`).belowAt(0, period);
  return until < first ? from : first + Math.floor((until - first) / period) * period;
}

/** The machines with something changed about one of them. Its kubelet starts anew when it did not run before. */
export function withPower(
  powers: NodePowers,
  node: string,
  change: Partial<Pick<NodePower, 'state' | 'pressures'>>,
  now: number,
): NodePowers {
  const before = powerOf(powers, node);
  const { state = before.state, pressures = before.pressures } = change;
  const since = state === before.state ? before.since : now;
  const isStart = state === 'running' && before.state !== 'running';
  const kubeletSince = isStart ? now : before.kubeletSince;
  const kubeletUntil = state === 'running' ? undefined : (before.kubeletUntil ?? now);
  return new Map([...powers, [node, { state, since, kubeletSince, kubeletUntil, pressures }]]);
}
