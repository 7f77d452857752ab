import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

function applied(...manifests: readonly string[]): Cluster {
  const cluster = new Cluster();
  for (const manifest of manifests) cluster.apply(manifest);
  return cluster;
}

const pod = (metadata: string, image: string, more = ''): string => `
apiVersion: v1
kind: Pod
metadata: { name: p${metadata} }
spec:
  containers: [{ name: c, image: '${image}'${more} }]
`;

function stored(cluster: Cluster): Pod {
  return cluster.get('pod', 'p') as unknown as Pod;
}

test('applying a changed image keeps what the server added to the same container', () => {
  const cluster = applied(pod('', 'nginx:1.25'), pod('', 'nginx:1.26'));
  const [container, ...others] = stored(cluster).spec.containers;
  assert.equal(others.length, 0);
  assert.equal(container?.image, 'nginx:1.26');
  assert.equal(container.volumeMounts?.[0]?.mountPath, '/var/run/secrets/kubernetes.io/serviceaccount');
});

test('applying the same manifest again is no write', () => {
  const cluster = applied(pod('', 'nginx:1.25'));
  const { revision } = cluster;
  cluster.apply(pod('', 'nginx:1.25'));
  assert.equal(cluster.revision, revision);
});

test('labels that others added stay, labels that the manifest no longer has go', () => {
  const cluster = applied(pod(', labels: { a: one, b: two }', 'nginx:1.25'));
  const pods = cluster.kind('pods');
  cluster.as('someone').patch(pods, cluster.get('pod', 'p'), { metadata: { labels: { theirs: 'yes' } } });
  cluster.apply(pod(', labels: { a: one }', 'nginx:1.25'));
  assert.deepEqual(stored(cluster).metadata.labels, { a: 'one', theirs: 'yes' });
});

test('finalizers are a set: those of others stay, those that the manifest no longer has go', () => {
  const cluster = applied(pod(', finalizers: [example.com/a, example.com/b]', 'nginx:1.25'));
  const pods = cluster.kind('pods');
  const finalizers = [...(stored(cluster).metadata.finalizers ?? []), 'example.com/theirs'];
  cluster.as('someone').patch(pods, cluster.get('pod', 'p'), { metadata: { finalizers } });
  cluster.apply(pod(', finalizers: [example.com/a]', 'nginx:1.25'));
  assert.deepEqual(stored(cluster).metadata.finalizers, ['example.com/a', 'example.com/theirs']);
});

test('a volume has one source: another one takes the place of the first', () => {
  const template = (source: string): string => `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: nginx }]
      volumes: [{ name: v, ${source} }]
`;
  const cluster = applied(template('emptyDir: {}'), template('configMap: { name: settings }'));
  const { spec } = cluster.get('rs', 'web') as unknown as { spec: { template: { spec: { volumes: unknown } } } };
  assert.deepEqual(spec.template.spec.volumes, [{ name: 'v', configMap: { name: 'settings', defaultMode: 420 } }]);
});

test('a null in a manifest is no field, as for the server', () => {
  const cluster = applied(pod(', labels: { a: one }', 'nginx:1.25'), pod(', labels: null', 'nginx:1.25'));
  assert.equal(stored(cluster).metadata.labels, undefined);
});

test('the manifest is kept in the annotation as kubectl writes it: sorted, with the namespace, without itself', () => {
  const cluster = applied(pod(', annotations: { b: two, a: one }', 'nginx:1.25'));
  assert.equal(
    stored(cluster).metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration'],
    '{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"a":"one","b":"two"},"name":"p","namespace":"default"},"spec":{"containers":[{"image":"nginx:1.25","name":"c"}]}}\n',
  );
});
