import type { PodTemplateSpec } from '../../api/generated/types.ts';
import { filled } from '../../base/with-fields.ts';
import { containerLines } from './containers.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, under, type Lines } from './lines.ts';
import { tolerationLines } from './tolerations.ts';
import { topologySpreadLines } from './topology-spread.ts';
import { volumeLines } from './volumes.ts';

/** What pods are made of. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribePodTemplate */
export function podTemplateLines({ metadata = {}, spec }: PodTemplateSpec): Lines {
  const { containers = [], initContainers = [] } = spec ?? {};
  const hasAnnotations = Object.keys(metadata.annotations ?? {}).length > 0;
  return under(
    'Pod Template',
    labelLines('Labels', metadata.labels),
    hasAnnotations ? annotationLines('Annotations', metadata.annotations) : undefined,
    field('Service Account', filled(spec?.serviceAccountName)),
    initContainers.length > 0 ? containerLines({ title: 'Init Containers', containers: initContainers }) : undefined,
    lines(containerLines({ title: 'Containers', containers })),
    volumeLines(spec?.volumes, 'template'),
    topologySpreadLines(spec?.topologySpreadConstraints),
    field('Priority Class Name', filled(spec?.priorityClassName)),
    labelLines('Node-Selectors', spec?.nodeSelector),
    tolerationLines('Tolerations', spec?.tolerations),
  );
}
