import type { KubeObject } from '../api/object.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Cluster } from '../cluster.ts';
import { isIPv4 } from '../base/name-rules.ts';
import { EndpointSliceKind } from '../kinds/endpointslice.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import { personAt } from '../network/client.ts';
import type { Check } from './check.ts';
import { findObject, missing, titleOf, type ObjectName } from './listing.ts';

/** A name, and the namespace in which it is looked up. */
interface Asked {
  readonly name: string;
  readonly namespace: string;
}

/** Cluster DNS answers a name with the addresses of an object: of a Service, of a headless one's ready endpoints, of a pod. */
export function resolvesToObject(asked: Asked, wanted: ObjectName): Check {
  return nameCheck((cluster) => {
    const found = findObject(cluster, wanted);
    if (found === undefined) return () => missing(cluster, wanted);
    const { addresses, problem } = addressesOf(cluster, found);
    const actual = lookUp(cluster, asked);
    if (problem === undefined && addresses.length > 0 && sameSet(addresses, actual)) return undefined;
    const meant = problem ?? (addresses.length === 0 ? 'which has no address' : `which means ${addresses.join(', ')}`);
    return () => `expected "${asked.name}" to resolve to ${titleOf(found)}, ${meant}; found ${toldAddresses(cluster, asked, actual)}`;
  });
}

/** Cluster DNS answers a name with an address, or says that it stands for another name. */
export function resolvesToText(asked: Asked, text: string): Check {
  return nameCheck((cluster) => {
    const actual = isIPv4(text) ? lookUp(cluster, asked) : aliasesOf(cluster, asked);
    if (actual.includes(text.replace(/\.$/, ''))) return undefined;
    return () => `expected "${asked.name}" to resolve to "${text}", found ${toldAddresses(cluster, asked, actual)}`;
  });
}

/** Cluster DNS knows no address of a name. */
export function doesNotResolve(asked: Asked): Check {
  return nameCheck((cluster) => {
    const actual = lookUp(cluster, asked);
    return actual.length === 0 ? undefined : () => `expected "${asked.name}" not to resolve, found ${actual.join(', ')}`;
  });
}

/** Whether cluster DNS answers depends on its pods, so every instant counts. */
function nameCheck(judge: (cluster: Cluster) => (() => string) | undefined): Check {
  const check = (cluster: Cluster) => {
    const tell = judge(cluster);
    return tell === undefined ? undefined : { tell };
  };
  return Object.assign(check, { changesAt: () => undefined });
}

function lookUp(cluster: Cluster, { name, namespace }: Asked): readonly string[] {
  const found = cluster.network.lookUp(personAt(cluster.as('admin'), namespace), name);
  return 'ips' in found ? found.ips : [];
}

/** The names that a name stands for. */
function aliasesOf(cluster: Cluster, { name, namespace }: Asked): readonly string[] {
  const origin = personAt(cluster.as('admin'), namespace);
  const wholes = [...origin.resolver.searches.map((search) => `${name}.${search}`), name];
  const records = wholes.flatMap((whole) => cluster.network.query(origin, whole, 'CNAME')?.answers ?? []);
  return records.filter(({ type }) => type === 'CNAME').map(({ value }) => value.replace(/\.$/, ''));
}

function addressesOf(cluster: Cluster, object: KubeObject): { readonly addresses: readonly string[]; readonly problem?: string } {
  if (object.kind === 'Pod') return { addresses: [(object as Pod).status.podIP ?? ''].filter((ip) => ip !== '') };
  if (object.kind !== 'Service') return { addresses: [], problem: 'which has no name in DNS: Services and their pods have' };
  const { metadata, spec } = object as Service;
  if (spec.type === 'ExternalName')
    return { addresses: [], problem: `which stands for a name: write ... resolves to "${spec.externalName ?? ''}"` };
  if (spec.clusterIP !== 'None') return { addresses: [spec.clusterIP ?? ''] };
  const slices = cluster.as('admin').by(EndpointSliceKind, 'service', `${metadata.namespace ?? ''}/${metadata.name}`);
  const ready = slices.flatMap(({ endpoints = [] }) =>
    endpoints.filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses),
  );
  return { addresses: ready };
}

function toldAddresses(cluster: Cluster, { name, namespace }: Asked, actual: readonly string[]): string {
  if (actual.length > 0) return actual.join(', ');
  const [service = '', place = namespace] = name.split('.');
  const services = cluster.as('admin').list(ServiceKind);
  const here = services.filter(({ metadata }) => metadata.namespace === place).map(({ metadata }) => metadata.name);
  const elsewhere = services.find(({ metadata }) => metadata.name === service && metadata.namespace !== place);
  if (here.includes(service)) return 'nothing';
  if (elsewhere !== undefined) return `nothing: Service "${service}" is in namespace "${elsewhere.metadata.namespace ?? ''}"`;
  return `nothing: there is no Service "${service}" in namespace "${place}".${didYouMean(service, here)}`;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [first, second] = [new Set(a), new Set(b)];
  return first.size === second.size && [...first].every((each) => second.has(each));
}
