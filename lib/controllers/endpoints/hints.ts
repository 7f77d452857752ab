import type { Endpoint } from '../../api/generated/types.ts';
import { same } from '../../base/merge.ts';
import type { EndpointSlice } from '../../kinds/endpointslice.ts';
import type { Service } from '../../kinds/service.ts';
import { alsoUpdating, withEndpoints, writtenEndpoints, type SlicePlan } from './slice-plan.ts';
import { allotmentsOf, type Allotment, type ZoneShares } from './zone-shares.ts';

const OLD_TOPOLOGY_MODE = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** What is told of hints. */
export type HintNews = readonly [type: 'Normal' | 'Warning', reason: string, message: string];

/** A plan with hints in it, what is to be told of them, and whether zones have their shares of the endpoints. */
export interface Hinted {
  readonly plan: SlicePlan;
  readonly news: readonly HintNews[];
  readonly hasShares: boolean;
}

/** Whether zones are to have endpoints by the processors in them. kube: staging/src/k8s.io/endpointslice/utils.go hintsEnabled */
export function wantsShares({ metadata: { annotations = {} } }: Service): boolean {
  const mode = annotations[OLD_TOPOLOGY_MODE] ?? annotations[TOPOLOGY_MODE];
  return mode === 'Auto' || mode === 'auto';
}

/**
 * Says for each ready endpoint which zone's clients it is meant for, where the Service asks for that: those of its own zone, or so that each zone has its
 * share. `hadShares` is what was so after the sync before. kube: staging/src/k8s.io/endpointslice/reconciler.go reconcileByAddressType
 */
export function hinted(service: Service, plan: SlicePlan, shares: () => ZoneShares | undefined, hadShares: boolean): Hinted {
  if (wantsShares(service)) return shared(plan, shares(), hadShares);
  const news = hadShares ? [disabled('Topology Aware Hints has been disabled')] : [];
  const isClose = service.spec.trafficDistribution === 'PreferClose';
  return { plan: isClose ? keptInZone(plan) : withoutHints(plan), news, hasShares: false };
}

/** The endpoints that slices have for each zone, by their hints. */
export function hintedByZone(slices: readonly EndpointSlice[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const zones = slices.flatMap(({ endpoints = [] }) => endpoints.filter(isReady).flatMap(zonesOf));
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return counts;
}

/** kube: staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go preferCloseHeuristic */
function keptInZone(plan: SlicePlan): SlicePlan {
  const isWrong = (endpoint: Endpoint): boolean => isReady(endpoint) && !same(zonesOf(endpoint), [endpoint.zone ?? '']);
  const whole = alsoUpdating(plan, ({ endpoints = [] }) => endpoints.some(isWrong));
  return withEndpoints(whole, (endpoint) => (isReady(endpoint) ? meantFor(endpoint, endpoint.zone ?? '') : endpoint));
}

/** kube: staging/src/k8s.io/endpointslice/topologycache/utils.go RemoveHintsFromSlices */
function withoutHints(plan: SlicePlan): SlicePlan {
  return withEndpoints(
    alsoUpdating(plan, ({ endpoints = [] }) => endpoints.some(({ hints }) => hints !== undefined)),
    unhinted,
  );
}

/** kube: staging/src/k8s.io/endpointslice/topologycache/topologycache.go AddHints */
function shared(plan: SlicePlan, shares: ZoneShares | undefined, hadShares: boolean): Hinted {
  const refused = (of: SlicePlan, why: string): Hinted => ({ plan: withoutHints(of), news: [disabled(why)], hasShares: false });
  const all = [...writtenEndpoints(plan), ...plan.unchanged.flatMap(({ endpoints = [] }) => endpoints)];
  const allotments = allotmentsOf(shares, all.filter(isReady).length);
  if (typeof allotments === 'string') return refused(plan, allotments);
  const counts = new Map<string, number>();
  const whole = alsoUpdating(plan, (slice) => !countIfRight(slice, counts, allotments));
  const written = writtenEndpoints(whole).filter(isReady);
  if (written.some(({ zone = '' }) => zone === '')) return refused(whole, 'One or more endpoints do not have a zone specified');
  for (const { zone } of written) counts.set(zone!, (counts.get(zone!) ?? 0) + 1);
  if (counts.size === 0) return refused(whole, 'No hints allocated for zones');
  const gifts = giftsBetween(allotments, counts);
  const given = withEndpoints(whole, (endpoint) => {
    if (!isReady(endpoint)) return endpoint;
    const own = endpoint.zone!;
    const taker = (gifts.giving.get(own) ?? 0) > 0 ? [...gifts.taking].find(([, count]) => count > 0)?.[0] : undefined;
    if (taker === undefined) return meantFor(endpoint, own);
    gifts.giving.set(own, gifts.giving.get(own)! - 1);
    gifts.taking.set(taker, gifts.taking.get(taker)! - 1);
    return meantFor(endpoint, taker);
  });
  return {
    plan: given,
    news: hadShares ? [] : [['Normal', 'TopologyAwareHintsEnabled', told('Topology Aware Hints has been enabled')]],
    hasShares: true,
  };
}

/**
 * Adds the endpoints that a slice has for each zone, unless its hints are wrong: one is missing, is for a zone that is no more, or a zone would have too
 * many. kube: staging/src/k8s.io/endpointslice/topologycache/utils.go getHintsByZone
 */
function countIfRight(slice: EndpointSlice, counts: Map<string, number>, allotments: ReadonlyMap<string, Allotment>): boolean {
  if ((slice.endpoints ?? []).some((endpoint) => isReady(endpoint) && zonesOf(endpoint).length === 0)) return false;
  const own = [...hintedByZone([slice])];
  if (own.some(([zone, count]) => count + (counts.get(zone) ?? 0) > (allotments.get(zone)?.most ?? -1))) return false;
  for (const [zone, count] of own) counts.set(zone, count + (counts.get(zone) ?? 0));
  return true;
}

/** How many endpoints zones give away and how many others take: from who has most too many to who has most too few. kube: the same file, getGivingAndReceivingZones */
function giftsBetween(
  allotments: ReadonlyMap<string, Allotment>,
  counts: ReadonlyMap<string, number>,
): { readonly giving: Map<string, number>; readonly taking: Map<string, number> } {
  const surplus = new Map([...allotments].map(([zone, { desired }]) => [zone, (counts.get(zone) ?? 0) - desired]));
  const [spare, need] = [new Map(surplus), new Map([...surplus].map(([zone, count]) => [zone, -count]))];
  const [giving, taking] = [new Map<string, number>(), new Map<string, number>()];
  for (;;) {
    const [giver, taker] = [mostOf(spare), mostOf(need)];
    if (giver === undefined || taker === undefined) return { giving, taking };
    if ((giver.count < 1 && taker.count < 1) || giver.count < 0.5 || taker.count < 0.5) return { giving, taking };
    giving.set(giver.zone, (giving.get(giver.zone) ?? 0) + 1);
    taking.set(taker.zone, (taking.get(taker.zone) ?? 0) + 1);
    spare.set(giver.zone, giver.count - 1);
    need.set(taker.zone, taker.count - 1);
  }
}

function mostOf(counts: ReadonlyMap<string, number>): { readonly zone: string; readonly count: number } | undefined {
  let found: { readonly zone: string; readonly count: number } | undefined;
  for (const [zone, count] of counts) if (count > (found?.count ?? 0)) found = { zone, count };
  return found;
}

function isReady({ conditions }: Endpoint): boolean {
  return conditions?.ready === true;
}

function zonesOf({ hints }: Endpoint): readonly string[] {
  return (hints?.forZones ?? []).map(({ name }) => name);
}

function meantFor(endpoint: Endpoint, zone: string): Endpoint {
  return { ...endpoint, hints: { forZones: [{ name: zone }] } };
}

/** An endpoint without hints; itself when it has none. */
export function unhinted(endpoint: Endpoint): Endpoint {
  if (endpoint.hints === undefined) return endpoint;
  const { hints: _, ...others } = endpoint;
  return others;
}

function disabled(why: string): HintNews {
  return ['Warning', 'TopologyAwareHintsDisabled', told(why)];
}

function told(text: string): string {
  return `${text}, addressType: IPv4`;
}
