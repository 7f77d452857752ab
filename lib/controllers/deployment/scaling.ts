import type { ReconcileContext } from '../../control/controller.ts';
import type { Deployment } from '../../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { byCreation, DESIRED_REPLICAS, MAX_REPLICAS, numberIn } from '../../kinds/revisions.ts';
import { fractionOf, isRolling, maxSurge } from './arithmetic.ts';
import { activeSets, allSets, wantedReplicas, type Resize, type Rollout } from './rollout.ts';

/** Gives a ReplicaSet a size and notes what it was reckoned from; a size that changes is told. Returns the ReplicaSet as it is then. kube: pkg/controller/deployment/sync.go scaleReplicaSet */
export function resize({ api, events }: ReconcileContext, deployment: Deployment, { set, replicas }: Resize): ReplicaSet {
  const noted = withSizes(set, deployment);
  const before = set.spec.replicas;
  if (replicas === before && noted === set) return set;
  const changed = api.update(ReplicaSetKind, { ...noted, spec: { ...set.spec, replicas } });
  if (replicas !== before) {
    const direction = replicas > before ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`;
    events.record(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  return changed;
}

/** The annotations that say what a ReplicaSet's size was reckoned from. kube: pkg/controller/deployment/util/deployment_util.go SetReplicasAnnotations */
export function sizeAnnotations(deployment: Deployment): Readonly<Record<string, string>> {
  const { replicas } = deployment.spec;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge(deployment)) };
}

/** The ReplicaSet with those annotations; the same object where it has them. kube: the same file, ReplicasAnnotationsNeedUpdate */
export function withSizes(set: ReplicaSet, deployment: Deployment): ReplicaSet {
  const sizes = sizeAnnotations(deployment);
  const { annotations } = set.metadata;
  if (Object.entries(sizes).every(([key, value]) => annotations?.[key] === value)) return set;
  return { ...set, metadata: { ...set.metadata, annotations: { ...annotations, ...sizes } } };
}

/** Whether the number of replicas is another than what the ReplicaSets were reckoned from. kube: pkg/controller/deployment/sync.go isScalingEvent */
export function isScaled(rollout: Rollout): boolean {
  return activeSets(allSets(rollout)).some((set) => {
    const desired = numberIn(set, DESIRED_REPLICAS);
    return desired !== undefined && desired !== rollout.deployment.spec.replicas;
  });
}

/** What a Deployment that was scaled, or is paused, makes of its ReplicaSets' sizes. kube: the same file, scale */
export function scaledSizes(rollout: Rollout): readonly Resize[] {
  const { deployment, newSet, oldSets } = rollout;
  const { replicas } = deployment.spec;
  const active = activeSets(allSets(rollout));
  if (active.length <= 1) {
    const set = active[0] ?? newSet ?? [...oldSets].sort(byCreation).at(-1);
    return set === undefined || set.spec.replicas === replicas ? [] : [{ set, replicas }];
  }
  if (isSaturated(deployment, newSet)) return activeSets(oldSets).map((set) => ({ set, replicas: 0 }));
  return isRolling(deployment) ? proportional(deployment, active) : [];
}

/** The new ReplicaSet does all of the work already. kube: pkg/controller/deployment/util/deployment_util.go IsSaturated */
function isSaturated({ spec }: Deployment, newSet: ReplicaSet | undefined): boolean {
  if (newSet === undefined) return false;
  const sizes = [newSet.spec.replicas, numberIn(newSet, DESIRED_REPLICAS), newSet.status.availableReplicas ?? 0];
  return sizes.every((size) => size === spec.replicas);
}

/** Several ReplicaSets share what is added or taken away by their sizes; the largest gets what is left over. */
function proportional(deployment: Deployment, active: readonly ReplicaSet[]): readonly Resize[] {
  const { replicas } = deployment.spec;
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowed - wantedReplicas(active);
  const sizes: { readonly set: ReplicaSet; replicas: number }[] = [];
  let added = 0;
  for (const set of [...active].sort(toAdd > 0 ? largestThenNewest : largestThenOldest)) {
    const share = toAdd === 0 ? 0 : proportionOf(set, deployment, toAdd, added);
    sizes.push({ set, replicas: set.spec.replicas + share });
    added += share;
  }
  const [first] = sizes;
  if (toAdd !== 0 && first !== undefined) first.replicas = Math.max(0, first.replicas + toAdd - added);
  return sizes;
}

/** kube: the same file, GetReplicaSetProportion */
function proportionOf(set: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (set.spec.replicas === 0 || toAdd === added) return 0;
  const fraction = fractionOf(set, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function largestThenNewest(a: ReplicaSet, b: ReplicaSet): number {
  return b.spec.replicas - a.spec.replicas || byCreation(b, a);
}

function largestThenOldest(a: ReplicaSet, b: ReplicaSet): number {
  return b.spec.replicas - a.spec.replicas || byCreation(a, b);
}
