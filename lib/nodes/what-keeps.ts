import type { Client } from '../api/client.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
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
  if (finalizers.length > 0) {
    const names = finalizers.map((finalizer) => JSON.stringify(finalizer)).join(', ');
    return [`${kind.kind} "${name}" stays until nobody holds it any more: finalizers ${names}.`];
  }
  return kind === (PodKind as unknown as Kind) ? keptPod(api, object as Pod) : [];
}

function keptPod(api: Client, { metadata, spec }: Pod): readonly string[] {
  const node = api.find(NodeKind, spec.nodeName ?? '');
  if (node === undefined || isNodeReady(node)) return [];
  return [`Pod "${metadata.name}" stays until the kubelet of node "${node.metadata.name}", of which nothing is heard, has ended it.`];
}

function keptNamespace(api: Client, { metadata, status }: Namespace): readonly string[] {
  const pods = api.list(PodKind, { namespace: metadata.name });
  const told = (status.conditions ?? []).filter(({ type, status: is }) => is === 'True' && type.endsWith('Remaining'));
  const contents = told.map(({ message = '' }) => `Namespace "${metadata.name}": ${message}.`);
  return [...contents, ...whatKeeps(api, PodKind as unknown as Kind, pods)];
}
