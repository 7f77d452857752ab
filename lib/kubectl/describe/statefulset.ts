import type { PersistentVolumeClaim } from '../../api/generated/types.ts';
import { goPrinted } from '../../base/go-print.ts';
import { selectorOf } from '../../base/labels.ts';
import { StatefulSetKind, type StatefulSet } from '../../kinds/statefulset.ts';
import { amountText } from './amounts.ts';
import { claimClass } from './claims.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, selectorText } from './labels.ts';
import { field, indented, lines, under, type Lines } from './lines.ts';
import { podCountsLine } from './pod-counts.ts';
import { podTemplateLines } from './pod-template.ts';
import { longTime } from './times.ts';

/** What is said of a StatefulSet, its pods and its claims. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeStatefulSet */
export const statefulSetDescriber = defineDescriber<StatefulSet>({
  kind: StatefulSetKind,
  lines: (set, context) => {
    const { metadata, spec, status } = set;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      field('Selector', selectorText(spec.selector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Replicas', `${spec.replicas} desired | ${status.replicas} total`),
      strategyLines(set),
      podCountsLine(context, set, selectorOf(spec.selector)),
      podTemplateLines(spec.template),
      claimLines(spec.volumeClaimTemplates),
    );
  },
});

function strategyLines({ spec: { updateStrategy } }: StatefulSet): Lines {
  const { partition, maxUnavailable } = updateStrategy.rollingUpdate ?? {};
  return lines(
    field('Update Strategy', updateStrategy.type ?? ''),
    indented(1, field('Partition', partition), field('MaxUnavailable', partition === undefined ? undefined : maxUnavailable)),
  );
}

/** kube: the same file, describeVolumeClaimTemplates */
function claimLines(templates: readonly PersistentVolumeClaim[] = []): Lines {
  if (templates.length === 0) return ['Volume Claims:\t<none>'];
  const told = templates.flatMap(({ metadata = {}, spec = {} }) => {
    const capacity = spec.resources?.requests?.['storage'];
    return lines(
      field('Name', metadata.name ?? ''),
      field('StorageClass', claimClass(metadata.annotations, spec.storageClassName)),
      labelLines('Labels', metadata.labels),
      labelLines('Annotations', metadata.annotations),
      field('Capacity', capacity === undefined ? '<default>' : amountText(capacity)),
      field('Access Modes', goPrinted(spec.accessModes ?? [])),
    );
  });
  return under('Volume Claims', told);
}
