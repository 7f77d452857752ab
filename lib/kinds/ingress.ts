import type { Ingress as Fields, IngressRule, IngressSpec, IngressStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { ingressWarnings, validateIngress } from './validation/ingress.ts';
import { validateIngressStatus } from './validation/status.ts';

/** An Ingress as it is stored. */
export type Ingress = Stored<Fields> & { readonly spec: IngressSpec; readonly status: IngressStatus };

const MOST_HOSTS = 3;

/** kube: pkg/printers/internalversion/printers.go printIngress */
const columns: readonly Column<Ingress>[] = [
  nameColumn,
  { name: 'Class', cell: ({ spec }) => spec.ingressClassName ?? '<none>' },
  { name: 'Hosts', cell: ({ spec }) => hostsText(spec.rules ?? []) },
  { name: 'Address', cell: ({ status }) => addressText(status) },
  { name: 'Ports', cell: ({ spec }) => ((spec.tls ?? []).length > 0 ? '80, 443' : '80') },
  ageColumn,
];

/** `networking.k8s.io/v1` Ingress. */
export const IngressKind = defineKind<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  short: ['ing'],
  hasStatus: true,
  columns,
  defaults: (ingress) => ((ingress as Partial<Ingress>).spec === undefined ? { ...ingress, spec: {} } : ingress),
  // kube: pkg/registry/networking/ingress/strategy.go PrepareForCreate
  prepareCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} } }),
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ingressWarnings,
  validate: (ingress, old) => validateIngress(ingress, old),
  validateStatus: validateIngressStatus,
});

function hostsText(rules: readonly IngressRule[]): string {
  const hosts: string[] = [];
  let hasMore = false;
  for (const { host = '' } of rules) {
    if (hosts.length === MOST_HOSTS) hasMore = true;
    else if (host !== '') hosts.push(host);
  }
  if (hosts.length === 0) return '*';
  return hasMore ? `${hosts.join(',')} + ${rules.length - MOST_HOSTS} more...` : hosts.join(',');
}

function addressText({ loadBalancer }: IngressStatus): string {
  const addresses = (loadBalancer?.ingress ?? []).map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip));
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}
