import type { Client } from './api/client.ts';
import { installClusterDns } from './cluster-dns.ts';
import { NamespaceKind } from './kinds/namespace.ts';
import { PriorityClassKind } from './kinds/priorityclass.ts';
import { SYSTEM_PRIORITY_CLASSES } from './kinds/system-priorities.ts';
import { publishApiServer } from './controllers/api-server-service.ts';
import { joinNode } from './node/node-status.ts';
import { MOST_NODES } from './node/registration.ts';

/** A cluster has been up for two hours when its clock shows 0: long enough for the events of its start to be forgotten. */
export const BOOT_MILLIS = -7_200_000;

// unlike kube: nodes are ready from the start; there are no control-plane pods
/** Makes what every cluster has from the start: nodes, system namespaces, cluster DNS. Throws a RangeError for a number of nodes that makes no sense. */
export function bootstrap(api: Client, nodes: number): void {
  const bootIds = api.api.random.stream('boot-id');
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > MOST_NODES)
    throw new RangeError(`a cluster has 0 to ${MOST_NODES} nodes, not ${nodes}`);
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) api.create(NamespaceKind, { metadata: { name } });
  // kube: pkg/registry/scheduling/rest/storage_scheduling.go AddSystemPriorityClasses
  for (const { name, ...priorityClass } of SYSTEM_PRIORITY_CLASSES) api.create(PriorityClassKind, { metadata: { name }, ...priorityClass });
  for (let number = 1; number <= nodes; number++) joinNode(api, `node${number}`, number, bootIds.uuid());
  publishApiServer(api);
  if (nodes > 0) installClusterDns(api);
}
