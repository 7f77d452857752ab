import type { Client } from '../api/client.ts';
import { notFound } from '../api/errors.ts';
import type { OwnerReference } from '../api/generated/types.ts';
import type { Selector } from '../base/labels.ts';
import { controllerOf } from '../control/owners.ts';
import { DaemonSetKind } from '../kinds/daemonset.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { instantOf } from '../sim/time.ts';

/** Which pods a person lets go with a node. */
export interface PodFilters {
  /** Pods that nobody would replace, too. */
  readonly force?: boolean;
  /** Goes on although there are pods of DaemonSets; they stay. */
  readonly ignoreDaemonSets?: boolean;
  /** Pods with data that is gone with them, too. */
  readonly deleteEmptyDirData?: boolean;
  /** No others at all. */
  readonly podSelector?: Selector;
  /** Pods that have been deleted so many seconds ago are not waited for; 0, as when it is not given, for none. */
  readonly skipDeletedSeconds?: number;
  /** The time, in milliseconds of cluster time. */
  readonly nowMillis: number;
}

/** The pods that have to leave a node, and what kubectl says of it and of the others. */
export interface Drainable {
  readonly pods: readonly Pod[];
  /** What is done although it may be a pity; empty when there is nothing to be said. */
  readonly warnings: string;
  /** Why the node cannot be drained like this; nothing is, then. */
  readonly problems: readonly string[];
}

type Verdict =
  | { readonly goes: boolean; readonly warning?: string; readonly problem?: never }
  | { readonly goes: false; readonly problem: string; readonly warning?: never };

const GOES: Verdict = { goes: true };
const MIRROR = 'kubernetes.io/config.mirror';

/** The pods of a node as `kubectl drain` sorts them. kube: staging/src/k8s.io/kubectl/pkg/drain/drain.go GetPodsForDeletion */
export function drainablePods(api: Client, nodeName: string, filters: PodFilters): Drainable {
  const onNode = api.list(PodKind, { fieldSelector: `spec.nodeName=${nodeName}`, labelSelector: filters.podSelector });
  const pods: Pod[] = [];
  const warned = new Map<string, string[]>();
  const refused = new Map<string, string[]>();
  for (const pod of onNode) {
    const verdict = verdictOn(api, pod, filters);
    if (verdict.goes) pods.push(pod);
    const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
    if (verdict.warning !== undefined) warned.set(verdict.warning, [...(warned.get(verdict.warning) ?? []), name]);
    if (verdict.problem !== undefined) refused.set(verdict.problem, [...(refused.get(verdict.problem) ?? []), name]);
  }
  return { pods, warnings: told(warned).join('; '), problems: told(refused).map((text) => `cannot delete ${text}`) };
}

/** Whether a pod has been on its way out for longer than is waited. kube: the same folder, filters.go skipDeletedFilter */
export function isLongDeleted({ metadata }: Pod, { skipDeletedSeconds = 0, nowMillis }: PodFilters): boolean {
  if (skipDeletedSeconds <= 0 || metadata.deletionTimestamp === undefined) return false;
  return nowMillis - instantOf(metadata.deletionTimestamp) > skipDeletedSeconds * 1000;
}

/** Messages with the pods they are about, in the order of the alphabet: kubectl's own order is random. */
function told(byMessage: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const rank = (message: string): string => message.toLowerCase();
  return [...byMessage].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)).map(([message, names]) => `${message}: ${names.join(', ')}`);
}

/** The first filter that keeps a pod decides; of those that let it go, the last one's warning is told. kube: the same folder, filters.go makeFilters */
function verdictOn(api: Client, pod: Pod, filters: PodFilters): Verdict {
  if (isLongDeleted(pod, filters)) return { goes: false };
  const { metadata, spec, status } = pod;
  const isOver = isTerminalPhase(status.phase);
  const controller = controllerOf(pod);
  let verdict = GOES;
  if (controller?.kind === DaemonSetKind.kind && !isOver) {
    verdict = daemonVerdict(api, pod, controller, filters);
    if (!verdict.goes) return verdict;
  }
  if (metadata.annotations?.[MIRROR] !== undefined) return { goes: false };
  if (isOver) return GOES;
  if (spec.volumes?.some(({ emptyDir }) => emptyDir !== undefined) === true && filters.deleteEmptyDirData !== true)
    return { goes: false, problem: 'Pods with local storage (use --delete-emptydir-data to override)' };
  if (controller !== undefined) return GOES;
  if (filters.force === true) return { goes: true, warning: 'deleting Pods that declare no controller' };
  return { goes: false, problem: 'cannot delete Pods that declare no controller (use --force to override)' };
}

/** kube: the same file, daemonSetFilter */
function daemonVerdict(api: Client, { metadata }: Pod, { name }: OwnerReference, { force, ignoreDaemonSets }: PodFilters): Verdict {
  if (api.find(DaemonSetKind, name, metadata.namespace) === undefined) {
    const { message } = notFound(DaemonSetKind, name);
    return force === true ? { goes: true, warning: message } : { goes: false, problem: message };
  }
  if (ignoreDaemonSets !== true) return { goes: false, problem: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  return { goes: false, warning: 'ignoring DaemonSet-managed Pods' };
}
