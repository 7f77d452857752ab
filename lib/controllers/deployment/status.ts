import type { DeploymentStatus } from '../../api/generated/types.ts';
import { findCondition, newCondition, withCondition, withoutCondition, type Condition } from '../../control/conditions.ts';
import { TIMED_OUT, type Deployment } from '../../kinds/deployment.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import { instantOf } from '../../sim/time.ts';
import { maxUnavailable } from './arithmetic.ts';
import { allSets, availableReplicas, wantedReplicas, type Rollout } from './rollout.ts';

/** Reasons of the condition Progressing. kube: pkg/controller/deployment/util/deployment_util.go */
export const PROGRESSING = 'Progressing';
export const SET_CREATED = 'NewReplicaSetCreated';
export const SET_FOUND = 'FoundNewReplicaSet';
export const SET_REFUSED = 'ReplicaSetCreateError';
const PAUSED = 'DeploymentPaused';
const RESUMED = 'DeploymentResumed';
const SET_UPDATED = 'ReplicaSetUpdated';
const SET_AVAILABLE = 'NewReplicaSetAvailable';

/** The largest number of seconds, which means: no deadline. */
const FOREVER = 2147483647;

/** Numbers and availability. kube: pkg/controller/deployment/sync.go calculateStatus */
export function countedStatus(rollout: Rollout, now: string): DeploymentStatus {
  const { deployment, newSet } = rollout;
  const { metadata, spec, status } = deployment;
  const sets = allSets(rollout);
  const available = availableReplicas(sets);
  const isEnough = available >= spec.replicas - maxUnavailable(deployment);
  const condition = isEnough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now);
  return {
    ...written({
      observedGeneration: metadata.generation ?? 0,
      replicas: sum(sets, ({ replicas }) => replicas),
      updatedReplicas: newSet?.status.replicas ?? 0,
      readyReplicas: sum(sets, ({ readyReplicas = 0 }) => readyReplicas),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, wantedReplicas(sets) - available),
    }),
    conditions: withCondition(conditionsOf(status), condition),
    ...(status.collisionCount === undefined ? {} : { collisionCount: status.collisionCount }),
  };
}

/** The numbers, and how the rollout gets on. `nowMillis` is cluster time, `now` the same as Kubernetes writes it. kube: pkg/controller/deployment/progress.go syncRolloutStatus */
export function rolloutStatus(rollout: Rollout, now: string, nowMillis: number): DeploymentStatus {
  const { deployment, newSet } = rollout;
  const counted = countedStatus(rollout, now);
  let conditions = conditionsOf(counted);
  const current = findCondition(deployment.status.conditions, PROGRESSING);
  if (!hasDeadline(deployment)) {
    conditions = withoutCondition(conditions, PROGRESSING);
  } else if (counted.replicas !== counted.updatedReplicas || current?.reason !== SET_AVAILABLE) {
    const subject = newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`;
    const told = (status: 'True' | 'False', reason: string, how: string): Condition =>
      newCondition(PROGRESSING, status, reason, `${subject} ${how}`, now);
    if (isComplete(deployment, counted)) {
      conditions = withCondition(conditions, told('True', SET_AVAILABLE, 'has successfully progressed.'));
    } else if (isProgressing(deployment.status, counted)) {
      conditions = refreshed(conditions, current, told('True', SET_UPDATED, 'is progressing.'));
    } else if (isTimedOut(deployment, current, nowMillis)) {
      conditions = withCondition(conditions, told('False', TIMED_OUT, 'has timed out progressing.'));
    }
  }
  const failure = failureOf(rollout);
  const all = failure === undefined ? withoutCondition(conditions, 'ReplicaFailure') : withCondition(conditions, failure);
  return { ...counted, conditions: all };
}

/** Whether a rollout is given a time to get on. kube: deployment_util.go HasProgressDeadline */
export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== FOREVER;
}

/** Every pod is of the new template and available, and there are no others. kube: the same file, DeploymentComplete */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas: available = 0, observedGeneration = 0 } = status;
  return (
    [updatedReplicas, replicas, available].every((count) => count === spec.replicas) && observedGeneration >= (metadata.generation ?? 0)
  );
}

/** Something has come nearer to the end. kube: the same file, DeploymentProgressing */
export function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Nothing has come nearer to the end for longer than the deadline allows. kube: the same file, DeploymentTimedOut */
export function isTimedOut(deployment: Deployment, current: Condition | undefined, nowMillis: number): boolean {
  if (!hasDeadline(deployment) || current === undefined || current.reason === SET_AVAILABLE) return false;
  return current.reason === TIMED_OUT || deadlineOf(deployment, current) < nowMillis;
}

/** Milliseconds until a rollout that gets on no more is to be looked at again; undefined when nothing can time out. kube: progress.go requeueStuckDeployment */
// unlike kube: a look in the last second before the deadline is followed by one right after it, not by one every few milliseconds, and what cannot time out is not looked at
export function untilTimedOut(deployment: Deployment, status: DeploymentStatus, nowMillis: number): number | undefined {
  const current = findCondition(deployment.status.conditions, PROGRESSING);
  if (!hasDeadline(deployment) || current === undefined || isComplete(deployment, status)) return undefined;
  // A rollout that was complete does not time out for want of pods that go later.
  if (current.reason === TIMED_OUT || current.reason === SET_AVAILABLE) return undefined;
  const left = deadlineOf(deployment, current) - nowMillis;
  return left < 1000 ? Math.max(0, left) + 1 : left + 1000;
}

/** What pausing and resuming says of a rollout's progress; undefined when nothing has to be said. kube: sync.go checkPausedConditions */
export function pauseCondition(deployment: Deployment, now: string): Condition | undefined {
  const reason = findCondition(deployment.status.conditions, PROGRESSING)?.reason;
  if (!hasDeadline(deployment) || reason === TIMED_OUT) return undefined;
  const isPaused = deployment.spec.paused === true;
  if (isPaused && reason !== PAUSED) return newCondition(PROGRESSING, 'Unknown', PAUSED, 'Deployment is paused', now);
  if (!isPaused && reason === PAUSED) return newCondition(PROGRESSING, 'Unknown', RESUMED, 'Deployment is resumed', now);
  return undefined;
}

/** The conditions of a status. */
export function conditionsOf({ conditions = [] }: DeploymentStatus): readonly Condition[] {
  return conditions;
}

/** Progress is told anew even when it is told in the same words; it keeps the time of its transition. */
function refreshed(conditions: readonly Condition[], current: Condition | undefined, condition: Condition): readonly Condition[] {
  const { lastTransitionTime } = current?.status === 'True' ? current : condition;
  return [
    ...withoutCondition(conditions, PROGRESSING),
    { ...condition, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) },
  ];
}

/** Why pods cannot be made or removed: what the new ReplicaSet says, or else any other. kube: sync.go getReplicaFailures */
function failureOf(rollout: Rollout): Condition | undefined {
  const sets = rollout.newSet === undefined ? rollout.oldSets : [rollout.newSet, ...rollout.oldSets];
  const found = sets.map(({ status }) => findCondition(status.conditions, 'ReplicaFailure')).find((condition) => condition !== undefined);
  if (found?.lastTransitionTime === undefined) return found;
  const { type, status, lastTransitionTime, reason = '', message = '' } = found;
  return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
}

function deadlineOf({ spec }: Deployment, { lastUpdateTime }: Condition): number {
  return (lastUpdateTime === undefined ? 0 : instantOf(lastUpdateTime)) + (spec.progressDeadlineSeconds ?? 0) * 1000;
}

function sum(sets: readonly ReplicaSet[], count: (status: ReplicaSet['status']) => number): number {
  return sets.reduce((total, { status }) => total + count(status), 0);
}

/** Numbers as they are written: zeros are left out. */
function written(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
