import type { NodeSelectorRequirement, NodeSelectorTerm } from '../api/generated/types.ts';
import { matchesLabels, selectorOfLabels, type Labels, type Requirement, type Selector, type SelectorOperator } from '../base/labels.ts';
import type { Node } from './node.ts';
import type { Pod } from './pod-state.ts';

/** A condition on nodes. */
export type NodePredicate = (node: Node) => boolean;

/** A preferred term as a condition with its weight. */
export interface NodePreference {
  readonly holds: NodePredicate;
  readonly weight: number;
}

const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

/** The nodes a pod's nodeSelector and required node affinity allow; undefined when it allows all. kube: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go GetRequiredNodeAffinity */
export function requiredNodeAffinity({ spec }: Pod): NodePredicate | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const labels = selectorOfLabels(spec.nodeSelector ?? {});
  if (required === undefined && labels.length === 0) return undefined;
  // Terms are alternatives; an empty one allows nothing, and so does an empty list.
  const terms = required?.nodeSelectorTerms.filter((term) => !isEmptyTerm(term)).map(termPredicate);
  return (node) => matchesLabels(labels, node.metadata.labels) && (terms === undefined || terms.some((holds) => holds(node)));
}

/** The preferred terms of a pod's node affinity that can count for anything. kube: the same file, NewPreferredSchedulingTerms */
export function nodePreferences({ spec }: Pod): readonly NodePreference[] {
  const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred
    .filter(({ preference, weight }) => weight !== 0 && !isEmptyTerm(preference))
    .map(({ preference, weight }) => ({ holds: termPredicate(preference), weight }));
}

function isEmptyTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0;
}

function termPredicate({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): NodePredicate {
  const labels = matchExpressions.map(requirementOf);
  const fields = matchFields.map(requirementOf);
  return (node) => matchesLabels(labels, node.metadata.labels) && (fields.length === 0 || matchesLabels(fields, fieldLabels(node)));
}

function requirementOf({ key, operator, values = [] }: NodeSelectorRequirement): Selector[number] {
  const known = OPERATORS.get(operator);
  // What validation lets through is known; anything else matches nothing, as upstream's parse error does.
  return (known === undefined ? { key, operator: 'in', values: [] } : { key, operator: known, values }) satisfies Requirement;
}

function fieldLabels({ metadata }: Node): Labels {
  return { 'metadata.name': metadata.name };
}
