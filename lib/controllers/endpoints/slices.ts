import type { DiscoveryEndpointPort, Endpoint } from '../../api/generated/types.ts';
import { same } from '../../base/merge.ts';
import type { EndpointSlice } from '../../kinds/endpointslice.ts';
import { unhinted } from './hints.ts';

/** How many endpoints a slice holds at most. kube: pkg/controller/endpointslice/config/v1alpha1/defaults.go */
const MOST_ENDPOINTS = 100;

/** A slice as it is and the endpoints it is to have. */
export interface Filled {
  readonly slice: EndpointSlice;
  readonly endpoints: readonly Endpoint[];
}

/** What becomes of the slices of one set of ports. */
export interface Filling {
  readonly created: readonly (readonly Endpoint[])[];
  readonly updated: readonly Filled[];
  readonly deleted: readonly EndpointSlice[];
}

/**
 * Fills slices with endpoints, changing as few of them as may be: what is there stays where it is, what is new goes into slices that change
 * anyway, the fullest first, then into the fullest that has room for all that is left, else into new ones.
 * kube: staging/src/k8s.io/endpointslice/reconciler.go reconcileByPortMapping
 */
export function fill(
  existing: readonly EndpointSlice[],
  wanted: readonly Endpoint[],
  hasOtherLabels: (slice: EndpointSlice) => boolean,
): Filling {
  const left = new Map(wanted.map((endpoint) => [identityOf(endpoint), endpoint]));
  const updated: { readonly slice: EndpointSlice; endpoints: Endpoint[] }[] = [];
  const unchanged: EndpointSlice[] = [];
  const deleted: EndpointSlice[] = [];
  for (const slice of existing) {
    const endpoints: Endpoint[] = [];
    let isChanged = hasOtherLabels(slice);
    for (const endpoint of endpointsOf(slice)) {
      const now = left.get(identityOf(endpoint));
      // Hints are another matter: they are decided on when all slices are filled.
      isChanged ||= now === undefined || !same(now, unhinted(endpoint));
      if (now === undefined) continue;
      endpoints.push(now);
      left.delete(identityOf(endpoint));
    }
    if (endpoints.length === 0) deleted.push(slice);
    else if (isChanged) updated.push({ slice, endpoints });
    else unchanged.push(slice);
  }
  let rest = [...left.values()];
  for (const each of updated.toSorted((a, b) => b.endpoints.length - a.endpoints.length)) {
    const room = MOST_ENDPOINTS - each.endpoints.length;
    each.endpoints.push(...rest.slice(0, room));
    rest = rest.slice(room);
  }
  const created: Endpoint[][] = [];
  while (rest.length > 0) {
    const taker = rest.length < MOST_ENDPOINTS ? fullestWithRoom(unchanged, rest.length) : undefined;
    if (taker !== undefined) {
      unchanged.splice(unchanged.indexOf(taker), 1);
      updated.push({ slice: taker, endpoints: [...endpointsOf(taker), ...rest] });
      rest = [];
    } else {
      created.push(rest.slice(0, MOST_ENDPOINTS));
      rest = rest.slice(MOST_ENDPOINTS);
    }
  }
  return { created, updated, deleted };
}

/** Which endpoint it is, whatever becomes of it. kube: staging/src/k8s.io/endpointslice/util/controller_utils.go hashEndpoint */
function identityOf({ addresses, hostname = '', targetRef }: Endpoint): string {
  return JSON.stringify([[...addresses].sort(), hostname, targetRef?.namespace ?? '', targetRef?.name ?? '']);
}

/** Ports as a text: slices of the same ports belong together. */
export function portsKey(ports: readonly DiscoveryEndpointPort[] | undefined): string {
  return JSON.stringify((ports ?? []).map(({ name = '', port, protocol, appProtocol }) => [name, port, protocol, appProtocol]).sort());
}

function fullestWithRoom(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  const fitting = slices.filter((slice) => endpointsOf(slice).length + count <= MOST_ENDPOINTS);
  return fitting.toSorted((a, b) => endpointsOf(b).length - endpointsOf(a).length)[0];
}

function endpointsOf({ endpoints = [] }: EndpointSlice): readonly Endpoint[] {
  return endpoints;
}
