import type { ServicePort, ServiceSpec } from '../api/generated/types.ts';
import { same } from '../base/merge.ts';
import type { Service } from './service.ts';

/** Whether a Service of that type has a node port for each port. */
export function hasNodePorts(type: string | undefined): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether a Service of that type has an address in the cluster, unless it is headless. */
export function hasClusterAddress(type: string | undefined): boolean {
  return type !== 'ExternalName';
}

/** What a Service has that says nothing else. kube: pkg/apis/core/v1/defaults.go SetDefaults_Service */
export function defaultService(service: Service): Service {
  // What comes in may lack everything.
  const spec: ServiceSpec = (service as { readonly spec?: ServiceSpec }).spec ?? {};
  const { sessionAffinity = 'None', type = 'ClusterIP', sessionAffinityConfig, selector, ...rest } = spec;
  const affinity =
    sessionAffinity === 'ClientIP'
      ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 } } }
      : {};
  const isExternal = hasNodePorts(type) || (type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0);
  const full: ServiceSpec = {
    ...rest,
    // A map without entries is none once it is stored: such a Service selects nothing, not everything.
    ...(selector === undefined || Object.keys(selector).length === 0 ? {} : { selector }),
    ...(spec.ports === undefined ? {} : { ports: spec.ports.map(defaultPort) }),
    sessionAffinity,
    ...affinity,
    type,
    ...(isExternal && spec.externalTrafficPolicy === undefined ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(hasClusterAddress(type) && spec.internalTrafficPolicy === undefined ? { internalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === undefined ? { allocateLoadBalancerNodePorts: true } : {}),
  };
  return same(full, spec) ? service : { ...service, spec: full };
}

function defaultPort(port: ServicePort): ServicePort {
  const { protocol = 'TCP', targetPort } = port;
  const isUnset = targetPort === undefined || targetPort === 0 || targetPort === '';
  // A port that is missing is refused; until then it is nothing.
  return { ...port, protocol, ...(isUnset ? { targetPort: (port as { readonly port?: number }).port ?? 0 } : {}) };
}

type Draft = { -readonly [Field in keyof ServiceSpec]: ServiceSpec[Field] };

/** What an update does not say stays as it was given, and what another type has no use for goes. kube: pkg/registry/core/service/strategy.go patchAllocatedValues, dropTypeDependentFields */
export function keptService(service: Service, old: Service): Service {
  const given: Draft = { ...service.spec };
  keepAllocated(given, old.spec);
  const spec = withoutUnused(given, old.spec);
  const status = spec.type === 'LoadBalancer' ? service.status : { ...service.status, loadBalancer: {} };
  return { ...service, spec, status: same(status, service.status) ? service.status : status };
}

function keepAllocated(spec: Draft, old: ServiceSpec): void {
  const { clusterIP, clusterIPs } = old;
  if (hasClusterAddress(spec.type) && hasClusterAddress(old.type)) {
    const isGiven = (spec.clusterIP ?? '') !== '';
    if (!isGiven && clusterIP !== undefined) spec.clusterIP = clusterIP;
    if ((spec.clusterIPs?.length ?? 0) === 0 && clusterIPs !== undefined && spec.clusterIP === clusterIP) spec.clusterIPs = clusterIPs;
    if (spec.ipFamilies === undefined && old.ipFamilies !== undefined) spec.ipFamilies = old.ipFamilies;
    if (spec.ipFamilyPolicy === undefined && old.ipFamilyPolicy !== undefined) spec.ipFamilyPolicy = old.ipFamilyPolicy;
  }
  if (isGivenAnew(spec, old)) spec.clusterIPs = [spec.clusterIP!];
  if (hasNodePorts(spec.type) && hasNodePorts(old.type)) {
    const used = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    spec.ports = (spec.ports ?? []).map((port) => {
      const before = (old.ports ?? []).find(({ name = '' }) => name === (port.name ?? ''))?.nodePort ?? 0;
      return (port.nodePort ?? 0) !== 0 || before === 0 || used.has(before) ? port : { ...port, nodePort: before };
    });
  }
}

/** The one address was changed, and the list was not: it follows. */
function isGivenAnew({ clusterIP, clusterIPs }: Draft, old: ServiceSpec): boolean {
  return clusterIP !== undefined && clusterIP !== old.clusterIP && (clusterIPs === undefined || same(clusterIPs, old.clusterIPs));
}

/** What another type has no use for, where it was left as it was. */
function withoutUnused(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const unused = new Set<string>();
  const isLeft = (field: keyof ServiceSpec): boolean => same(spec[field], old[field]);
  const drop = (fields: readonly (keyof ServiceSpec)[]): void => fields.filter(isLeft).forEach((field) => unused.add(field));
  const losesPorts = !hasNodePorts(spec.type) && hasNodePorts(old.type);
  if (!hasClusterAddress(spec.type) && hasClusterAddress(old.type))
    drop(['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy']);
  if (losesPorts && (spec.externalIPs?.length ?? 0) === 0) drop(['externalTrafficPolicy']);
  if (spec.type !== 'LoadBalancer' && old.type === 'LoadBalancer')
    drop(['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort']);
  const kept = Object.fromEntries(Object.entries(spec).filter(([field]) => !unused.has(field))) as ServiceSpec;
  return losesPorts && kept.ports !== undefined ? { ...kept, ports: kept.ports.map((port) => withoutNodePort(port, old)) } : kept;
}

function withoutNodePort(port: ServicePort, old: ServiceSpec): ServicePort {
  const { nodePort, ...rest } = port;
  const before = (old.ports ?? []).find(({ name = '' }) => name === (port.name ?? ''));
  return nodePort !== undefined && nodePort === before?.nodePort ? rest : port;
}
