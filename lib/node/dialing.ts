import { ApiError } from '../api/errors.ts';
import { isKubeletUp, powerOf } from '../control/node-power.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { hostIpOf, type Scene } from './scene.ts';

/** The port at which kubelets listen. */
const KUBELET_PORT = 10_250;

/**
 * Refuses what the API server asks a kubelet for, a log or a command, while that does not answer. `path` is asked for by GET; without it, it is
 * a connection. kube: staging/src/k8s.io/apimachinery/pkg/util/proxy/upgradeaware.go, pkg/registry/core/pod/rest/log.go
 */
export function dialKubelet(scene: Scene, pod: Pod, path?: string): void {
  const { nodeName = '' } = pod.spec;
  if (isKubeletUp(scene, nodeName)) return;
  const { state } = powerOf(scene.environment.nodes, nodeName);
  const address = `${hostIpOf(scene, pod)}:${KUBELET_PORT}`;
  const why = `dial tcp ${address}: ${state === 'off' ? 'i/o timeout' : 'connect: connection refused'}`;
  const message = path === undefined ? `error dialing backend: ${why}` : `Get "https://${address}${path}": ${why}`;
  throw new ApiError(500, undefined, message);
}
