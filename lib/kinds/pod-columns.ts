import type { ContainerState, ContainerStatus } from '../api/generated/types.ts';
import type { Now } from '../api/kind.ts';
import { isTerminalPhase, type Pod } from './pod-state.ts';

/** Ready containers of all that count: regular ones and sidecars. kube: pkg/printers/internalversion/printers.go printPod */
export function readyColumn(pod: Pod): string {
  const sidecars = sidecarNames(pod);
  const statuses = pod.status.containerStatuses ?? [];
  const ready = statuses.filter((status) => status.ready && status.state?.running !== undefined).length;
  const started = (pod.status.initContainerStatuses ?? []).filter(
    (status) => sidecars.has(status.name) && status.started === true && status.ready,
  ).length;
  return `${ready + started}/${pod.spec.containers.length + sidecars.size}`;
}

/** Restarts, with the time since the last one. kube: the same function */
export function restartsColumn(pod: Pod, { age }: Now): string {
  const sidecars = sidecarNames(pod);
  const initializing = !hasInitialized(pod);
  const inits = (pod.status.initContainerStatuses ?? []).filter(({ name }) => initializing || sidecars.has(name));
  const counted =
    initializing && initReason(pod) !== undefined
      ? inits
      : [...(pod.status.containerStatuses ?? []), ...inits.filter(({ name }) => sidecars.has(name))];
  const restarts = counted.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ends = counted.map(({ lastState }) => lastState?.terminated?.finishedAt).filter((time) => time !== undefined);
  const last = ends.sort().at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${age(last)} ago)`;
}

/** The word in the STATUS column. kube: the same function */
export function podStatusWord(pod: Pod): string {
  const word = initReason(pod) ?? regularReason(pod);
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined && pod.status.reason === 'NodeLost') return 'Unknown';
  return deletionTimestamp !== undefined && !isTerminalPhase(pod.status.phase) ? 'Terminating' : word;
}

function phaseWord({ status }: Pod): string {
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') return 'SchedulingGated';
  return status.reason !== undefined && status.reason !== '' ? status.reason : (status.phase ?? '');
}

/** What keeps the pod from having initialized, or undefined when nothing does. */
function initReason(pod: Pod): string | undefined {
  const sidecars = sidecarNames(pod);
  const statuses = pod.status.initContainerStatuses ?? [];
  const total = pod.spec.initContainers?.length ?? 0;
  for (const [i, status] of statuses.entries()) {
    const { terminated, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(status.name) && status.started === true) continue;
    if (hasInitialized(pod)) return undefined;
    if (terminated !== undefined) return `Init:${endWord(terminated)}`;
    if (waiting?.reason !== undefined && waiting.reason !== '' && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${i}/${total}`;
  }
  return undefined;
}

function regularReason(pod: Pod): string {
  let word = phaseWord(pod);
  let running = false;
  for (const status of (pod.status.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated } = status.state ?? {};
    if (waiting?.reason !== undefined && waiting.reason !== '') word = waiting.reason;
    else if (terminated !== undefined) word = endWord(terminated);
    else if (isRunningReady(status)) running = true;
  }
  if (word !== 'Completed' || !running) return word;
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true ? 'Running' : 'NotReady';
}

function isRunningReady(status: ContainerStatus): boolean {
  return status.ready && status.state?.running !== undefined;
}

function endWord({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal !== undefined && signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  return new Set((spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
}

function hasInitialized({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Initialized' && value === 'True') === true;
}
