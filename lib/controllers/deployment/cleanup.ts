import { ApiError } from '../../api/errors.ts';
import type { ReconcileContext } from '../../control/controller.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { byCreation, revisionOf } from '../../kinds/revisions.ts';
import type { Rollout } from './rollout.ts';

/** The largest number, which means: keep them all. */
const UNLIMITED = 2147483647;

/** The old ReplicaSets that nobody has to be able to go back to: of those beyond the limit, the ones that have no pods. kube: pkg/controller/deployment/sync.go cleanupDeployment */
export function forgettable({ deployment, oldSets }: Rollout): readonly ReplicaSet[] {
  const { revisionHistoryLimit: limit } = deployment.spec;
  if (limit === undefined || limit === UNLIMITED) return [];
  const kept = oldSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const oldest = [...kept].sort((a, b) => revisionOf(a) - revisionOf(b) || byCreation(a, b)).slice(0, Math.max(0, kept.length - limit));
  return oldest.filter(
    ({ metadata, spec, status }) =>
      status.replicas === 0 && spec.replicas === 0 && (metadata.generation ?? 0) <= (status.observedGeneration ?? 0),
  );
}

/** Deletes them. Throws the ApiError of one that cannot be; one that is gone is none. */
export function forget({ api }: ReconcileContext, rollout: Rollout): void {
  for (const set of forgettable(rollout)) {
    try {
      api.delete(ReplicaSetKind, set);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
  }
}
