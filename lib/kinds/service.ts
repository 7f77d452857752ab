import type { Service as ServiceFields, ServicePort, ServiceSpec, ServiceStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { formatSelector, selectorOfLabels } from '../base/labels.ts';
import { mapped, withFields } from '../base/with-fields.ts';
import { allocateAddresses } from './service-addresses.ts';
import { defaultService, keptService } from './service-defaults.ts';
import { serviceWarnings, validateService } from './validation/service.ts';
import { validateServiceStatus } from './validation/status.ts';

/** A Service as it is stored: defaulted, with the addresses and ports it was given. */
export type Service = Stored<ServiceFields> & { readonly spec: ServiceSpec; readonly status: ServiceStatus };

const NONE = '<none>';

/** kube: pkg/printers/internalversion/printers.go printService */
const columns: readonly Column<Service>[] = [
  nameColumn,
  { name: 'Type', cell: ({ spec }) => spec.type },
  { name: 'Cluster-IP', cell: ({ spec }) => spec.clusterIPs?.[0] ?? NONE },
  { name: 'External-IP', cell: externalAddresses },
  { name: 'Port(s)', cell: ({ spec }) => (spec.ports?.length ? spec.ports.map(portText).join(',') : NONE) },
  ageColumn,
  { name: 'Selector', wide: true, cell: ({ spec }) => formatSelector(selectorOfLabels(spec.selector ?? {})) || '<none>' },
];

/** `v1` Service. */
export const ServiceKind = defineKind<Service>({
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  short: ['svc'],
  categories: ['all'],
  hasStatus: true,
  columns,
  indexes: [
    { name: 'clusterIP', keys: ({ spec }) => (spec.clusterIPs ?? []).filter((address) => address !== 'None') },
    { name: 'nodePort', keys: nodePortsOf },
    { name: 'balancer', keys: ({ status }) => (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip])) },
  ],
  selectable: { 'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '', 'spec.type': ({ spec }) => spec.type ?? '' },
  defaults: defaultService,
  // kube: pkg/registry/core/service/strategy.go PrepareForCreate, PrepareForUpdate
  prepareCreate: (service) => ({ ...service, status: { loadBalancer: {} } }),
  prepareUpdate: keptService,
  allocate: allocateAddresses,
  warnings: serviceWarnings,
  validate: (service, old) => validateService(service, old),
  prepareStatus: withModes,
  validateStatus: validateServiceStatus,
  createsOnUpdate: true,
  returnsDeleted: true,
});

/** An address of a load balancer is taken for the address of the balancer itself. kube: pkg/apis/core/v1/defaults.go SetDefaults_Service */
function withModes(service: Service): Service {
  const { loadBalancer = {} } = service.status;
  const ingress = mapped(loadBalancer.ingress, (one) => ((one.ip ?? '') === '' ? one : withFields(one, { ipMode: one.ipMode ?? 'VIP' })));
  return ingress === loadBalancer.ingress
    ? service
    : { ...service, status: { ...service.status, loadBalancer: { ...loadBalancer, ingress: ingress! } } };
}

function nodePortsOf({ spec }: Service): readonly string[] {
  const { ports = [], healthCheckNodePort = 0 } = spec;
  return [...new Set([...ports.map(({ nodePort = 0 }) => nodePort), healthCheckNodePort])].filter((port) => port !== 0).map(String);
}

function portText({ port, nodePort = 0, protocol = 'TCP' }: ServicePort): string {
  return nodePort === 0 ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`;
}

function externalAddresses({ spec, status }: Service): string {
  const given = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type !== 'LoadBalancer') return given.length === 0 ? NONE : given.join(',');
  const ingress = (status.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').filter((address) => address !== '');
  const all = [...[...new Set(ingress)].sort(), ...given];
  return all.length === 0 ? '<pending>' : all.join(',');
}
