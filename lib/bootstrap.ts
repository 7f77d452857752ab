import type { Client } from './api/client.ts';
import { installClusterDns } from './cluster-dns.ts';
import { EndpointsKind } from './kinds/endpoints.ts';
import { EndpointSliceKind, SERVICE_NAME_LABEL } from './kinds/endpointslice.ts';
import { NamespaceKind } from './kinds/namespace.ts';
import { NodeKind } from './kinds/node.ts';
import { ServiceKind } from './kinds/service.ts';
import { API_SERVER } from './network/api-server.ts';
import { timestamp } from './sim/time.ts';

/** A cluster has been up for an hour when its clock shows 0. */
export const BOOT_MILLIS = -3_600_000;

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
  for (let number = 1; number <= nodes; number++) api.create(NodeKind, nodeManifest(number));
  publishApiServer(api);
  if (nodes > 0) installClusterDns(api);
}

/** The Service under which pods find the API server. kube: pkg/controlplane/controller/kubernetesservice/controller.go */
function publishApiServer(api: Client): void {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const port = { name: 'https', port: 6443, protocol: 'TCP' };
  api.create(ServiceKind, {
    metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  });
  const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
  api.create(EndpointsKind, { metadata: { ...metadata, labels }, subsets: [{ addresses: [{ ip: API_SERVER }], ports: [port] }] });
  api.create(EndpointSliceKind, {
    metadata: { ...metadata, labels: { [SERVICE_NAME_LABEL]: 'kubernetes' } },
    addressType: 'IPv4',
    ports: [port],
    endpoints: [{ addresses: [API_SERVER], conditions: { ready: true } }],
  });
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
