import { matchesLabels, selectorOf } from '../../base/labels.ts';
import { isControlledBy } from '../../control/owners.ts';
import { DeploymentKind, type Deployment } from '../../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { byCreation, newReplicaSetOf } from '../../kinds/revisions.ts';
import { reasonLines } from './conditions.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { annotationLines, labelLines, selectorText } from './labels.ts';
import { field, lines, orNone, type Lines } from './lines.ts';
import { podTemplateLines } from './pod-template.ts';
import { longTime } from './times.ts';

/** What is said of a Deployment and its ReplicaSets. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeDeployment */
export const deploymentDescriber = defineDescriber<Deployment>({
  kind: DeploymentKind,
  lines: (deployment, context) => {
    const { metadata, spec, status } = deployment;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Selector', selectorText(spec.selector)),
      field('Replicas', replicasText(deployment)),
      field('StrategyType', spec.strategy.type ?? ''),
      field('MinReadySeconds', spec.minReadySeconds ?? 0),
      rollingLine(deployment),
      podTemplateLines(spec.template),
      reasonLines(status.conditions),
      replicaSetLines(deployment, context),
    );
  },
});

function replicasText({ spec, status }: Deployment): string {
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
  const made = `${spec.replicas} desired | ${updatedReplicas} updated | ${replicas} total`;
  return `${made} | ${availableReplicas} available | ${unavailableReplicas} unavailable`;
}

function rollingLine({ spec: { strategy } }: Deployment): string | undefined {
  const { maxUnavailable = '<nil>', maxSurge = '<nil>' } = strategy.rollingUpdate ?? {};
  const text = `${maxUnavailable} max unavailable, ${maxSurge} max surge`;
  return field('RollingUpdateStrategy', strategy.rollingUpdate === undefined ? undefined : text);
}

/** The ReplicaSets of templates that were, and that of the one that is. kube: staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go GetAllReplicaSetsInChunks */
function replicaSetLines(deployment: Deployment, { client }: DescribeContext): Lines {
  const { uid } = deployment.metadata;
  const selector = selectorOf(deployment.spec.selector);
  const sets = client
    .by(ReplicaSetKind, 'owner', uid)
    .filter((set) => isControlledBy(set, uid) && matchesLabels(selector, set.metadata.labels))
    .sort(byCreation);
  if (sets.length === 0) return [];
  const newSet = newReplicaSetOf(deployment, sets);
  const old = sets.filter((set) => set !== newSet);
  return lines(
    field('OldReplicaSets', orNone(old.map(createdText).join(', '))),
    field('NewReplicaSet', orNone(newSet && createdText(newSet))),
  );
}

function createdText({ metadata, spec, status }: ReplicaSet): string {
  return `${metadata.name} (${status.replicas}/${spec.replicas} replicas created)`;
}
