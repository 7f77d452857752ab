import type { FilterPlugin, Rejection } from '../plugin.ts';
import { isTolerated } from '../../kinds/tolerations.ts';

const CORDON = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const CORDONED: Rejection = { reasons: ['node(s) were unschedulable'], resolvable: false };

/** Keeps pods off cordoned nodes. kube: pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  prepare({ pod }) {
    if (isTolerated(CORDON, pod.spec.tolerations)) return undefined;
    return { test: ({ node }) => (node.spec.unschedulable === true ? CORDONED : undefined) };
  },
  requeue(_, news) {
    if (news.about === 'itself') return isTolerated(CORDON, news.after?.spec.tolerations);
    if (news.about !== 'node' || news.after === undefined) return false;
    return news.after.spec.unschedulable !== true && (news.before === undefined || news.before.spec.unschedulable === true);
  },
};
