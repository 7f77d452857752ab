import type { TopologySpreadConstraint } from '../api/generated/types.ts';
import { selectorOf, type Requirement, type Selector } from '../base/labels.ts';
import type { Node } from '../kinds/node.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { requiredNodeAffinity } from '../kinds/node-affinity.ts';
import type { Cycle } from './plugin.ts';
import { countPods, isCounted, type Counted } from './pod-counts.ts';
import { findUntoleratedTaint } from '../kinds/tolerations.ts';

/** A topology spread constraint of a pod with its defaults filled in. kube: pkg/scheduler/framework/plugins/podtopologyspread/common.go topologySpreadConstraint */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Undefined: matches no pod. */
  readonly selector: Selector | undefined;
  /** Whether the node's pods count, by the constraint's policies on affinity and taints. */
  readonly includes: (node: Node) => boolean;
}

/** The label that tells nodes apart. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** The constraints a pod names itself, of one sort. kube: the same file, filterTopologySpreadConstraints */
export function spreadConstraintsOf(pod: Pod, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway'): readonly SpreadConstraint[] {
  const own = pod.spec.topologySpreadConstraints?.filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable) ?? [];
  return own.map((constraint) => ({
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    selector: selectorWithKeys(constraint, pod),
    includes: inclusionPolicy(pod, constraint),
  }));
}

/** Which nodes' pods count. kube: the same file, matchNodeInclusionPolicies */
export function inclusionPolicy(
  pod: Pod,
  policies: Pick<TopologySpreadConstraint, 'nodeAffinityPolicy' | 'nodeTaintsPolicy'> = {},
): (node: Node) => boolean {
  const allowed = (policies.nodeAffinityPolicy ?? 'Honor') === 'Honor' ? requiredNodeAffinity(pod) : undefined;
  const honorsTaints = policies.nodeTaintsPolicy === 'Honor';
  return (node) =>
    (allowed === undefined || allowed(node)) &&
    (!honorsTaints || findUntoleratedTaint(node.spec.taints, pod.spec.tolerations) === undefined);
}

/** The pods a constraint counts, as a question to `countPods`; the empty selector counts none. kube: the same file, countPodsMatchSelector */
function countedBy({ selector }: Pick<SpreadConstraint, 'selector'>, pod: Pod): Counted {
  const scope = { namespaces: [pod.metadata.namespace ?? ''], selector: selector?.length === 0 ? undefined : selector };
  return { scopes: [scope], terminating: false };
}

/** How many of the constraint's pods each node has. */
export function matchingPerNode({ pod, api, memory }: Cycle, constraint: Pick<SpreadConstraint, 'selector'>): ReadonlyMap<string, number> {
  return countPods(api, memory, countedBy(constraint, pod));
}

/** Whether another pod is one of those the constraint counts. */
export function isCountedBy(constraint: Pick<SpreadConstraint, 'selector'>, pod: Pod, other: Pod): boolean {
  return isCounted(countedBy(constraint, pod), other);
}

/** Whether the node has the label of every constraint. */
export function hasTopologyKeys({ metadata }: Node, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => metadata.labels?.[topologyKey] !== undefined);
}

function selectorWithKeys({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, { metadata }: Pod): Selector | undefined {
  const selector = selectorOf(labelSelector);
  const extra: Requirement[] = [];
  for (const key of matchLabelKeys) {
    const value = metadata.labels?.[key];
    if (value !== undefined) extra.push({ key, operator: 'in', values: [value] });
  }
  return selector === undefined || extra.length === 0 ? selector : [...selector, ...extra];
}
