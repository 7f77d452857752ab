import { same } from '../../base/merge.ts';
import type { FilterPlugin } from '../plugin.ts';
import { findUntoleratedTaint } from '../../kinds/tolerations.ts';

/** Keeps pods off nodes whose taints they do not tolerate. kube: pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go */
export const taintToleration: FilterPlugin = {
  name: 'TaintToleration',
  prepare: ({ pod }) => ({
    test({ node }) {
      const taint = findUntoleratedTaint(node.spec.taints, pod.spec.tolerations);
      if (taint === undefined) return undefined;
      return { reasons: [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`], resolvable: false };
    },
  }),
  requeue(pod, news) {
    if (news.about === 'itself') return !same(news.before?.spec.tolerations, news.after?.spec.tolerations);
    if (news.about !== 'node' || news.after === undefined) return false;
    const { tolerations } = pod.spec;
    if (findUntoleratedTaint(news.after.spec.taints, tolerations) !== undefined) return false;
    return news.before === undefined || findUntoleratedTaint(news.before.spec.taints, tolerations) !== undefined;
  },
};
