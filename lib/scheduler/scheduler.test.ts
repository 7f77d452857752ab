import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Event } from '../kinds/event.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';

/** One pod in a manifest: a line of its spec and a part of its container, both in YAML's flow style. */
function podYaml(name: string, { spec = '', container = '', labels = '{}' } = {}): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: ${labels}}
spec:
  ${spec}
  containers: [{name: c, image: "nginx:1.27"${container === '' ? '' : `, ${container}`}}]
---`;
}

const cpu = (amount: string): string => `resources: {requests: {cpu: "${amount}"}}`;

function pod(cluster: Cluster, name: string): Pod {
  return cluster.as('admin').get(PodKind, name, 'default');
}

function nodeNames(cluster: Cluster, app: string): readonly string[] {
  return cluster
    .list('pods', { namespace: 'default', labelSelector: `app=${app}` })
    .map((found) => (found as Pod).spec.nodeName ?? '-')
    .sort();
}

function message(cluster: Cluster, name: string): string | undefined {
  return conditionOf(pod(cluster, name), 'PodScheduled')?.message;
}

function eventsOf(cluster: Cluster, name: string): readonly string[] {
  const events = cluster.list('events', {
    namespace: 'default',
    fieldSelector: `involvedObject.name=${name},reportingComponent=default-scheduler`,
  }) as readonly Event[];
  return events.map(
    ({ type, reason, message: note, series }) => `${type} ${reason} ${note}${series === undefined ? '' : ` x${series.count}`}`,
  );
}

function patchNode(cluster: Cluster, name: string, patch: unknown): void {
  cluster.as('admin').patch(NodeKind, { metadata: { name } }, patch);
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

const REFUSALS: readonly {
  readonly title: string;
  readonly yaml: string;
  readonly message: string;
  readonly prepare?: (cluster: Cluster) => void;
}[] = [
  {
    title: 'asks for more CPU than any node has',
    yaml: podYaml('p', { container: cpu('100') }),
    message: `0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 ${NO_VICTIMS}.`,
  },
  {
    title: 'asks for more of several things',
    yaml: podYaml('p', {
      container:
        'resources: {requests: {cpu: "100", memory: 900Gi, ephemeral-storage: 900Gi, example.com/gpu: 1}, limits: {example.com/gpu: 1}}',
    }),
    message: `0/3 nodes are available: 3 Insufficient cpu, 3 Insufficient ephemeral-storage, 3 Insufficient example.com/gpu, 3 Insufficient memory. preemption: 0/3 nodes are available: 3 ${NO_VICTIMS}.`,
  },
  {
    title: 'selects a label that no node has',
    yaml: podYaml('p', { spec: 'nodeSelector: {disk: ssd}' }),
    message: `0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 ${NOT_HELPFUL}.`,
  },
  {
    title: 'names one node by a field, as pods of DaemonSets do',
    yaml: podYaml('p', {
      spec: 'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node2]}]}]}}}',
      container: cpu('100'),
    }),
    message: `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 1 ${NO_VICTIMS}, 2 ${NOT_HELPFUL}.`,
  },
  {
    title: 'names nodes by fields that exclude each other',
    yaml: podYaml('p', {
      spec: 'affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node1]}, {key: metadata.name, operator: In, values: [node2]}]}]}}}',
    }),
    message: `0/3 nodes are available: pod affinity terms conflict. preemption: 0/3 nodes are available: 3 ${NOT_HELPFUL}.`,
  },
  {
    title: 'meets a cordon, a taint and a full node',
    prepare(cluster) {
      patchNode(cluster, 'node1', { spec: { unschedulable: true } });
      patchNode(cluster, 'node2', { spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } });
    },
    yaml: podYaml('p', { container: cpu('100') }),
    message: `0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 node(s) were unschedulable. preemption: 0/3 nodes are available: 1 ${NO_VICTIMS}, 2 ${NOT_HELPFUL}.`,
  },
  {
    title: 'wants to be near a pod that does not exist',
    yaml: podYaml('p', {
      spec: 'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {role: nobody}}, topologyKey: kubernetes.io/hostname}]}}',
    }),
    message: `0/3 nodes are available: 3 node(s) didn't match pod affinity rules. preemption: 0/3 nodes are available: 3 ${NOT_HELPFUL}.`,
  },
  {
    title: 'meets pods that want to be alone',
    prepare: (cluster) =>
      cluster.apply(
        replicaSetYaml('hermit', 3, {
          podSpec:
            'affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}, topologyKey: kubernetes.io/hostname}]}}',
        }),
      ),
    yaml: podYaml('p'),
    message: `0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules. preemption: 0/3 nodes are available: 3 ${NO_VICTIMS}.`,
  },
  {
    title: 'must be spread over a label that no node has',
    yaml: podYaml('p', {
      spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]',
    }),
    message: `0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label). preemption: 0/3 nodes are available: 3 ${NOT_HELPFUL}.`,
  },
  {
    title: 'would be put too unevenly',
    prepare(cluster) {
      patchNode(cluster, 'node3', { spec: { taints: [{ key: 'gone', value: 'yes', effect: 'NoExecute' }] } });
      cluster.apply(
        podYaml('a', { labels: '{app: s}', spec: 'nodeSelector: {kubernetes.io/hostname: node1}' }) +
          podYaml('b', { labels: '{app: s}', spec: 'nodeSelector: {kubernetes.io/hostname: node2}' }),
      );
    },
    yaml: podYaml('p', {
      labels: '{app: s}',
      spec: 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: s}}}]',
    }),
    message: `0/3 nodes are available: 1 node(s) had untolerated taint {gone: yes}, 2 node(s) didn't match pod topology spread constraints. preemption: 0/3 nodes are available: 1 ${NOT_HELPFUL}, 2 ${NO_VICTIMS}.`,
  },
  {
    title: 'may not preempt',
    prepare: (cluster) =>
      void cluster.apply(
        '{ apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: polite }, value: 5, preemptionPolicy: Never }',
      ),
    yaml: podYaml('p', { spec: 'priorityClassName: polite', container: cpu('100') }),
    message: '0/3 nodes are available: 3 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.',
  },
];

for (const { title, yaml, message: expected, prepare } of REFUSALS) {
  test(`a pod that ${title} says so`, () => {
    const cluster = new Cluster({ nodes: 3 });
    prepare?.(cluster);
    cluster.settle();
    cluster.apply(yaml);
    cluster.settle();
    assert.equal(message(cluster, 'p'), expected);
    assert.deepEqual(eventsOf(cluster, 'p'), [`Warning FailedScheduling ${expected}`]);
  });
}

test('a bound pod has the condition and the event that tell where', () => {
  const cluster = new Cluster({ nodes: 1 });
  cluster.apply(podYaml('p'));
  cluster.settle();
  assert.equal(pod(cluster, 'p').spec.nodeName, 'node1');
  assert.equal(conditionOf(pod(cluster, 'p'), 'PodScheduled')?.status, 'True');
  assert.deepEqual(eventsOf(cluster, 'p'), ['Normal Scheduled Successfully assigned default/p to node1']);
});

const NEWS: readonly {
  readonly title: string;
  readonly yaml: string;
  readonly happens: (cluster: Cluster) => void;
  readonly before?: (cluster: Cluster) => void;
}[] = [
  {
    title: 'gets the label it selects',
    yaml: podYaml('p', { spec: 'nodeSelector: {disk: ssd}' }),
    happens: (cluster) => patchNode(cluster, 'node2', { metadata: { labels: { disk: 'ssd' } } }),
  },
  {
    title: 'is uncordoned',
    before: (cluster) => ['node1', 'node2'].forEach((name) => patchNode(cluster, name, { spec: { unschedulable: true } })),
    yaml: podYaml('p'),
    happens: (cluster) => patchNode(cluster, 'node2', { spec: { unschedulable: null } }),
  },
  {
    title: 'loses the taint',
    before: (cluster) =>
      ['node1', 'node2'].forEach((name) => patchNode(cluster, name, { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } })),
    yaml: podYaml('p'),
    happens: (cluster) => patchNode(cluster, 'node2', { spec: { taints: null } }),
  },
  {
    title: 'has room again',
    before: (cluster) => {
      cluster.apply(podYaml('a', { container: cpu('3') }) + podYaml('b', { container: cpu('3') }));
    },
    yaml: podYaml('p', { container: cpu('3') }),
    happens: (cluster) => {
      cluster.as('admin').delete(PodKind, pod(cluster, 'a'));
    },
  },
  {
    title: 'has its port free again',
    before: (cluster) => {
      cluster.apply(
        podYaml('a', { container: 'ports: [{containerPort: 80, hostPort: 80}]' }) +
          podYaml('b', { container: 'ports: [{containerPort: 80, hostPort: 80}]' }),
      );
    },
    yaml: podYaml('p', { container: 'ports: [{containerPort: 8080, hostPort: 80}]' }),
    happens: (cluster) => {
      cluster.as('admin').delete(PodKind, pod(cluster, 'a'));
    },
  },
  {
    title: 'has the pod it must be near',
    yaml: podYaml('p', {
      spec: 'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {role: anchor}}, topologyKey: kubernetes.io/hostname}]}}',
    }),
    happens: (cluster) => {
      cluster.apply(podYaml('anchor', { labels: '{role: anchor}' }));
    },
  },
];

for (const { title, before, yaml, happens } of NEWS) {
  test(`a parked pod is placed when a node ${title}`, () => {
    const cluster = new Cluster({ nodes: 2 });
    before?.(cluster);
    cluster.settle();
    cluster.apply(yaml);
    cluster.settle();
    assert.equal(pod(cluster, 'p').spec.nodeName, undefined);
    happens(cluster);
    cluster.settle();
    assert.notEqual(pod(cluster, 'p').spec.nodeName, undefined);
  });
}

test('a pod in its first second of back-off waits for the next whole second', () => {
  const cluster = new Cluster({ nodes: 1 });
  cluster.apply(podYaml('p', { spec: 'nodeSelector: {disk: ssd}' }));
  cluster.advance(500);
  patchNode(cluster, 'node1', { metadata: { labels: { disk: 'ssd' } } });
  cluster.advance(1499);
  assert.equal(pod(cluster, 'p').spec.nodeName, undefined);
  cluster.advance(3);
  assert.equal(pod(cluster, 'p').spec.nodeName, 'node1');
});

test('nothing is written for a parked pod but an attempt every five and a half minutes', () => {
  const cluster = new Cluster({ nodes: 1 });
  cluster.apply(podYaml('p', { spec: 'nodeSelector: {disk: ssd}' }));
  cluster.settle();
  const before = cluster.events;
  cluster.advance('329s');
  assert.equal(cluster.events, before);
  cluster.advance('20m');
  assert.equal(eventsOf(cluster, 'p').length, 2);
  assert.match(eventsOf(cluster, 'p')[1]!, / x2$/);
});

test('a cluster without nodes retries, and places its pods when one comes', () => {
  const cluster = new Cluster({ nodes: 0 });
  cluster.apply(podYaml('p'));
  cluster.settle();
  cluster.advance('40s');
  assert.equal(message(cluster, 'p'), 'no nodes available to schedule pods');
  const { metadata: _, ...node } = new Cluster({ nodes: 1 }).as('admin').get(NodeKind, 'node1');
  cluster.as('admin').create(NodeKind, { ...node, metadata: { name: 'node1' } });
  cluster.settle();
  assert.equal(pod(cluster, 'p').spec.nodeName, 'node1');
});

test('a gated pod is left alone until its last gate is gone', () => {
  const cluster = new Cluster({ nodes: 1 });
  cluster.apply(podYaml('p', { spec: 'schedulingGates: [{name: example.com/quota}]' }));
  cluster.settle();
  assert.deepEqual(eventsOf(cluster, 'p'), []);
  cluster.as('admin').patch(PodKind, pod(cluster, 'p'), { spec: { schedulingGates: null } });
  cluster.settle();
  assert.equal(pod(cluster, 'p').spec.nodeName, 'node1');
});

test('pods of other schedulers are left alone', () => {
  const cluster = new Cluster({ nodes: 1 });
  cluster.apply(podYaml('p', { spec: 'schedulerName: mine' }));
  cluster.settle();
  assert.equal(pod(cluster, 'p').spec.nodeName, undefined);
  assert.equal(message(cluster, 'p'), undefined);
});

test('pods of one ReplicaSet are spread over nodes, and over zones', () => {
  const cluster = new Cluster({ nodes: 4 });
  for (const name of ['node1', 'node2']) patchNode(cluster, name, { metadata: { labels: { 'topology.kubernetes.io/zone': 'a' } } });
  for (const name of ['node3', 'node4']) patchNode(cluster, name, { metadata: { labels: { 'topology.kubernetes.io/zone': 'b' } } });
  cluster.apply(replicaSetYaml('web', 8));
  cluster.settle();
  assert.deepEqual(nodeNames(cluster, 'web'), ['node1', 'node1', 'node2', 'node2', 'node3', 'node3', 'node4', 'node4']);
});

test('the first of pods that must be together goes anywhere and the others follow', () => {
  const cluster = new Cluster({ nodes: 3 });
  cluster.apply(
    replicaSetYaml('club', 4, {
      podSpec:
        'affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: club}}, topologyKey: kubernetes.io/hostname}]}}',
    }),
  );
  cluster.settle();
  assert.equal(new Set(nodeNames(cluster, 'club')).size, 1);
});

test('preferred terms decide between nodes that would do', () => {
  const cluster = new Cluster({ nodes: 3 });
  patchNode(cluster, 'node2', { metadata: { labels: { disk: 'ssd' } } });
  patchNode(cluster, 'node1', { spec: { taints: [{ key: 'slow', effect: 'PreferNoSchedule' }] } });
  const preference = '{weight: 1, preference: {matchExpressions: [{key: disk, operator: Exists}]}}';
  cluster.apply(
    podYaml('p', {
      spec: `affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [${preference}]}}`,
      labels: '{role: anchor}',
    }),
  );
  cluster.settle();
  const near = '{weight: 10, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {role: anchor}}}}';
  cluster.apply(podYaml('q', { spec: `affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [${near}]}}` }));
  cluster.apply(podYaml('r', { spec: `affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [${near}]}}` }));
  cluster.settle();
  assert.deepEqual(
    ['p', 'q', 'r'].map((name) => pod(cluster, name).spec.nodeName),
    ['node2', 'node2', 'node3'],
  );
});

test('a more important pod takes the place of a less important one', () => {
  const cluster = new Cluster({ nodes: 2 });
  cluster.apply(podYaml('low1', { container: cpu('3') }) + podYaml('low2', { container: cpu('3') }));
  cluster.settle();
  cluster.apply(podYaml('high', { spec: 'priorityClassName: system-cluster-critical', container: cpu('2') }));
  cluster.advance(5);
  const high = pod(cluster, 'high');
  assert.equal(message(cluster, 'high'), '0/2 nodes are available: 2 Insufficient cpu.');
  const { nominatedNodeName } = high.status;
  const victim = (cluster.list('pods', { namespace: 'default' }) as readonly Pod[]).find(
    ({ metadata }) => metadata.deletionTimestamp !== undefined,
  )!;
  assert.equal(victim.spec.nodeName, nominatedNodeName);
  assert.equal(conditionOf(victim, 'DisruptionTarget')?.message, 'default-scheduler: preempting to accommodate a higher priority pod');
  assert.equal(
    eventsOf(cluster, victim.metadata.name)[1],
    `Normal Preempted Preempted by pod ${high.metadata.uid} on node ${nominatedNodeName}`,
  );
  cluster.settle();
  assert.equal(pod(cluster, 'high').spec.nodeName, nominatedNodeName);
});

test('a seed decides where pods go, a fork goes on like its original', () => {
  const script = (cluster: Cluster): string => {
    cluster.apply(replicaSetYaml('web', 20) + podYaml('p', { container: cpu('9') }));
    cluster.settle();
    return cluster.digest();
  };
  const prepared = new Cluster({ nodes: 5, seed: 7 });
  assert.equal(script(prepared.fork()), script(prepared.fork()));
  assert.equal(script(new Cluster({ nodes: 5, seed: 7 })), script(prepared));
});

test('the events of a thousand pods are a few for each', () => {
  const cluster = new Cluster({ nodes: 10 });
  const before = cluster.events;
  cluster.apply(replicaSetYaml('web', 1000));
  cluster.settle();
  assert.ok(cluster.events - before < 8000, String(cluster.events - before));
  const perNode = new Map<string, number>();
  for (const name of nodeNames(cluster, 'web')) perNode.set(name, (perNode.get(name) ?? 0) + 1);
  assert.equal(perNode.size, 10);
  assert.ok(
    [...perNode.values()].every((count) => count >= 95 && count <= 105),
    [...perNode].join(' '),
  );
});
