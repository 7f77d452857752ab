import { value as bytesOf, milliValue } from '../base/quantity.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { METRICS_PERIOD_MILLIS } from '../sim/latencies.ts';
import { programUsage, type Usage } from './images/usage.ts';
import { findWorker, type Scene } from './scene.ts';

/** What a container uses. */
export interface ContainerUsage extends Usage {
  readonly name: string;
}

/**
 * What the containers of a pod use, as a metrics server knows it: what runs is measured every 15 seconds, and known when it was measured twice.
 * Undefined where nothing of the pod is known, or not of all its containers. kube: sigs.k8s.io/metrics-server pkg/storage/pod.go GetMetrics
 */
export function podUsage({ memory, now }: Pick<Scene, 'memory' | 'now'>, pod: Pod): readonly ContainerUsage[] | undefined {
  const worker = findWorker({ memory }, pod.metadata.uid);
  const found = pod.spec.containers.flatMap(({ name, resources }): readonly ContainerUsage[] => {
    const run = worker?.containers.find((each) => each.name === name)?.newest;
    if (run?.program === undefined || run.startedAt === undefined || run.ended !== undefined) return [];
    if (measurements(now()) - measurements(run.startedAt) < 2) return [];
    const { cpuMillis, memoryBytes } = programUsage(run.program);
    const { cpu, memory: most } = resources?.limits ?? {};
    return [
      {
        name,
        cpuMillis: Math.min(cpuMillis, cpu === undefined ? Infinity : milliValue(cpu)),
        memoryBytes: Math.min(memoryBytes, most === undefined ? Infinity : bytesOf(most)),
      },
    ];
  });
  return found.length > 0 && found.length === pod.spec.containers.length ? found : undefined;
}

function measurements(atMillis: number): number {
  return Math.floor(atMillis / METRICS_PERIOD_MILLIS);
}
