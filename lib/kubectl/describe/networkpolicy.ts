import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../api/generated/types.ts';
import { NetworkPolicyKind, type NetworkPolicy } from '../../kinds/networkpolicy.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, selectorOrNone } from './labels.ts';
import { field, indented, lines, orNone, under, type Lines } from './lines.ts';

/** NetworkPolicies, in a prose of their own. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNetworkPolicy */
export const networkPolicyDescriber = defineDescriber<NetworkPolicy>({
  kind: NetworkPolicyKind,
  subjects: undefined,
  lines: ({ metadata, spec }) => {
    const { podSelector, policyTypes = [], ingress = [], egress = [] } = spec;
    const selected = selectorOrNone(podSelector);
    const all = selected === '<none>' ? ' (Allowing the specific traffic to all pods in this namespace)' : '';
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Created on', metadata.creationTimestamp.replace('T', ' ').replace('Z', ' +0000 UTC')),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      under(
        'Spec',
        `PodSelector:     ${selected}${all}`,
        policyTypes.includes('Ingress')
          ? under(
              'Allowing ingress traffic',
              ruleLines(
                INGRESS,
                ingress.map(({ ports, from }) => ({ ports, peers: from })),
              ),
            )
          : 'Not affecting ingress traffic',
        policyTypes.includes('Egress')
          ? under(
              'Allowing egress traffic',
              ruleLines(
                EGRESS,
                egress.map(({ ports, to }) => ({ ports, peers: to })),
              ),
            )
          : 'Not affecting egress traffic',
        `Policy Types: ${orNone(policyTypes.join(', '))}`,
      ),
    );
  },
});

interface Direction {
  readonly preposition: 'From' | 'To';
  readonly isolated: string;
  readonly unrestricted: string;
}

const INGRESS: Direction = { preposition: 'From', isolated: 'ingress', unrestricted: 'source' };
const EGRESS: Direction = { preposition: 'To', isolated: 'egress', unrestricted: 'destination' };

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined;
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

function ruleLines({ preposition, isolated, unrestricted }: Direction, rules: readonly Rule[]): Lines {
  if (rules.length === 0) return [`<none> (Selected pods are isolated for ${isolated} connectivity)`];
  return rules.flatMap(({ ports = [], peers = [] }, i) =>
    lines(
      ports.length === 0 ? 'To Port: <any> (traffic allowed to all ports)' : ports.map(portText),
      peers.length === 0
        ? `${preposition}: <any> (traffic not restricted by ${unrestricted})`
        : peers.flatMap((peer) => under(preposition, peerLines(peer))),
      i < rules.length - 1 ? '----------' : undefined,
    ),
  );
}

function portText({ port = '<nil>', endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  return endPort === undefined ? `To Port: ${port}/${protocol}` : `To Port Range: ${port}-${endPort}/${protocol}`;
}

function peerLines({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): Lines {
  const selectors = lines(
    namespaceSelector && `NamespaceSelector: ${selectorOrNone(namespaceSelector)}`,
    podSelector && `PodSelector: ${selectorOrNone(podSelector)}`,
  );
  if (selectors.length > 0 || ipBlock === undefined) return selectors;
  return lines('IPBlock:', indented(1, `CIDR: ${ipBlock.cidr}`, `Except: ${(ipBlock.except ?? []).join(', ')}`));
}
