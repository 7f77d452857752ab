import { UsageError } from '../lib/api/errors.ts';
import { missing } from '../lib/assert/listing.ts';
import type { Cluster } from '../lib/cluster.ts';
import type { Pressure } from '../lib/control/node-power.ts';
import { NodeKind } from '../lib/kinds/node.ts';
import { topicSteps } from './define.ts';
import type { ClusterWorld } from './world.ts';

const { when } = topicSteps('Nodes that fail');

/** Does something to a node that is there. */
function atNode(world: ClusterWorld, name: string, act: (cluster: Cluster) => void): void {
  world.act((cluster) => {
    if (cluster.as('admin').find(NodeKind, name) === undefined)
      throw new UsageError(missing(cluster, { kind: 'node', name, namespace: '' }));
    act(cluster);
  });
}

/** What becomes of machines and their kubelets. */
export const outageSteps = [
  when('node {string} stops', 'node "node2" stops', (world, name: string) => {
    atNode(world, name, (cluster) => cluster.stopNode(name));
  }),
  when('the kubelet of node {string} stops', 'the kubelet of node "node2" stops', (world, name: string) => {
    atNode(world, name, (cluster) => cluster.stopNode(name, 'kubelet'));
  }),
  when('node {string} starts again', 'node "node2" starts again', (world, name: string) => {
    world.act((cluster) => cluster.startNode(name));
  }),
  when('node {string} comes under {pressure}', 'node "node2" comes under memory pressure', (world, name: string, pressure: Pressure) => {
    atNode(world, name, (cluster) => cluster.setPressure(name, pressure, true));
  }),
  when(
    'node {string} is no longer under {pressure}',
    'node "node2" is no longer under memory pressure',
    (world, name: string, pressure: Pressure) => {
      atNode(world, name, (cluster) => cluster.setPressure(name, pressure, false));
    },
  ),
];
