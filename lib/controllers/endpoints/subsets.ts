import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../api/generated/types.ts';
import { goDump } from '../../api/go-dump.ts';
import { digestOf } from '../../base/digest.ts';

/** An address with a port, ready or not; no port for a Service without any. */
export interface Entry {
  readonly address: EndpointAddress;
  readonly port: EndpointPort | undefined;
  readonly isReady: boolean;
}

/** How many addresses Endpoints hold at most. kube: pkg/controller/endpoint/endpoints_controller.go maxCapacity */
const CAPACITY = 1000;

/**
 * Addresses by the ports that they have in common. One that is seen ready and not ready is not; ports and subsets stand in the order of a hash,
 * which looks like none but is always the same. kube: pkg/api/v1/endpoints/util.go RepackSubsets
 */
export function packed(entries: readonly Entry[]): readonly EndpointSubset[] {
  const known = new Map<string, EndpointAddress>();
  const byPort = new Map<string, { readonly port: EndpointPort | undefined; readonly ready: Map<string, boolean> }>();
  for (const { address, port, isReady } of entries) {
    const id = `${address.ip}\0${address.targetRef?.uid ?? ''}`;
    if (!known.has(id)) known.set(id, address);
    const key = port === undefined ? '' : JSON.stringify([port.name ?? '', port.port, port.protocol, port.appProtocol]);
    const found = byPort.get(key) ?? { port, ready: new Map<string, boolean>() };
    byPort.set(key, found);
    found.ready.set(id, isReady && found.ready.get(id) !== false);
  }
  const bySet = new Map<string, { readonly ports: EndpointPort[]; readonly ready: ReadonlyMap<string, boolean> }>();
  for (const { port, ready } of byPort.values()) {
    const key = JSON.stringify([...ready].sort(([a], [b]) => compare(a, b)));
    const found = bySet.get(key) ?? { ports: [], ready };
    bySet.set(key, found);
    if (port !== undefined) found.ports.push(port);
  }
  const subsets = [...bySet.values()].map(({ ports, ready }) => subsetOf(ports, ready, known));
  return sortedByHash('v1.EndpointSubset', subsets);
}

/** Ports in the order in which Endpoints show them. */
export function sortedPorts(ports: readonly EndpointPort[]): readonly EndpointPort[] {
  return sortedByHash('v1.EndpointPort', ports);
}

/** The subsets with no more addresses than there may be, ready ones first; `isCut` says whether any were left out. kube: pkg/controller/endpoint/endpoints_controller.go truncateEndpoints */
export function truncated(subsets: readonly EndpointSubset[]): { readonly subsets: readonly EndpointSubset[]; readonly isCut: boolean } {
  const count = (of: (subset: EndpointSubset) => readonly EndpointAddress[] | undefined): number =>
    subsets.reduce((sum, subset) => sum + (of(subset)?.length ?? 0), 0);
  const ready = count(({ addresses }) => addresses);
  const others = count(({ notReadyAddresses }) => notReadyAddresses);
  if (ready + others <= CAPACITY) return { subsets, isCut: false };
  const [mostReady, mostOthers] = ready > CAPACITY ? [CAPACITY, 0] : [ready, CAPACITY - ready];
  let [readyLeft, othersLeft] = [mostReady, mostOthers];
  const share = (part: number, all: number, most: number, left: number): number =>
    all === 0 ? 0 : Math.min(left, Math.ceil((part / all) * most));
  return {
    subsets: subsets.map(({ addresses = [], notReadyAddresses = [], ports }) => {
      const kept = share(addresses.length, ready, mostReady, readyLeft);
      const more = share(notReadyAddresses.length, others, mostOthers, othersLeft);
      readyLeft -= kept;
      othersLeft -= more;
      return subset(addresses.slice(0, kept), notReadyAddresses.slice(0, more), ports ?? []);
    }),
    isCut: true,
  };
}

function subsetOf(
  ports: readonly EndpointPort[],
  ready: ReadonlyMap<string, boolean>,
  known: ReadonlyMap<string, EndpointAddress>,
): EndpointSubset {
  const ids = [...ready.keys()].sort(compare);
  const those = (isReady: boolean): readonly EndpointAddress[] => ids.filter((id) => ready.get(id) === isReady).map((id) => known.get(id)!);
  return subset(those(true), those(false), sortedPorts(ports));
}

function subset(
  addresses: readonly EndpointAddress[],
  notReadyAddresses: readonly EndpointAddress[],
  ports: readonly EndpointPort[],
): EndpointSubset {
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses }),
    ...(ports.length === 0 ? {} : { ports }),
  };
}

function sortedByHash<T>(type: string, values: readonly T[]): readonly T[] {
  if (values.length < 2) return values;
  const hashed = values.map((value) => [digestOf('md5', goDump(type, value)).toString('hex'), value] as const);
  return hashed.sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
