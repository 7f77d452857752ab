import type { Client } from '../api/client.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { kinds } from '../kinds/index.ts';
import { NamespaceKind, type Namespace } from '../kinds/namespace.ts';
import { isNodeReady, NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** How many reasons are told. */
const MOST_REASONS = 3;

/** Why objects that were deleted are still there, a sentence each; nothing for those that were not deleted, or are about to go. */
export function whatKeeps(api: Client, kind: Kind, objects: readonly KubeObject[]): readonly string[] {
  const deleted = objects.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  return [...new Set(deleted.flatMap((object) => reasonsOf(api, kind, object)))].slice(0, MOST_REASONS);
}

function reasonsOf(api: Client, kind: Kind, object: KubeObject): readonly string[] {
  const { name, finalizers = [] } = object.metadata;
  if (kind === (NamespaceKind as unknown as Kind)) return keptNamespace(api, object as Namespace);
  if (finalizers.includes(FOREGROUND)) return [keptOwner(api, object)];
  if (finalizers.length > 0) {
    const names = finalizers.map((finalizer) => JSON.stringify(finalizer)).join(', ');
    return [`${kind.kind} "${name}" stays until nobody holds it any more: finalizers ${names}.`];
  }
  return kind === (PodKind as unknown as Kind) ? keptPod(api, object as Pod) : [];
}

const FOREGROUND = 'foregroundDeletion';

/** What is deleted in the foreground goes after what it owns. */
function keptOwner(api: Client, { kind, metadata: { name, uid } }: KubeObject): string {
  const owned = kinds.flatMap((each) => api.by(each, 'owner', uid));
  const blocking = owned.filter(({ metadata }) =>
    metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
  );
  const names = blocking.slice(0, MOST_REASONS).map((object) => `${object.kind} "${object.metadata.name}"`);
  const more = blocking.length > MOST_REASONS ? ` and ${blocking.length - MOST_REASONS} more` : '';
  return `${kind} "${name}" stays until what it owns is gone: ${names.join(', ')}${more}.`;
}

function keptPod(api: Client, { metadata, spec }: Pod): readonly string[] {
  const { nodeName = '' } = spec;
  const node = api.find(NodeKind, nodeName);
  if (node === undefined && nodeName !== '')
    return [`Pod "${metadata.name}" stays until it is collected: its node "${nodeName}" is gone, which takes 40 to 60 seconds.`];
  if (node === undefined || isNodeReady(node)) return [];
  return [`Pod "${metadata.name}" stays until the kubelet of node "${node.metadata.name}", of which nothing is heard, has ended it.`];
}

function keptNamespace(api: Client, { metadata, status }: Namespace): readonly string[] {
  const told = (status.conditions ?? []).filter(({ type, status: is }) => is === 'True' && type.endsWith('Remaining'));
  const contents = told.map(({ message = '' }) => `Namespace "${metadata.name}": ${message}.`);
  const inside = kinds.filter(({ scope }) => scope === 'Namespaced');
  return [...contents, ...inside.flatMap((kind) => whatKeeps(api, kind, api.list(kind, { namespace: metadata.name })))];
}
