import type { SortedMap } from '../base/sorted-map.ts';
import type { Client } from '../api/client.ts';
import type { Node } from '../kinds/node.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { podRequests } from '../kinds/qos.ts';
import type { NodeState } from './node-state.ts';

/** One attempt to find a node for one pod: what plugins may look at. */
export interface Cycle {
  readonly pod: Pod;
  readonly requests: ReturnType<typeof podRequests>;
  readonly api: Client;
  readonly memory: SortedMap<string, unknown>;
  /** All nodes, in the order in which they are looked at. */
  readonly nodeNames: readonly string[];
  /** The pods without a node for which room was made somewhere. */
  readonly nominated: readonly Pod[];
  /** The node of that name as it was when the cycle began, or undefined. */
  readonly node: (name: string) => NodeState | undefined;
}

/** Why a pod may not run on a node, in Kubernetes' words. */
export interface Rejection {
  readonly reasons: readonly string[];
  /** Whether removing pods might help: Unschedulable as opposed to UnschedulableAndUnresolvable. */
  readonly resolvable: boolean;
}

/** Whether the pod may run on the node, as far as one plugin is concerned: undefined says yes. */
export type NodeTest = (info: NodeState) => Rejection | undefined;

/** What a filter comes to for one pod. */
export interface Check {
  readonly test: NodeTest;
  /** The only nodes worth looking at; all when not given. */
  readonly only?: ReadonlySet<string>;
}

/** Something that happened and may help pods that nobody could place: about a pod on a node, about the parked pod itself, or about a node. */
export type News = PodNews | NodeNews;

/** `before` is undefined when a pod came to a node, `after` when it left its node or ended; both are given for other labels or tolerations. */
export interface PodNews {
  readonly about: 'pod' | 'itself';
  readonly before: Pod | undefined;
  readonly after: Pod | undefined;
}

/** `before` is undefined for a new node, `after` for a deleted one. */
export interface NodeNews {
  readonly about: 'node';
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

/** A reason to keep a pod off a node. */
export interface FilterPlugin {
  readonly name: string;
  /** Looks at the pod and the whole cluster once per cycle; undefined when every node will do, a Rejection when none will. */
  readonly prepare: (cycle: Cycle) => Check | Rejection | undefined;
  /** Whether, after such news, a pod that this plugin rejected deserves another attempt. */
  readonly requeue: (pod: Pod, news: News, api: Client) => boolean;
}

/** A reason to prefer a node. */
export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** A score of 0 to 100 for each of the feasible nodes, in their order; undefined when the plugin has no opinion. */
  readonly score: (cycle: Cycle, feasible: readonly NodeState[]) => readonly number[] | undefined;
}

/** The highest score. kube: pkg/scheduler/framework/interface.go MaxNodeScore */
export const MAX_SCORE = 100;
