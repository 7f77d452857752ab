import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';

test('one of 5,000 endpoints that is no longer ready costs a handful of writes and of events', () => {
  const cluster = new Cluster({ nodes: 50 });
  cluster.apply(`
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  replicas: 5000
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
      - { name: web, image: 'web:1', ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8080 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`);
  cluster.settle();
  cluster.advance('1m');
  const [pod] = cluster.as('admin').list(PodKind, { namespace: 'default' });
  const { revision, events } = cluster;
  cluster.setProbe(pod!, 'web', 'readiness', true);
  cluster.advance('40s');
  const written: Record<string, number> = {};
  cluster.store.history(revision + 1, ({ kind }) => void (written[kind.kind] = (written[kind.kind] ?? 0) + 1));
  const { Event: told = 0, ...objects } = written;
  // The Endpoints hold the first 1,000 only, and change when this is one of them.
  assert.deepEqual({ Endpoints: 0, ...objects }, { Endpoints: objects['Endpoints'] ?? 0, EndpointSlice: 1, Pod: 1, ReplicaSet: 1 });
  assert.ok(told <= 6, `${told} events were written`);
  assert.ok(cluster.events - events <= 20, `${cluster.events - events} events were handled`);
  assert.equal(
    cluster.network
      .rules()
      .find(({ title }) => title === 'default/web')
      ?.backends.filter(({ isReady }) => isReady).length,
    4999,
  );
});
