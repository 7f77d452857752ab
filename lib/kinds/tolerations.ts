import type { Taint, Toleration } from '../api/generated/types.ts';

/** Effects that keep a pod off a node, as opposed to PreferNoSchedule. */
const FORBIDDING_EFFECTS: readonly string[] = ['NoSchedule', 'NoExecute'];

/** Whether a toleration lets a pod ignore a taint. kube: staging/src/k8s.io/api/core/v1/toleration.go ToleratesTaint */
export function tolerates({ key = '', operator = '', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || ((operator === '' || operator === 'Equal') && value === (taint.value ?? ''));
}

/** Whether one of the tolerations covers the taint. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[] = []): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** The first taint of the given effects that no toleration covers, or undefined. kube: staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go FindMatchingUntoleratedTaint */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[] = FORBIDDING_EFFECTS,
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
}
