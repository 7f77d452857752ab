import type { FilterPlugin, Rejection } from '../plugin.ts';

const OTHER: Rejection = { reasons: ["node(s) didn't match the requested node name"], resolvable: false };

/** Keeps a pod that names its node off all others. kube: pkg/scheduler/framework/plugins/nodename/node_name.go */
export const nodeName: FilterPlugin = {
  name: 'NodeName',
  prepare({ pod }) {
    const wanted = pod.spec.nodeName ?? '';
    return wanted === '' ? undefined : { test: ({ name }) => (name === wanted ? undefined : OTHER) };
  },
  requeue: (_, news) => news.about === 'node' && news.before === undefined,
};
