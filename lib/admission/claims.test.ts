import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import type { Ingress } from '../kinds/ingress.ts';
import type { PersistentVolumeClaim } from '../kinds/persistentvolumeclaim.ts';
import type { ResourceQuota } from '../kinds/resourcequota.ts';

const world = new Cluster({ nodes: 0 });

function claim(name: string, storage: string, more = ''): string {
  return `{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: ${name} }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: ${storage} } } ${more} } }`;
}

function storageClass(name: string, more = '', annotations = ''): string {
  return `{ apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: { name: ${name}, annotations: { ${annotations} } }, provisioner: example.com/disk ${more} }`;
}

const DEFAULT = 'storageclass.kubernetes.io/is-default-class: "true"';

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError || error instanceof UsageError)
      return error.message.replace(/^Error from server \(\w+\): /, '').split('\n', 1)[0]!;
    throw error;
  }
  return 'not refused';
}

function classOf(cluster: Cluster, name: string): string | undefined {
  return (cluster.get('pvc', name) as PersistentVolumeClaim).spec.storageClassName;
}

test('a claim that names no class is of the newest default one', () => {
  const cluster = world.fork();
  cluster.apply(claim('early', '1Gi'));
  cluster.apply(storageClass('a', '', DEFAULT));
  cluster.advance('2s');
  cluster.apply([storageClass('c', '', DEFAULT), storageClass('b', '', DEFAULT), storageClass('plain')].join('\n---\n'));
  cluster.apply(claim('silent', '1Gi'));
  cluster.apply(claim('none', '1Gi', ', storageClassName: ""'));
  cluster.apply(claim('other', '1Gi', ', storageClassName: plain'));
  assert.deepEqual(
    ['early', 'silent', 'none', 'other'].map((name) => classOf(cluster, name)),
    [undefined, 'b', '', 'plain'],
  );
});

test('an Ingress that names no class is of the default one', () => {
  const cluster = world.fork();
  const ingress = (name: string, annotations = '') =>
    `{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: ${name}, annotations: { ${annotations} } }, spec: { defaultBackend: { service: { name: s, port: { number: 80 } } } } }`;
  cluster.apply(ingress('early'));
  cluster.apply(
    '{ apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: { name: web, annotations: { ingressclass.kubernetes.io/is-default-class: "true" } }, spec: { controller: example.com/web } }',
  );
  cluster.apply(ingress('silent'));
  cluster.apply(ingress('old', 'kubernetes.io/ingress.class: other'));
  const classOf = (name: string) => (cluster.get('ingress', name) as Ingress).spec.ingressClassName;
  assert.deepEqual(['early', 'silent', 'old'].map(classOf), [undefined, 'web', undefined]);
});

test('a bound claim grows where its class lets it', () => {
  const cluster = world.fork();
  const api = cluster.as('admin');
  const claims = cluster.kind('pvc');
  cluster.apply([storageClass('rigid'), storageClass('elastic', ', allowVolumeExpansion: true')].join('\n---\n'));
  const grown = (className: string): string => {
    cluster.apply(claim(className, '1Gi', className === 'none' ? '' : `, storageClassName: ${className}`));
    const bound = api.status(claims, cluster.get('pvc', className), { phase: 'Bound', capacity: { storage: '1Gi' } });
    return refusal(() => api.patch(claims, bound, { spec: { resources: { requests: { storage: '2Gi' } } } }));
  };
  const refused = (name: string): string =>
    `persistentvolumeclaims "${name}" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize`;
  assert.deepEqual(['elastic', 'rigid', 'none', 'missing'].map(grown), ['not refused', ...['rigid', 'none', 'missing'].map(refused)]);
});

test('a LimitRange bounds claims by what they ask for', () => {
  const cluster = world.fork();
  cluster.apply(
    '{ apiVersion: v1, kind: LimitRange, metadata: { name: lr }, spec: { limits: [{ type: PersistentVolumeClaim, min: { storage: 1Gi }, max: { storage: 5Gi } }] } }',
  );
  const usage = (most: string) => `persistentvolumeclaims "x" is forbidden: ${most} storage usage per PersistentVolumeClaim is`;
  assert.equal(
    refusal(() => cluster.apply(claim('x', '500Mi'))),
    `${usage('minimum')} 1Gi, but request is 500Mi`,
  );
  assert.equal(
    refusal(() => cluster.apply(claim('x', '6Gi'))),
    `${usage('maximum')} 5Gi, but request is 6Gi`,
  );
  cluster.apply(claim('x', '5Gi'));
});

test('a quota counts claims, what they ask for, and both by class', () => {
  const cluster = world.fork();
  const usedOf = () => (cluster.get('resourcequota', 'q') as ResourceQuota).status.used;
  const gold = 'gold.storageclass.storage.k8s.io';
  cluster.apply(
    `{ apiVersion: v1, kind: ResourceQuota, metadata: { name: q }, spec: { hard: { persistentvolumeclaims: 3, count/persistentvolumeclaims: 9, requests.storage: 10Gi, ${gold}/requests.storage: 5Gi, ${gold}/persistentvolumeclaims: 1 } } }`,
  );
  cluster.settle();
  cluster.apply(claim('a', '4Gi', ', storageClassName: gold'));
  cluster.apply(claim('b', '2Gi', ', storageClassName: silver'));
  const used = { 'count/persistentvolumeclaims': '2', persistentvolumeclaims: '2', 'requests.storage': '6Gi', [`${gold}/persistentvolumeclaims`]: '1', [`${gold}/requests.storage`]: '4Gi' }; // prettier-ignore
  assert.deepEqual(usedOf(), used);
  assert.equal(
    refusal(() => cluster.apply(claim('c', '2Gi', ', storageClassName: gold'))),
    `persistentvolumeclaims "c" is forbidden: exceeded quota: q, requested: ${gold}/persistentvolumeclaims=1,${gold}/requests.storage=2Gi, used: ${gold}/persistentvolumeclaims=1,${gold}/requests.storage=4Gi, limited: ${gold}/persistentvolumeclaims=1,${gold}/requests.storage=5Gi`,
  );
  assert.equal(
    refusal(() => cluster.apply(claim('c', '5Gi'))),
    'persistentvolumeclaims "c" is forbidden: exceeded quota: q, requested: requests.storage=5Gi, used: requests.storage=6Gi, limited: requests.storage=10Gi',
  );
  cluster.as('admin').delete(cluster.kind('pvc'), cluster.get('pvc', 'a'));
  cluster.settle();
  assert.deepEqual([usedOf()?.['persistentvolumeclaims'], usedOf()?.['requests.storage']], ['1', '2Gi']);
});

test('of the Secrets of a service account the names are kept', () => {
  const cluster = world.fork();
  const accounts = cluster.kind('sa');
  const api = cluster.as('admin');
  const account = api.create(accounts, {
    metadata: { name: 'x' },
    secrets: [{ name: 's', namespace: 'other', kind: 'Secret' }, { name: 't' }],
  });
  assert.deepEqual((account as unknown as { secrets: unknown }).secrets, [{ name: 's' }, { name: 't' }]);
  const next = api.patch(accounts, account, { secrets: [{ name: 's', uid: 'u' }] });
  assert.deepEqual((next as unknown as { secrets: unknown }).secrets, [{ name: 's' }]);
});
