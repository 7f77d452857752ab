import type { Node } from '../../kinds/node.ts';
import { podRequests } from '../../kinds/qos.ts';
import { allocatableOf, type Allocatable } from '../node-state.ts';
import type { Cycle, FilterPlugin } from '../plugin.ts';

type Requests = Cycle['requests'];

/** Keeps pods to nodes with room for what they request. kube: pkg/scheduler/framework/plugins/noderesources/fit.go */
export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  prepare: ({ requests }) => ({
    test({ node, usage }) {
      const reasons = shortages(requests, allocatableOf(node), usage);
      return reasons.length === 0 ? undefined : { reasons, resolvable: true };
    },
  }),
  requeue(pod, news) {
    if (news.about === 'pod') return news.after === undefined;
    if (news.about !== 'node' || news.after === undefined) return false;
    const requests = podRequests(pod.spec);
    if (shortages(requests, allocatableOf(news.after), {}).length > 0) return false;
    return news.before === undefined || hasMore(requests, news.before, news.after);
  },
};

/** All that is missing, in Kubernetes' order and words. kube: the same file, fitsRequest */
function shortages(requests: Requests, allocatable: Allocatable, used: Readonly<Record<string, number>>): readonly string[] {
  const reasons: string[] = [];
  if ((used['pods'] ?? 0) + 1 > allocatable.pods) reasons.push('Too many pods');
  if (lacks(requests.cpuMillis, allocatable.cpuMillis, used['cpuMillis'])) reasons.push('Insufficient cpu');
  if (lacks(requests.memoryBytes, allocatable.memoryBytes, used['memoryBytes'])) reasons.push('Insufficient memory');
  if (lacks(requests.ephemeralBytes, allocatable.ephemeralBytes, used['ephemeralBytes'])) reasons.push('Insufficient ephemeral-storage');
  for (const [name, asked] of others(requests)) {
    if (lacks(asked, allocatable.others.get(name) ?? 0, used[name])) reasons.push(`Insufficient ${name}`);
  }
  return reasons;
}

function lacks(asked: number, allocatable: number, used = 0): boolean {
  return asked > 0 && asked > allocatable - used;
}

/** Whether the node grew in something the pod asks for. kube: the same file, haveAnyRequestedResourcesIncreased */
function hasMore(requests: Requests, before: Node, after: Node): boolean {
  const [old, now] = [allocatableOf(before), allocatableOf(after)];
  if (now.pods > old.pods) return true;
  if (requests.cpuMillis > 0 && now.cpuMillis > old.cpuMillis) return true;
  if (requests.memoryBytes > 0 && now.memoryBytes > old.memoryBytes) return true;
  if (requests.ephemeralBytes > 0 && now.ephemeralBytes > old.ephemeralBytes) return true;
  return others(requests).some(([name, asked]) => asked > 0 && (now.others.get(name) ?? 0) > (old.others.get(name) ?? 0));
}

function others({ others: extended }: Requests): readonly (readonly [string, number])[] {
  return extended.size === 0 ? NONE : [...extended].sort(([a], [b]) => (a < b ? -1 : 1));
}

const NONE: readonly (readonly [string, number])[] = [];
