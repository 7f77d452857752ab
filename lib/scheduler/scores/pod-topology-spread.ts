import { ZONE_LABEL } from '../../kinds/node.ts';
import { selectorOfLabels, selectorOf, type LabelSelectorFields, type Labels, type Selector } from '../../base/labels.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import type { NodeState } from '../node-state.ts';
import { MAX_SCORE, type Cycle, type ScorePlugin } from '../plugin.ts';
import {
  HOSTNAME,
  hasTopologyKeys,
  inclusionPolicy,
  matchingPerNode,
  spreadConstraintsOf,
  type SpreadConstraint,
} from '../spread-constraints.ts';

/** kube: pkg/scheduler/framework/plugins/podtopologyspread/plugin.go systemDefaultConstraints */
const SYSTEM_DEFAULTS = [
  { topologyKey: HOSTNAME, maxSkew: 3 },
  { topologyKey: ZONE_LABEL, maxSkew: 5 },
] as const;

/** Prefers domains with few alike pods. kube: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go */
export const podTopologySpreadScore: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  score(cycle, feasible) {
    const isOwn = (cycle.pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
    const constraints = isOwn ? spreadConstraintsOf(cycle.pod, 'ScheduleAnyway') : systemConstraints(cycle);
    if (constraints.length === 0) return undefined;
    // The system's constraints put up with nodes that have no zone.
    const labelled = isOwn ? feasible.filter(({ node }) => hasTopologyKeys(node, constraints)) : feasible;
    const raw = labelled.map(() => 0);
    for (const constraint of constraints) addCosts(raw, cycle, constraint, labelled);
    const scores = reversed(raw.map(Math.round));
    if (labelled.length === feasible.length) return scores;
    const byNode = new Map(labelled.map((info, i) => [info, scores[i]!]));
    return feasible.map((info) => byNode.get(info) ?? 0);
  },
};

/** Adds what one constraint has against each node. kube: the same file, Score */
function addCosts(raw: number[], cycle: Cycle, constraint: SpreadConstraint, feasible: readonly NodeState[]): void {
  const { topologyKey, maxSkew } = constraint;
  const perNode = matchingPerNode(cycle, constraint);
  const isPerNode = topologyKey === HOSTNAME;
  const domains = isPerNode ? perNode : countsPerDomain(cycle, constraint, feasible, perNode);
  const weight = Math.log((isPerNode ? feasible.length : domains.size) + 2);
  for (const [i, { name, node }] of feasible.entries()) {
    const value = node.metadata.labels?.[topologyKey];
    if (value !== undefined) raw[i]! += (domains.get(isPerNode ? name : value) ?? 0) * weight + maxSkew - 1;
  }
}

/** The constraint's pods in each domain of a feasible node; nodes without the label are a domain as well. kube: the same file, PreScore */
function countsPerDomain(
  cycle: Cycle,
  { topologyKey, includes }: SpreadConstraint,
  feasible: readonly NodeState[],
  perNode: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const domains = new Map<string, number>();
  for (const { node } of feasible) domains.set(node.metadata.labels?.[topologyKey] ?? '', 0);
  // Nobody asks for the count of a domain that is none.
  if (domains.size === 1 && domains.has('')) return domains;
  for (const [name, count] of perNode) {
    const node = cycle.node(name)?.node;
    const value = node?.metadata.labels?.[topologyKey] ?? '';
    const known = domains.get(value);
    if (node !== undefined && known !== undefined && includes(node)) domains.set(value, known + count);
  }
  return domains;
}

/** kube: the same file, NormalizeScore */
function reversed(raw: readonly number[]): readonly number[] {
  const max = Math.max(0, ...raw);
  const min = Math.min(...raw);
  return raw.map((score) => (max === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (max + min - score)) / max)));
}

function systemConstraints(cycle: Cycle): readonly SpreadConstraint[] {
  const selector = siblingSelector(cycle);
  if (selector.length === 0) return [];
  const includes = inclusionPolicy(cycle.pod);
  return SYSTEM_DEFAULTS.map((constraint) => ({ ...constraint, minDomains: 1, selector, includes }));
}

/** What the Services of a pod and its controller select: its siblings. kube: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector */
function siblingSelector({ pod, api }: Cycle): Selector {
  const { namespace = '', labels = {}, ownerReferences } = pod.metadata;
  const merged = new Map<string, string>();
  const services = api.api.registry.find('services');
  for (const service of services === undefined ? [] : api.list(services, { namespace })) {
    const selector = Object.entries((specOf(service)['selector'] ?? {}) as Labels);
    if (selector.length > 0 && selector.every(([key, value]) => labels[key] === value))
      for (const [key, value] of selector) merged.set(key, value);
  }
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  const resource = OWNERS.get(`${owner?.apiVersion ?? ''}/${owner?.kind ?? ''}`);
  const kind = resource === undefined ? undefined : api.api.registry.find(resource);
  const found = kind === undefined ? undefined : api.find(kind, owner!.name, namespace);
  const selector = found === undefined ? undefined : specOf(found)['selector'];
  if (selector !== undefined && resource === 'replicationcontrollers')
    for (const [key, value] of Object.entries(selector as Labels)) merged.set(key, value);
  const own = selectorOfLabels(Object.fromEntries(merged));
  if (selector === undefined || resource === 'replicationcontrollers') return own;
  const controllers = selectorOf(selector as LabelSelectorFields);
  return own.length === 0 ? controllers : [...own, ...controllers];
}

const OWNERS: ReadonlyMap<string, string> = new Map([
  ['v1/ReplicationController', 'replicationcontrollers'],
  ['apps/v1/ReplicaSet', 'replicasets'],
  ['apps/v1/StatefulSet', 'statefulsets'],
]);

function specOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return (fieldsOf(object)['spec'] ?? {}) as Readonly<Record<string, unknown>>;
}
