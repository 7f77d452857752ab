import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** A cluster to ask, with pods, Services and endpoints applied and settled. */
export function clusterWith(yaml: string, nodes = 1, seed = 1): Cluster {
  const cluster = new Cluster({ nodes, seed });
  cluster.apply(yaml);
  cluster.settle();
  return cluster;
}

/** A pod that serves HTTP on port 8080 as an ordinary application does, ready once it listens. */
export function server(name: string, more: { readonly labels?: string; readonly node?: string; readonly spec?: string } = {}): string {
  const { labels = 'app: web', node, spec = '' } = more;
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${labels}}}
spec:
  ${node === undefined ? '' : `nodeName: ${node}`}
  ${spec}
  containers: [{name: c, image: "web:1", ports: [{containerPort: 8080, name: http}]}]
`;
}

/** A pod from which one can ask. */
export const CLIENT = `---
apiVersion: v1
kind: Pod
metadata: {name: client}
spec:
  containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]
`;

/** A Service; \`spec\` are lines of its spec in one line of YAML. */
export function service(name: string, spec: string): string {
  return `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {${spec}}\n`;
}

/** A pod by its name. */
export function podOf(cluster: Cluster, name: string): Pod {
  return cluster.get('pod', name) as Pod;
}

/** How many of some requests each pod has answered; the failures by their reasons. */
export function sharesOf(cluster: Cluster, address: string, count: number, from?: Pod): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const outcome of cluster.request(address, { count, ...(from === undefined ? {} : { from }) })) {
    const who = 'answer' in outcome ? (outcome.socket.pod?.metadata.name ?? 'API server') : outcome.failure;
    shares[who] = (shares[who] ?? 0) + 1;
  }
  return shares;
}
