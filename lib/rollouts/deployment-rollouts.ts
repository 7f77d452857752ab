import type { Client } from '../api/client.ts';
import { findCondition } from '../control/conditions.ts';
import { isControlledBy } from '../control/owners.ts';
import { DeploymentKind, TIMED_OUT, type Deployment } from '../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { changeCauseOf, revisionOf, rolledBack } from '../kinds/revisions.ts';
import { isSameTemplate, withoutHash } from '../kinds/template-hash.ts';
import { instantOf } from '../sim/time.ts';
import type { Progress, Revision, RolloutKind } from './rollout-kind.ts';

/** Deployments keep a revision in each of their ReplicaSets. */
export const deploymentRollouts: RolloutKind<Deployment> = {
  kind: DeploymentKind,
  revisions: (api, deployment) =>
    replicaSetsOf(api, deployment)
      .map(revisionIn)
      .sort((a, b) => a.number - b.number),
  currentRevision: revisionOf,
  templateOf: ({ spec }) => spec.template,
  isFresh: (_, owner, template) => isSameTemplate((owner as ReplicaSet | undefined)?.spec.template ?? template, template),
  rolledBack: (deployment, { keeper }) => rolledBack(deployment, keeper as ReplicaSet),
  progress,
  isPaused: ({ spec }) => spec.paused === true,
};

/** The ReplicaSets a Deployment controls. */
function replicaSetsOf(api: Client, { metadata }: Deployment): readonly ReplicaSet[] {
  return api.by(ReplicaSetKind, 'owner', metadata.uid).filter((set) => isControlledBy(set, metadata.uid));
}

function revisionIn(set: ReplicaSet): Revision {
  const { replicas, readyReplicas = 0, availableReplicas = 0 } = set.status;
  const template = withoutHash(set.spec.template!);
  return { number: revisionOf(set), template, changeCause: changeCauseOf(set), keeper: set, replicas, readyReplicas, availableReplicas };
}

function progress({ metadata, spec, status }: Deployment): Progress {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions } = status;
  const waiting = (text: string): Progress => ({ state: 'under way', text });
  if ((metadata.generation ?? 0) > observedGeneration) return waiting('Waiting for deployment spec update to be observed...');
  const { name } = metadata;
  const { reason, lastUpdateTime } = findCondition(conditions, 'Progressing') ?? {};
  if (reason === TIMED_OUT) {
    const since = lastUpdateTime === undefined ? {} : { since: instantOf(lastUpdateTime) };
    return { state: 'failed', text: `deployment "${name}" exceeded its progress deadline`, ...since };
  }
  const unfinished = (what: string): Progress => waiting(`Waiting for deployment "${name}" rollout to finish: ${what}...`);
  if (updatedReplicas < spec.replicas) return unfinished(`${updatedReplicas} out of ${spec.replicas} new replicas have been updated`);
  if (replicas > updatedReplicas) return unfinished(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) return unfinished(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { state: 'complete', text: `deployment "${name}" successfully rolled out` };
}
