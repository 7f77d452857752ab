import type { Client } from '../api/client.ts';
import { isIPv4 } from '../base/name-rules.ts';
import { EndpointSliceKind, SERVICE_NAME_LABEL } from '../kinds/endpointslice.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';

/** The types of records that somebody may ask for. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'TXT';

/** One record of an answer: `value` as `dig` prints it. */
export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  readonly value: string;
}

/** What a name server says; `NOERROR` without answers means that the name is there, but no such record. */
export interface DnsAnswer {
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
  readonly answers: readonly DnsRecord[];
}

/** The names of the cluster end so. */
export const CLUSTER_DOMAIN = 'cluster.local';

const TTL_SECONDS = 30;
const NOTHING: DnsAnswer = { status: 'NXDOMAIN', answers: [] };
const NO_DATA: DnsAnswer = { status: 'NOERROR', answers: [] };

/** Longest chain of names that stand for names. */
const MOST_ALIASES = 8;

/**
 * What CoreDNS answers, as kubeadm sets it up, for a whole name without its last dot. Names outside the cluster it would ask for elsewhere;
 * there is nobody to ask. Sources: plugin/kubernetes of CoreDNS 1.11, the Kubernetes DNS specification.
 */
export function answerOf(api: Client, asked: string, type: RecordType): DnsAnswer {
  const name = asked.toLowerCase();
  if (type === 'PTR' && name.endsWith('.in-addr.arpa')) return pointer(api, name);
  if (name === `dns-version.${CLUSTER_DOMAIN}` && type === 'TXT') return answers([{ name, type: 'TXT', ttl: 28_800, value: '"1.1.0"' }]);
  if (name !== CLUSTER_DOMAIN && !name.endsWith(`.${CLUSTER_DOMAIN}`)) return { status: 'SERVFAIL', answers: [] };
  const labels = name === CLUSTER_DOMAIN ? [] : name.slice(0, -CLUSTER_DOMAIN.length - 1).split('.');
  const [kind, namespace, ...rest] = labels.toReversed();
  if (kind === undefined) return NO_DATA;
  if (kind !== 'svc' && kind !== 'pod') return NOTHING;
  if (namespace === undefined) return NO_DATA;
  if (api.find(NamespaceKind, namespace) === undefined) return NOTHING;
  const [service, ...below] = rest;
  if (service === undefined) return NO_DATA;
  return kind === 'pod'
    ? podAnswer(name, service, below, type)
    : serviceAnswer(api, { name, namespace, service, below: below.toReversed() }, type);
}

/** `10-244-1-2.default.pod.cluster.local` says its own address. */
function podAnswer(name: string, dashed: string, below: readonly string[], type: RecordType): DnsAnswer {
  const ip = dashed.replaceAll('-', '.');
  if (below.length > 0 || !isIPv4(ip)) return NOTHING;
  return type === 'A' ? answers([a(name, ip)]) : NO_DATA;
}

/** A name in `svc.cluster.local`, in its parts; `below` is what stands in front of the Service, from left to right. */
interface ServiceName {
  readonly name: string;
  readonly namespace: string;
  readonly service: string;
  readonly below: readonly string[];
}

function serviceAnswer(api: Client, asked: ServiceName, type: RecordType): DnsAnswer {
  const { name, below } = asked;
  const service = api.find(ServiceKind, asked.service, asked.namespace);
  if (service === undefined) return NOTHING;
  if (service.spec.type === 'ExternalName') return below.length > 0 ? NOTHING : alias(api, name, service.spec.externalName ?? '', type);
  const endpoints = endpointsOf(api, service);
  const [first = '', second = ''] = below;
  if (below.length === 2 && first.startsWith('_') && second.startsWith('_'))
    return srvAnswer(
      asked,
      service,
      endpoints.filter(({ port, protocol }) => `_${port}` === first && `_${protocol.toLowerCase()}` === second && port !== ''),
      type,
    );
  if (below.length > 1) return NOTHING;
  if (below.length === 1) {
    const ips = [...new Set(endpoints.filter(({ host }) => host === first).map(({ ip }) => ip))];
    if (ips.length === 0) return NOTHING;
    return type === 'A' ? answers(ips.map((ip) => a(name, ip))) : NO_DATA;
  }
  if (type === 'SRV') return srvAnswer(asked, service, endpoints, type);
  const isHeadless = service.spec.clusterIP === 'None';
  const ips = isHeadless ? [...new Set(endpoints.map(({ ip }) => ip))] : [service.spec.clusterIP ?? ''];
  if (ips.length === 0) return NOTHING;
  return type === 'A' ? answers(ips.map((ip) => a(name, ip))) : NO_DATA;
}

/** An address of a Service with a name of its own below the Service's, and one of its ports. */
interface Named {
  readonly ip: string;
  readonly host: string;
  readonly port: string;
  readonly protocol: string;
  readonly number: number;
}

/** The ready endpoints. One without a host name is called by its address: `10-244-1-2`. */
function endpointsOf(api: Client, { metadata, spec }: Service): readonly Named[] {
  const slices = api.by(EndpointSliceKind, 'service', `${metadata.namespace ?? ''}/${metadata.name}`);
  return slices.flatMap(({ endpoints = [], ports = [], addressType }) =>
    addressType !== 'IPv4'
      ? []
      : endpoints
          .filter(({ conditions }) => conditions?.ready !== false || spec.publishNotReadyAddresses === true)
          .flatMap(({ addresses: [ip = ''], hostname }) => {
            const host = hostname ?? ip.replaceAll('.', '-');
            const all = ports.length === 0 ? [{ name: '', protocol: 'TCP', port: 0 }] : ports;
            return all.map(({ name = '', protocol = 'TCP', port = 0 }) => ({ ip, host, port: name, protocol, number: port }));
          }),
  );
}

function srvAnswer(
  { name, namespace, service: short }: ServiceName,
  service: Service,
  endpoints: readonly Named[],
  type: RecordType,
): DnsAnswer {
  const base = `${short}.${namespace}.svc.${CLUSTER_DOMAIN}`;
  const srv = (weight: number, port: number, target: string): DnsRecord => ({
    name,
    type: 'SRV',
    ttl: TTL_SECONDS,
    value: `0 ${weight} ${port} ${target}.`,
  });
  if (service.spec.clusterIP !== 'None') {
    const [wantedPort, wantedProtocol] = name.startsWith('_') ? name.split('.') : [];
    const ports = (service.spec.ports ?? []).filter(
      (port) =>
        wantedPort === undefined ||
        (`_${port.name ?? ''}` === wantedPort && `_${(port.protocol ?? 'TCP').toLowerCase()}` === wantedProtocol),
    );
    if (ports.length === 0) return NOTHING;
    return type === 'SRV' ? answers(ports.map(({ port }) => srv(Math.floor(100 / ports.length), port, base))) : NO_DATA;
  }
  if (endpoints.length === 0) return NOTHING;
  const weight = Math.floor(100 / endpoints.length);
  return type === 'SRV' ? answers(endpoints.map(({ number, host }) => srv(weight, number, `${host}.${base}`))) : NO_DATA;
}

/** A name that stands for another: what that one stands for comes along where it is one of the cluster. */
function alias(api: Client, name: string, target: string, type: RecordType, depth = 0): DnsAnswer {
  const record: DnsRecord = { name, type: 'CNAME', ttl: TTL_SECONDS, value: `${target.replace(/\.$/, '')}.` };
  if (type === 'CNAME' || depth >= MOST_ALIASES) return answers([record]);
  const [, service, namespace] = /^([^.]+)\.([^.]+)\.svc\.cluster\.local\.?$/.exec(target.toLowerCase()) ?? [];
  if (service === undefined || namespace === undefined) return answers([record]);
  const next = api.find(ServiceKind, service, namespace);
  const followed =
    next?.spec.type === 'ExternalName'
      ? alias(api, target, next.spec.externalName ?? '', type, depth + 1)
      : answerOf(api, target.replace(/\.$/, ''), type);
  return answers([record, ...followed.answers]);
}

function pointer(api: Client, name: string): DnsAnswer {
  const ip = name.slice(0, -'.in-addr.arpa'.length).split('.').toReversed().join('.');
  if (!isIPv4(ip)) return NOTHING;
  const ptr = (target: string): DnsRecord => ({ name, type: 'PTR', ttl: TTL_SECONDS, value: `${target}.` });
  const [service] = api.by(ServiceKind, 'clusterIP', ip);
  if (service !== undefined) return answers([ptr(`${service.metadata.name}.${service.metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`)]);
  const found = api.list(EndpointSliceKind).flatMap((slice) => {
    const of = slice.metadata.labels?.[SERVICE_NAME_LABEL];
    const endpoint = slice.endpoints?.find(({ addresses }) => addresses.includes(ip));
    if (of === undefined || endpoint === undefined) return [];
    return [ptr(`${endpoint.hostname ?? ip.replaceAll('.', '-')}.${of}.${slice.metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`)];
  });
  return found.length === 0 ? NOTHING : answers(found);
}

function a(name: string, ip: string): DnsRecord {
  return { name, type: 'A', ttl: TTL_SECONDS, value: ip };
}

function answers(records: readonly DnsRecord[]): DnsAnswer {
  return { status: 'NOERROR', answers: records };
}
