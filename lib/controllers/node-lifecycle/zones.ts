import { visitPrefix, type SortedMap } from '../../base/sorted-map.ts';
import { isNodeReady, ZONE_LABEL, type Node } from '../../kinds/node.ts';

/** How a zone is. */
export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** What is remembered of a zone: how it is, which of its nodes are to drive pods out, and from when on the next may. */
export interface Zone {
  readonly state: ZoneState | 'Initial';
  readonly queue: readonly string[];
  /** Nodes a second. */
  readonly rate: number;
  readonly freeAt: number;
}

type Memory = SortedMap<string, unknown>;

/** kube: pkg/controller/nodelifecycle/config/v1alpha1/defaults.go */
const NORMAL_RATE = 0.1;
const SLOW_RATE = 0.01;
const LARGE_ZONE = 50;
const UNHEALTHY_SHARE = 0.55;

const REGION_LABEL = 'topology.kubernetes.io/region';
const NOT_COUNTED_LABEL = 'node.kubernetes.io/exclude-disruption';

const NEW_ZONE: Zone = { state: 'Initial', queue: [], rate: NORMAL_RATE, freeAt: Number.NEGATIVE_INFINITY };

/** The zone of a node. kube: staging/src/k8s.io/component-helpers/node/topology/helpers.go GetZoneKey */
export function zoneOf({ metadata }: Node): string {
  const [region = '', zone = ''] = [metadata.labels?.[REGION_LABEL], metadata.labels?.[ZONE_LABEL]];
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}

/** What is remembered of a zone. */
export function recallZone(memory: Memory, zone: string): Zone {
  return (memory.get(`zone/${zone}`) as Zone | undefined) ?? NEW_ZONE;
}

/** The zones of which something is remembered. */
export function zonesOf(memory: Memory): readonly string[] {
  const zones: string[] = [];
  visitPrefix(memory, 'zone/', (key) => void zones.push(key.slice('zone/'.length)));
  return zones;
}

/** Remembers it. */
export function keepZone(memory: Memory, zone: string, now: Zone): void {
  memory.set(`zone/${zone}`, now);
}

/** How a zone is with so many nodes ready and not ready. kube: the same controller, ComputeZoneState */
function zoneState(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  return notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_SHARE ? 'PartialDisruption' : 'Normal';
}

function rateOf(state: ZoneState, nodes: number): number {
  if (state !== 'PartialDisruption') return NORMAL_RATE;
  return nodes > LARGE_ZONE ? SLOW_RATE : 0;
}

/** A zone at another rate: a pause that has begun goes on. kube: pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go SwapLimiter */
function atRate(zone: Zone, rate: number, now: number): Zone {
  if (rate === zone.rate) return zone;
  const isWaiting = zone.rate === 0 || zone.freeAt > now;
  return { ...zone, rate, freeAt: isWaiting && rate > 0 ? now + 1000 / rate : Number.NEGATIVE_INFINITY };
}

/** What has become of the whole cluster. */
export type Disruption = 'all lost' | 'over' | undefined;

/**
 * Looks at all zones anew. Where every node of every zone is lost, the fault is taken to be on this side, and nobody is driven out.
 * kube: pkg/controller/nodelifecycle/node_lifecycle_controller.go handleDisruption
 */
export function lookAtZones(memory: Memory, nodes: readonly Node[], now: number): Disruption {
  const counts = new Map<string, { ready: number; notReady: number }>();
  for (const node of nodes) {
    const zone = zoneOf(node);
    const count = counts.get(zone) ?? { ready: 0, notReady: 0 };
    counts.set(zone, count);
    if (node.metadata.labels?.[NOT_COUNTED_LABEL] === undefined) count[isNodeReady(node) ? 'ready' : 'notReady']++;
  }
  for (const zone of zonesOf(memory)) if (!counts.has(zone)) memory.delete(`zone/${zone}`);
  const counted = [...counts].filter(([, { ready, notReady }]) => ready + notReady > 0);
  const zones = counted.map(([zone, { ready, notReady }]) => ({
    zone,
    nodes: ready + notReady,
    before: recallZone(memory, zone),
    state: zoneState(ready, notReady),
  }));
  const isAllLost = zones.every(({ state }) => state === 'FullDisruption');
  const wasAllLost = zones.every(({ before }) => before.state === 'FullDisruption');
  if (isAllLost && wasAllLost) return undefined;
  for (const { zone, nodes: size, before, state } of zones) {
    if (!isAllLost && !wasAllLost && before.state === state) continue;
    keepZone(memory, zone, { ...atRate(before, isAllLost ? 0 : rateOf(state, size), now), state });
  }
  return isAllLost ? 'all lost' : wasAllLost ? 'over' : undefined;
}
