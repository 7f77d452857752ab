import type { Client } from '../api/client.ts';
import type { NodeCondition } from '../api/generated/types.ts';
import { PRESSURES, type Pressure } from '../control/node-power.ts';
import { NodeKind, type Node } from '../kinds/node.ts';

/** The version every node says it runs. */
const KUBERNETES_VERSION = 'v1.32.13';

/** How many nodes a cluster can have: one range of 256 pod addresses each, of 10.244.0.0/14. */
export const MOST_NODES = 1024;

type Status = Node['status'];

/** A node as its kubelet registers it: 4 CPUs, 8Gi, 110 pods. kube: pkg/kubelet/kubelet_node_status.go initialNode */
export function newNode(name: string, number: number, bootId: string, now: string): Parameters<Client['create']>[1] {
  const range = `10.${244 + (number >>> 8)}.${number & 255}.0/24`;
  return {
    metadata: { name, labels: labelsOf(name), annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } },
    // unlike kube: the range of pod addresses comes with the node, not from a controller a moment later
    spec: { podCIDR: range, podCIDRs: [range] },
    status: { ...statusOf(name, number, bootId), conditions: conditionsOf([], [], now) },
  };
}

/** The lowest number that no node has. */
export function freeNumber(api: Client): number {
  for (let number = 1; number <= MOST_NODES; number++) if (api.by(NodeKind, 'address', addressOf(number)).length === 0) return number;
  throw new RangeError(`a cluster has ${MOST_NODES} nodes at most`);
}

/** The labels a node has in any case. */
export function labelsOf(name: string): Readonly<Record<string, string>> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
}

function addressOf(number: number): string {
  return `192.168.${64 + (number >>> 8)}.${number & 255}`;
}

/** What a kubelet says of its machine. */
export function statusOf(name: string, number: number, bootId: string): Status {
  const capacity = { cpu: '4', 'ephemeral-storage': '100Gi', memory: '8Gi', pods: '110' };
  return {
    addresses: [
      { type: 'InternalIP', address: addressOf(number) },
      { type: 'Hostname', address: name },
    ],
    capacity,
    allocatable: capacity,
    nodeInfo: {
      architecture: 'amd64',
      bootID: bootId,
      containerRuntimeVersion: 'containerd://1.7.27',
      kernelVersion: '6.1.0',
      kubeProxyVersion: '',
      kubeletVersion: KUBERNETES_VERSION,
      machineID: '',
      operatingSystem: 'linux',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      systemUUID: '',
    },
  };
}

/** kube: pkg/kubelet/nodestatus/setters.go */
const PRESSURE_WORDS: Readonly<Record<Pressure, readonly [healthy: string, healthyMessage: string, unhealthy: string, message: string]>> = {
  MemoryPressure: [
    'KubeletHasSufficientMemory',
    'kubelet has sufficient memory available',
    'KubeletHasInsufficientMemory',
    'kubelet has insufficient memory available',
  ],
  DiskPressure: ['KubeletHasNoDiskPressure', 'kubelet has no disk pressure', 'KubeletHasDiskPressure', 'kubelet has disk pressure'],
  PIDPressure: [
    'KubeletHasSufficientPID',
    'kubelet has sufficient PID available',
    'KubeletHasInsufficientPID',
    'kubelet has insufficient PID available',
  ],
};

/** The conditions that a kubelet reports now, among those of others; one that keeps its status keeps the time since when it has it. */
export function conditionsOf(old: readonly NodeCondition[], pressures: readonly Pressure[], now: string): readonly NodeCondition[] {
  const own = [
    ...PRESSURES.map((type) => {
      const [healthy, healthyMessage, unhealthy, message] = PRESSURE_WORDS[type];
      return pressures.includes(type)
        ? { type, status: 'True', reason: unhealthy, message }
        : { type, status: 'False', reason: healthy, message: healthyMessage };
    }),
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  ].map((condition) => {
    const before = old.find(({ type }) => type === condition.type);
    const since = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
    return { ...condition, lastHeartbeatTime: now, lastTransitionTime: since };
  });
  const others = old.filter(({ type }) => !own.some((condition) => condition.type === type));
  return [...others, ...own];
}
