import type { Client } from '../api/client.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** All pods of a node, those that have ended, too: the index knows only who still takes room. Looks at every pod there is. */
export function podsOfNode(api: Client, node: string): readonly Pod[] {
  return api.list(PodKind).filter(({ spec }) => spec.nodeName === node);
}
