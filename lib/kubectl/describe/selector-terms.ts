import type { NodeSelector, TopologySelectorTerm } from '../../api/generated/types.ts';
import { indented, lines, listed, type Lines } from './lines.ts';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** On which nodes a volume can be had. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printVolumeNodeAffinity */
export function nodeAffinityLines(title: string, selector: NodeSelector | undefined): Lines {
  if (selector === undefined) return [`${title}:\t<none>`];
  const terms = selector.nodeSelectorTerms.map(({ matchExpressions = [] }) => matchExpressions);
  if (terms.length === 0) return [`${title}:\t`, ...indented(1, 'Required Terms:\t<none>')];
  return [`${title}:\t`, ...indented(1, 'Required Terms:\t'), ...indented(2, termLines(terms))];
}

/** Where the volumes of a class may be. kube: the same file, printAllowedTopologies */
export function topologyLines(title: string, topologies: readonly TopologySelectorTerm[]): Lines {
  if (topologies.length === 0) return [`${title}:\t<none>`];
  const terms = topologies.map(({ matchLabelExpressions = [] }) => matchLabelExpressions.map((one) => ({ ...one, operator: 'in' })));
  return lines(`${title}:\t`, indented(1, termLines(terms)));
}

function termLines(terms: readonly (readonly Requirement[])[]): Lines {
  return terms.flatMap((term, i) => listed(`Term ${i}`, term.map(requirementText)));
}

function requirementText({ key, operator, values = [] }: Requirement): string {
  return `${key} ${operator.toLowerCase()}${values.length === 0 ? '' : ` [${values.join(', ')}]`}`;
}
