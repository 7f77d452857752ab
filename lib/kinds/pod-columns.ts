import type { ContainerState, ContainerStatus } from '../api/generated/types.ts';
import type { Now, RowCondition } from '../api/kind.ts';
import { conditionOf, isReady, isTerminalPhase, type Pod } from './pod-state.ts';

/** Ready containers of all that count: regular ones and sidecars. kube: pkg/printers/internalversion/printers.go printPod */
export function readyColumn(pod: Pod): string {
  const { ready } = summaryOf(pod);
  return `${ready}/${pod.spec.containers.length + sidecarNames(pod).size}`;
}

/** Restarts, with the time since the last one. kube: the same function */
export function restartsColumn(pod: Pod, { age }: Now): string {
  const { counted } = summaryOf(pod);
  const restarts = counted.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const ends = counted.map(({ lastState }) => lastState?.terminated?.finishedAt).filter((time) => time !== undefined);
  const last = ends.sort().at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${age(last)} ago)`;
}

/** The word in the STATUS column. kube: the same function */
export function podStatusWord(pod: Pod): string {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined && status.reason === 'NodeLost') return 'Unknown';
  return metadata.deletionTimestamp !== undefined && !isTerminalPhase(status.phase) ? 'Terminating' : summaryOf(pod).word;
}

/** What a row says of a pod that has ended. kube: the same file, podSuccessConditions and podFailedConditions */
export function rowConditions({ status: { phase } }: Pod): readonly RowCondition[] {
  if (phase === 'Succeeded') return [{ type: 'Completed', status: 'True', reason: phase, message: 'The pod has completed successfully.' }];
  return phase === 'Failed' ? [{ type: 'Completed', status: 'True', reason: phase, message: 'The pod failed.' }] : [];
}

/** What the columns have in common. */
interface Summary {
  readonly word: string;
  readonly ready: number;
  /** The containers whose restarts count. */
  readonly counted: readonly ContainerStatus[];
}

function summaryOf(pod: Pod): Summary {
  const { initContainerStatuses: inits = [], containerStatuses: regular = [] } = pod.status;
  const sidecars = sidecarNames(pod);
  const isDone = ({ name, state, started }: ContainerStatus): boolean =>
    state?.terminated?.exitCode === 0 || (sidecars.has(name) && started === true);
  const open = inits.findIndex((status) => !isDone(status));
  const passed = open < 0 ? inits : inits.slice(0, open);
  const readySidecars = passed.filter(({ name, state, ready }) => state?.terminated === undefined && sidecars.has(name) && ready).length;
  const word = open < 0 ? phaseWord(pod) : initWord(inits[open]!, open, pod.spec.initContainers?.length ?? 0);
  if (open >= 0 && conditionOf(pod, 'Initialized')?.status !== 'True')
    return { word, ready: readySidecars, counted: inits.slice(0, open + 1) };
  const looked = open < 0 ? inits : inits.slice(0, open + 1);
  return {
    word: regularWord(pod, word),
    ready: readySidecars + regular.filter(isRunningReady).length,
    counted: [...looked.filter(({ name }) => sidecars.has(name)), ...regular],
  };
}

function phaseWord(pod: Pod): string {
  if (conditionOf(pod, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
  const { reason = '', phase = '' } = pod.status;
  return reason === '' ? phase : reason;
}

/** What the first init container says that is not done. */
function initWord({ state }: ContainerStatus, number: number, total: number): string {
  const { terminated, waiting } = state ?? {};
  if (terminated !== undefined) return `Init:${endWord(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason === '' || reason === 'PodInitializing' ? `Init:${number}/${total}` : `Init:${reason}`;
}

/** The first container that does not run has the word. */
function regularWord(pod: Pod, otherwise: string): string {
  const statuses = pod.status.containerStatuses ?? [];
  const words = statuses.map(({ state }) => {
    if ((state?.waiting?.reason ?? '') !== '') return state?.waiting?.reason;
    return state?.terminated === undefined ? undefined : endWord(state.terminated);
  });
  const word = words.find((one) => one !== undefined) ?? otherwise;
  if (word !== 'Completed' || !statuses.some(isRunningReady)) return word;
  return isReady(pod) ? 'Running' : 'NotReady';
}

function isRunningReady({ ready, state }: ContainerStatus): boolean {
  return ready && state?.running !== undefined;
}

function endWord({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason !== undefined && reason !== '') return reason;
  return signal !== undefined && signal !== 0 ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  return new Set((spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
}
