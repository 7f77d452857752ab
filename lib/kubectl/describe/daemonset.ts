import { selectorOf } from '../../base/labels.ts';
import { DaemonSetKind, type DaemonSet } from '../../kinds/daemonset.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, labelsText, selectorText } from './labels.ts';
import { field, lines, type Lines } from './lines.ts';
import { podCountsLine } from './pod-counts.ts';
import { podTemplateLines } from './pod-template.ts';

/** What is said of a DaemonSet, its nodes and its pods. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeDaemonSet */
export const daemonSetDescriber = defineDescriber<DaemonSet>({
  kind: DaemonSetKind,
  lines: (set, context) => {
    const { metadata, spec } = set;
    return lines(
      field('Name', metadata.name),
      field('Selector', selectorText(spec.selector)),
      field('Node-Selector', labelsText(spec.template.spec?.nodeSelector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      nodeLines(set),
      podCountsLine(context, set, selectorOf(spec.selector)),
      podTemplateLines(spec.template),
    );
  },
});

/** Lines without columns, which begin new ones below them. */
function nodeLines({ status }: DaemonSet): Lines {
  return [
    `Desired Number of Nodes Scheduled: ${status.desiredNumberScheduled}`,
    `Current Number of Nodes Scheduled: ${status.currentNumberScheduled}`,
    `Number of Nodes Scheduled with Up-to-date Pods: ${status.updatedNumberScheduled ?? 0}`,
    `Number of Nodes Scheduled with Available Pods: ${status.numberAvailable ?? 0}`,
    `Number of Nodes Misscheduled: ${status.numberMisscheduled}`,
  ];
}
