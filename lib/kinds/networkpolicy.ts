import type { NetworkPolicy as Fields, NetworkPolicyPort, NetworkPolicySpec } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { formatSelector, selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { mapped, withFields } from '../base/with-fields.ts';
import { validateNetworkPolicy } from './validation/networkpolicy.ts';

/** A NetworkPolicy as it is stored. */
export type NetworkPolicy = Stored<Fields> & { readonly spec: NetworkPolicySpec };

/** `networking.k8s.io/v1` NetworkPolicy. */
export const NetworkPolicyKind = defineKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  short: ['netpol'],
  // kube: pkg/printers/internalversion/printers.go printNetworkPolicy
  columns: [nameColumn, { name: 'Pod-Selector', cell: ({ spec }) => formatSelector(selectorOf(spec.podSelector)) || '<none>' }, ageColumn],
  // kube: pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy
  defaults: (policy) => {
    const { spec = {} as NetworkPolicySpec } = policy as Partial<NetworkPolicy>;
    const { ingress, egress = [], policyTypes = [], podSelector = {} } = spec as Partial<NetworkPolicySpec>;
    const implied = egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
    return withFields(policy, {
      spec: withFields(spec, {
        podSelector,
        ingress: mapped(ingress, (rule) => withFields(rule, { ports: mapped(rule.ports, defaultedPort) })),
        egress: mapped(spec.egress, (rule) => withFields(rule, { ports: mapped(rule.ports, defaultedPort) })),
        policyTypes: policyTypes.length === 0 ? implied : policyTypes,
      }),
    });
  },
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  validate: (policy, old) => validateNetworkPolicy(policy, old),
});

function defaultedPort(port: NetworkPolicyPort): NetworkPolicyPort {
  return withFields(port, { protocol: port.protocol ?? 'TCP' });
}
