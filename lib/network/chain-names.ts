import { digestOf } from '../base/digest.ts';
import type { ServicePortRules } from './service-rules.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HASH_LENGTH = 16;

/** The chains of a Service's port: to endpoints of the cluster, to those of the node, from outside, and the firewall. */
export type ServiceChain = 'KUBE-SVC' | 'KUBE-SVL' | 'KUBE-EXT' | 'KUBE-FW';

/** The name of a chain of a Service's port. kube: pkg/proxy/iptables/proxier.go servicePortChainName */
export function serviceChain(chain: ServiceChain, { title, protocol }: Pick<ServicePortRules, 'title' | 'protocol'>): string {
  return `${chain}-${hash(title + protocol.toLowerCase())}`;
}

/** The name of the chain of an endpoint; `address` is `10.244.1.2:8080`. kube: the same file, servicePortEndpointChainName */
export function endpointChain({ title, protocol }: Pick<ServicePortRules, 'title' | 'protocol'>, address: string): string {
  return `KUBE-SEP-${hash(title + protocol.toLowerCase() + address)}`;
}

/** The first letters of a SHA-256 in base32. */
function hash(text: string): string {
  const bits = [...digestOf('sha256', text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: HASH_LENGTH }, (_, i) => ALPHABET[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)]!).join('');
}
