import type { Client } from '../api/client.ts';
import { NodeKind, type Node } from '../kinds/node.ts';

/** What became of a node, in kubectl's words. */
export type Cordoned = 'cordoned' | 'already cordoned' | 'uncordoned' | 'already uncordoned';

/** `kubectl cordon`: new pods are kept off the node, those it has stay. Throws an ApiError NotFound. */
export function cordon(api: Client, name: string): Cordoned {
  return cordonNode(api, api.get(NodeKind, name), true);
}

/** `kubectl uncordon`: the node takes pods again. Throws an ApiError NotFound. */
export function uncordon(api: Client, name: string): Cordoned {
  return cordonNode(api, api.get(NodeKind, name), false);
}

/** Cordons a node, uncordons it, or only tells what would become of it. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go RunCordonOrUncordon */
export function cordonNode(api: Client, node: Node, wanted: boolean, dryRun: 'none' | 'client' | 'server' = 'none'): Cordoned {
  const done = wanted ? 'cordoned' : 'uncordoned';
  if ((node.spec.unschedulable ?? false) === wanted) return `already ${done}`;
  if (dryRun !== 'client') api.patch(NodeKind, node, { spec: { unschedulable: wanted ? true : null } }, { dryRun: dryRun === 'server' });
  return done;
}
