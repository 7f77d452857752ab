import type { NodeSelectorTerm } from '../../api/generated/types.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { requiredNodeAffinity } from '../../kinds/node-affinity.ts';
import type { FilterPlugin, Rejection } from '../plugin.ts';

const MISMATCH: Rejection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false };
const CONFLICT: Rejection = { reasons: ['pod affinity terms conflict'], resolvable: false };

/** Keeps pods to the nodes their nodeSelector and required node affinity allow. kube: pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go */
export const nodeAffinity: FilterPlugin = {
  name: 'NodeAffinity',
  prepare({ pod }) {
    const allows = requiredNodeAffinity(pod);
    if (allows === undefined) return undefined;
    const only = namedNodes(pod);
    if (only?.size === 0) return CONFLICT;
    return { test: ({ node }) => (allows(node) ? undefined : MISMATCH), ...(only === undefined ? {} : { only }) };
  },
  requeue(pod, news) {
    if (news.about !== 'node' || news.after === undefined) return false;
    const allows = requiredNodeAffinity(pod);
    if (allows === undefined) return true;
    return allows(news.after) && (news.before === undefined || !allows(news.before));
  },
};

/** The nodes named when every term names some, as those of DaemonSets do; undefined when a term leaves it open. kube: the same file, PreFilter */
function namedNodes({ spec }: Pod): ReadonlySet<string> | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const names = new Set<string>();
  for (const term of terms) {
    const named = namesOf(term);
    if (named === undefined) return undefined;
    for (const name of named) names.add(name);
  }
  return terms.length === 0 ? undefined : names;
}

function namesOf({ matchFields = [] }: NodeSelectorTerm): ReadonlySet<string> | undefined {
  let names: ReadonlySet<string> | undefined;
  for (const { key, operator, values = [] } of matchFields) {
    if (key !== 'metadata.name' || operator !== 'In') continue;
    const earlier = names;
    names = new Set(values.filter((value) => earlier === undefined || earlier.has(value)));
  }
  return names;
}
