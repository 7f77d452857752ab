import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { ApiError, UsageError } from '../api/errors.ts';
import type { ResourceQuota } from '../kinds/resourcequota.ts';

const world = new Cluster();

/** A settled cluster with a quota `q`. */
function withQuota(spec: string, name = 'q'): Cluster {
  const cluster = world.fork();
  addQuota(cluster, spec, name);
  cluster.settle();
  return cluster;
}

function addQuota(cluster: Cluster, spec: string, name = 'q'): void {
  cluster.apply(`{ apiVersion: v1, kind: ResourceQuota, metadata: { name: ${name} }, spec: ${spec} }`);
}

function pod(name: string, resources = '{}', more = ''): string {
  return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name} }, spec: { ${more} containers: [{ name: c, image: nginx, resources: ${resources} }] } }`;
}

const cpu = (amount: string): string => `{ requests: { cpu: ${amount} } }`;

function service(name: string, type: string): string {
  return `{ apiVersion: v1, kind: Service, metadata: { name: ${name} }, spec: { type: ${type}, ports: [{ name: a, port: 80 }, { name: b, port: 81 }] } }`;
}

function usedOf(cluster: Cluster, name = 'q'): Readonly<Record<string, string>> | undefined {
  return (cluster.get('resourcequota', name) as ResourceQuota).status.used;
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError || error instanceof UsageError) return wordsOf(error);
    throw error;
  }
  return 'not refused';
}

/** What the server said, without kubectl's words around it. */
function wordsOf({ message }: Error): string {
  return message
    .replace(/^Error from server \(\w+\): /, '')
    .split('\n', 1)
    .join('');
}

test('a quota counts everything from its creation on, and bounds nothing before it was reckoned', () => {
  const cluster = world.fork();
  addQuota(cluster, '{ hard: { pods: 0, configmaps: 5, count/services: 9, persistentvolumeclaims: 1, count/unknown.example.com: 1 } }');
  assert.equal(usedOf(cluster), undefined);
  cluster.apply(pod('early'));
  cluster.settle();
  assert.deepEqual(usedOf(cluster), { configmaps: '1', 'count/services': '1', persistentvolumeclaims: '0', pods: '1' });
});

test('what was charged is what is there, whatever comes and goes', () => {
  const cluster = withQuota(
    '{ hard: { pods: 9, requests.cpu: 2, limits.memory: 2Gi, memory: 2Gi, services: 9, services.nodeports: 9, services.loadbalancers: 1 } }',
  );
  const resources = '{ requests: { cpu: 250m }, limits: { memory: 100Mi } }';
  cluster.apply(pod('a', resources));
  cluster.apply(pod('b', resources));
  const expected = { 'limits.memory': '200Mi', memory: '200Mi', pods: '2', 'requests.cpu': '500m', services: '1', 'services.loadbalancers': '0', 'services.nodeports': '0' }; // prettier-ignore
  assert.deepEqual(usedOf(cluster), expected);
  cluster.settle();
  assert.deepEqual(usedOf(cluster), expected);
  cluster.apply(service('s', 'ClusterIP'));
  cluster.apply(service('s', 'NodePort'));
  assert.deepEqual([usedOf(cluster)?.['services'], usedOf(cluster)?.['services.nodeports']], ['2', '2']);
  cluster.apply(service('s', 'LoadBalancer'));
  assert.deepEqual([usedOf(cluster)?.['services.loadbalancers'], usedOf(cluster)?.['services.nodeports']], ['1', '2']);
  cluster.as('admin').delete(cluster.kind('pod'), cluster.get('pod', 'a'));
  assert.equal(usedOf(cluster)?.['pods'], '2');
  cluster.settle();
  assert.equal(usedOf(cluster)?.['pods'], '1');
  cluster.as('admin').delete(cluster.kind('service'), cluster.get('service', 's'));
  cluster.settle();
  assert.deepEqual(usedOf(cluster), { 'limits.memory': '100Mi', memory: '100Mi', pods: '1', 'requests.cpu': '250m', services: '1', 'services.loadbalancers': '0', 'services.nodeports': '0' }); // prettier-ignore
});

test('a pod that has ended takes nothing any more, but is still an object', () => {
  const cluster = withQuota('{ hard: { pods: 1, count/pods: 5 } }');
  cluster.apply(
    '{ apiVersion: v1, kind: Pod, metadata: { name: task }, spec: { restartPolicy: Never, containers: [{ name: c, image: busybox, command: [sleep, "5"] }] } }',
  );
  assert.match(
    refusal(() => cluster.apply(pod('more'))),
    /exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1$/,
  );
  cluster.settle();
  assert.deepEqual(usedOf(cluster), { 'count/pods': '1', pods: '0' });
  cluster.apply(pod('more'));
});

test('refusals are in the words of Kubernetes', () => {
  const cluster = withQuota('{ hard: { pods: 2, requests.cpu: 1, requests.memory: 1Gi, configmaps: 1, count/deployments.apps: 0 } }');
  const api = cluster.as('admin');
  assert.deepEqual(
    [
      refusal(() => cluster.apply(pod('a'))),
      refusal(() => cluster.apply(pod('a', '{ requests: { cpu: 5, memory: 2Gi } }'))),
      refusal(() => api.create(cluster.kind('cm'), { metadata: { name: 'more' } })),
      refusal(() => cluster.apply(pod('a', '{ requests: { cpu: 5, memory: 2Gi } }', 'priority: 5,'))),
      refusal(() => api.create(cluster.kind('deployment'), { metadata: { name: 'd' }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } })), // prettier-ignore
    ],
    [
      'pods "a" is forbidden: failed quota: q: must specify requests.cpu for: c; requests.memory for: c',
      'pods "a" is forbidden: exceeded quota: q, requested: requests.cpu=5,requests.memory=2Gi, used: requests.cpu=0,requests.memory=0, limited: requests.cpu=1,requests.memory=1Gi',
      'configmaps "more" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
      'pods "a" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
      'deployments.apps "d" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=0, limited: count/deployments.apps=0',
    ],
  );
});

test('a resource whose usage nobody knows yet cannot be used', () => {
  const cluster = withQuota('{ hard: { pods: 2 } }');
  cluster.as('somebody').status(cluster.kind('quota'), cluster.get('quota', 'q'), { hard: { pods: '2', cpu: '1' }, used: { pods: '0' } });
  assert.equal(
    refusal(() => cluster.apply(pod('a', cpu('1')))),
    'pods "a" is forbidden: status unknown for quota: q, resources: cpu,pods',
  );
});

test('of two quotas both must agree, or neither is charged', () => {
  const cluster = withQuota('{ hard: { pods: 5 } }', 'a');
  addQuota(cluster, '{ hard: { pods: 1, requests.cpu: 1 } }', 'b');
  cluster.settle();
  assert.match(
    refusal(() => cluster.apply(pod('x', cpu('2')))),
    /exceeded quota: b, requested: requests.cpu=2/,
  );
  assert.deepEqual([usedOf(cluster, 'a'), usedOf(cluster, 'b')], [{ pods: '0' }, { pods: '0', 'requests.cpu': '0' }]);
  cluster.apply(pod('x', cpu('1')));
  assert.deepEqual([usedOf(cluster, 'a'), usedOf(cluster, 'b')], [{ pods: '1' }, { pods: '1', 'requests.cpu': '1' }]);
});

const SCOPES: readonly (readonly [spec: string, inside: string, outside: string])[] = [
  ['{ scopes: [BestEffort], hard: { pods: 0 } }', pod('in'), pod('out', cpu('1'))],
  ['{ scopes: [NotBestEffort], hard: { pods: 0 } }', pod('in', cpu('1')), pod('out')],
  ['{ scopes: [Terminating], hard: { pods: 0 } }', pod('in', '{}', 'activeDeadlineSeconds: 60,'), pod('out')],
  ['{ scopes: [NotTerminating], hard: { pods: 0 } }', pod('in'), pod('out', '{}', 'activeDeadlineSeconds: 60,')],
  [
    '{ scopeSelector: { matchExpressions: [{ scopeName: PriorityClass, operator: In, values: [high] }] }, hard: { pods: 0 } }',
    pod('in', '{}', 'priorityClassName: high,'),
    pod('out'),
  ],
  [
    '{ scopeSelector: { matchExpressions: [{ scopeName: PriorityClass, operator: DoesNotExist }] }, hard: { pods: 0 } }',
    pod('in'),
    pod('out', '{}', 'priorityClassName: high,'),
  ],
  [
    '{ scopes: [CrossNamespacePodAffinity], hard: { pods: 0 } }',
    pod(
      'in',
      '{}',
      'affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ namespaces: [x], topologyKey: a, labelSelector: {} }] } },',
    ),
    pod('out'),
  ],
];

for (const [spec, inside, outside] of SCOPES)
  test(`a quota ${spec} bounds some pods and no others`, () => {
    const cluster = withQuota(spec);
    cluster.apply('{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: high }, value: 1000 }');
    assert.match(
      refusal(() => cluster.apply(inside)),
      /exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0$/,
    );
    cluster.apply(outside);
    cluster.settle();
    assert.deepEqual(usedOf(cluster), { pods: '0' });
  });

test('what was charged and then not made is given back with the next full resync, for which nobody waits', () => {
  const cluster = withQuota('{ hard: { configmaps: 5 } }');
  assert.match(
    refusal(() => cluster.as('admin').create(cluster.kind('cm'), { metadata: { name: 'kube-root-ca.crt' } })),
    /already exists/,
  );
  cluster.settle();
  assert.deepEqual([cluster.now < 60_000, usedOf(cluster)], [true, { configmaps: '2' }]);
  cluster.advance(300_000);
  assert.deepEqual(usedOf(cluster), { configmaps: '1' });
});

test('a dry run and an object that is refused charge nothing', () => {
  const cluster = withQuota('{ hard: { configmaps: 5 } }');
  const api = cluster.as('admin');
  api.create(cluster.kind('cm'), { metadata: { name: 'x' } }, { dryRun: true });
  refusal(() => api.create(cluster.kind('cm'), { metadata: { name: 'X' } }));
  assert.deepEqual(usedOf(cluster), { configmaps: '1' });
});

test('a cluster with quotas at rest does nothing', () => {
  const cluster = withQuota('{ hard: { pods: 5 } }');
  cluster.advance('10m');
  const { events, revision } = cluster;
  cluster.advance('30d');
  assert.deepEqual([cluster.events - events, cluster.revision - revision], [0, 0]);
});

test('a ReplicaSet says why it stops, makes what it may, and goes on when it may', () => {
  const cluster = withQuota('{ hard: { pods: 2 } }');
  cluster.apply(
    '{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { replicas: 4, selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: nginx }] } } } }',
  );
  cluster.settle({ quiet: '10s' });
  const said = (kind: string, name: string) =>
    (
      cluster.get(kind, name) as unknown as { status: { conditions: readonly { type: string; status: string; reason: string }[] } }
    ).status.conditions
      .map(({ type, status, reason }) => `${type}=${status} ${reason}`)
      .sort();
  const [set] = cluster.list('rs', { namespace: 'default' });
  assert.deepEqual(said('rs', set!.metadata.name), ['ReplicaFailure=True FailedCreate']);
  assert.deepEqual(said('deployment', 'web'), [
    'Available=False MinimumReplicasUnavailable',
    'Progressing=True ReplicaSetUpdated',
    'ReplicaFailure=True FailedCreate',
  ]);
  assert.equal(cluster.list('pod', { namespace: 'default' }).length, 2);
  addQuota(cluster, '{ hard: { pods: 4 } }');
  cluster.advance('20m');
  assert.equal(cluster.list('pod', { namespace: 'default' }).length, 4);
});
