import type { Cluster } from '../cluster.ts';
import { keyOf } from '../api/object.ts';
import { powerOf } from '../control/node-power.ts';
import { EndpointsKind, type Endpoints } from '../kinds/endpoints.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { isIPv4 } from '../base/name-rules.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import { personAt } from '../network/client.ts';
import type { ServicePortRules } from '../network/service-rules.ts';
import { erasedKind } from './objects.ts';

const MIRROR = 'endpointslicemirroring-controller.k8s.io';

/** What the network does otherwise than the objects say, in a cluster at rest whose rules are written: one text each. */
export function networkMismatches(cluster: Cluster): readonly string[] {
  const { store } = cluster;
  const all = cluster.network.rules();
  return (store.list(erasedKind(ServiceKind)) as Service[]).flatMap((service) => {
    if (service.metadata.deletionTimestamp !== undefined) return [];
    const slices = store.by(erasedKind(EndpointSliceKind), 'service', keyOf(service)) as EndpointSlice[];
    const own = all.filter(({ title }) => title === keyOf(service) || title.startsWith(`${keyOf(service)}:`));
    const found = [
      ...ofRules(service, own, slices),
      ...ofMirror(cluster, service, slices),
      ...ofName(cluster, service, slices),
      ...ofAnswers(cluster, own),
    ];
    return found.map((text) => `service ${keyOf(service)} ${text}`);
  });
}

/** Each port of a Service with an address has rules, with the endpoints that its slices have for the port. */
function ofRules({ spec }: Service, rules: readonly ServicePortRules[], slices: readonly EndpointSlice[]): readonly string[] {
  const isProxied = spec.type !== 'ExternalName' && (spec.clusterIP ?? '') !== '' && spec.clusterIP !== 'None';
  const wanted = isProxied ? (spec.ports ?? []) : [];
  if (rules.length !== wanted.length) return [`has rules for ${rules.length} ports where it has ${wanted.length}`];
  return wanted.flatMap(({ name = '', port, nodePort = 0 }, i) => {
    const made = rules[i]!;
    const is = made.backends.map(({ address, isReady }) => `${address} ${isReady}`);
    const should = slices.flatMap(({ addressType, ports = [], endpoints = [] }) =>
      ports
        .filter((each) => addressType === 'IPv4' && (each.name ?? '') === name)
        .flatMap((each) => endpoints.map(({ addresses, conditions }) => `${addresses[0]!}:${each.port!} ${conditions?.ready ?? true}`)),
    );
    const [left, right] = [
      `${made.port} ${made.nodePort} ${is.join(', ')}`,
      `${port} ${nodePort} ${[...new Set(should)].sort().join(', ')}`,
    ];
    return left === right ? [] : [`has the rules ${left} where its slices say ${right}`];
  });
}

/** What somebody writes behind a Service without a selector stands in its slices. */
function ofMirror(cluster: Cluster, service: Service, slices: readonly EndpointSlice[]): readonly string[] {
  if (service.spec.selector !== undefined || keyOf(service) === 'default/kubernetes') return [];
  const endpoints = cluster.store.find(erasedKind(EndpointsKind), keyOf(service)) as Endpoints | undefined;
  const should = (endpoints?.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [
    ...addresses.map(({ ip }) => `${ip} true`),
    ...notReadyAddresses.map(({ ip }) => `${ip} false`),
  ]);
  const mirrored = slices.filter(({ metadata }) => metadata.labels?.[MANAGED_BY_LABEL] === MIRROR);
  const is = mirrored.flatMap(({ endpoints: some = [] }) =>
    some.map(({ addresses, conditions }) => `${addresses[0]!} ${conditions?.ready}`),
  );
  const [left, right] = [is.sort().join(', '), should.sort().join(', ')];
  return left === right ? [] : [`has ${left} mirrored where its Endpoints say ${right}`];
}

/** Its name leads to its address, or to the ready endpoints of one that has none. */
function ofName(cluster: Cluster, { metadata, spec }: Service, slices: readonly EndpointSlice[]): readonly string[] {
  if (spec.type === 'ExternalName') return [];
  const origin = personAt(cluster.as('admin'), 'default');
  const found = cluster.network.lookUp(origin, `${metadata.name}.${metadata.namespace ?? ''}.svc.cluster.local`);
  if ('failure' in found && found.failure === 'no server') return [];
  const ready = slices.flatMap(({ endpoints = [] }) => endpoints.filter(({ conditions }) => conditions?.ready ?? true));
  const isHeadless = spec.clusterIP === 'None';
  const should = isHeadless ? [...new Set(ready.flatMap(({ addresses }) => addresses).filter(isIPv4))] : [spec.clusterIP ?? ''];
  const [left, right] = [('ips' in found ? [...found.ips].sort() : []).join(', '), should.sort().join(', ')];
  return left === right ? [] : [`is known to DNS as ${left} where it should be ${right}`];
}

/** Whoever asks gets an answer from one of the endpoints that are used, or is refused by its program; nobody is asked who is not there. */
function ofAnswers(cluster: Cluster, rules: readonly ServicePortRules[]): readonly string[] {
  const origin = personAt(cluster.as('admin'), 'default');
  // Somebody has to take the request in.
  if (cluster.list('node').every(({ metadata }) => powerOf(cluster.environment.nodes, metadata.name).state === 'off')) return [];
  return rules.flatMap(({ title, clusterIp, port, protocol, backends, isInternalLocal }) => {
    if (protocol !== 'TCP' || isInternalLocal) return [];
    const outcomes = cluster.network.outcomes(origin, { scheme: 'http', host: clusterIp, port, target: '/' });
    const usable = backends.filter(({ isReady, isServing, isTerminating }) => isReady || (isServing && isTerminating));
    if (usable.length === 0) {
      const isRefused = outcomes.every((outcome) => 'failure' in outcome && outcome.failure === 'refused');
      return isRefused ? [] : [`${title} has no endpoints, and does not refuse`];
    }
    return outcomes.flatMap(({ address }) =>
      usable.some((backend) => backend.address === address) ? [] : [`${title} leads to ${address}, which is none of its endpoints`],
    );
  });
}
