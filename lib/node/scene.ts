import type { Container } from '../api/generated/types.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import type { ActorContext } from '../control/actor.ts';
import type { EventSource } from '../control/events.ts';
import { NodeKind } from '../kinds/node.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { imageOf, type KnownImage, type UnknownImage } from './images/catalog.ts';
import { NEW_NODE, type NodeRecord } from './node-record.ts';
import { usedObjects } from './volumes/references.ts';
import type { Worker } from './worker.ts';

/**
 * What kubelets remember: a worker for each pod, a record for each node, the nodes whose machine was off since their kubelet last came up, the
 * pods by their addresses, the pods whose programs ask the network, and which pods use which objects, as `uses/<kind>/<namespace>/<name>/<uid>`.
 */
export type KubeletMemory = Worker | NodeRecord | { readonly uid: string } | string | number;

/** A kubelet's view of the cluster while it handles one pod. */
export type Scene = ActorContext<KubeletMemory>;

/** The worker of a pod, or undefined. */
export function findWorker({ memory }: Pick<Scene, 'memory'>, uid: string): Worker | undefined {
  return memory.get(`pod/${uid}`) as Worker | undefined;
}

/** Remembers a worker as it is now. */
export function keepWorker({ memory }: Scene, worker: Worker): void {
  const { uid } = worker.pod.metadata;
  const before = addressOf(memory.get(`pod/${uid}`) as Worker | undefined);
  const now = addressOf(worker);
  if (before !== undefined && before !== now) memory.delete(`at/${before} ${uid}`);
  if (now !== undefined && before !== now) memory.set(`at/${now} ${uid}`, uid);
  memory.set(`pod/${uid}`, worker);
}

/** Forgets a worker: nothing of its pod is left. */
export function forgetWorker({ memory }: Scene, worker: Worker): void {
  const { uid } = worker.pod.metadata;
  const address = addressOf(memory.get(`pod/${uid}`) as Worker | undefined);
  if (address !== undefined) memory.delete(`at/${address} ${uid}`);
  memory.delete(`pod/${uid}`);
}

/** The address at which a pod can be reached: only while it has a sandbox. */
function addressOf(worker: Worker | undefined): string | undefined {
  return worker?.sandboxReady === true ? worker.ip : undefined;
}

/** Remembers which objects a pod uses, so that it hears of their changes. kube: pkg/kubelet/util/manager/watch_based_manager.go */
export function registerUses({ memory }: Scene, pod: Pod): void {
  for (const key of useKeys(pod)) memory.set(key, { uid: pod.metadata.uid });
}

/** Forgets which objects a pod uses. */
export function unregisterUses({ memory }: Scene, pod: Pod): void {
  for (const key of useKeys(pod)) memory.delete(key);
}

/** The uids of the pods that use an object. */
export function usersOf({ memory }: Scene, kind: string, key: string): readonly string[] {
  const uids: string[] = [];
  visitPrefix(memory, `uses/${kind}/${key}/`, (_, use) => void uids.push((use as { readonly uid: string }).uid));
  return uids;
}

function useKeys(pod: Pod): readonly string[] {
  const { namespace = '', uid } = pod.metadata;
  return [...usedObjects(pod)].map((object) => `uses/${object.replace('/', `/${namespace}/`)}/${uid}`);
}

/** What is remembered of the node of a pod. */
export function nodeRecord({ memory }: Scene, { spec }: Pod): NodeRecord {
  return (memory.get(`node/${spec.nodeName ?? ''}`) as NodeRecord | undefined) ?? NEW_NODE;
}

/** Remembers what has become of the node of a pod. */
export function keepNode({ memory }: Scene, { spec }: Pod, record: NodeRecord): void {
  memory.set(`node/${spec.nodeName ?? ''}`, record);
}

/** Forgets what images a node was pulling. */
export function forgetPulls({ memory }: Scene, node: string): void {
  const record = memory.get(`node/${node}`) as NodeRecord | undefined;
  if (record !== undefined) memory.set(`node/${node}`, { ...record, pulling: [], pullFreeAt: Number.NEGATIVE_INFINITY });
}

/** The address of the node of a pod. */
export function hostIpOf({ api }: Scene, { spec, status }: Pod): string {
  const node = api.find(NodeKind, spec.nodeName ?? '');
  // A node whose object was deleted still knows its address.
  return node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? status.hostIP ?? '';
}

/** Records an event about a pod. */
export function tellPod(scene: Scene, pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
  scene.events.record(pod, type, reason, message, sourceOf(pod));
}

/** Records an event about one of a pod's containers. */
export function tellContainer(
  scene: Scene,
  pod: Pod,
  container: string,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  scene.events.record(pod, type, reason, message, containerSource(pod, container));
}

/** Where events about one of a pod's containers come from. */
export function containerSource(pod: Pod, container: string): EventSource {
  const list = pod.spec.initContainers?.some(({ name }) => name === container) === true ? 'initContainers' : 'containers';
  return { ...sourceOf(pod), fieldPath: `spec.${list}{${container}}` };
}

function sourceOf({ spec }: Pod): EventSource {
  return { component: 'kubelet', host: spec.nodeName ?? '' };
}

/** The pod as messages of the kubelet name it. kube: pkg/kubelet/util/format/pod.go Pod */
export function podTitle({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace ?? ''}(${metadata.uid})`;
}

/** The spec of a container of either list; throws for a name that neither has. */
export function specOf({ metadata, spec }: Pod, name: string): Container {
  const isMeant = (container: Container): boolean => container.name === name;
  const found = spec.containers.find(isMeant) ?? spec.initContainers?.find(isMeant);
  if (found === undefined) throw new Error(`pod ${metadata.name} has no container ${JSON.stringify(name)}`);
  return found;
}

/** What is known of an image under the cluster's present circumstances. */
export function imageIn({ environment }: Scene, image: string): KnownImage | UnknownImage {
  return imageOf(environment, image);
}
