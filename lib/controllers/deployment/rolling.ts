import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { byCreation } from '../../kinds/revisions.ts';
import { maxUnavailable, newSetReplicas } from './arithmetic.ts';
import { activeSets, allSets, availableReplicas, wantedReplicas, type Resize, type Rollout } from './rollout.ts';

/** The next size of the new ReplicaSet, if it has to change. kube: pkg/controller/deployment/rolling.go reconcileNewReplicaSet */
export function nextNewSize(rollout: Rollout): readonly Resize[] {
  const { deployment, newSet: set } = rollout;
  if (set === undefined) return [];
  const current = set.spec.replicas;
  const { replicas: wanted } = deployment.spec;
  const replicas = current > wanted ? wanted : newSetReplicas(deployment, allSets(rollout), current);
  return replicas === current ? [] : [{ set, replicas }];
}

/**
 * The next sizes of old ReplicaSets: first those with pods that are not available lose them, then as many go as the new ones replace. One
 * ReplicaSet may be in it twice. kube: the same file, reconcileOldReplicaSets
 */
export function nextOldSizes(rollout: Rollout): readonly Resize[] {
  const { deployment, newSet } = rollout;
  const active = [...activeSets(rollout.oldSets)].sort(byCreation);
  if (active.length === 0) return [];
  const least = deployment.spec.replicas - maxUnavailable(deployment);
  const newUnavailable = newSet === undefined ? 0 : newSet.spec.replicas - (newSet.status.availableReplicas ?? 0);
  const spare = wantedReplicas(allSets(rollout)) - least - newUnavailable;
  if (spare <= 0) return [];
  const { sizes: unhealthy, isSure } = withoutUnhealthy(active, spare);
  if (!isSure) return unhealthy;
  const left = active.map((set) => unhealthy.find((resized) => resized.set === set) ?? { set, replicas: set.spec.replicas });
  return [...unhealthy, ...withFewer(left, availableReplicas(allSets(rollout)) - least)];
}

/**
 * The old ReplicaSets without as many of their unavailable pods as may go. Not sure: one has more available pods than it asks for, which a
 * count of before its last scaling may say; nothing more is taken away then. kube: the same file, cleanupUnhealthyReplicas
 */
export function withoutUnhealthy(
  sets: readonly ReplicaSet[],
  most: number,
): { readonly sizes: readonly Resize[]; readonly isSure: boolean } {
  const sizes: Resize[] = [];
  let left = most;
  for (const set of sets) {
    if (left <= 0) break;
    const unhealthy = set.spec.replicas - (set.status.availableReplicas ?? 0);
    if (unhealthy < 0) return { sizes, isSure: false };
    const removed = Math.min(left, unhealthy);
    if (removed > 0) sizes.push({ set, replicas: set.spec.replicas - removed });
    left -= removed;
  }
  return { sizes, isSure: true };
}

/** Sizes with as many pods taken away as may go, from the oldest ReplicaSet on. kube: the same file, scaleDownOldReplicaSetsForRollingUpdate */
export function withFewer(sizes: readonly Resize[], most: number): readonly Resize[] {
  const fewer: Resize[] = [];
  let left = most;
  for (const { set, replicas } of sizes) {
    const removed = Math.min(Math.max(0, left), replicas);
    if (removed > 0) fewer.push({ set, replicas: replicas - removed });
    left -= removed;
  }
  return fewer;
}
