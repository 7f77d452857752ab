import { isReady, readySince, type Pod } from '../../kinds/pod-state.ts';

/** Which of two pods is looked at first: the one that says more. Negative for the first. */
export type PodOrder = (a: Pod, b: Pod) => number;

/** For logs: those that have been restarted come first among equals. kube: staging/src/k8s.io/kubectl/pkg/util/podutils/podutils.go ByLogging */
export const byLogging: PodOrder = (a, b) => order(a, b, 1);

/** For commands in containers: the most active come first. kube: the same file, ActivePods, the other way round */
export const byActivity: PodOrder = (a, b) => order(a, b, -1);

const PHASES: ReadonlyMap<string, number> = new Map([
  ['Running', 0],
  ['Unknown', 1],
  ['Pending', 2],
]);

function order(a: Pod, b: Pod, restartsCount: 1 | -1): number {
  const isReadyBoth = isReady(a) && isReady(b);
  return (
    Number(isUnassigned(a)) - Number(isUnassigned(b)) ||
    phaseOf(a) - phaseOf(b) ||
    Number(isReady(b)) - Number(isReady(a)) ||
    (isReadyBoth ? (readySince(a) ?? Infinity) - (readySince(b) ?? Infinity) : 0) ||
    restartsCount * (restartsOf(b) - restartsOf(a)) ||
    compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp)
  );
}

function isUnassigned({ spec }: Pod): boolean {
  return (spec.nodeName ?? '') === '';
}

function phaseOf({ status }: Pod): number {
  return PHASES.get(status.phase ?? '') ?? 0;
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
