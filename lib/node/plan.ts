import type { Container } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { isSidecar, restartPolicyOf, shouldRestart, sidecarsOf } from './containers.ts';
import { probeOf, resultOf } from './probes/probe-record.ts';
import { isRunning, recordOf, type Instance, type Step, type Worker } from './worker.ts';

/** What a part of a plan comes to. */
interface Part {
  readonly kills: readonly Step[];
  readonly starts: readonly Container[];
}

/** The init containers' part, and whether the regular ones may have theirs. */
interface InitPart extends Part {
  readonly isDone: boolean;
}

const WAIT: InitPart = { kills: [], starts: [], isDone: false };
const DONE: InitPart = { kills: [], starts: [], isDone: true };

/** What a sync has to do to bring the runtime to what the pod says. kube: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions */
export function planOf(pod: Pod, worker: Worker): readonly Step[] {
  if (isLost(worker) && startsAfresh(pod, worker).length === 0) return [{ do: 'kill-pod' }];
  const inits = sidecarsOf(pod).length === 0 ? planInits(pod, worker) : planSidecars(pod, worker);
  if (!inits.isDone) return [...setUp(worker), ...stepsOf(inits)];
  const regular = planRegular(pod, worker);
  const isKept = regular.kills.length > 0 || pod.spec.containers.some(({ name }) => isRunning(newestOf(worker, name)));
  // Sidecars do not keep a pod alive in which nothing else runs or will run.
  if (!isKept && regular.starts.length === 0) return [{ do: 'kill-pod' }];
  return [...setUp(worker), ...stepsOf({ kills: [...inits.kills, ...regular.kills], starts: [...inits.starts, ...regular.starts] })];
}

/** Whether the pod has had a sandbox that is gone, with everything in it. */
function isLost({ sandboxReady, sandboxSince }: Worker): boolean {
  return !sandboxReady && sandboxSince !== undefined;
}

/** What a pod would begin with in a new sandbox. kube: the same function, createPodSandbox */
function startsAfresh({ spec }: Pod, worker: Worker): readonly Container[] {
  if (spec.restartPolicy === 'Never' && worker.containers.length > 0) return [];
  return spec.containers.filter(({ name }) => spec.restartPolicy !== 'OnFailure' || newestOf(worker, name)?.ended?.code !== 0);
}

function setUp({ mounted, sandboxReady }: Worker): readonly Step[] {
  const steps: Step[] = [];
  if (!mounted) steps.push({ do: 'mount' });
  if (!sandboxReady) steps.push({ do: 'sandbox' });
  return steps;
}

function stepsOf({ kills, starts }: Part): readonly Step[] {
  return [...kills, ...starts.map(({ name }): Step => ({ do: 'prepare', container: name }))];
}

function planRegular(pod: Pod, worker: Worker): Part {
  const kills: Step[] = [];
  const starts = pod.spec.containers.filter((container) => {
    const record = recordOf(worker, container.name);
    if (!isRunning(record.newest)) return shouldRestart(pod, container, record);
    if (record.newest!.asked !== container.image) {
      kills.push({ do: 'kill', container: container.name, message: `Container ${container.name} definition changed, will be restarted` });
      return true;
    }
    const kill = killForProbe(worker, container);
    if (kill === undefined) return false;
    const isRestarted = restartPolicyOf(pod, container) !== 'Never';
    kills.push({ ...kill, message: `Container ${kill.message}${isRestarted ? ', will be restarted' : ''}` });
    return isRestarted;
  });
  return { kills, starts };
}

/** What a failed probe does to a running container; undefined when none has. kube: the same file, computePodActions */
function killForProbe(worker: Worker, container: Container): Extract<Step, { readonly do: 'kill' }> | undefined {
  const { name } = container;
  const failed = (['liveness', 'startup'] as const).find(
    (type) => resultOf(worker.probes, name, type, newestOf(worker, name)?.id) === 'failure',
  );
  if (failed === undefined) return undefined;
  const graceSeconds = probeOf(container, failed)?.terminationGracePeriodSeconds;
  const message = `${name} failed ${failed} probe`;
  return { do: 'kill', container: name, message, ...(graceSeconds === undefined ? {} : { graceSeconds }) };
}

function hasStartedUp(worker: Worker, { name, startupProbe }: Container): boolean {
  return startupProbe === undefined || resultOf(worker.probes, name, 'startup', newestOf(worker, name)?.id) === 'success';
}

/** An init container's last run, if that was in the sandbox there is: in a new one, all of them run again. kube: the same function, createPodSandbox */
function initOf(worker: Worker, name: string): Instance | undefined {
  const { newest } = recordOf(worker, name);
  if (newest === undefined || worker.sandboxSince === undefined) return newest;
  return worker.sandboxReady && (newest.startedAt ?? newest.ended!.at) >= worker.sandboxSince ? newest : undefined;
}

/** One init container after the other, none of them a sidecar. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go findNextInitContainerToRun */
function planInits({ spec }: Pod, worker: Worker): InitPart {
  const inits = spec.initContainers ?? [];
  if (spec.containers.some(({ name }) => isRunning(newestOf(worker, name)))) return DONE;
  const failed = inits.findLast(({ name }) => (initOf(worker, name)?.ended?.code ?? 0) !== 0);
  if (failed !== undefined) return spec.restartPolicy === 'Never' ? WAIT : { ...WAIT, starts: [failed] };
  const frontier = inits.findLastIndex(({ name }) => initOf(worker, name) !== undefined);
  if (frontier >= 0 && isRunning(initOf(worker, inits[frontier]!.name))) return WAIT;
  const next = inits[frontier + 1];
  return next === undefined ? DONE : { ...WAIT, starts: [next] };
}

/** Init containers with sidecars among them. kube: the same file, computeInitContainerActions */
function planSidecars({ spec }: Pod, worker: Worker): InitPart {
  const inits = spec.initContainers ?? [];
  const last = inits.length - 1;
  const kills: Step[] = [];
  const starts = new Set<number>();
  let isDone = spec.containers.some(({ name }) => isRunning(newestOf(worker, name)));
  let isBehind = isDone;
  for (let i = last; i >= 0; i--) {
    const container = inits[i]!;
    const newest = initOf(worker, container.name);
    if (newest === undefined) {
      if (isBehind && isSidecar(container)) starts.add(i);
      continue;
    }
    if (isBehind && !isSidecar(container)) continue;
    if (!isRunning(newest) && newest.ended!.code !== 0 && !isSidecar(container)) {
      if (spec.restartPolicy === 'Never') return WAIT;
      starts.add(i);
    } else if (!isRunning(newest) && isSidecar(container)) {
      starts.add(i);
    } else if (!isRunning(newest) || isSidecar(container)) {
      // It has ended well, or it serves; one that is still starting up is waited for.
      if (!isRunning(newest) || hasStartedUp(worker, container)) {
        if (i === last) isDone = true;
        else if (!isBehind) starts.add(i + 1);
      }
      const kill = isRunning(newest) ? killForProbe(worker, container) : undefined;
      if (isRunning(newest) && newest.asked !== container.image) {
        kills.push({ do: 'kill', container: container.name, message: `Init container ${container.name} definition changed` });
        starts.add(i);
      } else if (kill !== undefined) {
        kills.push({ ...kill, message: `Init container ${kill.message}` });
        starts.add(i);
      }
    }
    isBehind = true;
  }
  if (!isBehind) starts.add(0);
  return { kills, starts: inits.filter((_, i) => starts.has(i)), isDone };
}

function newestOf(worker: Worker, name: string): Instance | undefined {
  return recordOf(worker, name).newest;
}
