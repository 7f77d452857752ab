import type { ServicePort, ServiceSpec } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import { goStrings, invalid, type FieldError } from '../api/field-errors.ts';
import type { Allocated, Allocator } from '../api/kind.ts';
import { hasClusterAddress, hasNodePorts } from './service-defaults.ts';
import type { Service } from './service.ts';

/** The addresses and ports that Services are given; the first of each are kept for those who ask for one. kube: pkg/registry/core/service/ipallocator/bitmap.go, portallocator/allocator.go */
const RANGE = '10.96.0.0/12';
const FIRST_ADDRESS = (10 << 24) | (96 << 16) | 1;
const ADDRESSES = { size: 2 ** 20 - 2, reserved: 256 };
const FIRST_PORT = 30_000;
const PORTS = { size: 2768, reserved: 86 };

/** Gives a Service the address and the node ports that it has none of yet. kube: pkg/registry/core/service/storage/alloc.go */
export function allocateAddresses(service: Service, old: Service | undefined, allocator: Allocator): Allocated<Service> {
  const errors = [...addressErrors(service.spec, old?.spec, allocator), ...portErrors(service.spec, old?.spec, allocator)];
  if (errors.length > 0) return { object: service, errors };
  const addressed = withAddress(service.spec, allocator);
  const spec = hasNodePorts(addressed.type) ? withHealthCheck(withNodePorts(addressed, allocator), allocator) : addressed;
  return { object: spec === service.spec ? service : { ...service, spec }, errors };
}

function addressErrors(spec: ServiceSpec, old: ServiceSpec | undefined, allocator: Allocator): readonly FieldError[] {
  const asked = askedAddress(spec);
  if (asked === undefined || asked === 'None' || asked === askedAddress(old ?? {})) return [];
  const offset = offsetOf(asked);
  const refused = (why: string): readonly FieldError[] => [
    invalid('spec.clusterIPs', goStrings([asked]), `failed to allocate IP ${asked}: ${why}`),
  ];
  if (offset === undefined) return refused(`the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${RANGE}`);
  return allocator.isTaken('clusterIP', asked) ? refused('provided IP is already allocated') : [];
}

function portErrors(spec: ServiceSpec, old: ServiceSpec | undefined, allocator: Allocator): readonly FieldError[] {
  if (!hasNodePorts(spec.type)) return [];
  const own = new Set((old?.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  const seen = new Map<number, number>();
  return (spec.ports ?? []).flatMap(({ nodePort = 0, port }, index) => {
    if (nodePort === 0) return [];
    const path = `spec.ports[${index}].nodePort`;
    // Two ports of one number, over TCP and over UDP, have one node port between them.
    const isShared = seen.get(nodePort) === port;
    const isTwice = seen.has(nodePort) && !isShared;
    seen.set(nodePort, port);
    if (nodePort < FIRST_PORT || nodePort >= FIRST_PORT + PORTS.size)
      return [invalid(path, nodePort, 'provided port is not in the valid range. The range of valid ports is 30000-32767')];
    if (isTwice || (!own.has(nodePort) && allocator.isTaken('nodePort', String(nodePort))))
      return [invalid(path, nodePort, 'provided port is already allocated')];
    return [];
  });
}

function askedAddress({ clusterIP = '', clusterIPs = [] }: ServiceSpec): string | undefined {
  return clusterIPs[0] ?? (clusterIP === '' ? undefined : clusterIP);
}

function withAddress(spec: ServiceSpec, allocator: Allocator): ServiceSpec {
  if (!hasClusterAddress(spec.type)) return spec;
  const asked = askedAddress(spec);
  const isHeadlessAlone = asked === 'None' && spec.selector === undefined;
  const clusterIP = asked ?? addressAt(free(ADDRESSES, allocator, 'clusterIP', addressAt, 'a serviceIP'));
  return {
    ...spec,
    clusterIP,
    clusterIPs: spec.clusterIPs ?? [clusterIP],
    ipFamilies: spec.ipFamilies ?? (isHeadlessAlone ? ['IPv4', 'IPv6'] : ['IPv4']),
    ipFamilyPolicy: spec.ipFamilyPolicy ?? (isHeadlessAlone ? 'RequireDualStack' : 'SingleStack'),
  };
}

function withNodePorts(spec: ServiceSpec, allocator: Allocator): ServiceSpec {
  const { ports = [], type, allocateLoadBalancerNodePorts } = spec;
  if (type === 'LoadBalancer' && allocateLoadBalancerNodePorts === false) return spec;
  const given = new Map(ports.filter(({ nodePort = 0 }) => nodePort !== 0).map(({ port, nodePort }) => [port, nodePort!]));
  const taken = new Set(given.values());
  const own: Allocator = {
    random: (bound) => allocator.random(bound),
    isTaken: (index, value) => taken.has(Number(value)) || allocator.isTaken(index, value),
  };
  const portAt = (offset: number): string => String(FIRST_PORT + offset);
  return {
    ...spec,
    ports: ports.map((each): ServicePort => {
      if ((each.nodePort ?? 0) !== 0) return each;
      const nodePort = given.get(each.port) ?? FIRST_PORT + free(PORTS, own, 'nodePort', portAt, 'a nodePort');
      given.set(each.port, nodePort);
      taken.add(nodePort);
      return { ...each, nodePort };
    }),
  };
}

/** A load balancer that counts on the endpoints of each node asks the node for them at a port of its own. kube: the same file, allocHealthCheckNodePort */
function withHealthCheck(spec: ServiceSpec, allocator: Allocator): ServiceSpec {
  const isAsked = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (!isAsked || (spec.healthCheckNodePort ?? 0) !== 0) return spec;
  const taken = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort));
  const own: Allocator = {
    random: (bound) => allocator.random(bound),
    isTaken: (index, value) => taken.has(Number(value)) || allocator.isTaken(index, value),
  };
  return { ...spec, healthCheckNodePort: FIRST_PORT + free(PORTS, own, 'nodePort', (offset) => String(FIRST_PORT + offset), 'a nodePort') };
}

/** The first free place from somewhere in the upper part on, then from somewhere in the part that is kept back. Throws an ApiError when there is none. */
function free(
  { size, reserved }: { readonly size: number; readonly reserved: number },
  allocator: Allocator,
  index: string,
  valueAt: (offset: number) => string,
  what: string,
): number {
  for (const [from, count] of [
    [reserved, size - reserved],
    [0, reserved],
  ] as const) {
    const start = allocator.random(count);
    for (let i = 0; i < count; i++) {
      const offset = from + ((start + i) % count);
      if (!allocator.isTaken(index, valueAt(offset))) return offset;
    }
  }
  throw new ApiError(500, 'InternalError', `failed to allocate ${what}: range is full`);
}

function addressAt(offset: number): string {
  const number = FIRST_ADDRESS + offset;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

function offsetOf(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  const offset = parts.reduce((sum, part) => sum * 256 + part, 0) - FIRST_ADDRESS;
  return offset >= 0 && offset < ADDRESSES.size ? offset : undefined;
}
