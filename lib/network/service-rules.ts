import type { Endpoint } from '../api/generated/types.ts';
import type { Protocol } from '../control/network.ts';
import type { EndpointSlice } from '../kinds/endpointslice.ts';
import type { Service } from '../kinds/service.ts';

/** A place to send connections to. */
export interface Backend {
  readonly ip: string;
  readonly port: number;
  /** `10.244.1.2:8080` */
  readonly address: string;
  readonly isReady: boolean;
  readonly isServing: boolean;
  readonly isTerminating: boolean;
  readonly node: string | undefined;
  /** The zones it is meant for, where slices say so. */
  readonly zones: readonly string[];
}

/** All that kube-proxy knows of one port of a Service. */
export interface ServicePortRules {
  /** `default/web`, or `default/web:http`. kube: pkg/proxy/types.go ServicePortName */
  readonly title: string;
  readonly protocol: Protocol;
  readonly clusterIp: string;
  readonly port: number;
  /** 0 where there is none. */
  readonly nodePort: number;
  readonly externalIps: readonly string[];
  readonly loadBalancerIps: readonly string[];
  readonly sourceRanges: readonly string[];
  /** Only endpoints of the same node, for connections from the cluster, and for those from outside. */
  readonly isInternalLocal: boolean;
  readonly isExternalLocal: boolean;
  /** How long a client stays with its endpoint; undefined where it does not. */
  readonly affinitySeconds: number | undefined;
  readonly healthCheckNodePort: number;
  readonly backends: readonly Backend[];
}

/** Services with this label are somebody else's. */
export const PROXY_NAME_LABEL = 'service.kubernetes.io/service-proxy-name';

/** The ports of a Service as kube-proxy sees them; none for one that it leaves alone. kube: pkg/proxy/servicechangetracker.go, pkg/proxy/util/utils.go ShouldSkipService */
export function rulesOf(service: Service | undefined, slices: readonly EndpointSlice[]): readonly ServicePortRules[] {
  if (service === undefined || service.metadata.labels?.[PROXY_NAME_LABEL] !== undefined) return [];
  const { metadata, spec, status } = service;
  const clusterIp = spec.clusterIP ?? '';
  if (spec.type === 'ExternalName' || clusterIp === '' || clusterIp === 'None') return [];
  const ingress = status.loadBalancer?.ingress ?? [];
  return (spec.ports ?? []).map((port): ServicePortRules => {
    const { name = '', protocol = 'TCP' } = port;
    return {
      title: `${metadata.namespace ?? ''}/${metadata.name}${name === '' ? '' : `:${name}`}`,
      protocol: protocol as Protocol,
      clusterIp,
      port: port.port,
      nodePort: port.nodePort ?? 0,
      externalIps: spec.externalIPs ?? [],
      loadBalancerIps:
        spec.type === 'LoadBalancer' ? ingress.flatMap(({ ip, ipMode = 'VIP' }) => (ip === undefined || ipMode !== 'VIP' ? [] : [ip])) : [],
      sourceRanges: spec.loadBalancerSourceRanges ?? [],
      isInternalLocal: spec.internalTrafficPolicy === 'Local',
      isExternalLocal: spec.externalTrafficPolicy === 'Local',
      affinitySeconds:
        spec.sessionAffinity === 'ClientIP'
          ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS)
          : undefined,
      healthCheckNodePort: spec.healthCheckNodePort ?? 0,
      backends: backendsOf(slices, name, protocol),
    };
  });
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** The endpoints of one port, each once, in the order of their addresses as texts. kube: pkg/proxy/endpointslicecache.go */
function backendsOf(slices: readonly EndpointSlice[], name: string, protocol: string): readonly Backend[] {
  const found = new Map<string, Backend>();
  for (const { addressType, ports = [], endpoints = [] } of slices) {
    if (addressType !== 'IPv4') continue;
    for (const port of ports) {
      if ((port.name ?? '') !== name || (port.protocol ?? 'TCP') !== protocol || port.port === undefined) continue;
      for (const endpoint of endpoints) {
        const backend = backendOf(endpoint, port.port);
        if (backend !== undefined) found.set(backend.address, backend);
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function backendOf({ addresses: [ip], conditions, nodeName, hints }: Endpoint, port: number): Backend | undefined {
  if (ip === undefined) return undefined;
  return {
    ip,
    port,
    address: `${ip}:${port}`,
    isReady: conditions?.ready ?? true,
    isServing: conditions?.serving ?? true,
    isTerminating: conditions?.terminating ?? false,
    node: nodeName,
    zones: (hints?.forZones ?? []).map(({ name }) => name),
  };
}
