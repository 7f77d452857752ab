import type { Kind } from '../api/kind.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import type { SortedMap } from '../base/sorted-map.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import type { Protocol } from '../control/network.ts';
import { EndpointSliceKind, SERVICE_NAME_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { PROXY_NOTICE_MILLIS, PROXY_SYNC_BURST, PROXY_SYNC_MILLIS } from '../sim/latencies.ts';
import { PROXY_NAME_LABEL, rulesOf, type ServicePortRules } from './service-rules.ts';

/** What kube-proxy went by when it wrote the rules of a Service. */
interface Written {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
}

/** How often it may write: the time it has saved up at an instant, a second a run, and when it wrote last. */
interface Pace {
  readonly savedMillis: number;
  readonly at: number;
  readonly lastRun: number;
  /** When it writes next, if that is planned. */
  readonly next: TimedEvent | undefined;
}

/** When an endpoint was last given to a client that stays with it, by the endpoint's address. */
export type Affinity = Readonly<Record<string, number>>;

/** What kube-proxy remembers: its pace, the changes to come, what it wrote, the addresses in it, and clients that stay. */
export type ProxyMemory = Pace | true | Written | string | Affinity;

/** Where the rules of the nodes are kept. */
export type Rules = SortedMap<string, ProxyMemory>;

const BEFORE_TIME = Number.NEGATIVE_INFINITY;
const MOST_SAVED_MILLIS = PROXY_SYNC_BURST * PROXY_SYNC_MILLIS;
const RESTED: Pace = { savedMillis: MOST_SAVED_MILLIS, at: BEFORE_TIME, lastRun: BEFORE_TIME, next: undefined };

/**
 * kube-proxy. All nodes hear of the same changes and have the same pace, so one stands for all. It writes rules when a Service or its
 * endpoints change, at most once a second and twice in a row after a rest; until then the rules are as they were.
 * kube: pkg/proxy/iptables/proxier.go, pkg/util/async/bounded_frequency_runner.go
 */
export const kubeProxy = actor<ProxyMemory>({
  name: 'kube-proxy',
  watches: [ServiceKind as unknown as Kind, EndpointSliceKind as unknown as Kind],
  changed(change, context) {
    const key = concernedService(change);
    if (key === undefined) return;
    context.memory.set(`changed/${key}`, true);
    const pace = paceOf(context.memory);
    if (pace.next !== undefined) return;
    const next = context.after(PROXY_NOTICE_MILLIS, 'sync', `${change.kind.singular} ${change.verb}d`);
    context.memory.set('pace', { ...pace, next });
  },
  handle(_, context) {
    const now = context.now();
    const pace = paceOf(context.memory);
    const savedMillis = Math.min(MOST_SAVED_MILLIS, pace.savedMillis + (now - pace.at));
    if (savedMillis >= PROXY_SYNC_MILLIS) {
      context.memory.set('pace', { savedMillis: savedMillis - PROXY_SYNC_MILLIS, at: now, lastRun: now, next: undefined });
      writeRules(context);
      return;
    }
    const wait = Math.max(1, pace.lastRun + PROXY_SYNC_MILLIS - now);
    context.memory.set('pace', { ...pace, savedMillis, at: now, next: context.after(wait, 'sync', 'kube-proxy may write again') });
  },
});

function paceOf(memory: Rules): Pace {
  return (memory.get('pace') as Pace | undefined) ?? RESTED;
}

/** When rules are written next, if that is planned. */
export function nextWriting(memory: Rules): number | undefined {
  return paceOf(memory).next?.at;
}

/** The Service whose rules a change may concern. kube: pkg/proxy/servicechangetracker.go, endpointschangetracker.go; its informers leave out headless slices and those of other proxies */
function concernedService({ kind, key, before, after }: Change): string | undefined {
  if (kind === (ServiceKind as unknown as Kind))
    return same(rulesOf(before as Service | undefined, []), rulesOf(after as Service | undefined, [])) ? undefined : key;
  const [old, now] = [before as EndpointSlice | undefined, after as EndpointSlice | undefined];
  const { labels = {}, namespace = '' } = (now ?? old)!.metadata;
  const service = labels[SERVICE_NAME_LABEL];
  if (service === undefined || HEADLESS_LABEL in labels || PROXY_NAME_LABEL in labels) return undefined;
  const isLeft = old !== undefined && now !== undefined && same(old.endpoints, now.endpoints) && same(old.ports, now.ports);
  return isLeft ? undefined : `${namespace}/${service}`;
}

const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** Writes what changed since the last time. */
function writeRules({ api, memory }: ActorContext<ProxyMemory>): void {
  const changed: string[] = [];
  memory.visit('changed/', (entry) => (entry.startsWith('changed/') ? void changed.push(entry) : false));
  for (const entry of changed) {
    memory.delete(entry);
    const key = entry.slice('changed/'.length);
    const old = memory.get(`rules/${key}`) as Written | undefined;
    if (old !== undefined) for (const address of addressesOf(old.service)) memory.delete(address);
    const service = api.findByKey(ServiceKind, key);
    if (service === undefined) memory.delete(`rules/${key}`);
    else memory.set(`rules/${key}`, { service, slices: api.by(EndpointSliceKind, 'service', key) });
  }
  // After all old ones are gone: an address may have passed from one Service to another.
  for (const entry of changed) {
    const written = memory.get(`rules/${entry.slice('changed/'.length)}`) as Written | undefined;
    if (written !== undefined) for (const address of addressesOf(written.service)) memory.set(address, entry.slice('changed/'.length));
  }
}

function addressesOf(service: Service): readonly string[] {
  return rulesOf(service, []).flatMap(({ clusterIp, externalIps, loadBalancerIps, nodePort, port, protocol }) => [
    ...[clusterIp, ...externalIps, ...loadBalancerIps].map((ip) => `address/${protocol} ${ip}:${port}`),
    ...(nodePort === 0 ? [] : [`address/${protocol} *:${nodePort}`]),
  ]);
}

/** The rules for an address and port, if any; `*` as the address means node ports. */
export function rulesAt(memory: Rules, ip: string, port: number, protocol: Protocol): ServicePortRules | undefined {
  const key = memory.get(`address/${protocol} ${ip}:${port}`) as string | undefined;
  const written = key === undefined ? undefined : (memory.get(`rules/${key}`) as Written | undefined);
  if (written === undefined) return undefined;
  const isMeant = (rules: ServicePortRules): boolean =>
    rules.protocol === protocol && (ip === '*' ? rules.nodePort === port : rules.port === port);
  return rulesFrom(written).find(isMeant);
}

/** The rules of all Services, in the order of their keys. */
export function allRules(memory: Rules): readonly ServicePortRules[] {
  const all: ServicePortRules[] = [];
  memory.visit('rules/', (key, written) => {
    if (!key.startsWith('rules/')) return false;
    all.push(...rulesFrom(written as Written));
    return undefined;
  });
  return all;
}

/** Rules are made when somebody asks for them: most that are written nobody ever does. */
function rulesFrom(written: Written): readonly ServicePortRules[] {
  let found = made.get(written);
  if (found === undefined) made.set(written, (found = rulesOf(written.service, written.slices)));
  return found;
}

const made = new WeakMap<Written, readonly ServicePortRules[]>();
