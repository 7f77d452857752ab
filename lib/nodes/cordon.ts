import type { Client } from '../api/client.ts';
import { NodeKind } from '../kinds/node.ts';

/** What became of a node, in kubectl's words. */
export type Cordoned = 'cordoned' | 'already cordoned' | 'uncordoned' | 'already uncordoned';

/** `kubectl cordon`: new pods are kept off the node, those it has stay. Throws an ApiError NotFound. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go RunCordonOrUncordon */
export function cordon(api: Client, name: string): Cordoned {
  return setUnschedulable(api, name, true) ? 'cordoned' : 'already cordoned';
}

/** `kubectl uncordon`: the node takes pods again. Throws an ApiError NotFound. */
export function uncordon(api: Client, name: string): Cordoned {
  return setUnschedulable(api, name, false) ? 'uncordoned' : 'already uncordoned';
}

function setUnschedulable(api: Client, name: string, wanted: boolean): boolean {
  const node = api.get(NodeKind, name);
  if ((node.spec.unschedulable ?? false) === wanted) return false;
  api.patch(NodeKind, node, { spec: { unschedulable: wanted ? true : null } });
  return true;
}
