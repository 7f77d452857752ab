import { MAX_SCORE } from '../plugin.ts';

/** Scales scores so that the highest becomes 100; reversed, the highest becomes 0. kube: pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore */
export function normalized(scores: readonly number[], { reverse = false } = {}): readonly number[] {
  const max = Math.max(0, ...scores);
  if (max === 0) return reverse ? scores.map(() => MAX_SCORE) : scores;
  return scores.map((score) => {
    const scaled = Math.trunc((MAX_SCORE * score) / max);
    return reverse ? MAX_SCORE - scaled : scaled;
  });
}
