import { formatDuration } from '../base/duration.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Cluster } from '../cluster.ts';
import type { Listener } from '../control/network.ts';
import { powerOf } from '../control/node-power.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import type { Outcome } from '../network/outcome.ts';
import { parseUrl } from '../network/url.ts';
import { titleOf } from './listing.ts';
import { whyNoEndpoints } from './service-hints.ts';

/** How many pods are explained. */
const MOST_EXPLAINED = 3;

type Failed = Extract<Outcome, { readonly failure: unknown }>;

/** Why requests were not answered, a line each, as far as can be told. */
export function whyUnanswered(
  cluster: Cluster,
  { address, namespace }: { readonly address: string; readonly namespace: string },
  outcomes: readonly Outcome[],
): readonly string[] {
  const failed = outcomes.filter((outcome): outcome is Failed => 'failure' in outcome);
  const byAddress = [...new Map(failed.map((outcome) => [outcome.address, outcome])).values()];
  const url = parseUrl(address);
  const lines = byAddress.slice(0, MOST_EXPLAINED).flatMap((outcome) => {
    const lost = lostNode(cluster, outcome);
    if (lost !== undefined) return [lost];
    if (outcome.failure === 'unknown name') return unknownName(cluster, url?.host ?? '', namespace);
    if (outcome.failure === 'no name server') return ['Service "kube-dns" in namespace "kube-system" has no endpoint that answers.'];
    if (outcome.rules !== undefined && !outcome.hasBackend)
      return withoutBackend(cluster, outcome.failure, outcome.rules.title.split(':')[0]!);
    if (outcome.failure === 'timeout' && outcome.rules === undefined) return unknownPort(cluster, outcome.address);
    return outcome.failure === 'refused' || outcome.failure === 'unreachable' ? deafPod(cluster, outcome) : [];
  });
  return [...new Set(lines)];
}

/** The machine is off on which an answer was to come from. */
function lostNode(cluster: Cluster, { failure, address }: Failed): string | undefined {
  if (failure !== 'timeout') return undefined;
  const [ip = ''] = address.split(':');
  const [node] = cluster.as('admin').by(NodeKind, 'address', ip);
  const pod = podAt(cluster, address);
  const name = node?.metadata.name ?? pod?.spec.nodeName ?? '';
  const { state, since } = powerOf(cluster.environment.nodes, name);
  if (state !== 'off') return undefined;
  const off = `Node ${JSON.stringify(name)} is off since ${formatDuration(since)}`;
  if (pod === undefined) return `${off}.`;
  return `${off}, and pod ${JSON.stringify(pod.metadata.name)} with it; requests go there until the cluster has missed the node for 50 seconds.`;
}

/** `web`, `web.shop` and longer: which Service may have been meant. */
function unknownName(cluster: Cluster, host: string, namespace: string): readonly string[] {
  const [name = '', place = namespace] = host.split('.');
  const services = cluster.as('admin').list(ServiceKind);
  const named = services.filter(({ metadata }) => metadata.name === name);
  const found = named.find(({ metadata }) => metadata.namespace === place);
  if (found !== undefined)
    return found.spec.clusterIP === 'None'
      ? [`${titleOf(found)} is headless: its name means its ready endpoints, and there are none.`]
      : [];
  const here = `There is no Service ${JSON.stringify(name)} in namespace ${JSON.stringify(place)}`;
  const [elsewhere] = named;
  if (elsewhere !== undefined)
    return [`${here}; there is one in "${elsewhere.metadata.namespace ?? ''}": ask for "${name}.${elsewhere.metadata.namespace ?? ''}".`];
  const names = services.filter(({ metadata }) => metadata.namespace === place).map(({ metadata }) => metadata.name);
  return [`${here}.${didYouMean(name, names)}`];
}

function withoutBackend(cluster: Cluster, failure: Failed['failure'], key: string): readonly string[] {
  const service = cluster.as('admin').findByKey(ServiceKind, key);
  if (service === undefined) return [];
  if (failure === 'timeout') return [whyShutOut(service)];
  const admin = cluster.as('admin');
  const { lines } = whyNoEndpoints(service, admin.list(PodKind, { namespace: service.metadata.namespace }), admin.list(PodKind));
  return [`${titleOf(service)} has no endpoint to send it to.`, ...lines];
}

/** It has endpoints, and lets nobody to them from there. */
function whyShutOut(service: Service): string {
  const { loadBalancerSourceRanges = [], internalTrafficPolicy } = service.spec;
  if (loadBalancerSourceRanges.length > 0)
    return `${titleOf(service)} lets only ${loadBalancerSourceRanges.join(', ')} to its load balancer (loadBalancerSourceRanges).`;
  const policy = internalTrafficPolicy === 'Local' ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
  return `${titleOf(service)} sends only to endpoints of the node that is asked (${policy}: Local), and that node has none.`;
}

function unknownPort(cluster: Cluster, address: string): readonly string[] {
  const [ip = '', port = ''] = address.split(':');
  const [service] = cluster.as('admin').by(ServiceKind, 'clusterIP', ip) as readonly Service[];
  if (service === undefined) return [];
  const ports = (service.spec.ports ?? []).map((each) => each.port);
  return [`${titleOf(service)} has no port ${port}, and what it does not have gets no answer; it has ${ports.join(', ')}.`];
}

/** A pod that counts as ready and takes no connections. */
function deafPod(cluster: Cluster, { address, rules }: Failed): readonly string[] {
  const [ip = '', written = ''] = address.split(':');
  const port = Number(written);
  const pod = podAt(cluster, address);
  const listeners = cluster.network.listeners(ip);
  const here = listeners.filter((listener) => listener.port === port);
  const later = here.find(({ fromMillis }) => fromMillis > cluster.now);
  if (later !== undefined) return [startsLater(later, cluster.now)];
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || here.length > 0 || listeners.length === 0)
    return rules === undefined ? [] : gone(cluster, pod, address);
  const ports = [...new Set(listeners.map((listener) => listener.port))].join(', ');
  return [`Nobody listens on port ${port} of pod "${pod.metadata.name}"; its containers listen on ${ports}.`];
}

/** The pod that says it has the address of `10.244.1.2:8080`. */
export function podAt(cluster: Cluster, address: string): Pod | undefined {
  const [ip] = address.split(':');
  return cluster
    .as('admin')
    .list(PodKind)
    .find(({ status, spec }) => status.podIP === ip && spec.hostNetwork !== true);
}

function startsLater({ pod, container, port, fromMillis }: Listener, nowMillis: number): string {
  const spec = pod.spec.containers.find(({ name }) => name === container);
  const cause = spec?.readinessProbe === undefined ? ': it has no readiness probe, so it counts as ready from its start' : '';
  return `Container "${container}" of pod "${pod.metadata.name}" listens on port ${port} from ${formatDuration(fromMillis)} on, in ${formatDuration(fromMillis - nowMillis)}${cause}.`;
}

function gone(cluster: Cluster, pod: Pod | undefined, address: string): readonly string[] {
  const who = pod === undefined ? `the pod of ${address} is gone` : `the containers of pod "${pod.metadata.name}" have stopped`;
  const next = cluster.network.rulesWrittenAt();
  const until = next === undefined ? '' : ` until kube-proxy writes its rules at ${formatDuration(next)}`;
  const isEnding = pod?.metadata.deletionTimestamp !== undefined || pod === undefined;
  const advice = isEnding ? ' A preStop hook that sleeps for some seconds bridges that.' : '';
  return [`${who.charAt(0).toUpperCase()}${who.slice(1)}, and nodes still send it requests${until}.${advice}`];
}
