import type { Progress } from '../../rollouts/rollout-kind.ts';

/** A rollout that goes on. */
export function underWay(text: string): Progress {
  return { state: 'under way', text };
}

/** A rollout that is done. */
export function complete(text: string): Progress {
  return { state: 'complete', text };
}

/** What is told where pods are updated only as somebody deletes them. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go */
export const UPDATES_BY_HAND: Progress = {
  state: 'failed',
  text: 'rollout status is only available for RollingUpdate strategy type',
};
