import { matchesTerm, placedTerms, scopeOf, termsOf } from '../affinity-terms.ts';
import { MAX_SCORE, type Cycle, type ScorePlugin } from '../plugin.ts';
import { countPods } from '../pod-counts.ts';
import { perDomain } from '../topology.ts';

/** Prefers domains whose pods this pod likes, or that like it. kube: pkg/scheduler/framework/plugins/interpodaffinity/scoring.go */
export const interPodAffinityScore: ScorePlugin = {
  name: 'InterPodAffinity',
  weight: 2,
  score(cycle, feasible) {
    const liking = likings(cycle);
    if (liking.length === 0) return undefined;
    const sums = feasible.map(({ node }) => {
      let sum = 0;
      for (const { topologyKey, weight, domains } of liking) sum += weight * (domains.get(node.metadata.labels?.[topologyKey] ?? '') ?? 0);
      return sum;
    });
    const min = Math.min(...sums);
    const range = Math.max(...sums) - min;
    return sums.map((sum) => (range > 0 ? Math.trunc(MAX_SCORE * ((sum - min) / range)) : 0));
  },
};

interface Liking {
  readonly topologyKey: string;
  readonly weight: number;
  readonly domains: ReadonlyMap<string, number>;
}

/** What counts for or against domains: the pod's preferred terms, and those of placed pods that mean it. */
function likings(cycle: Cycle): readonly Liking[] {
  const { pod, api, memory } = cycle;
  const own = termsOf(pod).preferred.map(({ term, weight }) => ({
    term,
    weight,
    perNode: countPods(api, memory, { scopes: [scopeOf(api, term)], terminating: true }),
  }));
  // Required affinity of placed pods counts as the lightest preference. kube: the same plugin's args, HardPodAffinityWeight
  const others = [...placedTerms(memory, 'affinity'), ...placedTerms(memory, 'preferred')].filter(({ term }) =>
    matchesTerm(api, term, pod),
  );
  return [...own, ...others]
    .map(({ term: { topologyKey }, weight, perNode }) => ({ topologyKey, weight, domains: perDomain(cycle, topologyKey, perNode) }))
    .filter(({ domains }) => domains.size > 0);
}
