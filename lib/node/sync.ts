import type { Pod } from '../kinds/pod-state.ts';
import { SANDBOX_MILLIS, SYNC_RETRY_MILLIS, VOLUME_MOUNT_MILLIS } from '../sim/latencies.ts';
import { NodeKind } from '../kinds/node.ts';
import { beginKill, beginStart, finishPull, finishStart, prepare } from './container-start.ts';
import { allocateAddress } from './node-record.ts';
import { planOf } from './plan.ts';
import { ensureRelist, hostIpOf, keepNode, nextRelist, nodeRecord, podOf, pushStatus, type Scene } from './scene.ts';
import { hasRunItsCourse } from './status.ts';
import { afterContainerEnded, finishPod, killContainers } from './termination.ts';
import { isRunning, recordOf, withChange, type Step, type Worker } from './worker.ts';

/** Another sync, now if the worker is free and has looked at the runtime since its last, else as soon as it has. kube: pkg/kubelet/pod_workers.go */
export function askForSync(scene: Scene, worker: Worker): Worker {
  if (worker.state !== 'syncing') return worker;
  if (worker.sync !== undefined) return { ...worker, pending: true };
  const freeAt = worker.lastSyncEnd === undefined ? Number.NEGATIVE_INFINITY : nextRelist(worker.lastSyncEnd);
  if (scene.now() < freeAt) return ensureRelist(scene, { ...worker, pending: true }, worker.lastSyncEnd);
  const pod = podOf(scene, worker);
  return pod === undefined ? worker : startSync(scene, worker, pod);
}

/** One sync: the status first, then whatever has to be done. kube: pkg/kubelet/kubelet.go SyncPod */
export function startSync(scene: Scene, worker: Worker, pod: Pod): Worker {
  if (worker.retry !== undefined) scene.cancel(worker.retry);
  const started = pushStatus(scene, { ...worker, pending: false, retry: undefined }, { terminal: false, phaseFree: false });
  if (hasRunItsCourse(pod, started)) return ensureRelist(scene, { ...started, state: 'terminating', lastSyncEnd: scene.now() });
  return runSteps(scene, { ...started, sync: { steps: planOf(pod, started), timer: undefined, failed: false } });
}

/** A look at the runtime: starts a sync that waits for one, and asks for another for each further change. kube: pkg/kubelet/pleg/generic.go Relist */
export function lookAtRuntime(scene: Scene, worker: Worker): Worker {
  const changes = worker.changes.length;
  const seen: Worker = { ...worker, relist: undefined, changes: [] };
  if (worker.state === 'terminating' && !worker.killing && worker.sync === undefined) return killContainers(scene, seen);
  if (worker.state === 'terminated') return finishPod(scene, seen);
  if (worker.state !== 'syncing') return seen;
  if (worker.sync !== undefined) return { ...seen, pending: worker.pending || changes > 0 };
  const requests = changes + Number(worker.pending);
  const pod = podOf(scene, seen);
  if (requests === 0 || pod === undefined) return seen;
  const synced = startSync(scene, seen, pod);
  if (requests === 1 || synced.state !== 'syncing') return synced;
  const more = { ...synced, pending: true };
  return more.sync === undefined ? ensureRelist(scene, more) : more;
}

/** What a step took its time for is done. */
export function completeStep(scene: Scene, worker: Worker): Worker {
  const [step, ...rest] = worker.sync!.steps;
  const waiting: Worker = { ...worker, sync: { ...worker.sync!, steps: rest, timer: undefined } };
  const pod = podOf(scene, worker);
  if (pod === undefined || worker.state !== 'syncing') {
    const done = step?.do === 'start' && pod !== undefined ? finishStart(scene, waiting, pod, step.container) : waiting;
    return endSync(scene, { ...done, sync: { ...done.sync!, steps: [] } });
  }
  return runSteps(scene, completed(scene, waiting, pod, step!));
}

/** A container may have ended: whatever waited for it goes on. */
export function afterExit(scene: Scene, worker: Worker, name: string): Worker {
  if (isRunning(recordOf(worker, name).newest)) return worker;
  if (worker.killing) return afterContainerEnded(scene, worker);
  const step = worker.sync?.steps[0];
  return step?.do === 'kill' && step.container === name ? completeStep(scene, worker) : ensureRelist(scene, worker);
}

function completed(scene: Scene, worker: Worker, pod: Pod, step: Step): Worker {
  switch (step.do) {
    case 'mount':
      return { ...worker, mounted: true };
    case 'sandbox':
      return withSandbox(scene, worker, pod);
    case 'pull':
      return finishPull(scene, worker, pod, step);
    case 'start':
      return finishStart(scene, worker, pod, step.container);
    case 'kill':
    case 'prepare':
      return worker;
  }
}

/** Begins steps until one takes time or none is left. */
function runSteps(scene: Scene, worker: Worker): Worker {
  let now = worker;
  for (;;) {
    const step = now.sync!.steps[0];
    const pod = podOf(scene, now);
    if (step === undefined || pod === undefined) return endSync(scene, now);
    const begun = begin(scene, now, pod, step);
    // Whoever neither took time nor went on waits for something else: a container that is to end.
    if (begun.sync!.timer !== undefined || begun.sync!.steps[0] === step) return begun;
    now = begun;
  }
}

/** Begins a step: sets the timer of the sync when it takes time, or takes the step off the list. */
function begin(scene: Scene, worker: Worker, pod: Pod, step: Step): Worker {
  switch (step.do) {
    case 'mount':
      return waitFor(scene, worker, VOLUME_MOUNT_MILLIS, 'volumes');
    case 'sandbox':
      return waitFor(scene, worker, SANDBOX_MILLIS, 'sandbox');
    case 'kill':
      return beginKill(scene, worker, pod, step.container);
    case 'prepare':
      return prepare(scene, worker, pod, step.container);
    case 'pull':
      return waitFor(scene, worker, Math.max(0, step.endsAt - scene.now()), `pull of ${step.container}`);
    case 'start':
      return beginStart(scene, worker, pod, step.container);
  }
}

/** The worker, waiting that long for its current step. */
export function waitFor(scene: Scene, worker: Worker, delayMillis: number, reason: string): Worker {
  return { ...worker, sync: { ...worker.sync!, timer: scene.after(delayMillis, `step ${worker.uid}`, reason) } };
}

function withSandbox(scene: Scene, worker: Worker, pod: Pod): Worker {
  if (pod.spec.hostNetwork === true) return withChange({ ...worker, ip: hostIpOf(scene, worker.node), sandboxReady: true }, '#sandbox');
  const range = scene.api.find(NodeKind, worker.node)?.spec.podCIDR ?? '';
  const allocated = allocateAddress(nodeRecord(scene, worker.node), range);
  if (allocated === undefined) {
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="bridge" failed (add): no IP addresses available in range set: ${range}`;
    scene.events.record(pod, 'Warning', 'FailedCreatePodSandBox', message, { component: 'kubelet', host: worker.node });
    return { ...worker, sync: { steps: [], timer: undefined, failed: true } };
  }
  keepNode(scene, worker.node, allocated.node);
  return withChange({ ...worker, ip: allocated.ip, sandboxReady: true }, '#sandbox');
}

/** A sync is over: failed ones are repeated after 10 to 15 seconds, others when something changes. */
function endSync(scene: Scene, worker: Worker): Worker {
  const ended: Worker = { ...worker, sync: undefined, lastSyncEnd: scene.now() };
  if (worker.state === 'terminating') return ensureRelist(scene, ended);
  const again = ended.pending || ended.changes.length > 0 ? ensureRelist(scene, ended) : ended;
  if (!worker.sync!.failed) return again;
  const delayMillis = SYNC_RETRY_MILLIS * (1 + scene.random.stream(`kubelet/${worker.node}/retry`).below(5001) / 10_000);
  return { ...again, retry: scene.after(delayMillis, `retry ${worker.uid}`, 'retry of a failed sync', { recurrent: true }) };
}
