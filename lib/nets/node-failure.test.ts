import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Taint } from '../api/generated/types.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { Cluster } from '../cluster.ts';
import { isNodeReady, type Node } from '../kinds/node.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';

/** What the recorded cluster ran, as far as there are controllers for it; `agent` tolerates everything, as the pod of its DaemonSet did. */
const RECORDED = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      topologySpreadConstraints:
        - { maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: web } } }
      containers: [{ name: web, image: "nginx:1.27" }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: agent }
spec:
  nodeName: node2
  tolerations: [{ operator: Exists }]
  containers: [{ name: agent, image: "nginx:1.27" }]
`;

/** The node that carries two of the four, and the cluster at the moment at which its kubelet is stopped: as in the recording, 45 s before it is missed. */
function recorded(): { readonly cluster: Cluster; readonly lost: string } {
  const cluster = new Cluster({ nodes: 3 });
  cluster.apply(RECORDED.replace('replicas: 4', 'replicas: 3'));
  cluster.settle();
  cluster.apply(RECORDED);
  cluster.settle();
  const lost = ['node1', 'node2', 'node3'].find((name) => webPods(cluster).filter(({ spec }) => spec.nodeName === name).length === 2)!;
  cluster.as('admin').delete(cluster.kind('pod'), { metadata: { name: 'agent', namespace: 'default' } }, { gracePeriodSeconds: 0 });
  cluster.apply(RECORDED.replace('nodeName: node2', `nodeName: ${lost}`));
  cluster.settle();
  const renewed = (): string => {
    const lease = cluster.get('lease', lost, { namespace: 'kube-node-lease' });
    return (fieldsOf(lease)['spec'] as { readonly renewTime: string }).renewTime;
  };
  cluster.advance('20s');
  // Six seconds after a renewal that the controller saw a moment later.
  const before = renewed();
  while (renewed() === before) cluster.advance(1000);
  cluster.advance(5000 - (cluster.now % 5000));
  cluster.advance(5000);
  return { cluster, lost };
}

function webPods(cluster: Cluster): readonly Pod[] {
  return cluster.list('pod', { namespace: 'default', labelSelector: 'app=web' }) as Pod[];
}

/** When something first holds, in seconds from a moment on: looked at after every event. */
function secondsUntil(cluster: Cluster, from: number, holds: () => boolean): number {
  assert.ok(cluster.advance('10m', holds), `never so within ten minutes: ${holds.toString()}`);
  return (cluster.now - from) / 1000;
}

/** The recording, polled once a second, holds to two seconds. */
function near(seconds: number, wanted: number): void {
  assert.ok(Math.abs(seconds - wanted) <= 2, `at +${seconds}s instead of +${wanted}s`);
}

function taints(node: Node): readonly string[] {
  return (node.spec.taints ?? []).map(({ key, effect }: Taint) => `${key}:${effect}`);
}

function eventsOf(cluster: Cluster, reason: string): readonly (KubeObject & Record<string, unknown>)[] {
  return (cluster.list('event') as (KubeObject & Record<string, unknown>)[]).filter((event) => event['reason'] === reason);
}

void test('a node whose kubelet dies and comes back goes through the recorded timeline, to two seconds', () => {
  const { cluster, lost } = recorded();
  const node = (): Node => cluster.get('node', lost) as Node;
  const deployment = (): Record<string, number> => fieldsOf(cluster.get('deployment', 'web'))['status'] as Record<string, number>;
  const began = cluster.now;
  const victims = webPods(cluster).filter(({ spec }) => spec.nodeName === lost);
  assert.equal(victims.length, 2);
  cluster.stopNode(lost, 'kubelet');

  near(
    secondsUntil(cluster, began, () => !isNodeReady(node())),
    45,
  );
  cluster.advance(10);
  for (const condition of node().status.conditions ?? []) {
    const { status, reason, message } = condition;
    assert.deepEqual([status, reason, message], ['Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.']);
  }
  assert.deepEqual(taints(node()), ['node.kubernetes.io/unreachable:NoSchedule']);
  assert.ok(
    eventsOf(cluster, 'NodeNotReady').some(
      ({ message, type }) => message === `Node ${lost} status is now: NodeNotReady` && type === 'Normal',
    ),
    'the node has its event',
  );
  for (const { metadata } of victims) {
    const { status } = cluster.get('pod', metadata.name) as Pod;
    const pod = cluster.get('pod', metadata.name) as Pod;
    const { status: ready, reason } = conditionOf(pod, 'Ready')!;
    assert.deepEqual([ready, reason], ['False', undefined]);
    assert.equal(conditionOf(pod, 'ContainersReady')?.status, 'True');
    assert.equal(status.phase, 'Running');
    assert.ok(
      eventsOf(cluster, 'NodeNotReady').some(({ message, type, involvedObject }) => {
        const { name } = involvedObject as { readonly name: string };
        return name === metadata.name && message === 'Node is not ready' && type === 'Warning';
      }),
      `${metadata.name} has its event`,
    );
  }
  const subsets = (): readonly { readonly addresses?: readonly unknown[]; readonly notReadyAddresses?: readonly unknown[] }[] =>
    fieldsOf(cluster.get('endpoints', 'web'))['subsets'] as [];
  assert.deepEqual([subsets()[0]?.addresses?.length, subsets()[0]?.notReadyAddresses?.length], [2, 2]);
  assert.deepEqual([deployment()['availableReplicas'], deployment()['unavailableReplicas']], [2, 2]);

  near(
    secondsUntil(cluster, began, () => taints(node()).includes('node.kubernetes.io/unreachable:NoExecute')),
    51,
  );
  const isGoing = ({ metadata }: Pod): boolean => (cluster.get('pod', metadata.name) as Pod).metadata.deletionTimestamp !== undefined;
  near(
    secondsUntil(cluster, began, () => victims.every(isGoing)),
    351,
  );
  cluster.advance(10);
  for (const { metadata } of victims) {
    const { status, reason } = conditionOf(cluster.get('pod', metadata.name) as Pod, 'DisruptionTarget')!;
    assert.deepEqual([status, reason], ['True', 'DeletionByTaintManager']);
    const messages = eventsOf(cluster, 'TaintManagerEviction').map(({ message }) => message);
    assert.ok(messages.includes(`Marking for deletion Pod default/${metadata.name}`), 'the eviction is told');
  }
  assert.equal((cluster.get('pod', 'agent') as Pod).metadata.deletionTimestamp, undefined);
  assert.equal(webPods(cluster).length, 6);
  assert.equal(subsets()[0]?.addresses?.length, 2);
  near(
    secondsUntil(cluster, began, () => deployment()['availableReplicas'] === 4),
    353,
  );

  cluster.advance(began + 431_000 - cluster.now);
  assert.equal(webPods(cluster).length, 6, 'nobody takes away what a dead kubelet holds');
  cluster.startNode(lost);
  near(
    secondsUntil(cluster, began, () => isNodeReady(node())),
    432,
  );
  cluster.advance(10);
  assert.ok(!taints(node()).includes('node.kubernetes.io/unreachable:NoSchedule'), 'pods may come again at once');
  assert.equal(conditionOf(cluster.get('pod', 'agent') as Pod, 'Ready')?.status, 'True');
  assert.deepEqual(
    ['Starting', 'NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID', 'NodeReady'].map(
      (reason) => eventsOf(cluster, reason).length,
    ),
    [1, 1, 1, 1, 1],
  );
  near(
    secondsUntil(cluster, began, () => webPods(cluster).length === 4),
    433,
  );
  near(
    secondsUntil(cluster, began, () => taints(node()).length === 0),
    436,
  );
});

void test('a machine that was off begins its pods anew, in new sandboxes and with their restarts counted', () => {
  const cluster = new Cluster({ nodes: 2 });
  cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  nodeName: node2
  initContainers: [{ name: first, image: "busybox:1.36", command: [sh, -c, "echo here"] }]
  containers: [{ name: web, image: "nginx:1.27" }]
---
apiVersion: v1
kind: Pod
metadata: { name: task }
spec: { nodeName: node2, restartPolicy: Never, containers: [{ name: main, image: "busybox:1.36", command: [sleep, "9999"] }] }
`);
  cluster.settle();
  const web = (): Pod => cluster.get('pod', 'web') as Pod;
  const { podIP } = web().status;
  cluster.stopNode('node2');
  cluster.advance('20s');
  assert.throws(
    () => cluster.exec(web(), ['true'], 'web'),
    /^ApiError: error dialing backend: dial tcp 192\.168\.64\.2:10250: i\/o timeout$/,
  );
  assert.throws(() => cluster.log(web()), /^ApiError: Get "https:\/\/192\.168\.64\.2:10250\/containerLogs\/default\/web\/web": dial tcp/);
  cluster.startNode('node2');
  cluster.settle();
  const { containerStatuses, initContainerStatuses, phase } = web().status;
  assert.equal(phase, 'Running');
  assert.notEqual(web().status.podIP, podIP);
  assert.equal(containerStatuses![0]!.restartCount, 1);
  assert.deepEqual(
    [containerStatuses![0]!.lastState?.terminated?.exitCode, containerStatuses![0]!.lastState?.terminated?.reason],
    [255, 'Unknown'],
  );
  assert.equal(initContainerStatuses![0]!.restartCount, 1);
  const changed = eventsOf(cluster, 'SandboxChanged').map(({ involvedObject }) => (involvedObject as { readonly name: string }).name);
  assert.deepEqual(
    changed.filter((name) => !name.startsWith('coredns')),
    ['web'],
  );
  assert.equal(eventsOf(cluster, 'Rebooted').length, 1);
  assert.equal((cluster.get('pod', 'task') as Pod).status.phase, 'Failed');
});

void test('heartbeats follow from the time: reading them writes nothing, and a year of them is no event', () => {
  const cluster = new Cluster({ nodes: 3 });
  const { revision, events } = cluster;
  const read = (): readonly string[] => {
    const lease = fieldsOf(cluster.get('lease', 'node3', { namespace: 'kube-node-lease' }))['spec'] as { readonly renewTime: string };
    return [lease.renewTime, (cluster.get('node', 'node3') as Node).status.conditions![0]!.lastHeartbeatTime!];
  };
  const [first = '', second = ''] = read();
  cluster.advance('5m');
  const [third = '', fourth = ''] = read();
  assert.equal(Date.parse(third) - Date.parse(first), 300_000);
  assert.equal(Date.parse(fourth) - Date.parse(second), 300_000);
  cluster.advance(365 * 86_400_000);
  assert.notEqual(read()[0], third);
  assert.equal(cluster.revision, revision);
  assert.equal(cluster.events, events);
});
