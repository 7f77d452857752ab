import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { ApiError } from '../api/errors.ts';
import { PodKind } from '../kinds/pod.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { DeploymentKind } from '../kinds/deployment.ts';
import type { Client } from '../api/client.ts';

/** `verb resource API-group place` of what was refused; undefined where it was not. */
function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Forbidden') return error.message;
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

const manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'default' },
  spec: { containers: [{ name: 'a', image: 'nginx' }] },
};

/** Every kind of request, with how its refusal begins and ends. */
const REQUESTS: readonly (readonly [string, (client: Client) => unknown, string])[] = [
  [
    'get',
    (client) => client.get(PodKind, 'a'),
    'pods "a" is forbidden: User "jo" cannot get resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'find',
    (client) => client.find(PodKind, 'a', 'x'),
    'pods "a" is forbidden: User "jo" cannot get resource "pods" in API group "" in the namespace "x"',
  ],
  [
    'list',
    (client) => client.list(PodKind),
    'pods is forbidden: User "jo" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  [
    'page',
    (client) => client.listPage(PodKind, { namespace: 'x' }),
    'pods is forbidden: User "jo" cannot list resource "pods" in API group "" in the namespace "x"',
  ],
  [
    'table',
    (client) => client.table(PodKind, { namespace: 'x' }),
    'pods is forbidden: User "jo" cannot list resource "pods" in API group "" in the namespace "x"',
  ],
  [
    'by',
    (client) => client.by(PodKind, 'node', 'node1'),
    'pods is forbidden: User "jo" cannot list resource "pods" in API group "" in the namespace "kube-system"',
  ],
  [
    'watch',
    (client) => client.watch(PodKind, { namespace: 'x' }, () => undefined),
    'pods is forbidden: User "jo" cannot watch resource "pods" in API group "" in the namespace "x"',
  ],
  [
    'create',
    (client) => client.create(PodKind, manifest),
    'pods is forbidden: User "jo" cannot create resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'patch',
    (client) => client.patch(PodKind, { metadata: { name: 'a' } }, {}),
    'pods "a" is forbidden: User "jo" cannot patch resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'status',
    (client) => client.patch(PodKind, { metadata: { name: 'a' } }, {}, { subresource: 'status' }),
    'pods "a" is forbidden: User "jo" cannot patch resource "pods/status" in API group "" in the namespace "default"',
  ],
  [
    'apply',
    (client) => client.applyServerSide(PodKind, manifest),
    'pods "a" is forbidden: User "jo" cannot patch resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'delete',
    (client) => client.delete(PodKind, { metadata: { name: 'a' } }),
    'pods "a" is forbidden: User "jo" cannot delete resource "pods" in API group "" in the namespace "default"',
  ],
  [
    'deletecollection',
    (client) => client.deleteCollection(PodKind, { namespace: 'x' }),
    'pods is forbidden: User "jo" cannot deletecollection resource "pods" in API group "" in the namespace "x"',
  ],
  [
    'scale',
    (client) => client.getScale(DeploymentKind, { metadata: { name: 'a' } }),
    'deployments.apps "a" is forbidden: User "jo" cannot get resource "deployments/scale" in API group "apps" in the namespace "default"',
  ],
  [
    'set scale',
    (client) => client.setScale(DeploymentKind, { metadata: { name: 'a' } }, 1),
    'deployments.apps "a" is forbidden: User "jo" cannot update resource "deployments/scale" in API group "apps" in the namespace "default"',
  ],
  [
    'evict',
    (client) => client.evict(PodKind, { metadata: { name: 'a' } }),
    'pods "a" is forbidden: User "jo" cannot create resource "pods/eviction" in API group "" in the namespace "default"',
  ],
  [
    'namespace',
    (client) => client.get(NamespaceKind, 'x'),
    'namespaces "x" is forbidden: User "jo" cannot get resource "namespaces" in API group "" in the namespace "x"',
  ],
  [
    'namespaces',
    (client) => client.list(NamespaceKind),
    'namespaces is forbidden: User "jo" cannot list resource "namespaces" in API group "" at the cluster scope',
  ],
];

test('who has no role may do nothing, and is told what it was', () => {
  const cluster = new Cluster();
  const { revision } = cluster;
  for (const [what, request, expected] of REQUESTS)
    assert.equal(
      refusal(() => request(cluster.impersonate('jo'))),
      expected,
      what,
    );
  assert.equal(cluster.revision, revision, 'what is refused writes nothing');
});

test('a role holds where it is bound, for users, groups and service accounts', () => {
  const cluster = new Cluster();
  cluster.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: look, namespace: kube-public}
rules:
- {apiGroups: [''], resources: [pods], verbs: [get, list], resourceNames: []}
- {apiGroups: [''], resources: [pods], verbs: [delete], resourceNames: [mine]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: look, namespace: kube-public}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: jo}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: ops}
- {kind: ServiceAccount, name: reader, namespace: default}
`);
  for (const client of [
    cluster.impersonate('jo'),
    cluster.impersonate('x', ['ops']),
    cluster.impersonate('system:serviceaccount:default:reader'),
  ]) {
    assert.equal(
      refusal(() => client.list(PodKind, { namespace: 'kube-public' })),
      undefined,
    );
    assert.equal(
      refusal(() => client.delete(PodKind, { metadata: { name: 'mine', namespace: 'kube-public' } })),
      undefined,
    );
    assert.match(refusal(() => client.delete(PodKind, { metadata: { name: 'yours', namespace: 'kube-public' } })) ?? '', /cannot delete/);
    assert.match(refusal(() => client.list(PodKind, { namespace: 'default' })) ?? '', /in the namespace "default"/);
    assert.match(refusal(() => client.list(PodKind)) ?? '', /at the cluster scope/);
  }
  assert.equal(
    refusal(() => cluster.impersonate('x', ['system:masters']).list(PodKind)),
    undefined,
  );
});

test('the roles that every cluster has for people can be bound', () => {
  const cluster = new Cluster();
  for (const [role, may, mayNot] of [
    ['view', 'list pods', 'list secrets'],
    ['edit', 'create deployments.apps', 'create roles.rbac.authorization.k8s.io'],
    ['admin', 'create rolebindings.rbac.authorization.k8s.io', 'create resourcequotas'],
  ]) {
    cluster.kubectl(`create rolebinding ${role} --clusterrole=${role} --user=${role}`);
    assert.equal(cluster.kubectl(`auth can-i ${may} --as=${role}`).stdout, 'yes\n', `${role} ${may}`);
    assert.equal(cluster.kubectl(`auth can-i ${mayNot} --as=${role}`).stdout, 'no\n', `${role} ${mayNot}`);
  }
});

test('commands ask for what they do inside pods', () => {
  const cluster = new Cluster();
  cluster.shell(
    'kubectl run a --image=nginx; kubectl wait --for=condition=Ready pod/a; kubectl create rolebinding v --clusterrole=view --user=jo; kubectl create role r --verb=get --resource=pods; kubectl create rolebinding r --role=r --user=al',
  );
  const { stderr, code } = cluster.kubectl('exec a --as=jo -- date');
  assert.equal(code, 1);
  assert.equal(
    stderr,
    'Error from server (Forbidden): pods "a" is forbidden: User "jo" cannot create resource "pods/exec" in API group "" in the namespace "default"\n',
  );
  assert.equal(cluster.kubectl('logs a --as=jo').code, 0);
  assert.match(cluster.kubectl('logs a --as=al').stderr, /cannot get resource "pods\/log"/);
});

test('who may view a namespace is told all about what is in it, and nothing of the next one', () => {
  const cluster = new Cluster();
  cluster.shell(
    'kubectl create deploy web --image=nginx; kubectl create ns other; kubectl create deploy web --image=nginx -n other; kubectl create rolebinding v --clusterrole=view --user=jo',
  );
  cluster.advance('10s');
  for (const command of [
    'describe deploy web',
    'describe rs',
    'describe pods',
    'rollout history deploy/web',
    'rollout status deploy/web',
  ]) {
    const { stderr, code } = cluster.kubectl(`${command} --as=jo`);
    assert.deepEqual([command, stderr, code], [command, '', 0]);
    assert.match(cluster.kubectl(`${command} --as=jo -n other`).stderr, /forbidden: User "jo" .* in the namespace "other"/, command);
  }
});
