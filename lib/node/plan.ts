import type { Container } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { isSidecar, shouldRestart, sidecarsOf } from './containers.ts';
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
  const inits = sidecarsOf(pod).length === 0 ? planInits(pod, worker) : planSidecars(pod, worker);
  if (!inits.isDone) return [...setUp(worker), ...stepsOf(inits)];
  const regular = planRegular(pod, worker);
  const isKept = regular.kills.length > 0 || pod.spec.containers.some(({ name }) => isRunning(newestOf(worker, name)));
  // Sidecars do not keep a pod alive in which nothing else runs or will run.
  if (!isKept && regular.starts.length === 0) return [{ do: 'kill-pod' }];
  return [...setUp(worker), ...stepsOf({ kills: [...inits.kills, ...regular.kills], starts: [...inits.starts, ...regular.starts] })];
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
    // A liveness or startup probe that failed will be another reason to kill.
    if (record.newest!.asked === container.image) return false;
    kills.push({ do: 'kill', container: container.name, message: `Container ${container.name} definition changed, will be restarted` });
    return true;
  });
  return { kills, starts };
}

/** One init container after the other, none of them a sidecar. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go findNextInitContainerToRun */
function planInits({ spec }: Pod, worker: Worker): InitPart {
  const inits = spec.initContainers ?? [];
  if (spec.containers.some(({ name }) => isRunning(newestOf(worker, name)))) return DONE;
  const failed = inits.findLast(({ name }) => (newestOf(worker, name)?.ended?.code ?? 0) !== 0);
  if (failed !== undefined) return spec.restartPolicy === 'Never' ? WAIT : { ...WAIT, starts: [failed] };
  const frontier = inits.findLastIndex(({ name }) => newestOf(worker, name) !== undefined);
  if (frontier >= 0 && isRunning(newestOf(worker, inits[frontier]!.name))) return WAIT;
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
    const newest = newestOf(worker, container.name);
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
      // It has ended well, or it serves. A startup probe will be another reason to wait.
      if (i === last) isDone = true;
      else if (!isBehind) starts.add(i + 1);
      if (isRunning(newest) && newest.asked !== container.image) {
        kills.push({ do: 'kill', container: container.name, message: `Init container ${container.name} definition changed` });
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
