import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { Secret } from '../kinds/secret.ts';

const world = new Cluster({ nodes: 0 });

function remove(cluster: Cluster, kind: string, name: string): void {
  cluster.as('admin').delete(cluster.kind(kind), { metadata: { name } });
}

function find(cluster: Cluster, kind: string, name: string) {
  return cluster.as('admin').find(cluster.kind(kind), name);
}

const secret = (account: string): string =>
  `{ apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: token, annotations: { kubernetes.io/service-account.name: ${account} } } }`;

test('the default account and the root certificate come back, and nobody changes the certificate', () => {
  const cluster = world.fork();
  const [account, certificate] = [find(cluster, 'sa', 'default'), find(cluster, 'cm', 'kube-root-ca.crt')];
  remove(cluster, 'sa', 'default');
  remove(cluster, 'cm', 'kube-root-ca.crt');
  cluster.settle();
  assert.notEqual(find(cluster, 'sa', 'default')?.metadata.uid, account?.metadata.uid);
  assert.notEqual(find(cluster, 'cm', 'kube-root-ca.crt')?.metadata.uid, certificate?.metadata.uid);
  cluster.as('admin').patch(cluster.kind('cm'), { metadata: { name: 'kube-root-ca.crt' } }, { data: { 'ca.crt': 'mine', more: 'x' } });
  cluster.settle();
  assert.deepEqual(
    (find(cluster, 'cm', 'kube-root-ca.crt') as unknown as { data: unknown }).data,
    (certificate as unknown as { data: unknown }).data,
  );
});

test('a Secret for a token is filled, and goes with its account', () => {
  const cluster = world.fork();
  cluster.apply('{ apiVersion: v1, kind: ServiceAccount, metadata: { name: runner } }');
  cluster.apply(secret('runner'));
  cluster.settle();
  const { data = {}, metadata } = find(cluster, 'secret', 'token') as Secret;
  assert.deepEqual(Object.keys(data).sort(), ['ca.crt', 'namespace', 'token']);
  assert.equal(Buffer.from(data['namespace']!, 'base64').toString(), 'default');
  const [, claims = ''] = Buffer.from(data['token']!, 'base64').toString().split('.');
  assert.match(Buffer.from(claims, 'base64url').toString(), /"sub":"system:serviceaccount:default:runner"/);
  assert.equal(metadata.annotations?.['kubernetes.io/service-account.uid'], find(cluster, 'sa', 'runner')?.metadata.uid);
  remove(cluster, 'sa', 'runner');
  cluster.settle();
  assert.equal(find(cluster, 'secret', 'token'), undefined);
});

test('a Secret for the token of nobody goes at once', () => {
  const cluster = world.fork();
  cluster.apply(secret('nobody'));
  cluster.settle();
  assert.equal(find(cluster, 'secret', 'token'), undefined);
});

test('a token that is taken out of its Secret comes back', () => {
  const cluster = world.fork();
  cluster.apply(secret('default'));
  cluster.settle();
  const { data } = find(cluster, 'secret', 'token') as Secret;
  cluster.as('admin').patch(cluster.kind('secret'), { metadata: { name: 'token' } }, { data: { token: null, extra: 'eA==' } });
  cluster.settle();
  assert.deepEqual((find(cluster, 'secret', 'token') as Secret).data, { ...data, extra: 'eA==' });
});

test('a pod pulls its images with the secrets of its account, unless it names some', () => {
  const cluster = world.fork();
  cluster.apply('{ apiVersion: v1, kind: ServiceAccount, metadata: { name: runner }, imagePullSecrets: [{ name: registry }] }');
  const pulls = (name: string, more: string) => {
    const text = `{ apiVersion: v1, kind: Pod, metadata: { name: ${name} }, spec: { serviceAccountName: runner, ${more} containers: [{ name: c, image: nginx }] } }`;
    return (cluster.apply(text)[0] as Pod).spec.imagePullSecrets;
  };
  assert.deepEqual(pulls('a', ''), [{ name: 'registry' }]);
  assert.deepEqual(pulls('b', 'imagePullSecrets: [{ name: own }],'), [{ name: 'own' }]);
});
