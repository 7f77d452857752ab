import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import type { Store } from '../api/store.ts';
import { selectorOf, selectorOfLabels, type Selector } from '../base/labels.ts';
import { isControlledBy } from '../control/owners.ts';
import type { Deployment } from '../kinds/deployment.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { ReplicationControllerKind, type ReplicationController } from '../kinds/replicationcontroller.ts';

/** What keeps a number of pods. */
export type Replicated = ReplicaSet | ReplicationController;

/** The kinds that keep a number of pods, each with the controller that does it and what its objects select. */
export const replicated: readonly {
  readonly kind: Kind;
  readonly controller: string;
  readonly selects: (owner: Replicated) => Selector;
}[] = [
  {
    kind: erasedKind(ReplicaSetKind),
    controller: 'replicaset-controller',
    selects: (owner) => selectorOf((owner as ReplicaSet).spec.selector),
  },
  {
    kind: erasedKind(ReplicationControllerKind),
    controller: 'replication-controller',
    selects: (owner) => selectorOfLabels((owner as ReplicationController).spec.selector ?? {}),
  },
];

/** The kind as the store takes it, which treats all alike. */
export function erasedKind<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind as unknown as Kind;
}

/** The ReplicaSets that a Deployment controls. */
export function setsOf(store: Store, { metadata }: Deployment): readonly ReplicaSet[] {
  return (store.by(erasedKind(ReplicaSetKind), 'owner', metadata.uid) as ReplicaSet[]).filter((set) => isControlledBy(set, metadata.uid));
}

/** Whether a kind is Pod. */
export function isPods({ resource }: Kind): boolean {
  return resource === PodKind.resource;
}

/** Whether a pod holds the address its status names: it has its own, has not ended, and if it is being deleted, something in it still runs. */
export function usesAddress({ metadata, spec, status }: Pod): boolean {
  if ((status.podIP ?? '') === '' || spec.hostNetwork === true || isTerminalPhase(status.phase)) return false;
  if (metadata.deletionTimestamp === undefined) return true;
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].some(({ state }) => state?.running !== undefined);
}
