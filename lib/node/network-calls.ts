import type { Kind } from '../api/kind.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import type { Origin } from '../control/network.ts';
import { EndpointSliceKind } from '../kinds/endpointslice.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ServiceKind } from '../kinds/service.ts';
import { CALL_PATIENCE_MILLIS } from '../sim/latencies.ts';
import type { Answerer } from './images/program.ts';
import { findWorker, hostIpOf, keepWorker, type Scene } from './scene.ts';
import { recordOf, withNewest, type Worker } from './worker.ts';

/** The kinds whose changes are news to programs that ask the network again and again. */
export const NETWORK_KINDS = [ServiceKind, EndpointSliceKind] as unknown as readonly Kind[];

/** Carries out what the programs of a pod ask the network. */
export function answererOf(scene: Scene, { pod, ip = '' }: Worker): Answerer {
  return (call) => scene.network.run(call, pod, ip);
}

/** Where connections of the kubelet of a pod's node come from. It knows no names. */
export function kubeletOrigin(scene: Scene, pod: Pod): Origin {
  const resolver = { nameservers: [], searches: [], ndots: 1, hosts: [['localhost', '127.0.0.1']] as const };
  return { ip: hostIpOf(scene, pod), node: pod.spec.nodeName, resolver };
}

/**
 * Whether a program's next call is waited for: soon after its start, or after news of the network. One that asks for ever, and gets the same
 * answer for ever, is nothing to wait for.
 */
export function isAwaitedCall({ memory }: Scene, startedAt: number, at: number): boolean {
  const news = (memory.get('news of the network') as number | undefined) ?? Number.NEGATIVE_INFINITY;
  return at <= Math.max(startedAt, news) + CALL_PATIENCE_MILLIS;
}

/** Notes that a container's program will ask the network next, or that it will not. */
export function noteCaller({ memory }: Scene, { pod }: Worker, container: string, isCalling: boolean): void {
  const key = `calls/${pod.metadata.uid} ${container}`;
  if (isCalling) memory.set(key, pod.metadata.uid);
  else if (memory.has(key)) memory.delete(key);
}

/** Something of the network has changed: what programs ask next is waited for once more. */
export function hearNews(scene: Scene): void {
  scene.memory.set('news of the network', scene.now());
  const callers: (readonly [string, string])[] = [];
  visitPrefix(scene.memory, 'calls/', (key, uid) => void callers.push([uid as string, key.slice(key.indexOf(' ') + 1)]));
  for (const [uid, container] of callers) {
    const worker = findWorker(scene, uid);
    const timer = worker === undefined ? undefined : recordOf(worker, container).newest?.exitTimer;
    if (worker === undefined || timer?.recurrent !== true || !scene.isPending(timer)) continue;
    scene.cancel(timer);
    keepWorker(scene, withNewest(worker, container, { exitTimer: scene.after(timer.at - scene.now(), timer.key, timer.reason) }));
  }
}
