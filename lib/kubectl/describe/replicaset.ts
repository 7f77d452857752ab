import { selectorOf } from '../../base/labels.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { reasonLines } from './conditions.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, selectorOrNone } from './labels.ts';
import { field, lines } from './lines.ts';
import { controllerLine } from './owners.ts';
import { podCountsLine } from './pod-counts.ts';
import { podTemplateLines } from './pod-template.ts';

/** What is said of a ReplicaSet and its pods. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeReplicaSet */
export const replicaSetDescriber = defineDescriber<ReplicaSet>({
  kind: ReplicaSetKind,
  lines: (set, context) => {
    const { metadata, spec, status } = set;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Selector', selectorOrNone(spec.selector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      controllerLine(set),
      field('Replicas', `${status.replicas} current / ${spec.replicas} desired`),
      podCountsLine(context, set, selectorOf(spec.selector)),
      podTemplateLines(spec.template ?? {}),
      reasonLines(status.conditions),
    );
  },
});
