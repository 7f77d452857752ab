import type { Client } from './api/client.ts';
import { NamespaceKind } from './kinds/namespace.ts';
import { NodeKind } from './kinds/node.ts';
import { ReplicaSetKind } from './kinds/replicaset.ts';
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
  if (nodes > 0) api.create(ReplicaSetKind, COREDNS);
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

const COREDNS_LABELS = { 'k8s-app': 'kube-dns', 'pod-template-hash': '668d6bf9bc' };

/** Cluster DNS as kubeadm installs it. kube: cmd/kubeadm/app/phases/addons/dns/manifests.go */
const COREDNS = {
  metadata: { name: 'coredns-668d6bf9bc', namespace: 'kube-system', labels: COREDNS_LABELS },
  spec: {
    replicas: 2,
    selector: { matchLabels: COREDNS_LABELS },
    template: {
      metadata: { labels: COREDNS_LABELS },
      spec: {
        priorityClassName: 'system-cluster-critical',
        dnsPolicy: 'Default',
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
        ],
        containers: [
          {
            name: 'coredns',
            image: 'registry.k8s.io/coredns/coredns:v1.11.3',
            args: ['-conf', '/etc/coredns/Corefile'],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            ports: [
              { containerPort: 53, name: 'dns', protocol: 'UDP' },
              { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
              { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
            ],
          },
        ],
      },
    },
  },
};
