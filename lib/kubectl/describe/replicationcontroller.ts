import { selectorOfLabels } from '../../base/labels.ts';
import { ReplicationControllerKind, type ReplicationController } from '../../kinds/replicationcontroller.ts';
import { reasonLines } from './conditions.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, labelsText } from './labels.ts';
import { field, lines } from './lines.ts';
import { podCountsLine } from './pod-counts.ts';
import { podTemplateLines } from './pod-template.ts';

/** What is said of a ReplicationController and its pods. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeReplicationController */
export const replicationControllerDescriber = defineDescriber<ReplicationController>({
  kind: ReplicationControllerKind,
  lines: (controller, context) => {
    const { metadata, spec, status } = controller;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Selector', labelsText(spec.selector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Replicas', `${status.replicas} current / ${spec.replicas} desired`),
      podCountsLine(context, controller, selectorOfLabels(spec.selector ?? {})),
      podTemplateLines(spec.template ?? {}),
      reasonLines(status.conditions),
    );
  },
});
