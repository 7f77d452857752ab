import type { Pod } from './pod-state.ts';

/** A port of the node that a pod asks for. */
export interface HostPort {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

const ANY_ADDRESS = '0.0.0.0';
const NO_PORTS: readonly HostPort[] = [];

/** The ports of its node that a pod asks for, by its containers and sidecars. kube: pkg/scheduler/util/utils.go GetHostPorts */
export function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  let ports: HostPort[] | undefined;
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? NO_CONTAINERS;
  for (const containers of [spec.containers, sidecars]) {
    for (const container of containers) {
      for (const { hostPort = 0, hostIP = '', protocol = 'TCP' } of container.ports ?? NO_CONTAINER_PORTS) {
        if (hostPort > 0) (ports ??= []).push({ protocol, address: hostIP === '' ? ANY_ADDRESS : hostIP, port: hostPort });
      }
    }
  }
  return ports ?? NO_PORTS;
}

/** Whether two pods cannot have these ports of one node at once. kube: pkg/scheduler/framework/types.go HostPortInfo.CheckConflict */
export function conflicts(a: HostPort, b: HostPort): boolean {
  return (
    a.protocol === b.protocol && a.port === b.port && (a.address === b.address || a.address === ANY_ADDRESS || b.address === ANY_ADDRESS)
  );
}

const NO_CONTAINERS: Pod['spec']['containers'] = [];
const NO_CONTAINER_PORTS: NonNullable<Pod['spec']['containers'][number]['ports']> = [];
