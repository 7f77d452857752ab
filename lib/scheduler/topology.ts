import type { Cycle } from './plugin.ts';

/** Sums over nodes, by the value that a label has on each; nodes without the label are left out. */
export function perDomain(cycle: Cycle, topologyKey: string, perNode: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const domains = new Map<string, number>();
  for (const [name, count] of perNode) {
    const value = cycle.node(name)?.node.metadata.labels?.[topologyKey];
    if (value !== undefined) domains.set(value, (domains.get(value) ?? 0) + count);
  }
  return domains;
}
