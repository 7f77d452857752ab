import type { SortedMap } from '../base/sorted-map.ts';
import { ZONE_LABEL, type Node } from '../kinds/node.ts';

interface Zone {
  readonly key: string;
  readonly names: readonly string[];
}

/** The nodes by zone, zones in the order in which they appeared. */
interface NodeTree {
  readonly zones: readonly Zone[];
  /** All names, a node of each zone in turn. */
  readonly order: readonly string[];
}

const MEMORY_KEY = 'nodes';
const EMPTY: NodeTree = { zones: [], order: [] };

/** The order in which nodes are looked at. kube: pkg/scheduler/backend/cache/node_tree.go list */
export function nodeOrder(memory: SortedMap<string, unknown>): readonly string[] {
  return ((memory.get(MEMORY_KEY) as NodeTree | undefined) ?? EMPTY).order;
}

/** Takes note of a node that came, went or changed. */
export function noteNode(memory: SortedMap<string, unknown>, before: Node | undefined, after: Node | undefined): void {
  const tree = (memory.get(MEMORY_KEY) as NodeTree | undefined) ?? EMPTY;
  if (before !== undefined && after !== undefined && zoneKey(before) === zoneKey(after)) return;
  const without = before === undefined ? tree.zones : leaving(tree.zones, before);
  const zones = after === undefined ? without : joining(without, after);
  memory.set(MEMORY_KEY, { zones, order: inTurn(zones) } satisfies NodeTree);
}

function leaving(zones: readonly Zone[], node: Node): readonly Zone[] {
  const { name } = node.metadata;
  return zones
    .map((zone) => (zone.names.includes(name) ? { ...zone, names: zone.names.filter((other) => other !== name) } : zone))
    .filter(({ names }) => names.length > 0);
}

function joining(zones: readonly Zone[], node: Node): readonly Zone[] {
  const key = zoneKey(node);
  const { name } = node.metadata;
  if (!zones.some((zone) => zone.key === key)) return [...zones, { key, names: [name] }];
  return zones.map((zone) => (zone.key === key ? { key, names: [...zone.names, name] } : zone));
}

function inTurn(zones: readonly Zone[]): readonly string[] {
  const longest = Math.max(0, ...zones.map(({ names }) => names.length));
  const order: string[] = [];
  for (let i = 0; i < longest; i++) for (const { names } of zones) if (i < names.length) order.push(names[i]!);
  return order;
}

/** kube: staging/src/k8s.io/component-helpers/node/topology/helpers.go GetZoneKey */
function zoneKey({ metadata }: Node): string {
  const labels = metadata.labels ?? {};
  const zone = labels[ZONE_LABEL] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}
