import type { TopologySpreadConstraint } from '../../api/generated/types.ts';
import { selectorOrNone } from './labels.ts';
import { listed, type Lines } from './lines.ts';
import { sortedBy } from './sorted-by.ts';

/** How pods are to be spread, by topology; nothing where nothing is said. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeTopologySpreadConstraints */
export function topologySpreadLines(constraints: readonly TopologySpreadConstraint[] = []): Lines {
  if (constraints.length === 0) return [];
  const sorted = sortedBy(constraints, ({ topologyKey }) => topologyKey);
  return listed(
    'Topology Spread Constraints',
    sorted.map(({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }) => {
      const text = `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded`;
      return labelSelector === undefined ? text : `${text} for selector ${selectorOrNone(labelSelector)}`;
    }),
  );
}
