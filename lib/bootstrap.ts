import type { Client } from './api/client.ts';
import { installClusterDns } from './cluster-dns.ts';
import { NamespaceKind } from './kinds/namespace.ts';
import { NodeKind } from './kinds/node.ts';
import { PriorityClassKind } from './kinds/priorityclass.ts';
import { SYSTEM_PRIORITY_CLASSES } from './kinds/system-priorities.ts';
import { publishApiServer } from './controllers/api-server-service.ts';
import { timestamp } from './sim/time.ts';

/** A cluster has been up for two hours when its clock shows 0: long enough for the events of its start to be forgotten. */
export const BOOT_MILLIS = -7_200_000;

/** The version every node says it runs. */
const KUBERNETES_VERSION = 'v1.32.13';

/** How many nodes a cluster can have: one range of 256 pod addresses each, of 10.244.0.0/14. */
const MOST_NODES = 1024;

// unlike kube: nodes are ready from the start and stay so; there are no heartbeats, leases or control-plane pods
/** Makes what every cluster has from the start: nodes, system namespaces, cluster DNS. Throws a RangeError for a number of nodes that makes no sense. */
export function bootstrap(api: Client, nodes: number): void {
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > MOST_NODES)
    throw new RangeError(`a cluster has 0 to ${MOST_NODES} nodes, not ${nodes}`);
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) api.create(NamespaceKind, { metadata: { name } });
  // kube: pkg/registry/scheduling/rest/storage_scheduling.go AddSystemPriorityClasses
  for (const { name, ...priorityClass } of SYSTEM_PRIORITY_CLASSES) api.create(PriorityClassKind, { metadata: { name }, ...priorityClass });
  for (let number = 1; number <= nodes; number++) api.create(NodeKind, nodeManifest(number));
  publishApiServer(api);
  if (nodes > 0) installClusterDns(api);
}

/** Node number 1, 2 ... as a kubelet registers it: 4 CPUs, 8Gi, 110 pods. kube: pkg/kubelet/kubelet_node_status.go */
function nodeManifest(number: number): Parameters<Client['create']>[1] {
  const name = `node${number}`;
  const capacity = { cpu: '4', 'ephemeral-storage': '100Gi', memory: '8Gi', pods: '110' };
  const range = `10.${244 + (number >>> 8)}.${number & 255}.0/24`;
  return {
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: { podCIDR: range, podCIDRs: [range] },
    status: {
      addresses: [
        { type: 'InternalIP', address: `192.168.${64 + (number >>> 8)}.${number & 255}` },
        { type: 'Hostname', address: name },
      ],
      capacity,
      allocatable: capacity,
      conditions: CONDITIONS.map(([type, status, reason, message]) => ({
        type,
        status,
        reason,
        message,
        lastHeartbeatTime: timestamp(BOOT_MILLIS),
        lastTransitionTime: timestamp(BOOT_MILLIS),
      })),
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'containerd://1.7.27',
        kernelVersion: '6.1.0',
        kubeProxyVersion: '',
        kubeletVersion: KUBERNETES_VERSION,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: '',
      },
    },
  };
}

/** kube: pkg/kubelet/nodestatus/setters.go */
const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;
