import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { visitPrefix } from '../base/sorted-map.ts';
import { checkExit, endContainer, signalContainer } from './container-run.ts';
import { kill } from './images/program.ts';
import { noteCaller } from './network-calls.ts';
import { storedPod } from './report.ts';
import { forgetWorker, keepWorker, type Scene } from './scene.ts';
import { askForSync } from './sync.ts';
import { terminate } from './termination.ts';
import { withoutDeadline } from './timers.ts';
import { withoutVolumeTimers } from './volumes/mounting.ts';
import { shareFiles, showVolumes } from './volumes/sharing.ts';
import { isRunning, newWorker, type ContainerRecord, type Instance, type VolumeRecord, type Worker } from './worker.ts';

/** What the runtime says of a container that it finds dead when it comes up. kube: containerd, internal/cri/server/restart.go unknownExitCode */
const LOST = { code: 255, reason: 'Unknown' };

/** Everybody who works on a pod. */
export function allWorkers({ memory }: Scene): readonly Worker[] {
  const workers: Worker[] = [];
  visitPrefix(memory, 'pod/', (_, worker) => void workers.push(worker as Worker));
  return workers;
}

/** The workers of a node's pods. */
export function workersOf(scene: Scene, node: string): readonly Worker[] {
  return allWorkers(scene).filter(({ pod }) => pod.spec.nodeName === node);
}

// unlike kube: image pulls that the kubelet had asked for end with it; a runtime would finish some of them
/** The kubelet of a pod has stopped: what only it knew is lost, and containers go on; on a machine that is off, they have ended. */
export function loseKubelet(scene: Scene, worker: Worker, isOff: boolean): void {
  const { pod, containers } = worker;
  for (const timer of kubeletTimers(worker)) scene.cancel(timer);
  const free = withoutVolumeTimers(scene, withoutDeadline(scene, worker));
  keepWorker(scene, {
    ...newWorker(pod),
    state: worker.state === 'finished' ? 'finished' : 'syncing',
    removed: worker.removed,
    nextWrite: free.nextWrite,
    volumes: isOff ? free.volumes.filter((volume) => !isInMemory(pod, volume)) : free.volumes,
    ip: free.ip,
    // The address stays taken until what is left of the sandbox has been cleared away.
    sandboxReady: free.sandboxReady && !isOff,
    sandboxSince: free.sandboxSince,
    containers: containers.map((record) => forgotten(scene, worker, record, isOff)),
  });
}

/** Whether a volume is lost with its machine's power. kube: pkg/volume/emptydir/empty_dir.go setupTmpfs */
function isInMemory({ spec }: Pod, { name }: VolumeRecord): boolean {
  return spec.volumes?.find((volume) => volume.name === name)?.emptyDir?.medium === 'Memory';
}

/** What somebody waits for on behalf of the kubelet, as opposed to the containers themselves. */
function kubeletTimers({ timer, retry, relist, stopping, probes, containers }: Worker) {
  const ofContainers = containers.flatMap(({ newest }) => [newest?.hook?.timer, newest?.killTimer]);
  const all = [timer, retry, relist, stopping?.sidecarTimer, ...probes.map((probe) => probe.timer), ...ofContainers];
  return all.filter((one) => one !== undefined);
}

/** What is left of a container: its last two runs. */
function forgotten(scene: Scene, worker: Worker, { name, newest, previous }: ContainerRecord, isOff: boolean): ContainerRecord {
  const run = newest === undefined ? undefined : { ...newest, hook: undefined, killTimer: undefined };
  const isLost = isOff && run !== undefined && isRunning(run);
  return { name, previous, backOff: undefined, refusal: undefined, newest: isLost ? lost(scene, worker, name, run) : run };
}

function lost(scene: Scene, worker: Worker, name: string, run: Instance): Instance {
  for (const timer of [run.exitTimer, run.termTimer]) if (timer !== undefined) scene.cancel(timer);
  noteCaller(scene, worker, name, false);
  const program = run.program && kill(run.program, scene.now());
  return { ...run, program, exitTimer: undefined, termTimer: undefined, ended: { at: scene.now(), ...LOST } };
}

/** Something happens in a container of a pod whose kubelet does not see it. */
export function goOnUnseen(scene: Scene, worker: Worker, what: string, detail: string): void {
  const next = unseen(scene, worker, what, detail);
  if (next !== worker) keepWorker(scene, shareFiles(scene, next));
}

function unseen(scene: Scene, worker: Worker, what: string, detail: string): Worker {
  switch (what) {
    case 'exit':
      return checkExit(scene, worker, detail);
    case 'end':
      return endContainer(scene, worker, detail);
    case 'term':
      return signalContainer(scene, worker, detail);
    case 'files':
      return { ...worker, nextWrite: undefined };
    case 'host':
      return showVolumes(scene, worker);
    default:
      return worker;
  }
}

/** The kubelet is back and finds a pod of which it knew nothing but what the runtime says. kube: pkg/kubelet/kubelet.go HandlePodAdditions */
export function findAgain(scene: Scene, worker: Worker): void {
  const pod = storedPod(scene, worker);
  if (worker.state === 'finished') {
    if (pod === undefined) forgetWorker(scene, worker);
    return;
  }
  // What fills its volumes may have changed unseen.
  const found: Worker = pod === undefined ? { ...worker, removed: true } : { ...worker, pod, isStale: true };
  keepWorker(scene, shareFiles(scene, isToEnd(pod) ? terminate(scene, found) : askForSync(scene, found)));
}

function isToEnd(pod: Pod | undefined): boolean {
  return pod === undefined || pod.metadata.deletionTimestamp !== undefined || isTerminalPhase(pod.status.phase);
}
