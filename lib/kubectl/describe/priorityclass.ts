import { PriorityClassKind, type PriorityClass } from '../../kinds/priorityclass.ts';
import { defineDescriber } from './describer.ts';
import { labelsText } from './labels.ts';
import { field, lines } from './lines.ts';

/** What is said of a PriorityClass and its value. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describePriorityClass */
export const priorityClassDescriber = defineDescriber<PriorityClass>({
  kind: PriorityClassKind,
  lines: ({ metadata, value, globalDefault = false, preemptionPolicy = '', description = '' }) =>
    lines(
      field('Name', metadata.name),
      field('Value', value),
      field('GlobalDefault', globalDefault),
      field('PreemptionPolicy', preemptionPolicy),
      field('Description', description),
      field('Annotations', labelsText(metadata.annotations)),
    ),
});
