import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';

test('the Service of the API server comes back within ten seconds when somebody deletes it, with its address and endpoints', () => {
  const cluster = new Cluster();
  cluster.advance('3s');
  const before = cluster.get('service', 'kubernetes');
  for (const kind of ['service', 'endpoints', 'endpointslice']) {
    const found = cluster.get(kind, 'kubernetes');
    cluster.as('admin').delete(cluster.kind(kind), found);
  }
  assert.equal(cluster.list('services', { namespace: 'default' }).length, 0);
  cluster.advance('6s');
  assert.equal(cluster.list('services', { namespace: 'default' }).length, 0);
  cluster.advance('1s');
  const after = cluster.get('service', 'kubernetes');
  assert.notEqual(after.metadata.uid, before.metadata.uid);
  const { spec } = after as unknown as { spec: { clusterIP: string } };
  assert.equal(spec.clusterIP, '10.96.0.1');
  for (const kind of ['endpoints', 'endpointslice']) assert.equal(cluster.get(kind, 'kubernetes').metadata.name, 'kubernetes');
  cluster.settle();
  const { events } = cluster;
  cluster.advance('1h');
  assert.equal(cluster.events, events, 'it does not tick');
});
