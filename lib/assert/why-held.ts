import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Cluster } from '../cluster.ts';
import { powerOf } from '../control/node-power.ts';
import { kinds } from '../kinds/index.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { titleOf } from './listing.ts';

/** How many objects are named. */
const MOST_NAMED = 3;

const BY_COLLECTOR: readonly string[] = ['foregroundDeletion', 'orphan'];

/** Why an object that is being deleted is still there, a line each, as far as can be told. */
export function whyHeld(cluster: Cluster, object: KubeObject): readonly string[] {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined) return [];
  const own = finalizers.filter((finalizer) => !BY_COLLECTOR.includes(finalizer));
  return [
    ...(own.length === 0 ? [] : [`It is held by ${own.join(', ')}: whoever set such a finalizer has to remove it.`]),
    ...(finalizers.includes('foregroundDeletion') ? dependents(cluster, object) : []),
    ...(object.kind === 'Namespace' ? contents(cluster, object) : []),
    ...(object.kind === 'Pod' ? lostNode(cluster, object as Pod) : []),
  ];
}

function dependents({ store }: Cluster, { metadata: { uid } }: KubeObject): readonly string[] {
  const blocking = kinds
    .flatMap((kind) => store.by(kind, 'owner', uid))
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true));
  return blocking.length === 0 ? [] : [`It waits for what it owns: ${named(blocking)}.`];
}

/** What a namespace says of itself, and what in it is held. */
function contents({ store }: Cluster, namespace: KubeObject): readonly string[] {
  const { conditions = [] } = fieldsOf(namespace)['status'] as {
    readonly conditions?: readonly { readonly status: string; readonly message?: string }[];
  };
  const said = conditions.flatMap(({ status, message }) => (status === 'True' && message !== undefined ? [`It says: ${message}`] : []));
  const inside = kinds.filter(({ scope }) => scope === 'Namespaced').flatMap((kind) => store.list(kind, namespace.metadata.name));
  const held = inside.filter(({ metadata }) => (metadata.finalizers ?? []).length > 0);
  return held.length === 0 ? said : [...said, `Finalizers hold ${named(held)}.`];
}

function lostNode(cluster: Cluster, { spec: { nodeName = '' } }: Pod): readonly string[] {
  const name = JSON.stringify(nodeName);
  if (nodeName !== '' && cluster.store.find(cluster.kind('node'), nodeName) === undefined)
    return [`Its node ${name} is gone; such pods are collected after 40 to 60 seconds.`];
  const { state } = powerOf(cluster.environment.nodes, nodeName);
  if (state === 'running') return [];
  return [
    `Its node ${name} ${state === 'off' ? 'is off' : 'has no kubelet that runs'}: nobody there can confirm the end of its containers.`,
  ];
}

function named(objects: readonly KubeObject[]): string {
  const names = objects.slice(0, MOST_NAMED).map(titleOf);
  return objects.length > MOST_NAMED ? `${names.join(', ')} and ${objects.length - MOST_NAMED} more` : names.join(', ');
}
