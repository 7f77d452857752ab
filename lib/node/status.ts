import type { Container, ContainerState, ContainerStatus, PodCondition, PodStatus } from '../api/generated/types.ts';
import { share } from '../base/merge.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { timestamp } from '../sim/time.ts';
import { isRunning, recordOf, type ContainerRecord, type Instance, type Worker } from './worker.ts';

/** Conditions the kubelet writes, in its order. kube: pkg/kubelet/types/pod_status.go PodConditionsByKubelet */
const OWNED: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** How the status is asked for. */
export interface StatusOptions {
  /** The containers have been stopped for good: what is left of them decides the phase. */
  readonly terminal: boolean;
  /** The phase may be written even if it is a last one. */
  readonly phaseFree: boolean;
  readonly hostIp: string;
}

/** Whether all that the pod is for has been done: its phase is a last one, though the API may not know yet. */
export function hasRunItsCourse(pod: Pod, worker: Worker): boolean {
  if ((pod.spec.restartPolicy ?? 'Always') === 'Always' && !isTerminalPhase(pod.status.phase)) return false;
  const inits = (pod.spec.initContainers ?? []).map((container) => statusOf(pod, container, worker, false));
  return isTerminalPhase(
    phaseOf(
      pod,
      inits,
      pod.spec.containers.map((container) => statusOf(pod, container, worker, false)),
      false,
    ),
  );
}

/** What the API is told of a pod. kube: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, pkg/kubelet/status/status_manager.go mergePodStatus */
export function podStatus(pod: Pod, worker: Worker, nowMillis: number, options: StatusOptions): PodStatus {
  const old = pod.status;
  const inits = (pod.spec.initContainers ?? []).map((container) => statusOf(pod, container, worker, options.terminal));
  const regular = pod.spec.containers
    .map((container) => statusOf(pod, container, worker, options.terminal))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const computed = isTerminalPhase(old.phase) ? old.phase! : phaseOf(pod, inits, regular, options.terminal);
  const withheld = isTerminalPhase(computed) && !isTerminalPhase(old.phase) && !options.phaseFree;
  const phase = withheld ? (old.phase ?? 'Pending') : computed;
  const ip = worker.ip ?? old.podIP;
  const status: PodStatus = {
    phase,
    conditions: conditionsOf(pod, worker, { inits, regular, phase: computed }, nowMillis),
    ...(old.message === undefined || old.phase !== phase ? {} : { message: old.message }),
    ...(old.reason === undefined || old.phase !== phase ? {} : { reason: old.reason }),
    ...(old.nominatedNodeName === undefined ? {} : { nominatedNodeName: old.nominatedNodeName }),
    hostIP: options.hostIp,
    hostIPs: [{ ip: options.hostIp }],
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: old.startTime ?? timestamp(nowMillis),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: regular,
    ...(old.qosClass === undefined ? {} : { qosClass: old.qosClass }),
  };
  return share(old, status);
}

/** kube: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses */
function statusOf(pod: Pod, container: Container, worker: Worker, terminal: boolean): ContainerStatus {
  const record = recordOf(worker, container.name);
  const { newest, previous, refusal } = record;
  const hasInits = (pod.spec.initContainers?.length ?? 0) > 0;
  let state: ContainerState =
    newest === undefined ? { waiting: { reason: hasInits ? 'PodInitializing' : 'ContainerCreating' } } : stateOf(newest);
  let lastState: ContainerState = previous === undefined ? {} : stateOf(previous);
  const isInit = pod.spec.initContainers?.includes(container) === true;
  if (!terminal && refusal !== undefined && shouldRestart(pod, container, record) && !(isInit && newest?.ended?.code === 0)) {
    if (state.terminated !== undefined) lastState = state;
    state = { waiting: { reason: refusal.reason, message: refusal.message } };
  }
  const running = state.running !== undefined;
  const completed = isInit && container.restartPolicy !== 'Always' && state.terminated?.exitCode === 0;
  return {
    name: container.name,
    state,
    lastState,
    ready: completed || (running && (!isInit || container.restartPolicy === 'Always')),
    restartCount: newest?.restartCount ?? 0,
    image: newest?.image ?? container.image ?? '',
    imageID: newest?.imageId ?? '',
    ...(newest === undefined ? {} : { containerID: newest.id }),
    started: running,
    ...mountsOf(container),
  };
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

/** Whether a container that does not run is to be started. kube: pkg/kubelet/container/helpers.go ShouldContainerBeRestarted */
export function shouldRestart(pod: Pod, container: Container, { newest }: ContainerRecord): boolean {
  if (pod.metadata.deletionTimestamp !== undefined || isTerminalPhase(pod.status.phase)) return false;
  if (newest === undefined) return true;
  if (isRunning(newest)) return false;
  const policy = container.restartPolicy === 'Always' ? 'Always' : (pod.spec.restartPolicy ?? 'Always');
  return policy === 'Always' || (policy === 'OnFailure' && newest.ended!.code !== 0);
}

/** kube: pkg/kubelet/kubelet_pods.go getPhase */
export function phaseOf(pod: Pod, inits: readonly ContainerStatus[], regular: readonly ContainerStatus[], terminal: boolean): string {
  const policy = pod.spec.restartPolicy ?? 'Always';
  const sidecars = new Set(
    (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const hasStarted = regular.some(
    ({ state, lastState }) => state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined,
  );
  let [pendingInit, failedInit, pendingSidecar, waiting, running, stopped, succeeded] = [0, 0, 0, 0, 0, 0, 0];
  for (const { name, state, lastState, started } of inits) {
    if (sidecars.has(name)) {
      if (state?.running !== undefined && started !== true) pendingSidecar++;
      else if (state?.waiting !== undefined && lastState?.terminated === undefined)
        [pendingSidecar, waiting] = [pendingSidecar + 1, waiting + 1];
    } else if (state?.terminated?.exitCode === 0) continue;
    else if (state?.terminated !== undefined || (lastState?.terminated?.exitCode ?? 0) !== 0) failedInit++;
    else pendingInit++;
  }
  for (const { state, lastState } of regular) {
    if (state?.running !== undefined) running++;
    else if (state?.terminated !== undefined) [stopped, succeeded] = [stopped + 1, succeeded + Number(state.terminated.exitCode === 0)];
    else if (lastState?.terminated !== undefined) stopped++;
    else waiting++;
  }
  if (failedInit > 0 && policy === 'Never') return 'Failed';
  if (pendingInit > 0 || failedInit > 0 || (pendingSidecar > 0 && !hasStarted) || waiting > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (stopped === 0) return 'Pending';
  if (terminal) return stopped === succeeded ? 'Succeeded' : 'Failed';
  if (policy === 'Always') return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

interface Parts {
  readonly inits: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  readonly phase: string;
}

/** kube: pkg/kubelet/status/generate.go */
function conditionsOf(pod: Pod, worker: Worker, { inits, regular, phase }: Parts, nowMillis: number): readonly PodCondition[] {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name);
  const hasStarted = regular.some(
    ({ state, lastState }) => state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined,
  );
  const incomplete = hasStarted
    ? []
    : inits.filter(({ name, ready, started }) => (sidecars.includes(name) ? started !== true : !ready)).map(({ name }) => name);
  const specOrder = [...sidecars, ...pod.spec.containers.map(({ name }) => name)];
  const isUnready = (name: string) => [...inits, ...regular].find((status) => status.name === name)?.ready !== true;
  const unready = specOrder.filter(isUnready);
  const ready = readiness(unready, phase);
  const readyToStart = worker.sandboxReady && worker.ip !== undefined;
  const conditions: PodCondition[] = [
    { type: 'PodReadyToStartContainers', status: readyToStart ? 'True' : 'False' },
    incomplete.length > 0 && phase !== 'Succeeded'
      ? {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${incomplete.join(' ')}]`,
        }
      : { type: 'Initialized', status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) },
    { type: 'Ready', ...gated(pod, ready) },
    { type: 'ContainersReady', ...ready },
    { type: 'PodScheduled', status: 'True' },
  ];
  const old = pod.status.conditions ?? [];
  const stamped = conditions.map((condition) => {
    const before = old.find(({ type }) => type === condition.type);
    return {
      ...condition,
      lastTransitionTime:
        before?.status === condition.status && before.lastTransitionTime !== undefined ? before.lastTransitionTime : timestamp(nowMillis),
    };
  });
  return [...old.filter(({ type }) => !OWNED.includes(type)), ...stamped];
}

interface Readiness {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function readiness(unready: readonly string[], phase: string): Readiness {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (unready.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

function gated(pod: Pod, ready: Readiness): Readiness {
  const gates = pod.spec.readinessGates ?? [];
  if (ready.status !== 'True' || gates.length === 0) return ready;
  const messages = gates.flatMap(({ conditionType }) => {
    const condition = pod.status.conditions?.find(({ type }) => type === conditionType);
    if (condition === undefined) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0 ? ready : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

/**
 * The last status of a pod whose containers are gone: what never ran or got lost is said to have been killed.
 * kube: pkg/kubelet/status/status_manager.go TerminatePod
 */
export function finalStatus(pod: Pod, status: PodStatus): PodStatus {
  const unknown: ContainerState = {
    terminated: {
      exitCode: 137,
      reason: 'ContainerStatusUnknown',
      message: 'The container could not be located when the pod was terminated',
    },
  };
  const inits = status.initContainerStatuses ?? [];
  const gotPastInit =
    inits.length === 0 ||
    inits.at(-1)?.state?.terminated !== undefined ||
    status.containerStatuses?.some(({ state }) => state?.waiting === undefined) === true;
  const lost = (statuses: readonly ContainerStatus[]) =>
    statuses.map((one) => (one.state?.terminated === undefined ? { ...one, state: unknown, ready: false, started: false } : one));
  const lastTried = inits.findLastIndex(({ state, lastState }) => state?.waiting === undefined || lastState?.terminated !== undefined);
  const phase = isTerminalPhase(status.phase) ? status.phase! : 'Failed';
  return share(pod.status, {
    ...status,
    phase,
    ...(inits.length === 0 ? {} : { initContainerStatuses: [...lost(inits.slice(0, lastTried + 1)), ...inits.slice(lastTried + 1)] }),
    containerStatuses: gotPastInit ? lost(status.containerStatuses ?? []) : (status.containerStatuses ?? []),
  });
}
