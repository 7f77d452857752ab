import type { Client } from '../../api/client.ts';
import { EndpointSliceKind, type EndpointSlice } from '../../kinds/endpointslice.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';
/** How many addresses are told before the rest is only counted. */
const MOST_ADDRESSES = 3;

/** Where the ready endpoints of a service's port are; `<none>` where nobody tells. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go formatEndpointSlices */
export function endpointAddresses(client: Client, namespace: string | undefined, service: string, portName: string): string {
  const slices = client.list(EndpointSliceKind, { namespace }).filter(({ metadata }) => metadata.labels?.[SERVICE_LABEL] === service);
  if (slices.length === 0) return '<none>';
  const candidates = slices.flatMap((slice) => candidatesOf(slice, portName));
  const ready = candidates.filter(({ isReady }) => isReady);
  const told = ready.slice(0, MOST_ADDRESSES).map(({ address }) => address);
  // Whoever follows the last address that is told makes more of them, ready or not.
  const last = ready[MOST_ADDRESSES - 1];
  const hasMore = last !== undefined && candidates.indexOf(last) < candidates.length - 1;
  return hasMore ? `${told.join(',')} + ${ready.length - MOST_ADDRESSES} more...` : told.join(',');
}

interface Candidate {
  readonly address: string;
  readonly isReady: boolean;
}

/** A slice without ports is that of a headless service. */
function candidatesOf({ endpoints = [], ports = [] }: EndpointSlice, portName: string): readonly Candidate[] {
  const suffixes = ports.length === 0 ? [undefined] : ports.filter(({ name = '' }) => name === portName).map(({ port = 0 }) => port);
  return suffixes.flatMap((port) =>
    endpoints.map(({ addresses, conditions }) => {
      const [address = ''] = addresses;
      return { address: port === undefined ? address : withPort(address, port), isReady: conditions?.ready ?? true };
    }),
  );
}

function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
