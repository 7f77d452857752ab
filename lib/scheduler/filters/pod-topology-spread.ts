import { same } from '../../base/merge.ts';
import { matchesLabels } from '../../base/labels.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { changeOf, type NodeState } from '../node-state.ts';
import type { Cycle, FilterPlugin, NodeNews, PodNews, Rejection } from '../plugin.ts';
import { hasTopologyKeys, isCountedBy, matchingPerNode, spreadConstraintsOf, type SpreadConstraint } from '../spread-constraints.ts';

const SKEWED: Rejection = { reasons: ["node(s) didn't match pod topology spread constraints"], resolvable: true };
const UNLABELLED: Rejection = {
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
  resolvable: false,
};

/** Keeps alike pods evenly over domains. kube: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go */
export const podTopologySpread: FilterPlugin = {
  name: 'PodTopologySpread',
  prepare(cycle) {
    const constraints = spreadConstraintsOf(cycle.pod, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const domains = constraints.map((constraint) => domainsOf(cycle, constraint, constraints));
    return {
      test(info) {
        for (const [i, constraint] of constraints.entries()) {
          const value = info.node.metadata.labels?.[constraint.topologyKey];
          if (value === undefined) return UNLABELLED;
          if (skewAt(cycle.pod, constraint, domains[i]!, value, info) > constraint.maxSkew) return SKEWED;
        }
        return undefined;
      },
    };
  },
  requeue: (pod, news) => (news.about === 'node' ? nodeHelps(pod, news) : podHelps(pod, news)),
};

/** How many pods each domain has that counts. */
function domainsOf(cycle: Cycle, constraint: SpreadConstraint, constraints: readonly SpreadConstraint[]): ReadonlyMap<string, number> {
  const perNode = matchingPerNode(cycle, constraint);
  const domains = new Map<string, number>();
  for (const name of cycle.nodeNames) {
    const node = cycle.node(name)?.node;
    if (node === undefined || !hasTopologyKeys(node, constraints) || !constraint.includes(node)) continue;
    const value = node.metadata.labels![constraint.topologyKey]!;
    domains.set(value, (domains.get(value) ?? 0) + (perNode.get(name) ?? 0));
  }
  return domains;
}

/** By how much the domain would exceed the emptiest one with the pod in it. */
function skewAt(pod: Pod, constraint: SpreadConstraint, domains: ReadonlyMap<string, number>, value: string, info: NodeState): number {
  const change = constraint.includes(info.node) ? changeOf(info, (other) => isCountedBy(constraint, pod, other)) : 0;
  const here = (domains.get(value) ?? 0) + change;
  let least = Number.MAX_SAFE_INTEGER;
  for (const [domain, count] of domains) least = Math.min(least, domain === value ? here : count);
  if (domains.size < constraint.minDomains) least = 0;
  return here + Number(matchesLabels(constraint.selector, pod.metadata.labels)) - least;
}

/** kube: pkg/scheduler/framework/plugins/podtopologyspread/plugin.go isSchedulableAfterPodChange */
function podHelps(pod: Pod, { about, before, after }: PodNews): boolean {
  const constraints = spreadConstraintsOf(pod, 'DoNotSchedule');
  const matches = (other: Pod, { selector }: SpreadConstraint): boolean => matchesLabels(selector, other.metadata.labels);
  if (about === 'itself' && !same(before?.spec.tolerations, after?.spec.tolerations)) {
    return pod.spec.topologySpreadConstraints?.some(({ nodeTaintsPolicy }) => nodeTaintsPolicy === 'Honor') === true;
  }
  if ((before ?? after)?.metadata.namespace !== pod.metadata.namespace) return false;
  if (before !== undefined && after !== undefined)
    return constraints.some((constraint) => matches(before, constraint) !== matches(after, constraint));
  const other = before ?? after;
  return other !== undefined && constraints.some((constraint) => matches(other, constraint));
}

/** kube: the same file, isSchedulableAfterNodeChange */
function nodeHelps(pod: Pod, { before, after }: NodeNews): boolean {
  const constraints = spreadConstraintsOf(pod, 'DoNotSchedule');
  const [had, has] = [before, after].map((node) => node !== undefined && hasTopologyKeys(node, constraints));
  if (before === undefined || after === undefined) return had === true || has === true;
  if (had !== has) return true;
  const moved = constraints.some(({ topologyKey }) => before.metadata.labels?.[topologyKey] !== after.metadata.labels?.[topologyKey]);
  return has === true && (moved || !same(before.spec.taints, after.spec.taints));
}
