import type { Kind } from '../api/kind.ts';
import { actor } from '../control/actor.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { KUBELET_NOTICE_MILLIS } from '../sim/latencies.ts';
import { checkExit } from './container-run.ts';
import { findWorker, keepWorker, podOf, type KubeletMemory, type Scene } from './scene.ts';
import { afterExit, askForSync, completeStep, lookAtRuntime, startSync } from './sync.ts';
import { containersStopped, killNow, terminate, volumesUnmounted } from './termination.ts';
import { newWorker } from './worker.ts';

/**
 * The kubelets of all nodes. An event's key is `<what> <uid of the pod> [container]`.
 * kube: pkg/kubelet/kubelet.go syncLoopIteration
 */
export const kubelet = actor<KubeletMemory>({
  name: 'kubelet',
  watches: [PodKind as unknown as Kind],
  changed({ before, after }, scene) {
    const pod = (after ?? before) as Pod;
    if ((pod.spec.nodeName ?? '') === '' || !concernsKubelet(before as Pod | undefined, after as Pod | undefined)) return;
    scene.after(
      KUBELET_NOTICE_MILLIS,
      `notice ${pod.metadata.uid} ${pod.metadata.namespace}/${pod.metadata.name}`,
      after === undefined ? 'pod removed' : 'pod changed',
    );
  },
  handle({ key }, scene) {
    const [what = '', uid = '', detail = ''] = key.split(' ');
    if (what === 'notice') {
      notice(scene, uid, detail);
      return;
    }
    const worker = findWorker(scene, uid);
    if (worker === undefined) return;
    switch (what) {
      case 'step': {
        keepWorker(scene, completeStep(scene, worker));
        return;
      }
      case 'relist': {
        keepWorker(scene, lookAtRuntime(scene, worker));
        return;
      }
      case 'retry': {
        keepWorker(scene, askForSync(scene, { ...worker, retry: undefined }));
        return;
      }
      case 'exit': {
        keepWorker(scene, afterExit(scene, checkExit(scene, worker, detail), detail));
        return;
      }
      case 'kill': {
        keepWorker(scene, afterExit(scene, killNow(scene, worker, detail), detail));
        return;
      }
      case 'stopped': {
        keepWorker(scene, containersStopped(scene, worker));
        return;
      }
      case 'unmounted': {
        volumesUnmounted(scene, worker);
        return;
      }
      default:
        throw new Error(`kubelet knows no event ${JSON.stringify(key)}`);
    }
  },
});

/** The kubelet's own status writes are nothing to it. kube: pkg/kubelet/config/config.go podsDifferSemantically */
function concernsKubelet(before: Pod | undefined, after: Pod | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  return (
    before.spec !== after.spec ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds ||
    isTerminalPhase(before.status.phase) !== isTerminalPhase(after.status.phase)
  );
}

function notice(scene: Scene, uid: string, key: string): void {
  const worker = findWorker(scene, uid);
  const stored = scene.api.findByKey(PodKind, key);
  const pod = stored?.metadata.uid === uid ? stored : undefined;
  if (worker === undefined) {
    if (pod === undefined) return;
    const fresh = newWorker(uid, key, pod.spec.nodeName!);
    if (pod.metadata.deletionTimestamp !== undefined || isTerminalPhase(pod.status.phase)) keepWorker(scene, terminate(scene, fresh, pod));
    else keepWorker(scene, startSync(scene, fresh, pod));
    return;
  }
  if (pod === undefined) {
    if (worker.state === 'finished') scene.memory.delete(`pod/${uid}`);
    else keepWorker(scene, terminate(scene, { ...worker, removed: true }, undefined));
    return;
  }
  if (pod.metadata.deletionTimestamp !== undefined || isTerminalPhase(pod.status.phase)) {
    if (podOf(scene, worker) !== undefined) keepWorker(scene, terminate(scene, worker, pod));
  } else {
    keepWorker(scene, askForSync(scene, worker));
  }
}
