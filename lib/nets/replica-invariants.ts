import { keyOf } from '../api/object.ts';
import type { Change, Store } from '../api/store.ts';
import { controllerOf, isControlledBy } from '../control/owners.ts';
import { PodKind } from '../kinds/pod.ts';
import { isActive, type Pod } from '../kinds/pod-state.ts';
import type { Invariant } from './invariants.ts';
import { erasedKind, isPods, replicated, type Replicated } from './objects.ts';

/** What holds of pods and those who keep a number of them. */
export const replicaInvariants: readonly Invariant[] = [
  {
    title: 'a controller makes pods only for an owner that exists and stays',
    breach: (change, { store }) => {
      const pod = madeByController(change);
      if (pod === undefined) return undefined;
      const reference = controllerOf(pod);
      if (reference === undefined) return 'the pod has no controller';
      const owner = ownerOf(store, pod);
      if (owner === undefined) return `there is no ${reference.kind} ${reference.name} with uid ${reference.uid}`;
      return owner.metadata.deletionTimestamp === undefined ? undefined : `${reference.kind} ${keyOf(owner)} is being deleted`;
    },
  },
  {
    title: 'a controller makes no more pods than are asked for',
    breach: (change, { store }) => {
      const pod = madeByController(change);
      const owner = pod === undefined ? undefined : ownerOf(store, pod);
      if (owner === undefined) return undefined;
      const active = activePods(store, owner).length;
      return active <= owner.spec.replicas ? undefined : `${keyOf(owner)} asks for ${owner.spec.replicas} and now has ${active}`;
    },
  },
  {
    title: 'a controller removes no pod that is asked for',
    breach: (change, { store }) => {
      const { kind, user, before, after } = change;
      if (!isPods(kind) || !isReplicaController(user) || before === undefined || !isActive(before as Pod)) return undefined;
      const owner = ownerOf(store, before as Pod);
      const isLost = after === undefined || !isActive(after as Pod);
      if (owner === undefined || !isLost) return undefined;
      const active = activePods(store, owner).length;
      return active >= owner.spec.replicas ? undefined : `${keyOf(owner)} asks for ${owner.spec.replicas} and now has ${active}`;
    },
  },
  {
    title: 'of the replicas some are ready, and of these some are available',
    breach: ({ kind, after }) => {
      if (after === undefined || !replicated.some((each) => each.kind === kind)) return undefined;
      const { replicas, readyReplicas = 0, availableReplicas = 0 } = (after as Replicated).status;
      return availableReplicas <= readyReplicas && readyReplicas <= replicas
        ? undefined
        : `${availableReplicas} of ${readyReplicas} of ${replicas}`;
    },
  },
];

/** The active pods that an owner controls. */
function activePods(store: Store, owner: Replicated): readonly Pod[] {
  const { uid } = owner.metadata;
  return (store.by(erasedKind(PodKind), 'owner', uid) as Pod[]).filter((pod) => isActive(pod) && isControlledBy(pod, uid));
}

function isReplicaController(user: string): boolean {
  return replicated.some(({ controller }) => controller === user);
}

function madeByController({ kind, verb, user, after }: Change): Pod | undefined {
  return verb === 'create' && isPods(kind) && isReplicaController(user) ? (after as Pod) : undefined;
}

function ownerOf(store: Store, pod: Pod): Replicated | undefined {
  const reference = controllerOf(pod);
  const found = replicated.find(({ kind }) => kind.kind === reference?.kind && kind.apiVersion === reference.apiVersion);
  if (found === undefined) return undefined;
  const owner = store.find(found.kind, `${pod.metadata.namespace ?? 'default'}/${reference!.name}`);
  return owner?.metadata.uid === reference!.uid ? (owner as Replicated) : undefined;
}
