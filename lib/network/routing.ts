import type { Client } from '../api/client.ts';
import type { Origin, Protocol } from '../control/network.ts';
import { NodeKind, ZONE_LABEL } from '../kinds/node.ts';
import type { Random } from '../sim/random.ts';
import { usableBackends, type Place } from './backends.ts';
import { rulesAt, type Affinity, type Rules } from './kube-proxy.ts';
import type { Backend, ServicePortRules } from './service-rules.ts';

/** What the rules of a node make of a connection. */
export type Route =
  /** They have nothing to say: it goes where it says. */
  | { readonly to: 'address' }
  /** It goes to one of these, each as likely as the others. */
  | { readonly to: 'backends'; readonly backends: readonly Backend[]; readonly rules: ServicePortRules; readonly node: string | undefined }
  /** It is refused, or nothing ever comes back. */
  | { readonly to: 'nobody'; readonly answer: 'refused' | 'timeout'; readonly rules: ServicePortRules };

/** What routing goes by. */
export interface Routing {
  readonly api: Client;
  readonly rules: Rules;
  readonly random: Random;
  readonly now: () => number;
  /** Whether a node's machine is off. */
  readonly isOff: (node: string) => boolean;
}

const ADDRESS: Route = { to: 'address' };

/** Where a connection goes by the rules of the node it passes first. kube: pkg/proxy/iptables/proxier.go syncProxyRules */
export function routeOf(routing: Routing, origin: Origin, ip: string, port: number, protocol: Protocol): Route {
  const { api, rules: memory } = routing;
  const rules = rulesAt(memory, ip, port, protocol);
  if (rules !== undefined) {
    // unlike kube: a load balancer knows at once which nodes do not answer; those of providers take some failed checks to notice
    const first = api.list(NodeKind).find(({ metadata }) => !routing.isOff(metadata.name));
    if (origin.node === undefined && first === undefined) return { to: 'nobody', answer: 'timeout', rules };
    const place = placeOf(api, origin.node ?? first?.metadata.name);
    return rules.clusterIp === ip
      ? internalRoute(rules, place)
      : externalRoute(rules, place, origin.node === undefined ? 'balancer' : 'cluster');
  }
  const [node] = api.by(NodeKind, 'address', ip);
  const nodePorts = node === undefined ? undefined : rulesAt(memory, '*', port, protocol);
  if (node === undefined || nodePorts === undefined) return ADDRESS;
  if (routing.isOff(node.metadata.name)) return { to: 'nobody', answer: 'timeout', rules: nodePorts };
  return externalRoute(nodePorts, placeOf(api, node.metadata.name), origin.node === undefined ? 'outside' : 'cluster');
}

function internalRoute(rules: ServicePortRules, place: Place): Route {
  const { cluster, local, hasAny } = usableBackends(rules, place);
  if (!hasAny) return { to: 'nobody', answer: 'refused', rules };
  if (!rules.isInternalLocal) return { to: 'backends', backends: cluster, rules, node: place.node };
  return local.length === 0 ? { to: 'nobody', answer: 'timeout', rules } : { to: 'backends', backends: local, rules, node: place.node };
}

/** Through a load balancer a connection comes to the nodes that have endpoints of their own, if only those count: all together have all. */
function externalRoute(rules: ServicePortRules, place: Place, from: 'cluster' | 'outside' | 'balancer'): Route {
  const { cluster, local, hasAny } = usableBackends(rules, place);
  // unlike kube: who is beside the cluster has an address in none of the ranges that a Service may allow, but in 0.0.0.0/0
  const isShutOut = from === 'balancer' && rules.sourceRanges.length > 0 && !rules.sourceRanges.includes('0.0.0.0/0');
  if (isShutOut) return { to: 'nobody', answer: 'timeout', rules };
  if (!hasAny) return { to: 'nobody', answer: 'refused', rules };
  const backends = rules.isExternalLocal && from === 'outside' ? local : cluster;
  return backends.length === 0 ? { to: 'nobody', answer: 'timeout', rules } : { to: 'backends', backends, rules, node: place.node };
}

/** One of the endpoints: that which the client has stayed with, or any. */
export function chooseBackend(routing: Routing, { backends, rules, node }: Extract<Route, { to: 'backends' }>, clientIp: string): Backend {
  const stream = routing.random.stream(`kube-proxy/${node ?? ''}`);
  const choose = (): Backend => backends[backends.length === 1 ? 0 : stream.below(backends.length)]!;
  if (rules.affinitySeconds === undefined) return choose();
  const key = `affinity/${node ?? ''} ${rules.title} ${rules.protocol} ${clientIp}`;
  const now = routing.now();
  const known = (routing.rules.get(key) as Affinity | undefined) ?? {};
  const stays = (at: number | undefined): boolean => at !== undefined && now - at <= rules.affinitySeconds! * 1000;
  const chosen = backends.find(({ address }) => stays(known[address])) ?? choose();
  const recent = Object.fromEntries(Object.entries(known).filter(([, at]) => stays(at)));
  routing.rules.set(key, { ...recent, [chosen.address]: now });
  return chosen;
}

/** The endpoints that a connection could get, without making one. */
export function possibleBackends(
  { rules: memory, now }: Routing,
  route: Extract<Route, { to: 'backends' }>,
  clientIp: string,
): readonly Backend[] {
  const { backends, rules, node } = route;
  const { affinitySeconds } = rules;
  if (affinitySeconds === undefined) return backends;
  const known = (memory.get(`affinity/${node ?? ''} ${rules.title} ${rules.protocol} ${clientIp}`) as Affinity | undefined) ?? {};
  const kept = backends.find(({ address }) => known[address] !== undefined && now() - known[address] <= affinitySeconds * 1000);
  return kept === undefined ? backends : [kept];
}

function placeOf(api: Client, node: string | undefined): Place {
  const found = node === undefined ? undefined : api.find(NodeKind, node);
  return { node, zone: found?.metadata.labels?.[ZONE_LABEL] };
}
