import type { Client } from '../../api/client.ts';
import { milliValue } from '../../base/quantity.ts';
import { isNodeReady, NodeKind, ZONE_LABEL, type Node } from '../../kinds/node.ts';

/** How many endpoints above its share of them a zone's may have to serve for. kube: staging/src/k8s.io/endpointslice/topologycache/topologycache.go overloadThreshold */
const OVERLOAD = 0.2;

/** The part of the cluster's processors that each zone has. */
export type ZoneShares = ReadonlyMap<string, number>;

/** How many endpoints a zone is to have: at least, at most, and as near as can be to. */
export interface Allotment {
  readonly least: number;
  readonly most: number;
  readonly desired: number;
}

/** The nodes with these labels serve nobody's requests. */
const EXCLUDED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/**
 * The shares of the zones by the processors of their ready nodes; undefined where a node has no zone or no processors, and where there are not
 * two zones. kube: staging/src/k8s.io/endpointslice/topologycache/topologycache.go SetNodes
 */
export function zoneShares(api: Client): ZoneShares | undefined {
  const millis = new Map<string, number>();
  for (const node of api.list(NodeKind)) {
    if (EXCLUDED.some((label) => node.metadata.labels?.[label] !== undefined) || !isNodeReady(node)) continue;
    const [zone, cpu] = [zoneOf(node), milliValue(node.status.allocatable?.['cpu'] ?? '0')];
    if (zone === '' || cpu === 0) return undefined;
    millis.set(zone, (millis.get(zone) ?? 0) + cpu);
  }
  if (millis.size < 2) return undefined;
  const all = [...millis.values()].reduce((sum, each) => sum + each, 0);
  // By name, where upstream takes them in no order: of zones that want as much, the first gets it.
  const zones = [...millis].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(zones.map(([zone, cpu]) => [zone, cpu / all]));
}

/** The zone of a node; empty where it has none. */
export function zoneOf({ metadata }: Node): string {
  return metadata.labels?.[ZONE_LABEL] ?? '';
}

/** What each zone is to have of so many endpoints, or why that cannot be said. kube: the same file, getAllocations */
export function allotmentsOf(shares: ZoneShares | undefined, endpoints: number): ReadonlyMap<string, Allotment> | string {
  if (shares === undefined) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
  const counts = `(${endpoints} endpoints, ${shares.size} zones)`;
  if (shares.size > endpoints) return `Insufficient number of endpoints ${counts}`;
  const wanted = [...shares].map(([zone, share]) => {
    const least = leastOf(share, endpoints);
    return { zone, least, desired: Math.max(share * endpoints, least) };
  });
  const spare = endpoints - wanted.reduce((sum, { least }) => sum + least, 0);
  if (spare < 0) return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${counts}`;
  return new Map(wanted.map(({ zone, least, desired }) => [zone, { least, desired, most: least + spare }]));
}

/** Whether a zone has fewer of the endpoints than it needs. kube: staging/src/k8s.io/endpointslice/topologycache/utils.go serviceOverloaded */
export function isOverloaded(hinted: ReadonlyMap<string, number>, shares: ZoneShares | undefined): boolean {
  if (hinted.size === 0) return false;
  if (shares === undefined) return true;
  const all = [...hinted.values()].reduce((sum, count) => sum + count, 0);
  return [...shares].some(([zone, share]) => !hinted.has(zone) || hinted.get(zone)! < leastOf(share, all));
}

function leastOf(share: number, endpoints: number): number {
  return Math.ceil(share * endpoints * (1 / (1 + OVERLOAD)));
}
