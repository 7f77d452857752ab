import { instantOf } from '../sim/time.ts';
import { readySince, isReady, type Pod } from '../kinds/pod-state.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** The pods that go first when `count` of them have to. All of them when all have to, in the order given. kube: pkg/controller/replicaset/replica_set.go getPodsToDelete */
export function podsToDelete(
  pods: readonly Pod[],
  count: number,
  nowMillis: number,
  rankOf: (pod: Pod) => number = () => 0,
): readonly Pod[] {
  if (count >= pods.length) return pods;
  return pods.toSorted((a, b) => compareForDeletion(a, b, nowMillis, rankOf)).slice(0, count);
}

/** Negative when `a` is deleted before `b`. kube: pkg/controller/controller_utils.go ActivePodsWithRanks.Less */
export function compareForDeletion(a: Pod, b: Pod, nowMillis: number, rankOf: (pod: Pod) => number = () => 0): number {
  const unassigned = (pod: Pod) => (pod.spec.nodeName === undefined || pod.spec.nodeName === '' ? 0 : 1);
  if (a.spec.nodeName !== b.spec.nodeName && unassigned(a) !== unassigned(b)) return unassigned(a) - unassigned(b);
  const [phaseA, phaseB] = [phaseOrder(a), phaseOrder(b)];
  if (phaseA !== phaseB) return phaseA - phaseB;
  if (isReady(a) !== isReady(b)) return isReady(a) ? 1 : -1;
  const [costA, costB] = [deletionCost(a), deletionCost(b)];
  if (costA !== costB) return costA - costB;
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankB - rankA;
  if (isReady(a) && isReady(b)) {
    const byReady = compareByTime(a, b, readySince(a), readySince(b), nowMillis);
    if (byReady !== 0) return byReady;
  }
  const [restartsA, restartsB] = [mostRestarts(a), mostRestarts(b)];
  if (restartsA[0] !== restartsB[0]) return restartsB[0] - restartsA[0];
  if (restartsA[1] !== restartsB[1]) return restartsB[1] - restartsA[1];
  return compareByTime(a, b, instantOf(a.metadata.creationTimestamp), instantOf(b.metadata.creationTimestamp), nowMillis);
}

/** Times are compared by powers of two of their age, so that which of many pods of about one age goes is a matter of chance (of their uids). */
function compareByTime(a: Pod, b: Pod, timeA: number | undefined, timeB: number | undefined, nowMillis: number): number {
  if (timeA === timeB) return 0;
  if (timeA === undefined || timeB === undefined) return timeA === undefined ? -1 : 1;
  const [bucketA, bucketB] = [ageBucket(timeA, nowMillis), ageBucket(timeB, nowMillis)];
  if (bucketA !== bucketB) return bucketA - bucketB;
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

/** kube: pkg/controller/controller_utils.go logarithmicRankDiff: trunc(log2(nanoseconds)), -1 for times to come */
function ageBucket(timeMillis: number, nowMillis: number): number {
  return nowMillis <= timeMillis ? -1 : Math.floor(Math.log2((nowMillis - timeMillis) * 1e6));
}

function phaseOrder({ status }: Pod): number {
  return status.phase === 'Running' ? 2 : status.phase === 'Unknown' ? 1 : 0;
}

/** kube: pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations */
function deletionCost({ metadata }: Pod): number {
  const text = metadata.annotations?.[DELETION_COST] ?? '';
  if (!/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

function mostRestarts({ spec, status }: Pod): readonly [regular: number, sidecar: number] {
  const sidecars = new Set((spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const regular = (status.containerStatuses ?? []).map(({ restartCount }) => restartCount);
  const sidecar = (status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)).map(({ restartCount }) => restartCount);
  return [Math.max(0, ...regular), Math.max(0, ...sidecar)];
}
