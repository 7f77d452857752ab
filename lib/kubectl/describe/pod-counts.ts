import type { KubeObject } from '../../api/object.ts';
import { matchesLabels, type Selector } from '../../base/labels.ts';
import { isControlledBy } from '../../control/owners.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { DescribeContext } from './describer.ts';
import { field } from './lines.ts';

const PHASES = [
  ['Running', 'Running'],
  ['Waiting', 'Pending'],
  ['Succeeded', 'Succeeded'],
  ['Failed', 'Failed'],
] as const;

/** How many of the pods that an owner controls and selects are in which phase. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go getPodStatusForController */
export function podCountsLine({ client }: DescribeContext, { metadata }: KubeObject, selector: Selector | undefined): string | undefined {
  const pods = client
    .by(PodKind, 'owner', metadata.uid)
    .filter((pod) => isControlledBy(pod, metadata.uid) && matchesLabels(selector, pod.metadata.labels));
  const counts = PHASES.map(([word, phase]) => `${pods.filter(({ status }) => status.phase === phase).length} ${word}`);
  return field('Pods Status', counts.join(' / '));
}
