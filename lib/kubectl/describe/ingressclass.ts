import { IngressClassKind, type IngressClass } from '../../kinds/ingressclass.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, under } from './lines.ts';

/** What is said of an IngressClass and its parameters. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeIngressClassV1 */
export const ingressClassDescriber = defineDescriber<IngressClass>({
  kind: IngressClassKind,
  lines: ({ metadata, spec: { controller = '', parameters } }) =>
    lines(
      field('Name', metadata.name),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Controller', controller),
      parameters &&
        under('Parameters', field('APIGroup', parameters.apiGroup), field('Kind', parameters.kind), field('Name', parameters.name)),
    ),
});
