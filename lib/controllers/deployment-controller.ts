import type { DeploymentStatus } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import type { Client } from '../api/client.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { selectorOf } from '../base/labels.ts';
import { withCondition } from '../control/conditions.ts';
import { defineController, owned, type ReconcileContext } from '../control/controller.ts';
import { controllerOf, isControlledBy } from '../control/owners.ts';
import { DeploymentKind, type Deployment } from '../kinds/deployment.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { byCreation } from '../kinds/revisions.ts';
import { claimDependents, orphansOf } from './claim.ts';
import { forget } from './deployment/cleanup.ts';
import { hasOldPods } from './deployment/recreate.ts';
import { sortOut, withNewSet } from './deployment/replica-sets.ts';
import { asksForRollback, rollBackAsAsked } from './deployment/rollback.ts';
import { nextNewSize, nextOldSizes } from './deployment/rolling.ts';
import { activeSets, type Resize, type Rollout } from './deployment/rollout.ts';
import { isScaled, resize, scaledSizes } from './deployment/scaling.ts';
import { conditionsOf, countedStatus, isComplete, pauseCondition, rolloutStatus, untilTimedOut } from './deployment/status.ts';

/** kube: pkg/controller/deployment/deployment_controller.go maxRetries */
const MAX_RETRIES = 15;

/** Rolls Deployments out. kube: pkg/controller/deployment/deployment_controller.go */
export const deploymentController = defineController<Deployment>({
  name: 'deployment-controller',
  for: DeploymentKind,
  maxRetries: MAX_RETRIES,
  owns: [owned<ReplicaSet>({ kind: ReplicaSetKind })],
  watches: [
    orphansOf(ReplicaSetKind as unknown as Kind, DeploymentKind, ({ spec }) => selectorOf(spec.selector)),
    { kind: PodKind as unknown as Kind, keys: ownersOfLastPod },
  ],
  reconcile(stored, context) {
    const { api, timestamp } = context;
    const claim = { kind: DeploymentKind, owner: stored, selector: selectorOf(stored.spec.selector), dependents: ReplicaSetKind };
    const sets = [...claimDependents(context, claim)].sort(byCreation);
    if (stored.metadata.deletionTimestamp !== undefined) {
      writeStatus(context, sortOut(context, stored, sets), countedStatus);
      return;
    }
    const paused = pauseCondition(stored, timestamp());
    const deployment =
      paused === undefined
        ? stored
        : api.status(DeploymentKind, stored, { ...stored.status, conditions: withCondition(conditionsOf(stored.status), paused) });
    const rollout = sortOut(context, deployment, sets);
    if (deployment.spec.paused === true) hold(context, rollout);
    else if (asksForRollback(deployment)) rollBackAsAsked(context, withNewSet(context, rollout));
    else if (isScaled(rollout)) hold(context, rollout);
    else if (deployment.spec.strategy.type === 'Recreate') recreate(context, rollout);
    else roll(context, rollout);
  },
});

/** Sizes alone are kept; nothing is rolled out. kube: pkg/controller/deployment/sync.go sync */
function hold(context: ReconcileContext, rollout: Rollout): void {
  const { deployment } = rollout;
  resizeAll(context, rollout, scaledSizes(rollout));
  if (deployment.spec.paused === true && !asksForRollback(deployment)) forget(context, rollout);
  writeStatus(context, rollout, countedStatus);
}

/** One step of a rolling update: the new ReplicaSet grows, or old ones shrink. kube: pkg/controller/deployment/rolling.go rolloutRolling */
function roll(context: ReconcileContext, sorted: Rollout): void {
  const rollout = withNewSet(context, sorted);
  const isStepped = resizeAll(context, rollout, nextNewSize(rollout)) || shrinkOld(context, rollout);
  if (!isStepped && isComplete(rollout.deployment, rollout.deployment.status)) forget(context, rollout);
  writeRolloutStatus(context, rollout);
}

/** Whatever goes wrong with old ReplicaSets is left to the next sync; the status is written all the same. */
function shrinkOld(context: ReconcileContext, rollout: Rollout): boolean {
  try {
    return resizeAll(context, rollout, nextOldSizes(rollout));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return false;
  }
}

/** All old pods go before any new one comes. kube: pkg/controller/deployment/recreate.go rolloutRecreate */
function recreate(context: ReconcileContext, sorted: Rollout): void {
  const { oldSets } = sorted;
  const isStepped = resizeAll(
    context,
    sorted,
    activeSets(oldSets).map((set) => ({ set, replicas: 0 })),
  );
  if (isStepped || hasOldPods(sorted, (set) => podsOf(context.api, set))) {
    writeRolloutStatus(context, sorted);
    return;
  }
  const rollout = withNewSet(context, sorted);
  const { deployment, newSet } = rollout;
  const { replicas } = deployment.spec;
  if (newSet!.spec.replicas !== replicas) resize(context, deployment, { set: newSet!, replicas });
  if (isComplete(deployment, deployment.status)) forget(context, rollout);
  writeRolloutStatus(context, rollout);
}

/** Performs the steps in their order; one that follows another of the same ReplicaSet goes on from there. Returns whether there were any. */
function resizeAll(context: ReconcileContext, { deployment }: Rollout, steps: readonly Resize[]): boolean {
  const latest = new Map<ReplicaSet, ReplicaSet>();
  for (const { set, replicas } of steps) latest.set(set, resize(context, deployment, { set: latest.get(set) ?? set, replicas }));
  return steps.length > 0;
}

function writeRolloutStatus(context: ReconcileContext, rollout: Rollout): void {
  const { deployment } = rollout;
  const status = writeStatus(context, rollout, rolloutStatus);
  const delay = status === undefined ? untilTimedOut(deployment, deployment.status, context.now()) : undefined;
  if (delay !== undefined) context.requeueAfter(delay, 'progress deadline');
}

/** Writes what the status has become; returns it, or undefined when it is as it was. */
function writeStatus(
  { api, timestamp, now }: ReconcileContext,
  rollout: Rollout,
  reckon: (rollout: Rollout, now: string, nowMillis: number) => DeploymentStatus,
): DeploymentStatus | undefined {
  const { deployment } = rollout;
  const { status } = api.status(DeploymentKind, deployment, reckon(rollout, timestamp(), now()));
  return status === deployment.status ? undefined : status;
}

function podsOf(api: Client, { metadata }: ReplicaSet): readonly Pod[] {
  return api.by(PodKind, 'owner', metadata.uid).filter((pod) => isControlledBy(pod, metadata.uid));
}

/** Where pods are recreated, the Deployment waits for the last old pod to go. kube: pkg/controller/deployment/deployment_controller.go deletePod */
function ownersOfLastPod({ before, after }: Change, api: Client): readonly string[] {
  if (after !== undefined) return [];
  const set = ownerOf(api, before as Pod);
  const owner = set === undefined ? undefined : controllerOf(set);
  const deployment = owner === undefined ? undefined : api.find(DeploymentKind, owner.name, set!.metadata.namespace);
  if (deployment?.metadata.uid !== owner?.uid || deployment?.spec.strategy.type !== 'Recreate') return [];
  const { uid } = deployment.metadata;
  const sets = api.by(ReplicaSetKind, 'owner', uid);
  return sets.some((each) => api.by(PodKind, 'owner', each.metadata.uid).length > 0) ? [] : [keyOf(deployment)];
}

function ownerOf(api: Client, pod: Pod): ReplicaSet | undefined {
  const reference = controllerOf(pod);
  if (reference?.kind !== ReplicaSetKind.kind) return undefined;
  const set = api.find(ReplicaSetKind, reference.name, pod.metadata.namespace);
  return set?.metadata.uid === reference.uid ? set : undefined;
}
