import type { Client } from '../api/client.ts';
import { API_SERVER } from '../control/network.ts';
import type { HttpRequest, Listener, Network, Origin, Protocol, Sockets } from '../control/network.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import type { Random } from '../sim/random.ts';
import { apiServerSocket } from './api-server.ts';
import { answerOf, type DnsAnswer, type RecordType } from './dns.ts';
import { allRules, nextWriting, type Rules } from './kube-proxy.ts';
import type { Outcome, Reached } from './outcome.ts';
import { lookUp, resolverOf, type Lookup } from './resolver.ts';
import { chooseBackend, possibleBackends, routeOf, type Route } from './routing.ts';
import type { ServicePortRules } from './service-rules.ts';
import { runTool } from './tools/index.ts';
import type { Url } from './url.ts';

/** The network as its users see it. */
export interface ClusterNetwork extends Network {
  /** Sends one request; who gets it is left to chance, as ever. */
  readonly request: (origin: Origin, url: Url, userAgent: string, method?: string) => Outcome;
  /** Sends so many at one moment: the name is looked up once, each connection is a new one. */
  readonly requests: (origin: Origin, url: Url, userAgent: string, count: number) => readonly Outcome[];
  /** All that could become of a request now, without sending one: one outcome for each endpoint it might get. */
  readonly outcomes: (origin: Origin, url: Url) => readonly Outcome[];
  /** When, by time alone, something else could become of it; undefined when that is not known to happen. */
  readonly changesAt: (origin: Origin, url: Url) => number | undefined;
  /** The addresses of a name as a program at that place finds them. */
  readonly lookUp: (origin: Origin, name: string) => Lookup;
  /** What the name servers of an origin answer; undefined when none does. */
  readonly query: (origin: Origin, name: string, type: RecordType) => DnsAnswer | undefined;
  /** Connects, and tells more than programs get to know. */
  readonly reach: (origin: Origin, ip: string, port: number, protocol: Protocol) => Reached;
  /** All that listens, or will, at the address of a pod. */
  readonly listeners: (ip: string) => readonly Listener[];
  /** When kube-proxy writes rules next, if it is about to. */
  readonly rulesWrittenAt: () => number | undefined;
  /** The rules of kube-proxy, by the keys of their Services. */
  readonly rules: () => readonly ServicePortRules[];
}

/** What a network is made of. */
export interface NetworkParts {
  readonly api: Client;
  readonly rules: Rules;
  readonly random: Random;
  readonly now: () => number;
  readonly sockets: Sockets;
  readonly isOff: (node: string) => boolean;
}

/** The network of a cluster: kube-proxy's rules in front of the sockets of the nodes. It remembers nothing of its own. */
export function networkOf(parts: NetworkParts): ClusterNetwork {
  const query = (origin: Origin, name: string, type: RecordType): DnsAnswer | undefined =>
    isDnsReachable(parts, origin) ? answerOf(parts.api, name, type) : undefined;
  const find = (origin: Origin, name: string): Lookup => lookUp(origin, name, (whole, type) => query(origin, whole, type));
  /** Where a connection ends that takes a route; which endpoint it gets is chosen anew each time. */
  const follow = (origin: Origin, route: Route, ip: string, port: number, protocol: Protocol): Reached => {
    if (route.to !== 'backends') return endOf(parts, origin, route, ip, port, protocol);
    const backend = chooseBackend(parts, route, origin.ip);
    return endOf(parts, origin, route, backend.ip, backend.port, protocol);
  };
  const reach: ClusterNetwork['reach'] = (origin, ip, port, protocol) =>
    follow(origin, routeOf(parts, origin, ip, port, protocol), ip, port, protocol);
  const send = (origin: Origin, url: Url, request: HttpRequest, count: number): readonly Outcome[] => {
    const found = find(origin, url.host);
    if (!('ips' in found)) return Array.from({ length: count }, () => nameless(url, found.failure));
    const routes = found.ips.map((ip) => ({ ip, route: routeOf(parts, origin, ip, url.port, 'TCP') }));
    return Array.from({ length: count }, () => {
      // Cluster DNS gives the addresses of a name in another order each time, and programs take the first.
      const turn = routes.length === 1 ? 0 : parts.random.stream('coredns').below(routes.length);
      const { ip, route } = routes[turn]!;
      const outcome = outcomeOf(follow(origin, route, ip, url.port, 'TCP'), url, request);
      if ('answer' in outcome) outcome.socket.note(request, outcome.answer, origin.ip);
      return outcome;
    });
  };
  const network: ClusterNetwork = {
    query,
    lookUp: find,
    reach,
    rules: () => allRules(parts.rules),
    listeners: (ip) => parts.sockets.listeners(ip),
    rulesWrittenAt: () => nextWriting(parts.rules),
    originOf: (pod, ip) => ({ ip, node: pod.spec.nodeName, resolver: resolverOf(pod, ip) }),
    connect: (origin, ip, port, protocol) => {
      const reached = reach(origin, ip, port, protocol);
      return 'socket' in reached ? reached.socket : reached.failure;
    },
    run: (call, pod, ip) => runTool(network, call, network.originOf(pod, ip)),
    request: (origin, url, userAgent, method = 'GET') => send(origin, url, { method, target: url.target, userAgent }, 1)[0]!,
    requests: (origin, url, userAgent, count) => send(origin, url, { method: 'GET', target: url.target, userAgent }, count),
    outcomes: (origin, url) => {
      const found = find(origin, url.host);
      if (!('ips' in found)) return [nameless(url, found.failure)];
      const request: HttpRequest = { method: 'GET', target: url.target, userAgent: '' };
      return found.ips.flatMap((ip) => possibleEnds(parts, origin, ip, url.port)).map((reached) => outcomeOf(reached, url, request));
    },
    changesAt: (origin, url) => {
      const found = find(origin, url.host);
      return 'ips' in found
        ? nextChange(
            parts,
            found.ips.flatMap((ip) => possibleEnds(parts, origin, ip, url.port)),
            url,
          )
        : undefined;
    },
  };
  return network;
}

/** When, by time alone, somebody at one of these ends begins to listen, or to answer otherwise. */
function nextChange(parts: NetworkParts, ends: readonly Reached[], { target }: Url): number | undefined {
  const asked: HttpRequest = { method: 'GET', target, userAgent: '' };
  const changes = ends.flatMap((end) => ('socket' in end ? (end.socket.answer(asked)?.until ?? []) : []));
  const starts = ends.flatMap(({ address }) => {
    const [ip = '', port = ''] = address.split(':');
    const later = parts.sockets.listeners(ip).filter((each) => each.port === Number(port) && each.fromMillis > parts.now());
    return later.map(({ fromMillis }) => fromMillis);
  });
  const times = [...changes, ...starts];
  return times.length === 0 ? undefined : Math.min(...times);
}

function nameless({ host }: Url, failure: 'unknown' | 'no server'): Outcome {
  return {
    failure: failure === 'unknown' ? 'unknown name' : 'no name server',
    address: host,
    rules: undefined,
    hasBackend: false,
    socket: undefined,
  };
}

/** Cluster DNS answers when a packet to its Service gets to somebody who listens. */
function isDnsReachable(parts: NetworkParts, origin: Origin): boolean {
  return origin.resolver.nameservers.some((server) =>
    possibleEnds(parts, origin, server, 53, 'UDP').some((reached) => 'socket' in reached),
  );
}

function possibleEnds(parts: NetworkParts, origin: Origin, ip: string, port: number, protocol: Protocol = 'TCP'): readonly Reached[] {
  const route = routeOf(parts, origin, ip, port, protocol);
  if (route.to !== 'backends') return [endOf(parts, origin, route, ip, port, protocol)];
  const backends = possibleBackends(parts, route, origin.ip);
  return backends.map((backend) => endOf(parts, origin, route, backend.ip, backend.port, protocol));
}

/** What is at the end of a route. */
function endOf(parts: NetworkParts, origin: Origin, route: Route, ip: string, port: number, protocol: Protocol): Reached {
  const rules = route.to === 'address' ? undefined : route.rules;
  if (route.to === 'nobody') return { failure: route.answer, address: `${ip}:${port}`, rules, hasBackend: false };
  const target = ip.startsWith('127.') ? origin.ip : ip;
  const address = `${target}:${port}`;
  const found = parts.sockets.at(target, port, protocol);
  if (typeof found !== 'string') return { socket: found, address, rules };
  if (target === API_SERVER && port === 6443 && protocol === 'TCP') return { socket: apiServerSocket, address, rules };
  const [host] = parts.api.by(NodeKind, 'address', target);
  const isSilent = [host, nodeOfPodAddress(parts.api, target)].some((node) => node !== undefined && parts.isOff(node.metadata.name));
  if (isSilent) return { failure: 'timeout', address, rules, hasBackend: route.to === 'backends' };
  const isKnown = found === 'refused' || target === API_SERVER || host !== undefined;
  const failure = isKnown ? 'refused' : nodeOfPodAddress(parts.api, target) !== undefined ? 'unreachable' : 'timeout';
  return { failure, address, rules, hasBackend: route.to === 'backends' };
}

/** The node that gives an address to its pods: it can tell that nobody has it. */
function nodeOfPodAddress(api: Client, ip: string): Node | undefined {
  const range = ip.replace(/\.\d+$/, '.0/24');
  return api.list(NodeKind).find(({ spec }) => spec.podCIDR === range);
}

function outcomeOf(reached: Reached, { scheme }: Url, request: HttpRequest): Outcome {
  if (!('socket' in reached)) return { ...reached, socket: undefined };
  const { socket, address, rules } = reached;
  const failed = (failure: 'no HTTP' | 'TLS'): Outcome => ({ failure, address, rules, hasBackend: true, socket });
  if (scheme === 'https' && !socket.speaksTls) return failed('TLS');
  const isPlainToTls = scheme === 'http' && socket.speaksTls;
  const answer = isPlainToTls ? { status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' } : socket.answer(request);
  return answer === undefined ? failed('no HTTP') : { socket, address, answer, rules };
}
