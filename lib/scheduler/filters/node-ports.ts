import type { Client } from '../../api/client.ts';
import { conflicts, hostPortsOf, type HostPort } from '../../kinds/host-ports.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import type { NodeState } from '../node-state.ts';
import type { FilterPlugin, Rejection } from '../plugin.ts';

const TAKEN: Rejection = { reasons: ["node(s) didn't have free ports for the requested pod ports"], resolvable: true };

/** Keeps pods apart that want the same port of a node. kube: pkg/scheduler/framework/plugins/nodeports/node_ports.go */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  prepare({ pod, api }) {
    const wanted = hostPortsOf(pod);
    if (wanted.length === 0) return undefined;
    return { test: (info) => (wanted.some((port) => isTaken(api, info, port)) ? TAKEN : undefined) };
  },
  requeue(pod, news) {
    if (news.about === 'node') return news.before === undefined;
    if (news.about !== 'pod' || news.before === undefined || news.after !== undefined) return false;
    const freed = hostPortsOf(news.before);
    return hostPortsOf(pod).some((port) => freed.some((other) => conflicts(port, other)));
  },
};

function isTaken(api: Client, { name, added, removed }: NodeState, port: HostPort): boolean {
  const holds = (pod: Pod): boolean => hostPortsOf(pod).some((other) => conflicts(port, other));
  if (added.some(holds)) return true;
  return api.by(PodKind, 'hostPort', `${name}/${port.protocol}/${port.port}`).some((pod) => !removed.includes(pod) && holds(pod));
}
