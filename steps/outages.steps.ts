import type { Pressure } from '../lib/control/node-power.ts';
import { topicSteps } from './define.ts';

const { when } = topicSteps('Nodes that fail');

/** What becomes of machines and their kubelets. */
export const outageSteps = [
  when('node {string} stops', 'node "node2" stops', (world, name: string) => {
    world.act((cluster) => cluster.stopNode(name));
  }),
  when('the kubelet of node {string} stops', 'the kubelet of node "node2" stops', (world, name: string) => {
    world.act((cluster) => cluster.stopNode(name, 'kubelet'));
  }),
  when('node {string} starts again', 'node "node2" starts again', (world, name: string) => {
    world.act((cluster) => cluster.startNode(name));
  }),
  when('node {string} comes under {pressure}', 'node "node2" comes under memory pressure', (world, name: string, pressure: Pressure) => {
    world.act((cluster) => cluster.setPressure(name, pressure, true));
  }),
  when(
    'node {string} is no longer under {pressure}',
    'node "node2" is no longer under memory pressure',
    (world, name: string, pressure: Pressure) => {
      world.act((cluster) => cluster.setPressure(name, pressure, false));
    },
  ),
];
