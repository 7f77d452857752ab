import type { Client } from '../api/client.ts';
import type { Origin } from '../control/network.ts';
import { NodeKind } from '../kinds/node.ts';
import { clusterResolver } from './resolver.ts';

/** The address of a person beside the cluster. */
const CLIENT_ADDRESS = '192.168.64.253';

/**
 * Where a person's requests come from: beside the cluster, with a way into it and its names, as looked up from one of its namespaces. Nodes
 * are known by their names, too.
 */
export function personAt(api: Client, namespace: string): Origin {
  const resolver = clusterResolver(namespace);
  const nodes = api.list(NodeKind).map(({ metadata, status }) => {
    const ip = status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
    return [metadata.name, ip] as const;
  });
  return { ip: CLIENT_ADDRESS, node: undefined, resolver: { ...resolver, hosts: [...resolver.hosts, ...nodes] } };
}
