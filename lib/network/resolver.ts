import { isIPv4 } from '../base/name-rules.ts';
import type { Origin, Resolver } from '../control/network.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { CLUSTER_DOMAIN, type DnsAnswer, type RecordType } from './dns.ts';

/** Asks the name servers of an origin for a whole name; undefined when none of them answers. */
export type Ask = (name: string, type: RecordType) => DnsAnswer | undefined;

/** What a name came to: addresses of `name`, or why there are none. */
export type Lookup = { readonly name: string; readonly ips: readonly string[] } | { readonly failure: 'unknown' | 'no server' };

/** The address of cluster DNS that kubelets write down for their pods. kube: cmd/kubeadm/app/constants/constants.go GetDNSIP */
const CLUSTER_DNS = '10.96.0.10';

/** Names with fewer dots are tried with the search list first. */
const CLUSTER_NDOTS = 5;

const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;

// unlike kube: a node itself knows no name server and no search list; there is no network beyond the cluster
/** How programs in a pod look names up. kube: pkg/kubelet/network/dns/dns.go GetPodDNS, pkg/kubelet/kubelet_pods.go ensureHostsFile */
export function resolverOf({ metadata, spec }: Pod, ip: string): Resolver {
  const { dnsConfig, dnsPolicy = 'ClusterFirst', hostNetwork = false, hostAliases = [] } = spec;
  const usesCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const base = usesCluster ? clusterResolver(metadata.namespace ?? 'default') : EMPTY;
  const hostname = spec.hostname ?? metadata.name.slice(0, 63);
  const whole =
    spec.subdomain === undefined ? undefined : `${hostname}.${spec.subdomain}.${metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`;
  const own = hostNetwork ? [] : [...(whole === undefined ? [] : [whole]), hostname].map((name) => [name, ip] as const);
  const asked = dnsConfig?.options?.find(({ name }) => name === 'ndots')?.value;
  return {
    nameservers: [...new Set([...base.nameservers, ...(dnsConfig?.nameservers ?? [])])].slice(0, MOST_NAMESERVERS),
    searches: [...new Set([...base.searches, ...(dnsConfig?.searches ?? [])])].slice(0, MOST_SEARCHES),
    ndots: asked !== undefined && /^\d{1,2}$/.test(asked) ? Number(asked) : base.ndots,
    hosts: [...LOCALHOST, ...own, ...hostAliases.flatMap((alias) => (alias.hostnames ?? []).map((name) => [name, alias.ip] as const))],
  };
}

const LOCALHOST = [['localhost', '127.0.0.1']] as const;
const EMPTY: Resolver = { nameservers: [], searches: [], ndots: 1, hosts: LOCALHOST };

/** How names of the cluster are looked up from one of its namespaces. */
export function clusterResolver(namespace: string): Resolver {
  const searches = [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN];
  return { nameservers: [CLUSTER_DNS], searches, ndots: CLUSTER_NDOTS, hosts: LOCALHOST };
}

/** Finds the addresses of a name as a program does: itself, the hosts file, then the name servers by way of the search list. */
export function lookUp({ resolver }: Origin, written: string, ask: Ask): Lookup {
  if (isIPv4(written)) return { name: written, ips: [written] };
  const own = resolver.hosts.filter(([name]) => name === written.toLowerCase()).map(([, ip]) => ip);
  if (own.length > 0) return { name: written, ips: own };
  for (const name of candidates(resolver, written)) {
    const answer = ask(name, 'A');
    if (answer === undefined) return { failure: 'no server' };
    const ips = answer.answers.filter(({ type }) => type === 'A').map(({ value }) => value);
    if (ips.length > 0) return { name, ips };
  }
  return { failure: 'unknown' };
}

/** The whole names that a written one may mean, in the order in which they are tried. */
function candidates({ searches, ndots }: Resolver, written: string): readonly string[] {
  if (written.endsWith('.')) return [written.slice(0, -1)];
  const longer = searches.map((search) => `${written}.${search}`);
  return written.split('.').length - 1 >= ndots ? [written, ...longer] : [...longer, written];
}
