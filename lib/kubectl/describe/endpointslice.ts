import type { DiscoveryEndpointPort, Endpoint } from '../../api/generated/types.ts';
import { EndpointSliceKind, type EndpointSlice } from '../../kinds/endpointslice.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, indented, lines, orNone, tableLines, under, type Lines } from './lines.ts';

/** What is said of an EndpointSlice, endpoint by endpoint. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeEndpointSliceV1 */
export const endpointSliceDescriber = defineDescriber<EndpointSlice>({
  kind: EndpointSliceKind,
  lines: ({ metadata, addressType, ports = [], endpoints = [] }) =>
    lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('AddressType', addressType),
      ports.length === 0 ? 'Ports: <unset>' : under('Ports', tableLines(['Name', 'Port', 'Protocol'], ports.map(portRow))),
      endpoints.length === 0 ? 'Endpoints: <none>' : under('Endpoints', endpoints.flatMap(endpointLines)),
    ),
});

function portRow({ name = '', port, protocol = '' }: DiscoveryEndpointPort): readonly (string | number)[] {
  return [name === '' ? '<unset>' : name, port ?? '<unset>', protocol];
}

function endpointLines({ addresses, conditions, hostname, targetRef, nodeName, zone }: Endpoint): Lines {
  return lines(
    field('- Addresses', orNone(addresses.join(', '))),
    indented(
      1,
      under('Conditions', field('Ready', conditions?.ready ?? '<unset>')),
      field('Hostname', hostname ?? '<unset>'),
      field('TargetRef', targetRef && `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`),
      field('NodeName', nodeName ?? '<unset>'),
      field('Zone', zone ?? '<unset>'),
    ),
  );
}
