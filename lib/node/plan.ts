import type { Container } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { shouldRestart } from './status.ts';
import { isRunning, recordOf, type Step, type Worker } from './worker.ts';

/** What a sync has to do to bring the runtime to what the pod says. kube: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions */
export function planOf(pod: Pod, worker: Worker): readonly Step[] {
  const before: Step[] = [];
  if (!worker.mounted) before.push({ do: 'mount' });
  if (!worker.sandboxReady) before.push({ do: 'sandbox' });
  return [...before, ...containerSteps(pod, worker)];
}

function containerSteps(pod: Pod, worker: Worker): readonly Step[] {
  const init = nextInit(pod, worker);
  if (init !== 'done') return init === 'wait' ? [] : [{ do: 'prepare', container: init.name }];
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...sidecars, ...pod.spec.containers].flatMap((container) => stepsOf(pod, worker, container));
}

function stepsOf(pod: Pod, worker: Worker, container: Container): readonly Step[] {
  const record = recordOf(worker, container.name);
  const { newest } = record;
  if (isRunning(newest)) {
    return newest!.asked === container.image
      ? []
      : [
          { do: 'kill', container: container.name },
          { do: 'prepare', container: container.name },
        ];
  }
  return shouldRestart(pod, container, record) ? [{ do: 'prepare', container: container.name }] : [];
}

/** The init container to start now; `wait` while one runs or cannot be helped, `done` when all have had their turn. */
function nextInit(pod: Pod, worker: Worker): Container | 'wait' | 'done' {
  const inits = pod.spec.initContainers ?? [];
  if (pod.spec.containers.some(({ name }) => recordOf(worker, name).newest !== undefined)) return 'done';
  for (const container of inits) {
    const { newest } = recordOf(worker, container.name);
    if (newest === undefined) return container;
    if (isRunning(newest)) {
      if (container.restartPolicy === 'Always') continue;
      return 'wait';
    }
    if (container.restartPolicy === 'Always') return container;
    if (newest.ended!.code === 0) continue;
    return pod.spec.restartPolicy === 'Never' ? 'wait' : container;
  }
  return 'done';
}
