import { podUsage } from '../../kinds/pod.ts';
import { allocatableOf } from '../node-state.ts';
import { MAX_SCORE, type ScorePlugin } from '../plugin.ts';

/** Prefers nodes with much left, counting something for containers that ask for nothing. kube: pkg/scheduler/framework/plugins/noderesources/least_allocated.go */
export const leastAllocated: ScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  score({ pod }, feasible) {
    const own = podUsage(pod);
    return feasible.map(({ node, usage }) => {
      const { cpuMillis, memoryBytes } = allocatableOf(node);
      const cpu = freeShare(cpuMillis, (usage['assumedCpuMillis'] ?? 0) + own['assumedCpuMillis']!);
      const memory = freeShare(memoryBytes, (usage['assumedMemoryBytes'] ?? 0) + own['assumedMemoryBytes']!);
      // A resource that the node does not have is left out.
      return cpu === undefined || memory === undefined ? (cpu ?? memory ?? 0) : Math.trunc((cpu + memory) / 2);
    });
  },
};

/** Prefers nodes whose shares of processor and memory in use are alike. kube: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go */
export const balancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score({ requests }, feasible) {
    return feasible.map(({ node, usage }) => {
      const { cpuMillis, memoryBytes } = allocatableOf(node);
      const cpu = usedShare(cpuMillis, (usage['cpuMillis'] ?? 0) + requests.cpuMillis);
      const memory = usedShare(memoryBytes, (usage['memoryBytes'] ?? 0) + requests.memoryBytes);
      const deviation = cpu === undefined || memory === undefined ? 0 : Math.abs((cpu - memory) / 2);
      return Math.trunc((1 - deviation) * MAX_SCORE);
    });
  },
};

function freeShare(allocatable: number, requested: number): number | undefined {
  if (allocatable === 0) return undefined;
  return requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * MAX_SCORE) / allocatable);
}

function usedShare(allocatable: number, requested: number): number | undefined {
  return allocatable === 0 ? undefined : Math.min(1, requested / allocatable);
}
