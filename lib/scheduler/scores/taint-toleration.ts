import { normalized } from './normalize.ts';
import type { ScorePlugin } from '../plugin.ts';
import { isTolerated } from '../../kinds/tolerations.ts';

/** Prefers nodes with few taints that ask pods to stay away. kube: pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go Score */
export const taintTolerationScore: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  score({ pod }, feasible) {
    const tolerations = pod.spec.tolerations?.filter(({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule');
    const counts = feasible.map(
      ({ node }) =>
        node.spec.taints?.filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(taint, tolerations)).length ?? 0,
    );
    return normalized(counts, { reverse: true });
  },
};
