import { shareOf } from '../base/int-or-percent.ts';
import { keyOf } from '../api/object.ts';
import type { Change, Store } from '../api/store.ts';
import { controllerOf } from '../control/owners.ts';
import { DeploymentKind, type Deployment } from '../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { DESIRED_REPLICAS, numberIn } from '../kinds/revisions.ts';
import type { Invariant } from './invariants.ts';
import { erasedKind, setsOf } from './objects.ts';

/** What holds of Deployments and their ReplicaSets, reckoned here in a way of its own. */
export const rolloutInvariants: readonly Invariant[] = [
  {
    title: 'a rollout asks for no more pods than replicas and surge',
    breach: (change, { store }) => {
      const resized = resizedBy(change, store);
      if (resized === undefined || resized.by <= 0) return undefined;
      const { deployment, sets } = resized;
      const most = deployment.spec.replicas + bounds(deployment).surge;
      const wanted = sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
      return wanted <= most ? undefined : `${keyOf(deployment)} may have ${most} pods, and ${wanted} are asked for`;
    },
  },
  {
    title: 'a rollout takes no available pod away that has to be there',
    breach: (change, { store }) => {
      const resized = resizedBy(change, store);
      if (resized === undefined || resized.by >= 0) return undefined;
      const { deployment, sets, by } = resized;
      const { replicas, strategy } = deployment.spec;
      // Scaling shares out what is too many by sizes alone; and what a ReplicaSet says of before its last scaling is taken for true.
      const isScaled = sets.some((set) => numberIn(set, DESIRED_REPLICAS) !== replicas);
      const isStale = sets.some((set) => isUnheard(set) && !isOfThisSync(store, set, change));
      if (strategy.type === 'Recreate' || deployment.spec.paused === true || isScaled || isStale) return undefined;
      const least = replicas - bounds(deployment).unavailable;
      const changed = change.after as ReplicaSet;
      const count = (sizeOf: (set: ReplicaSet) => number): number =>
        sets.reduce((sum, set) => sum + Math.min(sizeOf(set), set.status.availableReplicas ?? 0), 0);
      const left = count(({ spec }) => spec.replicas);
      const before = count((set) => set.spec.replicas - (set.metadata.uid === changed.metadata.uid ? by : 0));
      return left >= Math.min(least, before)
        ? undefined
        : `${keyOf(deployment)} needs ${least} available pods, had ${before} and is left ${left}`;
    },
  },
  {
    title: 'of all replicas some are updated, some ready, and of these some available',
    breach: ({ kind, after }) => {
      if (kind.resource !== DeploymentKind.resource || after === undefined) return undefined;
      const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = (after as Deployment).status;
      const isSound = updatedReplicas <= replicas && readyReplicas <= replicas && availableReplicas <= readyReplicas;
      return isSound ? undefined : `${updatedReplicas} updated, ${availableReplicas} of ${readyReplicas} ready, of ${replicas}`;
    },
  },
];

interface Resized {
  readonly deployment: Deployment;
  readonly sets: readonly ReplicaSet[];
  readonly by: number;
}

/** A ReplicaSet that its Deployment's controller has given another size. */
function resizedBy({ kind, user, before, after }: Change, store: Store): Resized | undefined {
  if (kind.resource !== ReplicaSetKind.resource || user !== 'deployment-controller' || after === undefined) return undefined;
  const by = (after as ReplicaSet).spec.replicas - ((before as ReplicaSet | undefined)?.spec.replicas ?? 0);
  const owner = controllerOf(after);
  const found = by === 0 ? undefined : store.find(erasedKind(DeploymentKind), `${after.metadata.namespace ?? ''}/${owner?.name ?? ''}`);
  const deployment = found?.metadata.uid === owner?.uid ? (found as Deployment | undefined) : undefined;
  return deployment === undefined ? undefined : { deployment, sets: setsOf(store, deployment), by };
}

function isUnheard({ metadata, status }: ReplicaSet): boolean {
  return (metadata.generation ?? 0) > (status.observedGeneration ?? 0);
}

/** What the controller did a moment before the change, in one go with it. */
function isOfThisSync(store: Store, { metadata }: ReplicaSet, change: Change): boolean {
  const last = store.change(Number(metadata.resourceVersion));
  return last?.at === change.at && last.user === change.user && last.cause === change.cause;
}

function bounds({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { type, rollingUpdate } = spec.strategy;
  if (type === 'Recreate') return { surge: 0, unavailable: spec.replicas };
  const surge = shareOf(rollingUpdate?.maxSurge, spec.replicas, 'up');
  const unavailable = shareOf(rollingUpdate?.maxUnavailable, spec.replicas, 'down');
  return { surge, unavailable: surge === 0 ? Math.max(1, unavailable) : unavailable };
}
