import { milliValue, value } from '../base/quantity.ts';
import type { Client } from '../api/client.ts';
import type { Node } from '../kinds/node.ts';
import { PodKind, podUsage } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** A node as a scheduling cycle sees it: what is on it, with some pods thought away and others thought of as there. */
export interface NodeState {
  readonly name: string;
  readonly node: Node;
  /** Sums over the pods on the node, by the names of `podUsage`. */
  readonly usage: Readonly<Record<string, number>>;
  readonly added: readonly Pod[];
  readonly removed: readonly Pod[];
}

/** What a node has to give; extended resources by their own names. */
export interface Allocatable {
  readonly pods: number;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  readonly others: ReadonlyMap<string, number>;
}

const NO_PODS: readonly Pod[] = [];

/** The node with what is on it now. */
export function nodeState(api: Client, node: Node): NodeState {
  const { name } = node.metadata;
  return { name, node, usage: api.tally(PodKind, 'node', name), added: NO_PODS, removed: NO_PODS };
}

/** The same node with one more pod on it; a pod thought away before comes back. */
export function withPod(info: NodeState, pod: Pod): NodeState {
  const usage = summed(info.usage, pod, 1);
  if (info.removed.includes(pod)) return { ...info, usage, removed: info.removed.filter((other) => other !== pod) };
  return { ...info, usage, added: [...info.added, pod] };
}

/** The same node without one of its pods. */
export function withoutPod(info: NodeState, pod: Pod): NodeState {
  return { ...info, usage: summed(info.usage, pod, -1), removed: [...info.removed, pod] };
}

/** By how much a sum over the node's pods differs from what the store says; `amount` is what one pod adds. */
export function changeOf({ added, removed }: NodeState, amount: (pod: Pod) => number | boolean): number {
  let change = 0;
  for (const pod of added) change += Number(amount(pod));
  for (const pod of removed) change -= Number(amount(pod));
  return change;
}

const known = new WeakMap<object, Allocatable>();

/** What the node has to give. */
export function allocatableOf({ status }: Node): Allocatable {
  const resources = status.allocatable ?? NOTHING;
  const found = known.get(resources);
  if (found !== undefined) return found;
  const others = Object.keys(resources).filter((name) => !NATIVE.has(name));
  const allocatable: Allocatable = {
    pods: value(resources['pods'] ?? '0'),
    cpuMillis: milliValue(resources['cpu'] ?? '0'),
    memoryBytes: value(resources['memory'] ?? '0'),
    ephemeralBytes: value(resources['ephemeral-storage'] ?? '0'),
    others: new Map(others.map((name) => [name, value(resources[name]!)])),
  };
  if (Object.isFrozen(resources)) known.set(resources, allocatable);
  return allocatable;
}

const NOTHING: Readonly<Record<string, string>> = Object.freeze({});
const NATIVE: ReadonlySet<string> = new Set(['pods', 'cpu', 'memory', 'ephemeral-storage']);

function summed(usage: Readonly<Record<string, number>>, pod: Pod, sign: 1 | -1): Readonly<Record<string, number>> {
  const sums = { ...usage };
  const addends = podUsage(pod);
  for (const name in addends) sums[name] = (sums[name] ?? 0) + sign * addends[name]!;
  return sums;
}
