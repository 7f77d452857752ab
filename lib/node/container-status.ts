import type { Container, ContainerState, ContainerStatus } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { timestamp } from '../sim/time.ts';
import { isRegularInit, shouldRestart } from './containers.ts';
import { resultOf, type ProbeType } from './probes/probe-record.ts';
import { recordOf, type Instance, type Worker } from './worker.ts';

/** The statuses of a pod's containers. */
export interface Statuses {
  /** In the order of the spec. */
  readonly inits: readonly ContainerStatus[];
  /** By name. */
  readonly regular: readonly ContainerStatus[];
}

/** The statuses of all containers as the kubelet knows them. kube: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses */
export function containerStatuses(pod: Pod, worker: Worker): Statuses {
  const inits = (pod.spec.initContainers ?? []).map((container) => statusOf(pod, container, worker));
  const regular = pod.spec.containers.map((container) => statusOf(pod, container, worker));
  if (regular.length > 1) regular.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { inits, regular };
}

/** Whether any regular container has ever run. kube: pkg/kubelet/container/helpers.go HasAnyRegularContainerStarted */
export function hasStartedAny({ regular }: Statuses): boolean {
  return regular.some((status) => status.state?.running !== undefined || endOf(status) !== undefined);
}

/** How a container's present or, while it waits, its last run ended. */
export function endOf({ state, lastState }: ContainerStatus): ContainerState['terminated'] {
  return state?.terminated ?? (state?.waiting === undefined ? undefined : lastState?.terminated);
}

function statusOf(pod: Pod, container: Container, worker: Worker): ContainerStatus {
  const record = recordOf(worker, container.name);
  const { newest, previous, refusal } = record;
  const isTask = isRegularInit(pod, container.name);
  let state: ContainerState = newest === undefined ? unborn(pod) : stateOf(newest);
  let lastState: ContainerState = previous === undefined ? {} : stateOf(previous);
  const isDone = isTask && newest?.ended?.code === 0;
  if (refusal !== undefined && !isDone && shouldRestart(pod, container, record)) {
    if (state.terminated !== undefined) lastState = state;
    state = { waiting: refusal };
  }
  const says = (type: ProbeType) => resultOf(worker.probes, container.name, type, newest?.id);
  // kube: pkg/kubelet/prober/prober_manager.go isContainerStarted, UpdatePodStatus
  const isStarted = state.running !== undefined && (container.startupProbe === undefined || says('startup') === 'success');
  return {
    name: container.name,
    state,
    lastState,
    ready: isDone || (isStarted && !isTask && (container.readinessProbe === undefined || says('readiness') === 'success')),
    restartCount: newest?.restartCount ?? 0,
    image: newest?.image ?? container.image ?? '',
    imageID: newest?.imageId ?? '',
    ...(newest === undefined ? {} : { containerID: newest.id }),
    started: isStarted,
    ...mountsOf(container),
  };
}

function unborn({ spec }: Pod): ContainerState {
  return { waiting: { reason: (spec.initContainers?.length ?? 0) > 0 ? 'PodInitializing' : 'ContainerCreating' } };
}

function mountsOf({ volumeMounts }: Container): Pick<ContainerStatus, 'volumeMounts'> {
  if (volumeMounts === undefined || volumeMounts.length === 0) return {};
  return {
    volumeMounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
    })),
  };
}

function stateOf(instance: Instance): ContainerState {
  const { ended, startedAt, id } = instance;
  if (ended === undefined) return { running: { startedAt: timestamp(startedAt!) } };
  return {
    terminated: {
      exitCode: ended.code,
      reason: ended.reason,
      ...(ended.message === undefined ? {} : { message: ended.message }),
      // A container that could not start has no start: the runtime says the epoch.
      startedAt: startedAt === undefined ? '1970-01-01T00:00:00Z' : timestamp(startedAt),
      finishedAt: timestamp(ended.at),
      containerID: id,
    },
  };
}
