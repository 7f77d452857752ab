import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { EndpointsKind } from '../../kinds/endpoints.ts';
import { EndpointSliceKind } from '../../kinds/endpointslice.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../../kinds/service.ts';
import { TRIGGER_TIME, triggerOf } from './trigger-time.ts';

const made = (creationTimestamp: string): Service => ({ metadata: { creationTimestamp } }) as unknown as Service;
const pod = (name: string, lastTransitionTime?: string): Pod =>
  ({
    metadata: { name },
    status: lastTransitionTime === undefined ? {} : { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] },
  }) as unknown as Pod;

// kube: staging/src/k8s.io/endpointslice/util/trigger_time_tracker_test.go, in its own cases.
test('the first sync follows the creation of the Service, whatever its pods say', () => {
  const { time, seen } = triggerOf(made('T1'), [pod('a', 'T2'), pod('b')], undefined);
  assert.deepEqual([time, seen], ['T1', { service: 'T1', pods: new Map([['a', 'T2']]) }]);
});

test('a later one follows the earliest of what has come since', () => {
  const { seen } = triggerOf(made('T1'), [pod('a', 'T2')], undefined);
  const later = (service: string, ...pods: readonly Pod[]): string | undefined => triggerOf(made(service), pods, seen).time;
  assert.equal(later('T1', pod('a', 'T2')), undefined);
  assert.equal(later('T1', pod('a', 'T2'), pod('b', 'T3'), pod('c', 'T4')), 'T3');
  assert.equal(later('T1', pod('a', 'T4'), pod('b', 'T3')), 'T3');
  assert.equal(later('T1'), undefined, 'a pod that is gone');
  assert.equal(later('T1', pod('a')), undefined, 'a pod that says nothing any more');
  assert.equal(later('T5', pod('a', 'T6')), 'T5', 'another Service of the name');
  assert.equal(later('T1', pod('constructor', 'T3')), 'T3');
});

const world = new Cluster();

/** What the Endpoints and the slice of the Service say of the change they come from, in seconds. */
function told(cluster: Cluster): readonly (number | undefined)[] {
  const admin = cluster.as('admin');
  const objects = [admin.find(EndpointsKind, 'web'), ...admin.by(EndpointSliceKind, 'service', 'default/web')];
  return objects.map((object) => {
    const text = object?.metadata.annotations?.[TRIGGER_TIME];
    return text === undefined ? undefined : (Date.parse(text) - Date.parse('2026-01-01T00:00:00Z')) / 1000;
  });
}

test('it is told with every write, and taken back where nothing has become ready or not', () => {
  const cluster = world.fork();
  cluster.advance(10_500 - cluster.now);
  cluster.apply(
    `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---
apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: web}}\nspec: {containers: [{name: c, image: nginx}]}`,
  );
  cluster.advance(10);
  assert.deepEqual(told(cluster), [10, 10], 'the creation of the Service');
  cluster.settle();
  assert.deepEqual(told(cluster), [12, 12], 'the pod has become ready');
  const written = cluster.revision;
  cluster.as('admin').patch(PodKind, { metadata: { name: 'a' } }, { metadata: { annotations: { note: 'x' } } });
  cluster.settle();
  assert.deepEqual([cluster.revision, told(cluster)], [written + 1, [12, 12]], 'nothing to write');
  cluster.as('admin').patch(ServiceKind, { metadata: { name: 'web' } }, { metadata: { labels: { team: 'a' } } });
  cluster.settle();
  assert.deepEqual(told(cluster), [undefined, undefined], 'labels have no time');
});
