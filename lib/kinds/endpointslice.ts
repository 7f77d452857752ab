import type { Endpoint, EndpointSlice as EndpointSliceFields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { validateEndpointSlice } from './validation/endpoints.ts';

/** An EndpointSlice as it is stored; the models call `endpoints` required, yet one without is taken. */
export type EndpointSlice = Stored<Omit<EndpointSliceFields, 'endpoints'> & { readonly endpoints?: readonly Endpoint[] }>;

/** The label that says which Service a slice is of, and the one that says who keeps it. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

const MOST_SHOWN = 3;

/** `discovery.k8s.io/v1` EndpointSlice. */
export const EndpointSliceKind = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  columns: [
    nameColumn,
    { name: 'AddressType', cell: ({ addressType }) => addressType },
    {
      name: 'Ports',
      cell: ({ ports = [] }) =>
        shown(
          ports.map(({ port }) => String(port ?? '*')),
          '<unset>',
        ),
    },
    {
      name: 'Endpoints',
      cell: ({ endpoints }) =>
        shown(
          (endpoints ?? []).map(({ addresses }) => addresses.join(',')),
          '<unset>',
        ),
    },
    ageColumn,
  ],
  indexes: [
    {
      name: 'service',
      keys: ({ metadata }) => {
        const service = metadata.labels?.[SERVICE_NAME_LABEL];
        return service === undefined ? [] : [`${metadata.namespace ?? ''}/${service}`];
      },
    },
  ],
  // kube: pkg/registry/discovery/endpointslice/strategy.go PrepareForUpdate
  bumpsGeneration: (slice, old) =>
    !same(slice.endpoints, old.endpoints) || !same(slice.ports, old.ports) || !same(slice.metadata.labels, old.metadata.labels),
  defaults: defaultSlice,
  validate: (slice, old) => validateEndpointSlice(slice, old),
});

/** kube: pkg/apis/discovery/v1/defaults.go SetDefaults_EndpointPort */
function defaultSlice(slice: EndpointSlice): EndpointSlice {
  const isWhole = (slice.ports ?? []).every(({ name, protocol }) => name !== undefined && protocol !== undefined);
  if (isWhole) return slice;
  return { ...slice, ports: slice.ports!.map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })) };
}

/** kube: pkg/printers/internalversion/printers.go formatDiscoveryPorts, formatDiscoveryEndpoints */
function shown(texts: readonly string[], nothing: string): string {
  if (texts.length === 0) return nothing;
  const first = texts.slice(0, MOST_SHOWN).join(',');
  return texts.length > MOST_SHOWN ? `${first} + ${texts.length - MOST_SHOWN} more...` : first;
}
