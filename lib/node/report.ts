import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { DEADLINE_MESSAGE, DEADLINE_REASON, isPastDeadline } from './active-deadline.ts';
import { hostIpOf, tellPod, type Scene } from './scene.ts';
import { podStatus, type Stage } from './status.ts';
import type { Worker } from './worker.ts';

/** The worker's pod as the API has it now; undefined when it is gone or another has its name. */
export function storedPod({ api }: Scene, { pod, removed }: Worker): Pod | undefined {
  const stored = removed ? undefined : api.find(PodKind, pod.metadata.name, pod.metadata.namespace);
  return stored?.metadata.uid === pod.metadata.uid ? stored : undefined;
}

/** Tells the API how the pod is, if that changed. kube: pkg/kubelet/status/status_manager.go SetPodStatus, syncPod */
export function report(scene: Scene, worker: Worker, stage: Stage): Worker {
  const pod = storedPod(scene, worker);
  if (pod === undefined) return worker;
  const { containers, sandboxReady, told, probes } = worker;
  const isLate = isPastDeadline(pod, scene.now());
  if (isLate && stage !== 'gone') tellPod(scene, pod, 'Normal', DEADLINE_REASON, DEADLINE_MESSAGE);
  if (
    !isLate &&
    stage === 'looked after' &&
    told?.pod === pod &&
    told.containers === containers &&
    told.sandboxReady === sandboxReady &&
    told.probes === probes
  )
    return worker;
  const { status, phase } = podStatus(pod, worker, stage, hostIpOf(scene, pod), scene.now());
  return { ...worker, told: { pod: scene.api.status(PodKind, pod, status), containers, sandboxReady, phase, probes } };
}
