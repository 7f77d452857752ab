import type { ScorePlugin } from '../plugin.ts';
import { imageLocality } from './image-locality.ts';
import { interPodAffinityScore } from './inter-pod-affinity.ts';
import { nodeAffinityScore } from './node-affinity.ts';
import { podTopologySpreadScore } from './pod-topology-spread.ts';
import { balancedAllocation, leastAllocated } from './resources.ts';
import { taintTolerationScore } from './taint-toleration.ts';

/** What makes one feasible node better than another. kube: pkg/scheduler/apis/config/v1/default_plugins.go */
export const scores: readonly ScorePlugin[] = [
  taintTolerationScore,
  nodeAffinityScore,
  leastAllocated,
  podTopologySpreadScore,
  interPodAffinityScore,
  balancedAllocation,
  imageLocality,
];
