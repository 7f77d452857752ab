import type { Resolver } from '../control/network.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** What the kubelet writes into `/etc/hosts` of a pod's containers. kube: pkg/kubelet/kubelet_pods.go ensureHostsFile */
export function hostsFile({ spec }: Pod, { hosts }: Resolver): string {
  const isOfNode = spec.hostNetwork === true;
  const aliases = spec.hostAliases ?? [];
  const named = new Set(aliases.flatMap(({ hostnames = [] }) => hostnames));
  const own = new Map<string, string[]>();
  for (const [name, ip] of hosts) if (ip !== LOCALHOST && !named.has(name)) own.set(ip, [...(own.get(ip) ?? []), name]);
  return [
    `# Kubernetes-managed hosts file${isOfNode ? ' (host network)' : ''}.`,
    `${LOCALHOST}\tlocalhost`,
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    ...[...own].map(([ip, names]) => [ip, ...names].join('\t')),
    ...(aliases.length === 0 ? [] : ['', '# Entries added by HostAliases.']),
    ...aliases.map(({ ip, hostnames = [] }) => [ip, ...hostnames].join('\t')),
    '',
  ].join('\n');
}

const LOCALHOST = '127.0.0.1';

/** What the runtime writes into `/etc/resolv.conf` of a pod's containers. */
export function resolvConf({ dnsConfig }: Pod['spec'], { nameservers, searches, ndots }: Resolver): string {
  const others = (dnsConfig?.options ?? []).filter(({ name }) => name !== 'ndots');
  const options = [
    ...(ndots === 1 ? [] : [`ndots:${ndots}`]),
    ...others.map(({ name = '', value }) => (value === undefined ? name : `${name}:${value}`)),
  ];
  return [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
    '',
  ].join('\n');
}

/** What the runtime itself puts into a container's environment, before what the pod says. */
export function runtimeEnv(hostname: string): readonly (readonly [name: string, value: string])[] {
  return [
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', hostname],
    ['HOME', '/root'],
  ];
}
