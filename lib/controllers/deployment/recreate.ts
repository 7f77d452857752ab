import { matchesLabels, selectorOf } from '../../base/labels.ts';
import { isTerminalPhase, type Pod } from '../../kinds/pod-state.ts';
import type { ReplicaSet } from '../../kinds/replicaset.ts';
import type { Rollout } from './rollout.ts';

/** Whether old pods have not ended yet, even if they are being deleted: no new one is made before. kube: pkg/controller/deployment/recreate.go oldPodsRunning */
export function hasOldPods({ deployment, oldSets }: Rollout, podsOf: (set: ReplicaSet) => readonly Pod[]): boolean {
  if (oldSets.some(({ status }) => status.replicas > 0)) return true;
  const selector = selectorOf(deployment.spec.selector);
  return oldSets.flatMap(podsOf).some((pod) => !isTerminalPhase(pod.status.phase) && matchesLabels(selector, pod.metadata.labels));
}
