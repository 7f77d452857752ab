import type { PodTemplateSpec } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import type { Selector } from '../base/labels.ts';
import type { Actor } from '../control/actor.ts';
import { defineController, owned, type ReconcileContext } from '../control/controller.ts';
import { controllerRef } from '../control/owners.ts';
import { PodKind } from '../kinds/pod.ts';
import { isActive, isAvailable, isReady, isTerminalPhase, readySince, type Pod } from '../kinds/pod-state.ts';
import { LimitError } from '../sim/clock.ts';
import { claimDependents, orphansOf } from './claim.ts';
import { podsToDelete } from './deletion-order.ts';
import { createPods, deletePods } from './pod-control.ts';

/** What ReplicaSets and ReplicationControllers have in common. */
export interface Replicated extends KubeObject {
  readonly spec: { readonly replicas: number; readonly minReadySeconds?: number; readonly template?: PodTemplateSpec };
  readonly status: ReplicaStatus;
}

interface ReplicaStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly ReplicaCondition[];
}

interface ReplicaCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** How many pods one sync makes or removes at most. kube: pkg/controller/replicaset/replica_set.go BurstReplicas */
const BURST = 500;

// unlike kube: a reconcile reads the store itself, so there are no stale caches and no expectations; races that only those produce do not occur
/** A controller that keeps the number of matching pods equal to `spec.replicas`. kube: pkg/controller/replicaset/replica_set.go */
export function replicaController<T extends Replicated>(name: string, kind: Kind<T>, selectorOf: (object: T) => Selector): Actor {
  return defineController<T>({
    name,
    for: kind,
    owns: [owned<Pod>({ kind: PodKind, matters })],
    watches: [orphansOf(PodKind as unknown as Kind, kind, selectorOf)],
    reconcile(object, context) {
      const ended: Pod[] = [];
      const counts = (pod: Pod): boolean => {
        if (isTerminalPhase(pod.status.phase)) ended.push(pod);
        return isActive(pod);
      };
      const pods = claimDependents(context, { kind, owner: object, selector: selectorOf(object), dependents: PodKind, counts });
      checkEnded(context, object, ended);
      const failure = object.metadata.deletionTimestamp === undefined ? manageReplicas(context, kind, object, pods) : undefined;
      const { minReadySeconds = 0 } = object.spec;
      const status = statusOf(object, pods, failure, context);
      context.api.status(kind, object, status);
      if (minReadySeconds > 0) {
        const isOnlyTime = status.readyReplicas === object.spec.replicas;
        for (const pod of pods) {
          const since = isReady(pod) ? readySince(pod) : undefined;
          if (since === undefined || isAvailable(pod, minReadySeconds, context.now())) continue;
          context.requeueAfter(untilAvailable(since, minReadySeconds, context.now(), isOnlyTime), 'minReadySeconds');
        }
      }
      if (failure !== undefined) throw failure.error;
    },
  });
}

/** Stops a run in which an owner's pods end as fast as they are made, and tells why the last one did. */
function checkEnded({ api }: ReconcileContext, owner: Replicated, ended: readonly Pod[]): void {
  const most = api.api.clock.limits.endedPerOwner;
  if (ended.length < most) return;
  const latest = ended.reduce((last, pod) => (Number(pod.metadata.resourceVersion) > Number(last.metadata.resourceVersion) ? pod : last));
  const { phase = '', reason = phase, message = '' } = latest.status;
  throw new LimitError(
    `${owner.kind} ${keyOf(owner)} has ${most} pods that have ended, and makes more: a hot loop; the latest is ${latest.metadata.name}: ${reason}${message === '' ? '' : `: ${message}`}`,
  );
}

interface Failure {
  readonly error: ApiError;
  readonly difference: number;
}

/** Whether a pod's change can change anything for its owner. */
function matters(before: Pod | undefined, after: Pod | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  return (
    isActive(before) !== isActive(after) ||
    isReady(before) !== isReady(after) ||
    before.metadata.labels !== after.metadata.labels ||
    before.metadata.ownerReferences !== after.metadata.ownerReferences
  );
}

/**
 * Milliseconds until a ready pod is looked at again. When only time is missing, that is minReadySeconds from now; otherwise a second more than
 * that from when it became ready, since times are written in whole seconds. kube: pkg/controller/replicaset/replica_set.go updatePod, syncReplicaSet
 */
function untilAvailable(sinceMillis: number, minReadySeconds: number, nowMillis: number, isOnlyTime: boolean): number {
  const latest = Math.max(0, sinceMillis + (minReadySeconds + 1) * 1000 - nowMillis);
  return isOnlyTime ? Math.min(minReadySeconds * 1000, latest) : latest;
}

/** Makes what is missing and removes what is too much; returns what went wrong. */
function manageReplicas<T extends Replicated>(
  context: ReconcileContext,
  kind: Kind<T>,
  object: T,
  pods: readonly Pod[],
): Failure | undefined {
  const difference = pods.length - object.spec.replicas;
  try {
    if (difference < 0) createPods(context, object, controllerRef(kind, object), object.spec.template, Math.min(-difference, BURST));
    if (difference > 0) deletePods(context, object, podsToDelete(pods, Math.min(difference, BURST), context.now()));
    // What one sync may not do is left to the next; the pods of this one wake it.
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { error, difference };
  }
}

/** kube: pkg/controller/replicaset/replica_set_utils.go calculateStatus: over the pods as they were before this sync changed them */
function statusOf(
  object: Replicated,
  pods: readonly Pod[],
  failure: Failure | undefined,
  { now, timestamp }: ReconcileContext,
): ReplicaStatus {
  const { minReadySeconds = 0, template } = object.spec;
  const labels = Object.entries(template?.metadata?.labels ?? {});
  let [labeled, ready, available] = [0, 0, 0];
  for (const pod of pods) {
    if (labels.every(([key, value]) => pod.metadata.labels?.[key] === value)) labeled++;
    if (!isReady(pod)) continue;
    ready++;
    if (isAvailable(pod, minReadySeconds, now())) available++;
  }
  const conditions = conditionsOf(object.status.conditions ?? [], failure, timestamp);
  return {
    replicas: pods.length,
    ...(labeled === 0 ? {} : { fullyLabeledReplicas: labeled }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: object.metadata.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function conditionsOf(
  old: readonly ReplicaCondition[],
  failure: Failure | undefined,
  timestamp: () => string,
): readonly ReplicaCondition[] {
  const others = old.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return others.length === old.length ? old : others;
  if (others.length < old.length) return old;
  const reason = failure.difference < 0 ? 'FailedCreate' : 'FailedDelete';
  return [...old, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: timestamp(), reason, message: failure.error.message }];
}
