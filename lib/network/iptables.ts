import { isReachableFromOutside, usableBackends, type Place } from './backends.ts';
import { endpointChain, serviceChain } from './chain-names.ts';
import type { Backend, ServicePortRules } from './service-rules.ts';

/** The range of all pods, by which rules tell who is one. */
const POD_RANGE = '10.244.0.0/16';

/** With more endpoints than these, comments are left out. kube: pkg/proxy/iptables/proxier.go largeClusterEndpointsThreshold */
const LARGE_CLUSTER = 1000;

/** The rules of a chain, in order. */
type Chains = Map<string, string[]>;

/** The two tables that kube-proxy writes. */
interface Tables {
  readonly nat: Chains;
  readonly filter: Chains;
  readonly hasComments: boolean;
}

/** What `iptables-save` prints of kube-proxy's rules on a node. kube: pkg/proxy/iptables/proxier.go syncProxyRules */
export function iptablesOf(all: readonly ServicePortRules[], place: Place): string {
  const endpoints = all.reduce((sum, { backends }) => sum + backends.length, 0);
  const tables: Tables = { nat: natBase(), filter: filterBase(), hasComments: endpoints <= LARGE_CLUSTER };
  for (const rules of all) writeService(tables, rules, place);
  // The last rule of the chain has to be this one.
  add(
    tables.nat,
    'KUBE-SERVICES',
    `${comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`,
  );
  return [...printed('filter', tables.filter, FILTER_CHAINS), ...printed('nat', tables.nat, NAT_CHAINS), ''].join('\n');
}

const FILTER_CHAINS = ['INPUT', 'FORWARD', 'OUTPUT'];
const NAT_CHAINS = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'];

function printed(table: string, chains: Chains, builtIn: readonly string[]): readonly string[] {
  const own = [...chains.keys()].filter((chain) => !builtIn.includes(chain)).sort();
  const names = [...builtIn, ...own];
  return [
    `*${table}`,
    ...builtIn.map((chain) => `:${chain} ACCEPT [0:0]`),
    ...own.map((chain) => `:${chain} - [0:0]`),
    ...names.flatMap((chain) => (chains.get(chain) ?? []).map((rule) => `-A ${chain} ${rule}`)),
    'COMMIT',
  ];
}

function add(chains: Chains, chain: string, ...rules: readonly string[]): void {
  chains.set(chain, [...(chains.get(chain) ?? []), ...rules]);
}

function comment(text: string): string {
  return `-m comment --comment "${text}"`;
}

const NEW = '-m conntrack --ctstate NEW';
const MARK = '0x4000/0x4000';

/** kube: the same file, iptablesJumpChains; each jump is put in front of those before it. */
function filterBase(): Chains {
  const external = `${NEW} ${comment('kubernetes externally-visible service portals')} -j KUBE-EXTERNAL-SERVICES`;
  const health = `${comment('kubernetes health check service ports')} -j KUBE-NODEPORTS`;
  const portals = `${NEW} ${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  const forward = `${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`;
  const firewall = `${NEW} ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`;
  return new Map([
    ['INPUT', ['-j KUBE-FIREWALL', firewall, health, external]],
    ['FORWARD', [firewall, forward, portals, external]],
    ['OUTPUT', ['-j KUBE-FIREWALL', firewall, portals]],
    ['KUBE-EXTERNAL-SERVICES', []],
    [
      'KUBE-FIREWALL',
      [
        `! -s 127.0.0.0/8 -d 127.0.0.0/8 ${comment('block incoming localnet connections')} -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP`,
      ],
    ],
    [
      'KUBE-FORWARD',
      [
        '-m conntrack --ctstate INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP',
        `${comment('kubernetes forwarding rules')} -m mark --mark ${MARK} -j ACCEPT`,
        `${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      ],
    ],
    ['KUBE-KUBELET-CANARY', []],
    ['KUBE-NODEPORTS', []],
    ['KUBE-PROXY-CANARY', []],
    ['KUBE-PROXY-FIREWALL', []],
    ['KUBE-SERVICES', []],
  ]);
}

function natBase(): Chains {
  const portals = `${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  return new Map([
    ['PREROUTING', [portals]],
    ['OUTPUT', [portals]],
    ['POSTROUTING', [`${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`]],
    ['KUBE-KUBELET-CANARY', []],
    ['KUBE-MARK-MASQ', ['-j MARK --set-xmark 0x4000/0x4000']],
    ['KUBE-NODEPORTS', []],
    [
      'KUBE-POSTROUTING',
      [
        `-m mark ! --mark ${MARK} -j RETURN`,
        '-j MARK --set-xmark 0x4000/0x0',
        `${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
      ],
    ],
    ['KUBE-PROXY-CANARY', []],
    ['KUBE-SERVICES', []],
  ]);
}

/** All that is written for one port of a Service. */
function writeService(tables: Tables, rules: ServicePortRules, place: Place): void {
  const usable = usableBackends(rules, place);
  const hasInternal = usable.hasAny && (!rules.isInternalLocal || usable.local.length > 0);
  const hasExternal = usable.hasAny && (!rules.isExternalLocal || usable.local.length > 0);
  const internal = serviceChain(rules.isInternalLocal ? 'KUBE-SVL' : 'KUBE-SVC', rules);
  const isOutside = isReachableFromOutside(rules);
  const why = usable.hasAny ? 'no local endpoints' : 'no endpoints';
  const end = usable.hasAny ? 'DROP' : 'REJECT --reject-with icmp-port-unreachable';
  if (hasInternal) add(tables.nat, 'KUBE-SERVICES', `${to(rules, rules.clusterIp, 'cluster IP')} -j ${internal}`);
  else add(tables.filter, 'KUBE-SERVICES', `${to(rules, rules.clusterIp, `has ${why}`)} -j ${end}`);
  if (isOutside) writeDoors(tables, rules, { hasAny: usable.hasAny, hasExternal, why, end });
  if (usable.hasAny && isOutside) writeExternal(tables, rules, usable.local.length > 0);
  const chains: (readonly [string, readonly Backend[]])[] = [];
  if (usable.cluster.length > 0 && (!rules.isInternalLocal || isOutside)) chains.push([serviceChain('KUBE-SVC', rules), usable.cluster]);
  if (usable.local.length > 0) chains.push([serviceChain('KUBE-SVL', rules), usable.local]);
  for (const [chain, backends] of chains) writeBalancing(tables, rules, chain, backends, hasInternal && chain === internal);
  const used = new Map([...usable.cluster, ...usable.local].map((backend) => [backend.address, backend]));
  for (const backend of used.values()) writeEndpoint(tables, rules, backend);
}

/** `-d 10.96.5.5/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80` */
function to({ title, protocol, port }: ServicePortRules, ip: string, what: string): string {
  const name = protocol.toLowerCase();
  return `-d ${ip}/32 -p ${name} ${comment(`${title} ${what}`)} -m ${name} --dport ${port}`;
}

/** The ways in from outside: external addresses, those of load balancers, node ports. */
function writeDoors(
  { nat, filter }: Tables,
  rules: ServicePortRules,
  {
    hasAny,
    hasExternal,
    why,
    end,
  }: { readonly hasAny: boolean; readonly hasExternal: boolean; readonly why: string; readonly end: string },
): void {
  const { title, protocol, nodePort, sourceRanges } = rules;
  const name = protocol.toLowerCase();
  const external = serviceChain('KUBE-EXT', rules);
  const firewall = serviceChain('KUBE-FW', rules);
  for (const ip of rules.externalIps) {
    if (hasAny) add(nat, 'KUBE-SERVICES', `${to(rules, ip, 'external IP')} -j ${external}`);
    if (!hasExternal) add(filter, 'KUBE-EXTERNAL-SERVICES', `${to(rules, ip, `has ${why}`)} -j ${end}`);
  }
  for (const ip of rules.loadBalancerIps) {
    const isGuarded = sourceRanges.length > 0;
    if (hasAny) add(nat, 'KUBE-SERVICES', `${to(rules, ip, 'loadbalancer IP')} -j ${isGuarded ? firewall : external}`);
    if (isGuarded) add(filter, 'KUBE-PROXY-FIREWALL', `${to(rules, ip, `traffic not accepted by ${firewall}`)} -j DROP`);
    if (!hasExternal) add(filter, 'KUBE-EXTERNAL-SERVICES', `${to(rules, ip, `has ${why}`)} -j ${end}`);
  }
  if (sourceRanges.length > 0 && rules.loadBalancerIps.length > 0 && hasAny) {
    for (const range of sourceRanges) add(nat, firewall, `-s ${range} ${comment(`${title} loadbalancer IP`)} -j ${external}`);
    add(nat, firewall, comment(`other traffic to ${title} will be dropped by KUBE-PROXY-FIREWALL`));
  }
  if (nodePort !== 0) {
    const match = `-m ${name} --dport ${nodePort}`;
    if (hasAny) {
      const counted = `-m nfacct --nfacct-name localhost_nps_accepted_pkts`;
      add(nat, 'KUBE-NODEPORTS', `-d 127.0.0.0/8 -p ${name} ${comment(title)} ${match} ${counted} -j ${external}`);
      add(nat, 'KUBE-NODEPORTS', `-p ${name} ${comment(title)} ${match} -j ${external}`);
    }
    if (!hasExternal)
      add(filter, 'KUBE-EXTERNAL-SERVICES', `-p ${name} ${comment(`${title} has ${why}`)} -m addrtype --dst-type LOCAL ${match} -j ${end}`);
  }
  if (rules.healthCheckNodePort !== 0)
    add(
      filter,
      'KUBE-NODEPORTS',
      `-p tcp ${comment(`${title} health check node port`)} -m tcp --dport ${rules.healthCheckNodePort} -j ACCEPT`,
    );
}

function writeExternal({ nat }: Tables, rules: ServicePortRules, hasLocal: boolean): void {
  const { title } = rules;
  const [external, cluster] = [serviceChain('KUBE-EXT', rules), serviceChain('KUBE-SVC', rules)];
  if (!rules.isExternalLocal) {
    add(nat, external, `${comment(`masquerade traffic for ${title} external destinations`)} -j KUBE-MARK-MASQ`, `-j ${cluster}`);
    return;
  }
  add(
    nat,
    external,
    `-s ${POD_RANGE} ${comment(`pod traffic for ${title} external destinations`)} -j ${cluster}`,
    `${comment(`masquerade LOCAL traffic for ${title} external destinations`)} -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ`,
    `${comment(`route LOCAL traffic for ${title} external destinations`)} -m addrtype --src-type LOCAL -j ${cluster}`,
    ...(hasLocal ? [`-j ${serviceChain('KUBE-SVL', rules)}`] : []),
  );
}

/** First the endpoint that a client stays with, if it does; then one by chance: each rule takes its share of what is left. */
function writeBalancing(tables: Tables, rules: ServicePortRules, chain: string, backends: readonly Backend[], isInternal: boolean): void {
  if (isInternal) add(tables.nat, chain, `! -s ${POD_RANGE} ${to(rules, rules.clusterIp, 'cluster IP')} -j KUBE-MARK-MASQ`);
  const said = ({ address }: Backend): string => (tables.hasComments ? `${comment(`${rules.title} -> ${address}`)} ` : '');
  if (rules.affinitySeconds !== undefined)
    for (const backend of backends) {
      const name = endpointChain(rules, backend.address);
      const recent = `-m recent --rcheck --seconds ${rules.affinitySeconds} --reap --name ${name} --mask 255.255.255.255 --rsource`;
      add(tables.nat, chain, `${said(backend)}${recent} -j ${name}`);
    }
  backends.forEach((backend, i) => {
    const left = backends.length - i;
    const chance = left === 1 ? '' : `-m statistic --mode random --probability ${probability(left)} `;
    add(tables.nat, chain, `${said(backend)}${chance}-j ${endpointChain(rules, backend.address)}`);
  });
}

/** One in so many, as the kernel keeps it: a whole number of 2^31st parts. */
function probability(left: number): string {
  return (Math.round(Number((1 / left).toFixed(10)) * 2 ** 31) / 2 ** 31).toFixed(11);
}

function writeEndpoint({ nat, hasComments }: Tables, rules: ServicePortRules, { ip, address }: Backend): void {
  const chain = endpointChain(rules, address);
  const name = rules.protocol.toLowerCase();
  const said = hasComments ? `${comment(rules.title)} ` : '';
  const recent = rules.affinitySeconds === undefined ? '' : `-m recent --set --name ${chain} --mask 255.255.255.255 --rsource `;
  add(nat, chain, `-s ${ip}/32 ${said}-j KUBE-MARK-MASQ`, `-p ${name} ${said}${recent}-m ${name} -j DNAT --to-destination ${address}`);
}
