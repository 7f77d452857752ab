import { shareOf, type IntOrPercent } from '../../base/int-or-percent.ts';
import type { Deployment } from '../../kinds/deployment.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { MAX_REPLICAS, numberIn } from '../../kinds/revisions.ts';
import { wantedReplicas } from './rollout.ts';

/** How far a rollout may go above and below the number of replicas. */
export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/** A surge is rounded up and what may be unavailable down; where both come to nothing, one may be unavailable. Throws a PercentError. kube: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts */
export function fenceposts(maxSurge: IntOrPercent | undefined, maxUnavailable: IntOrPercent | undefined, desired: number): Fenceposts {
  const surge = shareOf(maxSurge, desired, 'up');
  const unavailable = shareOf(maxUnavailable, desired, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** How many pods may be unavailable at any moment of a rollout; 0 where there is no rolling update. kube: the same file, MaxUnavailable */
export function maxUnavailable(deployment: Deployment): number {
  const { replicas } = deployment.spec;
  return isRolling(deployment) && replicas > 0 ? Math.min(postsOf(deployment).unavailable, replicas) : 0;
}

/** How many pods more than asked for there may be at any moment of a rollout; 0 where there is no rolling update. kube: the same file, MaxSurge */
export function maxSurge(deployment: Deployment): number {
  return isRolling(deployment) ? postsOf(deployment).surge : 0;
}

/** Whether pods are replaced a few at a time. */
export function isRolling({ spec }: Deployment): boolean {
  return spec.strategy.type === 'RollingUpdate';
}

/** How many replicas the new ReplicaSet may have by now; `sets` are all, the new one among them. kube: the same file, NewRSNewReplicas */
export function newSetReplicas(deployment: Deployment, sets: readonly ReplicaSet[], current: number): number {
  const { replicas } = deployment.spec;
  if (!isRolling(deployment)) return replicas;
  // Here the surge counts as it is written, without the rule for both being 0.
  const most = replicas + shareOf(deployment.spec.strategy.rollingUpdate?.maxSurge, replicas, 'up');
  const now = wantedReplicas(sets);
  return now >= most ? current : current + Math.min(most - now, replicas - current);
}

/** By how much a ReplicaSet has to change for its part of the whole to stay what it was. kube: the same file, getReplicaSetFraction */
export function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  const { replicas } = set.spec;
  if (deployment.spec.replicas === 0) return -replicas;
  const most = deployment.spec.replicas + maxSurge(deployment);
  const noted = numberIn(set, MAX_REPLICAS) ?? 0;
  const before = noted === 0 ? (deployment.status.replicas ?? 0) : noted;
  return before === 0 ? 0 : roundHalfAway((replicas * most) / before) - replicas;
}

function postsOf({ spec }: Deployment): Fenceposts {
  const { maxSurge: surge, maxUnavailable: unavailable } = spec.strategy.rollingUpdate ?? {};
  return fenceposts(surge, unavailable, spec.replicas);
}

/** Go's rounding; sizes are never negative. */
function roundHalfAway(amount: number): number {
  return Math.floor(amount + 0.5);
}
