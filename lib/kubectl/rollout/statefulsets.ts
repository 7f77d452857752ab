import { StatefulSetKind, type StatefulSet } from '../../kinds/statefulset.ts';
import type { Progress } from '../../rollouts/rollout-kind.ts';
import { keptInRevisions } from './controller-revisions.ts';
import { complete, underWay, UPDATES_BY_HAND } from './progress.ts';
import type { Rollouts } from './rollouts.ts';

/** StatefulSets keep their past in ControllerRevisions. */
export const statefulSets: Rollouts<StatefulSet> = { kind: StatefulSetKind, ...keptInRevisions(StatefulSetKind), progress };

/** kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go StatefulSetStatusViewer */
function progress({ metadata, spec, status }: StatefulSet): Progress {
  if (spec.updateStrategy.type !== 'RollingUpdate') return UPDATES_BY_HAND;
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status;
  const { updateRevision = '', currentRevision = '' } = status;
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration)
    return underWay('Waiting for statefulset spec update to be observed...');
  if (readyReplicas < spec.replicas) return underWay(`Waiting for ${spec.replicas - readyReplicas} pods to be ready...`);
  const { rollingUpdate } = spec.updateStrategy;
  if (rollingUpdate !== undefined) {
    const updated = spec.replicas - (rollingUpdate.partition ?? 0);
    if (rollingUpdate.partition !== undefined && updatedReplicas < updated)
      return underWay(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${updated} new pods have been updated...`);
    return complete(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision)
    return underWay(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`);
  return complete(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`);
}
