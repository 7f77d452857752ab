import type { Deployment } from '../../kinds/deployment.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';

/** A Deployment with the ReplicaSets that are its own: the one that makes pods of its template as it is now, and all others, oldest first. */
export interface Rollout {
  readonly deployment: Deployment;
  readonly newSet: ReplicaSet | undefined;
  readonly oldSets: readonly ReplicaSet[];
}

/** A ReplicaSet and how many replicas it is to have. */
export interface Resize {
  readonly set: ReplicaSet;
  readonly replicas: number;
}

/** The old ReplicaSets, then the new one. */
export function allSets({ newSet, oldSets }: Rollout): readonly ReplicaSet[] {
  return newSet === undefined ? oldSets : [...oldSets, newSet];
}

/** The ReplicaSets that ask for pods. */
export function activeSets(sets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return sets.filter(({ spec }) => spec.replicas > 0);
}

/** How many pods the ReplicaSets ask for. */
export function wantedReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
}

/** How many pods of the ReplicaSets are available. */
export function availableReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
}
