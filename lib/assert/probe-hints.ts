import type { KubeObject } from '../api/object.ts';
import type { Container } from '../api/generated/types.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** How many sorts of slips are told. */
const MOST_HINTS = 2;

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** Probes of pods that ask a port on which nobody listens, a line for each sort. */
export function deafPorts(cluster: Cluster, objects: readonly KubeObject[]): readonly string[] {
  const pods = objects.filter((object): object is Pod => object.kind === 'Pod');
  const lines = pods.flatMap((pod) => {
    const ports = new Set(cluster.network.listeners(pod.status.podIP ?? '').map(({ port }) => port));
    if (ports.size === 0) return [];
    return pod.spec.containers.flatMap((container) => slipsOf(container, ports));
  });
  return [...new Set(lines)].slice(0, MOST_HINTS);
}

function slipsOf(container: Container, listened: ReadonlySet<number>): readonly string[] {
  return PROBES.flatMap((field) => {
    const probe = container[field];
    const asked = probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
    const host = probe?.httpGet?.host ?? probe?.tcpSocket?.host;
    if (asked === undefined || host !== undefined) return [];
    const port = typeof asked === 'number' ? asked : (container.ports ?? []).find(({ name }) => name === asked)?.containerPort;
    const what = `The ${field} of container "${container.name}" asks port ${asked}`;
    if (port === undefined) return [`${what}, which is the name of none of its ports.`];
    return listened.has(port)
      ? []
      : [`${what}, where nobody listens; its pod listens on ${[...listened].sort((a, b) => a - b).join(', ')}.`];
  });
}
