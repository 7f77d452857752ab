import type { EndpointAddress, EndpointSubset } from '../../api/generated/types.ts';
import { EndpointsKind, type Endpoints } from '../../kinds/endpoints.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, indented, lines, orNone, tableLines, under, type Lines } from './lines.ts';

/** What is said of Endpoints, subset by subset. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeEndpoints */
export const endpointsDescriber = defineDescriber<Endpoints>({
  kind: EndpointsKind,
  lines: ({ metadata, subsets = [] }) =>
    lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      'Subsets:',
      subsets.flatMap((subset) => [...indented(1, subsetLines(subset)), '']),
    ),
});

function subsetLines({ addresses, notReadyAddresses, ports = [] }: EndpointSubset): Lines {
  const rows = ports.map(({ name = '', port, protocol = '' }) => [name === '' ? '<unset>' : name, port, protocol]);
  return lines(
    field('Addresses', addressesText(addresses)),
    field('NotReadyAddresses', addressesText(notReadyAddresses)),
    rows.length === 0 ? undefined : under('Ports', tableLines(['Name', 'Port', 'Protocol'], rows)),
  );
}

function addressesText(addresses: readonly EndpointAddress[] = []): string {
  return orNone(addresses.map(({ ip }) => ip).join(','));
}
