import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { EndpointSliceKind, type EndpointSlice } from '../kinds/endpointslice.ts';
import type { Event } from '../kinds/event.ts';
import { NodeKind, ZONE_LABEL } from '../kinds/node.ts';
import { ServiceKind } from '../kinds/service.ts';

const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

const pod = (name: string, node: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: web}}, spec: {nodeName: ${node}, containers: [{name: c, image: nginx}]}}`;
const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}';

/** Two nodes, each in a zone of its own, with a pod on each. */
const world = ((): Cluster => {
  const cluster = new Cluster({ nodes: 3 });
  for (const [node, zone] of [['node1', 'east'], ['node2', 'west'], ['node3', 'west']] as const) moved(cluster, node, zone); // prettier-ignore
  for (const yaml of [SERVICE, pod('a', 'node1'), pod('b', 'node2')]) cluster.apply(yaml);
  cluster.settle();
  return cluster;
})();

function moved(cluster: Cluster, name: string, zone: string | null): void {
  cluster.as('admin').patch(NodeKind, { metadata: { name } }, { metadata: { labels: { [ZONE_LABEL]: zone } } });
}

function changed(cluster: Cluster, change: object): void {
  cluster.as('admin').patch(ServiceKind, { metadata: { name: 'web' } }, change);
  cluster.settle();
}

const slices = (cluster: Cluster): readonly EndpointSlice[] => cluster.as('admin').by(EndpointSliceKind, 'service', 'default/web');

/** `pod zone>hint` of each endpoint. */
const hints = (cluster: Cluster): readonly string[] =>
  slices(cluster)
    .flatMap(({ endpoints = [] }) => endpoints)
    .map(({ targetRef, zone, hints: found }) => `${targetRef!.name} ${zone}>${found?.forZones?.map(({ name }) => name).join() ?? ''}`)
    .sort();

/** What is told of the Service: who, why, what, how often. */
const told = (cluster: Cluster): readonly string[] =>
  (cluster.list('events') as readonly Event[])
    .filter(({ involvedObject }) => involvedObject.name === 'web')
    .map(({ source, reason = '', message = '', count = 1 }) => `${source?.component} ${reason}: ${message} x${count}`)
    .sort();

test('hints come and go with the wish for them', () => {
  const cluster = world.fork();
  assert.deepEqual(hints(cluster), ['a east>', 'b west>']);
  changed(cluster, { spec: { trafficDistribution: 'PreferClose' } });
  assert.deepEqual(hints(cluster), ['a east>east', 'b west>west']);
  cluster.apply(pod('c', 'node3'));
  cluster.settle();
  assert.deepEqual(hints(cluster), ['a east>east', 'b west>west', 'c west>west']);
  const before = cluster.revision;
  changed(cluster, { metadata: { annotations: { note: 'x' } } });
  assert.equal(cluster.revision, before + 1, 'the slice is left alone');
  changed(cluster, { spec: { trafficDistribution: null } });
  assert.deepEqual(hints(cluster), ['a east>', 'b west>', 'c west>']);
  assert.deepEqual(told(cluster), []);
});

test('shares of the endpoints are told of when they begin and end, and looked at when nodes change', () => {
  const cluster = world.fork();
  moved(cluster, 'node3', 'east');
  cluster.as('admin').delete(NodeKind, { metadata: { name: 'node3' } });
  changed(cluster, { metadata: { annotations: { [TOPOLOGY_MODE]: 'Auto' } } });
  assert.deepEqual(hints(cluster), ['a east>east', 'b west>west']);
  const enabled = 'endpoint-slice-controller TopologyAwareHintsEnabled: Topology Aware Hints has been enabled, addressType: IPv4 x1';
  assert.deepEqual(told(cluster), [enabled]);
  // The nodes are all of one zone now, by which no share can be told; endpoints keep the zone they were written with until they are written again.
  moved(cluster, 'node2', 'east');
  cluster.settle();
  const disabled = 'endpoint-slice-controller TopologyAwareHintsDisabled:';
  const nodes = `${disabled} Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4 x1`;
  assert.deepEqual(
    [hints(cluster), told(cluster)],
    [
      ['a east>', 'b east>'],
      [nodes, enabled],
    ],
  );
  moved(cluster, 'node2', 'west');
  cluster.settle();
  assert.deepEqual(hints(cluster), ['a east>', 'b east>'], 'what has no hints is not looked at because of nodes');
  changed(cluster, { metadata: { labels: { team: 'a' } } });
  assert.deepEqual(hints(cluster), ['a east>east', 'b west>west']);
  changed(cluster, { metadata: { annotations: { [TOPOLOGY_MODE]: null } } });
  assert.deepEqual(hints(cluster), ['a east>', 'b west>']);
  assert.deepEqual(told(cluster).slice(0, 1), [
    `${disabled} Insufficient Node information: allocatable CPU or zone not specified on one or more nodes, addressType: IPv4 x1`,
  ]);
  assert.match(told(cluster)[1]!, /Topology Aware Hints has been disabled, addressType: IPv4 x1$/);
});

test('a fork decides on shares by itself', () => {
  const cluster = world.fork();
  cluster.as('admin').delete(NodeKind, { metadata: { name: 'node3' } });
  changed(cluster, { metadata: { annotations: { [TOPOLOGY_MODE]: 'Auto' } } });
  const copy = cluster.fork();
  changed(copy, { metadata: { annotations: { [TOPOLOGY_MODE]: null } } });
  assert.deepEqual(hints(cluster), ['a east>east', 'b west>west']);
  const before = told(cluster);
  changed(cluster, { metadata: { labels: { team: 'a' } } });
  assert.deepEqual(told(cluster), before, 'it still knows that they are on');
});

test('a pod whose node nobody knows is left out, and asked for again from a second on', () => {
  const cluster = world.fork();
  cluster.as('admin').delete(NodeKind, { metadata: { name: 'node2' } });
  cluster.as('admin').patch(ServiceKind, { metadata: { name: 'web' } }, { metadata: { labels: { team: 'a' } } });
  cluster.advance(10);
  assert.deepEqual(hints(cluster), ['a east>']);
  const text = 'Error updating Endpoint Slices for Service default/web: skipping Pod b for Service default/web: Node node2 Not Found';
  assert.deepEqual(told(cluster), [`endpoint-slice-controller FailedToUpdateEndpointSlices: ${text} x1`]);
  cluster.advance('1s');
  assert.deepEqual(told(cluster), [`endpoint-slice-controller FailedToUpdateEndpointSlices: ${text} x2`]);
  cluster.advance('5s');
  assert.deepEqual(told(cluster), [`endpoint-slice-controller FailedToUpdateEndpointSlices: ${text} x3`]);
});
