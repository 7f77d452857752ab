import { UsageError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { same } from '../base/merge.ts';
import { actor } from '../control/actor.ts';
import { isKubeletUp, powerOf, type NodePowers } from '../control/node-power.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { SecretKind } from '../kinds/secret.ts';
import { KUBELET_NOTICE_MILLIS, KUBELET_START_MILLIS } from '../sim/latencies.ts';
import { admit } from './admission.ts';
import { checkExit, endContainer, killContainer, nameOf, restate, signalContainer } from './container-run.ts';
import { caughtUp, withAimedRetry, withNextRetry } from './idle-retries.ts';
import { hearNews, NETWORK_KINDS } from './network-calls.ts';
import { startKubelet, tellHealth } from './node-status.ts';
import { allWorkers, findAgain, goOnUnseen, loseKubelet, workersOf } from './outage.ts';
import { forgetOutcomes, scheduleProbes, tickProbe } from './probes/prober.ts';
import { findWorker, forgetPulls, forgetWorker, keepWorker, registerUses, usersOf, type KubeletMemory, type Scene } from './scene.ts';
import { afterExit, afterHook, afterStop, askForSync, completeStep, lookAtRuntime } from './sync.ts';
import { tellNext, terminate, volumesUnmounted } from './termination.ts';
import { objectChanged, retryVolume } from './volumes/mounting.ts';
import type { ObjectName } from './volumes/references.ts';
import { shareFiles, showVolumes } from './volumes/sharing.ts';
import { isRunning, newWorker, type Worker } from './worker.ts';

const NAME = 'kubelet';

/**
 * The kubelets of all nodes. An event's key is `<what> <uid of the pod> [container]`.
 * kube: pkg/kubelet/kubelet.go syncLoopIteration
 */
export const kubelet = actor<KubeletMemory>({
  name: NAME,
  watches: [PodKind as unknown as Kind, NodeKind as unknown as Kind, ConfigMapKind, SecretKind, ...NETWORK_KINDS],
  changed({ kind, key, user, before, after }, scene) {
    if (NETWORK_KINDS.includes(kind)) hearNews(scene);
    else if (kind === (NodeKind as unknown as Kind)) {
      if (before === undefined && user !== NAME) join(scene, after as Node);
    } else if (kind !== (PodKind as unknown as Kind)) {
      for (const uid of usersOf(scene, kind.singular, key))
        scene.after(
          KUBELET_NOTICE_MILLIS,
          `object ${uid} ${kind.singular}/${(after ?? before)!.metadata.name}`,
          `${kind.singular} changed`,
        );
    } else {
      const worker = user === NAME ? undefined : findWorker(scene, (after ?? before)!.metadata.uid);
      if (worker !== undefined && worker.murmurs.length > 0) keepWorker(scene, withNextRetry(scene, worker));
      if (concernsKubelet(user, before as Pod | undefined, after as Pod | undefined))
        announce(scene, (after ?? before) as Pod, after === undefined ? 'pod removed' : 'pod changed');
    }
  },
  environmentChanged(scene, before) {
    const { containers, failingProbes, nodes } = scene.environment;
    if (nodes !== before.nodes) powersChanged(scene, before.nodes, nodes);
    for (const worker of containers === before.containers
      ? probedOtherwise(scene, before.failingProbes, failingProbes)
      : allWorkers(scene)) {
      const now = containers === before.containers ? worker : restate(scene, worker);
      if (now.probes.length > 0 || now !== worker) keepWorker(scene, scheduleProbes(scene, forgetOutcomes(now)));
    }
  },
  handle({ key }, scene) {
    const [what = '', uid = '', detail = ''] = key.split(' ');
    if (what === 'kubelet') {
      beginOnNode(scene, uid, detail);
      return;
    }
    if (what === 'health') {
      const node = scene.api.find(NodeKind, uid);
      if (node !== undefined && isKubeletUp(scene, uid)) tellHealth(scene, node, false);
      return;
    }
    if (what === 'notice') {
      notice(scene, uid, detail);
      return;
    }
    const known = findWorker(scene, uid);
    if (known === undefined) return;
    if (!isKubeletUp(scene, known.pod.spec.nodeName ?? '')) {
      goOnUnseen(scene, known, what, detail);
      return;
    }
    const worker = caughtUp(scene, known);
    if (what === 'unmounted') volumesUnmounted(scene, worker);
    else keepReacted(scene, reaction(scene, worker, what, detail));
  },
});

/** A node was made by somebody: unless it has all that its kubelet would say of it, that starts. */
function join(scene: Scene, { metadata, status }: Node): void {
  const isWhole = status.nodeInfo !== undefined && status.conditions?.some(({ type }) => type === 'Ready') === true;
  if (!isWhole) scene.after(KUBELET_START_MILLIS, `kubelet ${metadata.name} new`, 'kubelet starts');
  else for (const pod of scene.api.by(PodKind, 'node', metadata.name)) announce(scene, pod, 'node is there');
}

/** Machines and kubelets have stopped or started, or suffer from something else than before. */
function powersChanged(scene: Scene, before: NodePowers, now: NodePowers): void {
  for (const [name, power] of now) {
    const { state, pressures } = powerOf(before, name);
    if (power.state === state) {
      if (power.pressures !== pressures) scene.after(KUBELET_NOTICE_MILLIS, `health ${name}`, 'kubelet looked at its machine');
    } else if (power.state === 'running') {
      scene.after(KUBELET_START_MILLIS, `kubelet ${name} again`, 'kubelet starts');
    } else {
      const isOff = power.state === 'off';
      for (const worker of workersOf(scene, name)) loseKubelet(scene, worker, isOff);
      forgetPulls(scene, name);
      if (isOff) scene.memory.set(`reboot/${name}`, name);
    }
  }
}

/** A kubelet has come up, unless it was stopped before: it tells of its node and looks after the pods that are there. */
function beginOnNode(scene: Scene, name: string, what: string): void {
  if (!isKubeletUp(scene, name)) return;
  const beginning = what === 'new' ? what : scene.memory.has(`reboot/${name}`) ? 'rebooted' : 'restarted';
  scene.memory.delete(`reboot/${name}`);
  startKubelet(scene, name, beginning);
  const known = workersOf(scene, name);
  for (const worker of known) findAgain(scene, worker);
  const uids = new Set(known.map(({ pod }) => pod.metadata.uid));
  for (const pod of scene.api.by(PodKind, 'node', name)) if (!uids.has(pod.metadata.uid)) meet(scene, pod);
}

/** The workers of whose probes a scenario says something else than before. */
function probedOtherwise(scene: Scene, before: ReadonlySet<string>, now: ReadonlySet<string>): readonly Worker[] {
  const names = [...before].filter((name) => !now.has(name)).concat([...now].filter((name) => !before.has(name)));
  const uids = new Set(names.map((name) => name.slice(0, name.indexOf('/'))));
  return [...uids].flatMap((uid) => findWorker(scene, uid) ?? []);
}

/** Remembers a worker after something has happened to it: what that means for its files and probes is seen to. */
function keepReacted(scene: Scene, worker: Worker): void {
  keepWorker(scene, withAimedRetry(scene, scheduleProbes(scene, shareFiles(scene, worker))));
}

function reaction(scene: Scene, worker: Worker, what: string, container: string): Worker {
  switch (what) {
    case 'step':
      return completeStep(scene, worker);
    case 'relist':
      return lookAtRuntime(scene, worker);
    case 'retry':
      return askForSync(scene, { ...worker, retry: undefined, murmurs: [] });
    case 'deadline':
      return askForSync(scene, { ...worker, deadline: undefined });
    case 'exit':
      return afterExit(scene, checkExit(scene, worker, container), container);
    case 'end':
      return afterExit(scene, endContainer(scene, worker, container), nameOf(container));
    case 'hook':
      return afterHook(scene, worker, container);
    case 'term':
      return signalContainer(scene, worker, container);
    case 'kill':
      return afterExit(scene, killContainer(scene, worker, container), container);
    case 'probe': {
      const { worker: probed, isNews } = tickProbe(scene, worker, container);
      return isNews ? askForSync(scene, probed) : probed;
    }
    case 'volume':
      return retryVolume(scene, worker, container);
    case 'object':
      return objectChanged(scene, worker, container as ObjectName);
    case 'resync':
      return askForSync(scene, { ...worker, resync: undefined });
    case 'files':
      return { ...worker, nextWrite: undefined };
    case 'host':
      return showVolumes(scene, worker);
    case 'sidecars':
      return tellNext(scene, worker);
    case 'stopped':
      return afterStop(scene, worker);
    default:
      throw new Error(`the kubelet knows no event ${JSON.stringify(what)}`);
  }
}

/** Lets a running container's program end as if by itself; the kubelet notices as it would. Throws a UsageError for one that does not run. */
export function letEnd(scene: Scene, pod: Pod, container: string, code: number): void {
  const record = findWorker(scene, pod.metadata.uid)?.containers.find(({ name }) => name === container);
  if (!isRunning(record?.newest))
    throw new UsageError(`container ${JSON.stringify(container)} of pod ${JSON.stringify(pod.metadata.name)} does not run`);
  scene.after(0, `end ${pod.metadata.uid} ${container}=${code}`, 'program ends');
}

function announce(scene: Scene, { metadata, spec }: Pod, reason: string): void {
  if ((spec.nodeName ?? '') === '') return;
  scene.after(KUBELET_NOTICE_MILLIS, `notice ${metadata.uid} ${metadata.namespace ?? ''}/${metadata.name}`, reason);
}

/** The kubelet's own status writes are nothing to it. kube: pkg/kubelet/config/config.go podsDifferSemantically */
function concernsKubelet(user: string, before: Pod | undefined, after: Pod | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  const [old, now] = [before.metadata, after.metadata];
  return (
    before.spec !== after.spec ||
    old.deletionTimestamp !== now.deletionTimestamp ||
    old.deletionGracePeriodSeconds !== now.deletionGracePeriodSeconds ||
    !same(old.labels, now.labels) ||
    !same(old.annotations, now.annotations) ||
    (user !== NAME && isTerminalPhase(before.status.phase) !== isTerminalPhase(after.status.phase))
  );
}

/** A pod of a node was bound, changed or removed. */
function notice(scene: Scene, uid: string, key: string): void {
  const stored = scene.api.findByKey(PodKind, key);
  const pod = stored?.metadata.uid === uid ? stored : undefined;
  const known = findWorker(scene, uid);
  if (!isKubeletUp(scene, (known?.pod ?? pod)?.spec.nodeName ?? '')) return;
  const worker = known && caughtUp(scene, known);
  if (worker === undefined) {
    if (pod !== undefined) meet(scene, pod);
  } else if (pod !== undefined) {
    const isToEnd = pod.metadata.deletionTimestamp !== undefined || isTerminalPhase(pod.status.phase);
    const { labels, annotations } = worker.pod.metadata;
    const isStale = worker.isStale || pod.metadata.labels !== labels || pod.metadata.annotations !== annotations;
    const next = isToEnd ? terminate(scene, { ...worker, pod }) : askForSync(scene, { ...worker, pod, isStale });
    keepReacted(scene, next);
  } else if (worker.state === 'finished') {
    forgetWorker(scene, worker);
  } else {
    keepWorker(scene, terminate(scene, { ...worker, removed: true }));
  }
}

/** A pod the kubelet has not seen before. One that has ended was rejected, or is nothing to it. kube: pkg/kubelet/kubelet.go HandlePodAdditions */
function meet(scene: Scene, pod: Pod): void {
  if (isTerminalPhase(pod.status.phase) || scene.api.find(NodeKind, pod.spec.nodeName ?? '') === undefined) return;
  const worker = newWorker(pod);
  if (pod.metadata.deletionTimestamp !== undefined) keepWorker(scene, terminate(scene, worker));
  else if (admit(scene, pod)) {
    registerUses(scene, pod);
    keepWorker(scene, askForSync(scene, worker));
  }
}
