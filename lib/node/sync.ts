import { NodeKind } from '../kinds/node.ts';
import { isTerminalPhase } from '../kinds/pod-state.ts';
import { CONTAINER_START_MILLIS, SANDBOX_MILLIS } from '../sim/latencies.ts';
import { stopContainer } from './container-run.ts';
import { afterPostStart, create, FAILED_POST_START, prepare, start } from './container-start.ts';
import { beginHook, beginPreStop, hookState, tellPreStop } from './hooks/hooks.ts';
import { finishPull, tellPullSecrets } from './image-pull.ts';
import { allocateAddress } from './node-record.ts';
import { planOf } from './plan.ts';
import { triggerReadiness } from './probes/prober.ts';
import { report } from './report.ts';
import { hostIpOf, keepNode, nodeRecord, tellContainer, tellPod, type Scene } from './scene.ts';
import { beginTermination, finishPod, goOnStopping, podStopped, stopAll, withoutSandbox } from './termination.ts';
import {
  awaited,
  ensureRelist,
  nextRelist,
  retryLater,
  waitFor,
  watchDeadline,
  watchResync,
  withoutDeadline,
  withoutRetry,
} from './timers.ts';
import { beginMounting, finishMounting, refreshVolumes } from './volumes/mounting.ts';
import { isRunning, nextStep, recordOf, withChange, withFailure, type Step, type Worker } from './worker.ts';

/** Another sync, now if the worker is free and has looked at the runtime since its last, else as soon as it has. kube: pkg/kubelet/pod_workers.go */
export function askForSync(scene: Scene, worker: Worker): Worker {
  if (worker.state !== 'syncing') return worker;
  if (worker.sync !== undefined) return { ...awaited(scene, worker), pending: true };
  if (worker.lastSyncEnd === undefined || scene.now() >= nextRelist(worker.lastSyncEnd)) return startSync(scene, worker);
  return ensureRelist(scene, { ...awaited(scene, worker), pending: true }, worker.lastSyncEnd);
}

/** One sync: the status first, then whatever has to be done. kube: pkg/kubelet/kubelet.go SyncPod */
function startSync(scene: Scene, worker: Worker): Worker {
  const told = report(scene, { ...withoutRetry(scene, worker), pending: false }, 'looked after');
  if (isTerminalPhase(told.told?.phase))
    return ensureRelist(scene, { ...withoutDeadline(scene, told), state: 'terminating', lastSyncEnd: scene.now() });
  const looked = watchDeadline(scene, triggerReadiness(scene, refreshVolumes(scene, told)));
  if (looked.mounted) tellPullSecrets(scene, looked.pod);
  return runSteps(scene, {
    ...looked,
    sync: { steps: planOf(worker.pod, looked), failed: false },
  });
}

/** A look at the runtime: starts a sync that waits for one, and asks for another for each further change. kube: pkg/kubelet/pleg/generic.go Relist */
export function lookAtRuntime(scene: Scene, worker: Worker): Worker {
  const seen: Worker = { ...worker, relist: undefined, changes: [] };
  switch (worker.state) {
    case 'terminating':
      return worker.stopping === undefined && worker.sync === undefined ? beginTermination(scene, seen) : seen;
    case 'terminated':
      return worker.timer === undefined ? finishPod(scene, seen) : seen;
    case 'finished':
      return seen;
    case 'syncing':
      return requestSyncs(scene, seen, worker.changes.length);
  }
}

function requestSyncs(scene: Scene, worker: Worker, changes: number): Worker {
  if (worker.sync !== undefined) return { ...worker, pending: worker.pending || changes > 0 };
  if (changes === 0 && !worker.pending) return worker;
  const synced = startSync(scene, worker);
  // A sync that waited for this look and the first change that it sees are one: recorded kubelets show `Error`, not yet CrashLoopBackOff,
  // for as long as the first back-off lasts.
  if (changes < 2 || synced.state !== 'syncing') return synced;
  const more = { ...synced, pending: true };
  return more.sync === undefined ? ensureRelist(scene, more) : more;
}

/** A container may have ended: whatever waited for it goes on. A hook that runs a command in it ends, too. */
export function afterExit(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (isRunning(newest)) return worker;
  return newest?.hook === undefined ? afterEnd(scene, worker, name) : afterHook(scene, worker, name);
}

function afterEnd(scene: Scene, worker: Worker, name: string): Worker {
  if (worker.stopping !== undefined) return goOnStopping(scene, worker);
  const step = worker.sync?.steps[0];
  return step?.do === 'kill' && step.container === name ? runSteps(scene, nextStep(worker)) : ensureRelist(scene, worker);
}

/** A container's hook has come further: what waited for it goes on when it is over, or when a preStop hook has taken all the time there is. */
export function afterHook(scene: Scene, worker: Worker, name: string): Worker {
  const hook = recordOf(worker, name).newest?.hook;
  if (hook === undefined) return worker;
  const state = hookState(scene, worker, name);
  const isEnded = !isRunning(recordOf(state.worker, name).newest);
  if (state.isAwaited) return isEnded ? ensureRelist(scene, state.worker) : state.worker;
  if (hook.type === 'postStart') return runSteps(scene, afterPostStart(scene, state, name));
  tellPreStop(scene, state, name);
  if (isEnded) return afterEnd(scene, state.worker, name);
  if (hook.isAbandoned) return state.worker;
  if (state.worker.stopping !== undefined) return goOnStopping(scene, state.worker);
  return stopContainer(scene, state.worker, name, hook.graceSeconds - Math.floor((scene.now() - hook.since) / 1000));
}

/** All containers and the sandbox have been stopped, in a sync or for good. */
export function afterStop(scene: Scene, worker: Worker): Worker {
  if (worker.sync === undefined) return podStopped(scene, worker);
  return runSteps(scene, withChange(nextStep(withoutSandbox(scene, worker)), '#sandbox'));
}

/** What the current step took its time for is done. */
export function completeStep(scene: Scene, worker: Worker): Worker {
  return runSteps(scene, completed(scene, { ...worker, timer: undefined }, worker.sync!.steps[0]!));
}

function completed(scene: Scene, worker: Worker, step: Step): Worker {
  switch (step.do) {
    case 'mount':
      return mounted(scene, finishMounting(scene, worker));
    case 'sandbox':
      return withSandbox(scene, nextStep(worker));
    case 'pull':
      return finishPull(scene, worker, step);
    case 'start':
      return start(scene, worker, step.container, step.env);
    case 'kill':
    case 'kill-pod':
    case 'post-start':
    case 'prepare':
    case 'create':
      throw new Error(`a step ${JSON.stringify(step.do)} does not wait for a timer`);
  }
}

function mounted(scene: Scene, worker: Worker): Worker {
  if (worker.mounted) tellPullSecrets(scene, worker.pod);
  return worker;
}

/** Begins steps until one has to be waited for or none is left. */
function runSteps(scene: Scene, worker: Worker): Worker {
  let now = worker;
  for (let step = now.sync!.steps[0]; step !== undefined; step = now.sync!.steps[0]) {
    now = begin(scene, now, step);
    if (now.sync!.steps[0] === step) return now;
  }
  return endSync(scene, now);
}

const SANDBOX_CHANGED = 'Pod sandbox changed, it will be killed and re-created.';

/** Begins a step: it is done when another has its place in the list, and is waited for when it is still there. */
function begin(scene: Scene, worker: Worker, step: Step): Worker {
  switch (step.do) {
    case 'mount':
      return beginMounting(scene, worker);
    case 'sandbox':
      if (worker.sandboxSince !== undefined) tellPod(scene, worker.pod, 'Normal', 'SandboxChanged', SANDBOX_CHANGED);
      return waitFor(scene, worker, SANDBOX_MILLIS, 'step', 'sandbox');
    case 'kill-pod':
      return stopAll(scene, worker, worker.pod.spec.terminationGracePeriodSeconds ?? 0);
    case 'kill':
      return killOne(scene, worker, step);
    case 'prepare':
      return prepare(scene, worker, step.container);
    case 'pull':
      return waitFor(scene, worker, Math.max(0, step.endsAt - scene.now()), 'step', `pull of ${step.container}`);
    case 'create':
      return create(scene, worker, step.container);
    case 'post-start':
      return runPostStart(scene, worker, step.container);
    case 'start':
      return waitFor(scene, worker, CONTAINER_START_MILLIS, 'step', `start of ${step.container}`);
  }
}

/** kube: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer */
function killOne(scene: Scene, worker: Worker, { container: name, message, graceSeconds }: Extract<Step, { readonly do: 'kill' }>): Worker {
  if (!isRunning(recordOf(worker, name).newest) && message !== FAILED_POST_START) return nextStep(worker);
  tellContainer(scene, worker.pod, name, 'Normal', 'Killing', message);
  const grace = graceSeconds ?? worker.pod.spec.terminationGracePeriodSeconds ?? 0;
  const state = beginPreStop(scene, worker, name, grace);
  if (state.isAwaited) return state.worker;
  return isRunning(recordOf(state.worker, name).newest) ? stopContainer(scene, state.worker, name, grace) : nextStep(state.worker);
}

/** The hook follows the start at once; while it runs, nothing else of the sync does. */
function runPostStart(scene: Scene, worker: Worker, name: string): Worker {
  const state = beginHook(scene, worker, name, 'postStart');
  return state.isAwaited ? state.worker : afterPostStart(scene, state, name);
}

function withSandbox(scene: Scene, before: Worker): Worker {
  const { stopping, timer } = before;
  const worker: Worker = before.ip === undefined ? before : { ...withoutSandbox(scene, before), stopping, timer };
  const { pod } = worker;
  const made = { sandboxReady: true, sandboxSince: scene.now() };
  if (pod.spec.hostNetwork === true) return withChange({ ...worker, ...made, ip: hostIpOf(scene, pod) }, '#sandbox');
  const range = scene.api.find(NodeKind, pod.spec.nodeName ?? '')?.spec.podCIDR ?? '';
  const allocated = allocateAddress(nodeRecord(scene, pod), range);
  if (allocated === undefined) {
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: plugin type="bridge" failed (add): no IP addresses available in range set: ${range}`;
    tellPod(scene, pod, 'Warning', 'FailedCreatePodSandBox', message);
    return { ...withFailure(worker), sync: { steps: [], failed: true } };
  }
  keepNode(scene, pod, allocated.node);
  return withChange({ ...worker, ...made, ip: allocated.ip }, '#sandbox');
}

/** A sync is over: failed ones are repeated after 10 to 15 seconds, others when something changes. */
function endSync(scene: Scene, worker: Worker): Worker {
  const ended: Worker = { ...worker, sync: undefined, lastSyncEnd: scene.now() };
  const isLookedAt = worker.state === 'terminating' || worker.pending || worker.changes.length > 0;
  const again = isLookedAt ? ensureRelist(scene, ended) : ended;
  if (worker.state !== 'syncing') return again;
  return worker.sync!.failed ? retryLater(scene, again) : watchResync(scene, again);
}
