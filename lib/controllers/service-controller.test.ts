import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Event } from '../kinds/event.ts';
import type { Service } from '../kinds/service.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
const yaml = (spec = '', metadata = ''): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: web${metadata}}, spec: {type: LoadBalancer, ports: [{port: 80}]${spec}}}`;
const service = (cluster: Cluster, name = 'web'): Service => cluster.get('service', name) as Service;
const addressOf = (cluster: Cluster, name?: string): string | undefined => service(cluster, name).status.loadBalancer?.ingress?.[0]?.ip;
const eventsOf = (cluster: Cluster): readonly string[] =>
  (cluster.list('events', { fieldSelector: 'involvedObject.name=web' }) as readonly Event[]).map(
    ({ reason = '', message = '' }) => `${reason}: ${message}`,
  );

function provided(...manifests: readonly string[]): Cluster {
  const cluster = new Cluster({ loadBalancer: true });
  for (const manifest of manifests) cluster.apply(manifest);
  cluster.settle();
  return cluster;
}

test('a Service that wants a load balancer gets an address, and is held until that is given back', () => {
  const cluster = provided(yaml());
  assert.equal(addressOf(cluster), '203.0.113.1');
  assert.deepEqual(service(cluster).metadata.finalizers, [FINALIZER]);
  assert.deepEqual(eventsOf(cluster), ['EnsuringLoadBalancer: Ensuring load balancer', 'EnsuredLoadBalancer: Ensured load balancer']);
  cluster.as('admin').delete(cluster.kind('service'), service(cluster));
  assert.ok(service(cluster).metadata.deletionTimestamp !== undefined, 'it is gone at once');
  cluster.settle();
  assert.equal(cluster.list('services').length, 2, 'only those of the cluster are left');
});

test('without a provider nothing happens, until there is one', () => {
  const cluster = new Cluster();
  cluster.apply(yaml());
  cluster.advance('1h');
  assert.equal(addressOf(cluster), undefined);
  assert.deepEqual(eventsOf(cluster), []);
  cluster.provide('loadBalancer');
  cluster.settle();
  assert.equal(addressOf(cluster), '203.0.113.1');
});

test('each gets an address of its own, the one it asks for if that is free', () => {
  const cluster = provided(
    yaml(', loadBalancerIP: 203.0.113.9'),
    yaml().replace('web', 'two'),
    yaml(', loadBalancerIP: 203.0.113.9').replace('web', 'three'),
  );
  assert.deepEqual(['web', 'two', 'three'].map((name) => addressOf(cluster, name)), ['203.0.113.9', '203.0.113.1', '203.0.113.2']); // prettier-ignore
});

test('one of another class is somebody else’s', () => {
  assert.equal(addressOf(provided(yaml(', loadBalancerClass: example.com/own'))), undefined);
});

test('what changes for the balancer is told', () => {
  const cluster = provided(yaml());
  cluster.as('admin').patch(cluster.kind('service'), service(cluster), { spec: { externalTrafficPolicy: 'Local' } });
  cluster.settle();
  const told = eventsOf(cluster);
  assert.ok(told.includes('ExternalTrafficPolicy: Cluster -> Local'), told.join('\n'));
  assert.ok(!told.some((line) => line.startsWith('HealthCheckNodePort')), 'only the first change is told');
  const { healthCheckNodePort = 0 } = service(cluster).spec;
  assert.ok(healthCheckNodePort >= 30_000 && healthCheckNodePort <= 32_767, String(healthCheckNodePort));
  cluster.as('admin').patch(cluster.kind('service'), service(cluster), { metadata: { labels: { a: 'b' } } });
  const { revision } = cluster;
  cluster.settle();
  assert.equal(cluster.revision, revision, 'a label is nothing to a balancer');
});

test('a Service that becomes another type loses address and finalizer', () => {
  const cluster = provided(yaml());
  cluster.as('admin').patch(cluster.kind('service'), service(cluster), { spec: { type: 'NodePort' } });
  cluster.settle();
  assert.deepEqual([addressOf(cluster), service(cluster).metadata.finalizers ?? []], [undefined, []]);
  assert.ok(eventsOf(cluster).includes('Type: LoadBalancer -> NodePort'), 'it is not told');
  assert.ok(eventsOf(cluster).includes('DeletedLoadBalancer: Deleted load balancer'), 'it is not told');
});
