import { DaemonSetKind, type DaemonSet } from '../../kinds/daemonset.ts';
import type { Progress } from '../../rollouts/rollout-kind.ts';
import { keptInRevisions } from './controller-revisions.ts';
import { complete, underWay, UPDATES_BY_HAND } from './progress.ts';
import type { Rollouts } from './rollouts.ts';

/** DaemonSets keep their past in ControllerRevisions. */
export const daemonSets: Rollouts<DaemonSet> = { kind: DaemonSetKind, ...keptInRevisions(DaemonSetKind), progress };

/** kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go DaemonSetStatusViewer */
function progress({ metadata, spec, status }: DaemonSet): Progress {
  if (spec.updateStrategy.type !== 'RollingUpdate') return UPDATES_BY_HAND;
  const { observedGeneration = 0, updatedNumberScheduled = 0, desiredNumberScheduled: desired, numberAvailable = 0 } = status;
  if ((metadata.generation ?? 0) > observedGeneration) return underWay('Waiting for daemon set spec update to be observed...');
  const title = `daemon set "${metadata.name}"`;
  if (updatedNumberScheduled < desired)
    return underWay(`Waiting for ${title} rollout to finish: ${updatedNumberScheduled} out of ${desired} new pods have been updated...`);
  if (numberAvailable < desired)
    return underWay(`Waiting for ${title} rollout to finish: ${numberAvailable} of ${desired} updated pods are available...`);
  return complete(`${title} successfully rolled out`);
}
