import type { Container } from '../api/generated/types.ts';
import type { ActorContext } from '../control/actor.ts';
import type { EventSource } from '../control/events.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { RELIST_MILLIS } from '../sim/latencies.ts';
import { imageOf, type KnownImage, type UnknownImage } from './images/catalog.ts';
import { NEW_NODE, type NodeRecord } from './node-record.ts';
import { finalStatus, podStatus } from './status.ts';
import type { Worker } from './worker.ts';

/** What kubelets remember: a worker for each pod, a record for each node. */
export type KubeletMemory = Worker | NodeRecord;

/** A kubelet's view of the cluster while it handles one pod. */
export type Scene = ActorContext<KubeletMemory>;

/** The worker of a pod, or undefined. */
export function findWorker({ memory }: Scene, uid: string): Worker | undefined {
  return memory.get(`pod/${uid}`) as Worker | undefined;
}

/** Remembers a worker as it is now. */
export function keepWorker({ memory }: Scene, worker: Worker): void {
  memory.set(`pod/${worker.uid}`, worker);
}

/** What is remembered of a node. */
export function nodeRecord({ memory }: Scene, node: string): NodeRecord {
  return (memory.get(`node/${node}`) as NodeRecord | undefined) ?? NEW_NODE;
}

/** Remembers what has become of a node. */
export function keepNode({ memory }: Scene, node: string, record: NodeRecord): void {
  memory.set(`node/${node}`, record);
}

/** The pod of a worker as the API has it now; undefined when it is gone or another has its name. */
export function podOf({ api }: Scene, worker: Worker): Pod | undefined {
  const pod = api.findByKey(PodKind, worker.key);
  return pod?.metadata.uid === worker.uid ? pod : undefined;
}

/** The node's own address. */
export function hostIpOf({ api }: Scene, node: string): string {
  return api.find(NodeKind, node)?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
}

/** Writes the pod's status if it changed. kube: pkg/kubelet/status/status_manager.go syncPod */
export function pushStatus(
  scene: Scene,
  worker: Worker,
  options: { readonly terminal: boolean; readonly phaseFree: boolean; readonly final?: boolean },
): Worker {
  const pod = podOf(scene, worker);
  if (pod === undefined || worker.removed) return worker;
  const { containers, sandboxReady, told } = worker;
  if (told?.pod === pod && told.containers === containers && told.sandboxReady === sandboxReady && !options.terminal) return worker;
  const status = podStatus(pod, worker, scene.now(), { ...options, hostIp: hostIpOf(scene, worker.node) });
  const stored = scene.api.status(PodKind, pod, options.final === true ? finalStatus(pod, status) : status);
  return { ...worker, told: { pod: stored, containers, sandboxReady } };
}

/** Records an event about one of the pod's containers. */
export function tellContainer(
  scene: Scene,
  worker: Worker,
  pod: Pod,
  container: string,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  if (worker.removed) return;
  const list = pod.spec.initContainers?.some(({ name }) => name === container) === true ? 'initContainers' : 'containers';
  const source: EventSource = { component: 'kubelet', host: worker.node, fieldPath: `spec.${list}{${container}}` };
  scene.events.record(pod, type, reason, message, source);
}

/** The next instant after `at` at which the runtime is looked at. Kubelets look once a second. kube: pkg/kubelet/pleg/generic.go */
export function nextRelist(at: number): number {
  return (Math.floor(at / RELIST_MILLIS) + 1) * RELIST_MILLIS;
}

/** Asks for a look at the runtime at the next relist after `after`, unless one is coming. */
export function ensureRelist(scene: Scene, worker: Worker, after = scene.now()): Worker {
  if (worker.relist !== undefined) return worker;
  const at = nextRelist(after);
  return { ...worker, relist: scene.after(Math.max(0, at - scene.now()), `relist ${worker.uid}`, 'relist') };
}

/** The pod as messages of the kubelet name it. kube: pkg/kubelet/util/format/pod.go Pod */
export function podTitle({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

/** The spec of a container of either list. */
export function specOf(pod: Pod, name: string): Container {
  const found = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find((container) => container.name === name);
  if (found === undefined) throw new Error(`pod ${pod.metadata.name} has no container ${JSON.stringify(name)}`);
  return found;
}

/** What is known of an image under the cluster's present circumstances. */
export function imageIn({ environment }: Scene, image: string): KnownImage | UnknownImage {
  return imageOf(environment, image);
}
