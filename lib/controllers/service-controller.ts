import type { Kind } from '../api/kind.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { NodeKind } from '../kinds/node.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { CONTROLLER_NOTICE_MILLIS, LOAD_BALANCER_MILLIS } from '../sim/latencies.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
const EXCLUDED_LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';

/** The addresses a provider has to give: those that are set apart for documentation. */
const ADDRESSES = Array.from({ length: 254 }, (_, i) => `203.0.113.${i + 1}`);

/** What it is about to do for a Service, and what it will tell of why. */
interface Wish {
  readonly event: TimedEvent;
  readonly news: readonly (readonly [reason: string, message: string])[];
}

/**
 * Gives Services of type LoadBalancer an address, where there is a provider of load balancers; on a bare cluster it does nothing, and they
 * stay pending. kube: staging/src/k8s.io/cloud-provider/controllers/service/controller.go
 */
export const serviceController = actor<Wish>({
  name: 'service-controller',
  watches: [ServiceKind as unknown as Kind],
  changed(change, context) {
    if (!context.environment.hasLoadBalancer) return;
    const after = change.after as Service | undefined;
    if (after === undefined) return;
    const news = newsIn(change);
    if (news === undefined && !needsCleanup(after)) return;
    wish(context, change.key, CONTROLLER_NOTICE_MILLIS, news ?? []);
  },
  environmentChanged(context, before) {
    if (!context.environment.hasLoadBalancer || before.hasLoadBalancer) return;
    for (const { metadata } of context.api.list(ServiceKind).filter((service) => wantsBalancer(service) && !hasAddress(service)))
      wish(context, `${metadata.namespace ?? ''}/${metadata.name}`, CONTROLLER_NOTICE_MILLIS, []);
  },
  handle({ key }, context) {
    const [step = '', name = ''] = key.split(' ');
    const service = context.api.findByKey(ServiceKind, name);
    if (step === 'made') {
      if (service !== undefined && wantsBalancer(service) && !needsCleanup(service)) publish(context, service);
      return;
    }
    const news = context.memory.get(name)?.news ?? [];
    context.memory.delete(name);
    if (service === undefined) return;
    for (const [reason, message] of news) context.events.record(service, 'Normal', reason, message);
    if (needsCleanup(service)) cleanUp(context, service);
    else if (wantsBalancer(service)) ensure(context, service);
  },
});

function wish(context: ActorContext<Wish>, key: string, delayMillis: number, news: Wish['news']): void {
  const known = context.memory.get(key);
  const event = known?.event ?? context.after(delayMillis, `look ${key}`, 'service changed');
  context.memory.set(key, { event, news: [...(known?.news ?? []), ...news] });
}

function wantsBalancer({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;
}

function hasAddress({ status }: Service): boolean {
  return (status.loadBalancer?.ingress ?? []).length > 0;
}

function needsCleanup({ metadata, spec }: Service): boolean {
  const isHeld = metadata.finalizers?.includes(FINALIZER) === true;
  return isHeld && (metadata.deletionTimestamp !== undefined || spec.type !== 'LoadBalancer');
}

/** Whether a change is one for the balancer, and what is told of it. kube: the same file, needsUpdate */
function newsIn({ before, after }: Change): Wish['news'] | undefined {
  const [old, now] = [before as Service | undefined, after as Service];
  if (old === undefined) return wantsBalancer(now) ? [] : undefined;
  if (!wantsBalancer(old) && !wantsBalancer(now)) return undefined;
  const told = (reason: string, from: Value, to: Value): Wish['news'] => [[reason, `${textOf(from)} -> ${textOf(to)}`]];
  if (wantsBalancer(old) !== wantsBalancer(now)) return told('Type', old.spec.type, now.spec.type);
  const [was, is] = [old.spec, now.spec];
  if (!same(was.loadBalancerSourceRanges, is.loadBalancerSourceRanges))
    return told('LoadBalancerSourceRanges', was.loadBalancerSourceRanges, is.loadBalancerSourceRanges);
  if (!same(was.ports, is.ports) || was.sessionAffinity !== is.sessionAffinity) return [];
  if (!same(was.sessionAffinityConfig, is.sessionAffinityConfig)) return [];
  if (was.loadBalancerIP !== is.loadBalancerIP) return told('LoadbalancerIP', was.loadBalancerIP ?? '', is.loadBalancerIP ?? '');
  const [oldIps, newIps] = [was.externalIPs ?? [], is.externalIPs ?? []];
  if (oldIps.length !== newIps.length) return [['ExternalIP', `Count: ${oldIps.length} -> ${newIps.length}`]];
  const added = newIps.find((ip, i) => ip !== oldIps[i]);
  if (added !== undefined) return [['ExternalIP', `Added: ${added}`]];
  if (!same(old.metadata.annotations, now.metadata.annotations)) return [];
  if (was.externalTrafficPolicy !== is.externalTrafficPolicy)
    return told('ExternalTrafficPolicy', was.externalTrafficPolicy, is.externalTrafficPolicy);
  if (was.healthCheckNodePort !== is.healthCheckNodePort)
    return told('HealthCheckNodePort', was.healthCheckNodePort ?? 0, is.healthCheckNodePort ?? 0);
  return undefined;
}

/** As Go prints it: lists in brackets, without commas. */
function textOf(value: Value): string {
  return typeof value === 'object' || value === undefined ? `[${(value ?? []).join(' ')}]` : String(value);
}

type Value = string | number | readonly string[] | undefined;

function ensure(context: ActorContext<Wish>, service: Service): void {
  const { api, events } = context;
  const { name, namespace = '', finalizers = [] } = service.metadata;
  events.record(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
  if (!finalizers.includes(FINALIZER)) api.patch(ServiceKind, service, { metadata: { finalizers: [...finalizers, FINALIZER] } });
  context.after(LOAD_BALANCER_MILLIS, `made ${namespace}/${name}`, 'the provider made a load balancer');
}

function publish({ api, events }: ActorContext<Wish>, service: Service): void {
  const nodes = api.list(NodeKind).filter(({ metadata }) => metadata.labels?.[EXCLUDED_LABEL] === undefined);
  if (nodes.length === 0) events.record(service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  const address = hasAddress(service) ? undefined : addressFor(api, service);
  if (!hasAddress(service) && address === undefined) {
    const message = 'Error syncing load balancer: failed to ensure load balancer: no more addresses';
    events.record(service, 'Warning', 'SyncLoadBalancerFailed', message);
    return;
  }
  events.record(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  if (address === undefined) return;
  api.status(ServiceKind, service, { ...service.status, loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } });
}

function addressFor(api: ActorContext<Wish>['api'], { spec }: Service): string | undefined {
  const isFree = (ip: string): boolean => api.by(ServiceKind, 'balancer', ip).length === 0;
  const asked = spec.loadBalancerIP ?? '';
  return asked !== '' && isFree(asked) ? asked : ADDRESSES.find(isFree);
}

function cleanUp({ api, events }: ActorContext<Wish>, service: Service): void {
  events.record(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
  const finalizers = (service.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  events.record(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
  const left = api.patch(ServiceKind, service, { metadata: { finalizers } });
  if (api.find(ServiceKind, left.metadata.name, left.metadata.namespace) !== undefined && hasAddress(left))
    api.status(ServiceKind, left, { ...left.status, loadBalancer: {} });
}
