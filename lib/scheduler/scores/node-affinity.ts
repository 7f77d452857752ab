import { nodePreferences } from '../../kinds/node-affinity.ts';
import type { ScorePlugin } from '../plugin.ts';
import { normalized } from './normalize.ts';

/** Prefers nodes that match preferred terms. kube: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go Score */
export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  score({ pod }, feasible) {
    const preferences = nodePreferences(pod);
    if (preferences.length === 0) return undefined;
    const sums = feasible.map(({ node }) => preferences.reduce((sum, { holds, weight }) => (holds(node) ? sum + weight : sum), 0));
    return normalized(sums);
  },
};
