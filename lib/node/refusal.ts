import { isRegularInit } from './containers.ts';
import { recordOf, withFailure, withRecord, type Worker } from './worker.ts';

/**
 * A container was not started, for a reason that its state will tell at the next sync. The sync goes on with the others, unless an init
 * container was to come first, and counts as failed. kube: pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod, pkg/kubelet/reason_cache.go
 */
export function refuse(worker: Worker, name: string, reason: string, message: string): Worker {
  const record = recordOf(worker, name);
  const { refusal } = record;
  // A back-off refuses again and again in the same words: there is nothing new to tell then.
  const isNews = refusal?.reason !== reason || refusal.message !== message;
  const refused = isNews ? withRecord(withFailure(worker), { ...record, refusal: { reason, message } }) : withFailure(worker);
  return isRegularInit(worker.pod, name) ? { ...refused, sync: { ...refused.sync!, steps: [] } } : refused;
}
