import type { Client } from './api/client.ts';
import { installClusterDns } from './cluster-dns.ts';
import { NamespaceKind } from './kinds/namespace.ts';
import { publishApiServer } from './controllers/api-server-service.ts';
import { joinNode } from './node/node-status.ts';
import { MOST_NODES } from './node/registration.ts';

/** A cluster has been up for an hour when its clock shows 0. */
export const BOOT_MILLIS = -3_600_000;

// unlike kube: nodes are ready from the start; there are no control-plane pods
/** Makes what every cluster has from the start: nodes, system namespaces, cluster DNS. Throws a RangeError for a number of nodes that makes no sense. */
export function bootstrap(api: Client, nodes: number): void {
  const bootIds = api.api.random.stream('boot-id');
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > MOST_NODES)
    throw new RangeError(`a cluster has 0 to ${MOST_NODES} nodes, not ${nodes}`);
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) api.create(NamespaceKind, { metadata: { name } });
  for (let number = 1; number <= nodes; number++) joinNode(api, `node${number}`, number, bootIds.uuid());
  publishApiServer(api);
  if (nodes > 0) installClusterDns(api);
}
