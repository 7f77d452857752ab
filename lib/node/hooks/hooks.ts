import { goQuote } from '../../api/field-errors.ts';
import type { LifecycleHandler } from '../../api/generated/types.ts';
import { textOf } from '../../base/shell/output.ts';
import { TASK_PATIENCE_MILLIS } from '../../sim/latencies.ts';
import { stopContainer, watchAgain } from '../container-run.ts';
import { beginBeside, besideAt, nextNews } from '../images/beside.ts';
import { answererOf, isAwaitedCall } from '../network-calls.ts';
import { forgetOutcomes } from '../probes/prober.ts';
import { podTitle, specOf, tellContainer, tellPod, type Scene } from '../scene.ts';
import { isRunning, recordOf, withNewest, type Worker } from '../worker.ts';
import type { HookRun, HookType, HookWork } from './hook-run.ts';
import { request } from './request.ts';

/** The hook of a container, or undefined. */
function hookOf({ pod }: Worker, name: string, type: HookType): LifecycleHandler | undefined {
  return specOf(pod, name).lifecycle?.[type];
}

/** How far a hook has come. */
export interface HookState {
  readonly worker: Worker;
  /** Whether it is still waited for. */
  readonly isAwaited: boolean;
  /** What went wrong, when it is over and something did: the message that a container's state shows. */
  readonly failure: string | undefined;
}

/** Begins a hook of a running container; there may be none. kube: pkg/kubelet/lifecycle/handlers.go Run */
export function beginHook(scene: Scene, worker: Worker, name: string, type: HookType, graceSeconds = Infinity): HookState {
  const handler = hookOf(worker, name, type);
  if (handler === undefined) return { worker, isAwaited: false, failure: undefined };
  const { work, worker: begun } = workOf(scene, worker, name, handler);
  const hook: HookRun = { type, since: scene.now(), graceSeconds, isAbandoned: false, work, timer: undefined };
  return hookState(scene, withNewest(begun, name, { hook }), name);
}

/**
 * Begins the preStop hook of a container that is to stop within a grace. One that is being killed already is not killed before the hook is over.
 * kube: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
 */
export function beginPreStop(scene: Scene, worker: Worker, name: string, graceSeconds: number): HookState {
  if (graceSeconds <= 0 || hookOf(worker, name, 'preStop') === undefined) return { worker, isAwaited: false, failure: undefined };
  const { killTimer } = recordOf(worker, name).newest!;
  const state = beginHook(
    scene,
    killTimer === undefined ? worker : stopContainer(scene, worker, name, graceSeconds),
    name,
    'preStop',
    graceSeconds,
  );
  tellPreStop(scene, state, name);
  return state;
}

function workOf(
  scene: Scene,
  worker: Worker,
  name: string,
  { exec, httpGet, sleep }: LifecycleHandler,
): { readonly work: HookWork; readonly worker: Worker } {
  const now = scene.now();
  const wait = (until: number, failure?: string) => ({ worker, work: { kind: 'wait', until, failure } as const });
  if (exec !== undefined) {
    const { command: argv = [] } = exec;
    const { newest } = recordOf(worker, name);
    if (!isRunning(newest)) return wait(now, execFailed(worker, name, argv, ENDED, ''));
    const begun = beginBeside(newest!.program!, argv, {
      atMillis: now,
      execId: scene.random.stream('exec-id').hex(64),
      commands: answererOf(scene, worker),
    });
    if ('failure' in begun) return wait(now, execFailed(worker, name, argv, `rpc error: code = Unknown desc = ${begun.failure}`, ''));
    const next = watchAgain(scene, withNewest(worker, name, { program: begun.program }), name);
    return { worker: next, work: { kind: 'command', argv, machine: begun.command } };
  }
  if (httpGet !== undefined) {
    const { at, failure, fallback } = request(scene, worker, specOf(worker.pod, name), httpGet);
    if (fallback !== undefined) {
      const message = `request to HTTPS lifecycle hook ${fallback} got HTTP response, retry with HTTP succeeded`;
      tellPod(scene, worker.pod, 'Warning', 'LifecycleHTTPFallback', message);
    }
    return wait(at, failure === undefined ? undefined : failed(worker, name, `HTTP lifecycle hook (${httpGet.path ?? '/'})`, failure));
  }
  if (sleep !== undefined) return wait(now + sleep.seconds * 1000);
  return wait(now, 'Cannot run handler: invalid handler');
}

const ENDED = 'rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state';

function failed({ pod }: Worker, name: string, what: string, error: string): string {
  return `${what} for Container ${goQuote(name)} in Pod ${goQuote(podTitle(pod))} failed - error: ${error}`;
}

function execFailed(worker: Worker, name: string, argv: readonly string[], error: string, output: string): string {
  return `${failed(worker, name, `Exec lifecycle hook ([${argv.join(' ')}])`, error)}, message: ${goQuote(output)}`;
}

/** How far a hook has come by now; it is forgotten when it is over, and looked at again when it does something. */
export function hookState(scene: Scene, worker: Worker, name: string): HookState {
  const { newest } = recordOf(worker, name);
  if (newest?.hook === undefined) return { worker, isAwaited: false, failure: undefined };
  const { hook } = newest;
  if (hook.timer !== undefined) scene.cancel(hook.timer);
  const moved = moveCommand(scene, worker, name);
  const end = endOf(scene, moved, name);
  if (end !== undefined) return { worker: withNewest(moved, name, { hook: undefined }), isAwaited: false, failure: end.failure };
  // A command goes on when nobody waits for it any more; a wait has no effect then.
  const isAbandoned = scene.now() - hook.since >= hook.graceSeconds * 1000;
  if (isAbandoned && hook.work.kind === 'wait')
    return { worker: withNewest(moved, name, { hook: undefined }), isAwaited: false, failure: undefined };
  return { worker: withTimer(scene, moved, name, isAbandoned), isAwaited: !isAbandoned, failure: undefined };
}

/** Runs a hook's command up to now; what it does to files the container's program sees. */
function moveCommand(scene: Scene, worker: Worker, name: string): Worker {
  const { hook, program, ended } = recordOf(worker, name).newest!;
  if (hook!.work.kind !== 'command' || ended !== undefined) return worker;
  const { program: next, command: machine } = besideAt(
    { program: program!, command: hook!.work.machine },
    scene.now(),
    answererOf(scene, worker),
  );
  const moved = withNewest(worker, name, { program: next, hook: { ...hook!, work: { ...hook!.work, machine } } });
  return next === program ? moved : forgetOutcomes(watchAgain(scene, moved, name));
}

/** How a hook has ended; a command ends with its container. undefined while it runs. kube: staging/src/k8s.io/cri-client/pkg/remote_runtime.go execSync */
function endOf(scene: Scene, worker: Worker, name: string): { readonly failure: string | undefined } | undefined {
  const { hook, ended } = recordOf(worker, name).newest!;
  const { work } = hook!;
  if (work.kind === 'wait') return scene.now() >= work.until ? { failure: work.failure } : undefined;
  const { state, output } = work.machine;
  const code = state.kind === 'Exited' ? state.code : ended === undefined ? undefined : 137;
  if (code === undefined) return undefined;
  if (code === 0) return { failure: undefined };
  const error = `command '${work.argv.join(' ')}' exited with ${code}: ${textOf(output, 'stderr')}`;
  return { failure: execFailed(worker, name, work.argv, error, textOf(output, 'stdout') + textOf(output, 'stderr')) };
}

function withTimer(scene: Scene, worker: Worker, name: string, isAbandoned: boolean): Worker {
  const { hook, program } = recordOf(worker, name).newest!;
  const { work, since, graceSeconds } = hook!;
  const news =
    work.kind === 'wait'
      ? { atMillis: work.until, isCertain: true, isCalling: false }
      : nextNews({ program: program!, command: work.machine });
  const isCutOff = !isAbandoned && since + graceSeconds * 1000 < (news?.atMillis ?? Infinity);
  const at = isCutOff ? since + graceSeconds * 1000 : news?.atMillis;
  if (at === undefined) return withNewest(worker, name, { hook: { ...hook!, isAbandoned, timer: undefined } });
  const delayMillis = Math.max(0, at - scene.now());
  const isUncertain = news?.isCertain === false || (news?.isCalling === true && !isAwaitedCall(scene, since, at));
  const recurrent = delayMillis > TASK_PATIENCE_MILLIS || (!isCutOff && isUncertain);
  const timer = scene.after(delayMillis, `hook ${worker.pod.metadata.uid} ${name}`, `${hook!.type} hook of ${name}`, { recurrent });
  return withNewest(worker, name, { hook: { ...hook!, isAbandoned, timer } });
}

/** Tells of a preStop hook that went wrong; what it printed may be secret and stays out. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go executePreStopHook */
export function tellPreStop(scene: Scene, { worker, failure }: HookState, name: string): void {
  if (failure !== undefined) tellContainer(scene, worker.pod, name, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
}

/** The worker whose preStop hooks are broken off: whoever waited for them begins anew. */
export function withoutPreStops(scene: Scene, worker: Worker): Worker {
  return worker.containers.reduce((now, { name, newest }) => {
    if (newest?.hook?.type !== 'preStop') return now;
    if (newest.hook.timer !== undefined) scene.cancel(newest.hook.timer);
    tellContainer(scene, worker.pod, name, 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
    return withNewest(now, name, { hook: undefined });
  }, worker);
}
