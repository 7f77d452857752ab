import type { Client } from '../api/client.ts';
import { visitPrefix, type SortedMap } from '../base/sorted-map.ts';
import type { Protocol, Socket, Sockets } from '../control/network.ts';
import { NodeKind } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { accessLine, httpAnswer } from './images/http.ts';
import { isListening, withLogLine } from './images/program.ts';
import type { KubeletMemory } from './scene.ts';
import { isRunning, withNewest, type Instance, type Worker } from './worker.ts';

/** What kubelets remember, as far as it is about sockets. */
interface Nodes {
  readonly api: Client;
  readonly memory: SortedMap<string, KubeletMemory>;
  readonly now: () => number;
}

/** The sockets of all containers of all nodes. */
export function socketsOf(nodes: Nodes): Sockets {
  return {
    at: (ip, port, protocol) => {
      const workers = workersAt(nodes.memory, ip);
      const open = openIn(nodes, workers, port, protocol);
      if (open !== undefined) return open;
      const mapped = mappedPort(nodes, ip, port, protocol);
      if (mapped !== undefined) return openIn(nodes, workersAt(nodes.memory, mapped.ip), mapped.port, protocol) ?? 'refused';
      return workers.length === 0 ? 'nobody' : 'refused';
    },
    listeners: (ip) =>
      workersAt(nodes.memory, ip).flatMap(({ pod, containers }) =>
        containers.flatMap(({ name, newest }) => {
          if (newest?.program === undefined || !isRunning(newest)) return [];
          const { listens, listensFromMillis: fromMillis } = newest.program;
          return listens.map(({ containerPort: port, protocol }) => ({ pod, container: name, port, protocol, fromMillis }));
        }),
      ),
  };
}

function openIn(nodes: Nodes, workers: readonly Worker[], port: number, protocol: Protocol): Socket | undefined {
  for (const worker of workers) {
    const found = worker.containers.find(({ newest }) => isOpen(newest, port, protocol, nodes.now()));
    if (found !== undefined) return socketOf(nodes, worker, found.name, found.newest!);
  }
  return undefined;
}

/** The pod and its port that a port of a node leads to: a container may ask for one (`hostPort`). */
function mappedPort(
  { api }: Nodes,
  ip: string,
  port: number,
  protocol: Protocol,
): { readonly ip: string; readonly port: number } | undefined {
  const [node] = api.by(NodeKind, 'address', ip);
  if (node === undefined) return undefined;
  for (const { spec, status } of api.by(PodKind, 'node', node.metadata.name)) {
    if (spec.hostNetwork === true || status.podIP === undefined) continue;
    const found = spec.containers
      .flatMap(({ ports = [] }) => ports)
      .find(({ hostPort, protocol: own = 'TCP', hostIP = '' }) => hostPort === port && own === protocol && isAny(hostIP, ip));
    if (found !== undefined) return { ip: status.podIP, port: found.containerPort };
  }
  return undefined;
}

function isAny(hostIp: string, ip: string): boolean {
  return hostIp === '' || hostIp === '0.0.0.0' || hostIp === ip;
}

/** The workers whose sandbox has an address; several where pods share their node's. */
function workersAt(memory: Nodes['memory'], ip: string): readonly Worker[] {
  const workers: Worker[] = [];
  visitPrefix(memory, `at/${ip} `, (_, uid) => {
    const worker = memory.get(`pod/${uid as string}`) as Worker | undefined;
    if (worker !== undefined) workers.push(worker);
  });
  return workers;
}

function isOpen(newest: Instance | undefined, port: number, protocol: Protocol, nowMillis: number): boolean {
  return newest?.program !== undefined && isRunning(newest) && isListening(newest.program, port, nowMillis, protocol);
}

function socketOf(nodes: Nodes, { pod }: Worker, container: string, { program, asked, id }: Instance): Socket {
  return {
    pod,
    container,
    image: asked,
    speaksTls: false,
    answer: ({ target }) => httpAnswer(program!, target, nodes.now()),
    note: (request, answer, fromIp) => {
      const line = accessLine(program!, request, answer, fromIp, nodes.now());
      if (line !== undefined) noteLine(nodes, pod.metadata.uid, container, id, line);
    },
    reply: (text) => program!.profile.tcp?.find(({ receives }) => receives === text)?.answers,
  };
}

/** Adds a line to the log of the run that was asked, as it is now. */
function noteLine({ memory, now }: Nodes, uid: string, container: string, id: string, line: string): void {
  const worker = memory.get(`pod/${uid}`) as Worker | undefined;
  const newest = worker?.containers.find(({ name }) => name === container)?.newest;
  if (worker === undefined || newest?.id !== id || newest.program?.kind !== 'own') return;
  memory.set(`pod/${uid}`, withNewest(worker, container, { program: withLogLine(newest.program, now(), line) }));
}
