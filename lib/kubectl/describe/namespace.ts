import { LimitRangeKind } from '../../kinds/limitrange.ts';
import { NamespaceKind, type Namespace } from '../../kinds/namespace.ts';
import { ResourceQuotaKind } from '../../kinds/resourcequota.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { limitLines } from './limitrange.ts';
import { field, lines, tableLines, under, type Lines } from './lines.ts';
import { quotaLines } from './resourcequota.ts';
import { longTime } from './times.ts';

/** Namespaces, with their quotas and limits. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNamespace */
export const namespaceDescriber = defineDescriber<Namespace>({
  kind: NamespaceKind,
  subjects: undefined,
  lines: ({ metadata, status }, { client }) => {
    const within = { namespace: metadata.name };
    return lines(
      field('Name', metadata.name),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Status', status.phase ?? ''),
      conditionLines(status.conditions),
      '',
      quotaLines(client.list(ResourceQuotaKind, within)),
      '',
      limitLines(client.list(LimitRangeKind, within)),
    );
  },
});

function conditionLines(conditions: Namespace['status']['conditions'] = []): Lines {
  const rows = conditions.map(({ type, status, lastTransitionTime, reason = '', message = '' }) => {
    return [type, status, longTime(lastTransitionTime), reason, message];
  });
  const table = tableLines(['Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'], rows);
  return rows.length === 0 ? [] : under('Conditions', table);
}
