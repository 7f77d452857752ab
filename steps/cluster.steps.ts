import { topicSteps } from './define.ts';

const { given } = topicSteps('Clusters');

/** What a scenario begins with. */
export const clusterSteps = [
  given('a cluster with {int} node(s)', 'a cluster with 3 nodes', (world, nodes: number) => world.begin(nodes)),
  given('a metrics server', 'a metrics server', (world) => {
    world.act((cluster) => cluster.provide('metrics'));
  }),
];
