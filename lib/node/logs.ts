import { badRequest, UsageError } from '../api/errors.ts';
import type { ContainerStatus } from '../api/generated/types.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { LogLine } from './images/log-lines.ts';
import { logsOf } from './images/program.ts';
import { findWorker, type Scene } from './scene.ts';
import type { Instance } from './worker.ts';

/** Which log of a pod is meant. */
export interface LogRequest {
  /** The container's name; it may be left out where there is only one. */
  readonly container?: string | undefined;
  /** That of the run before. */
  readonly previous?: boolean | undefined;
}

/** The container that is meant: the only one where none is said. Throws a UsageError where that is not clear, or there is no such container. */
export function containerOf({ metadata, spec }: Pod, container: string | undefined): string {
  const all = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
  const name = container ?? (spec.containers.length === 1 ? all[0] : undefined);
  const title = `pod ${JSON.stringify(metadata.name)}`;
  if (name === undefined) throw new UsageError(`${title} has several containers: say which one, of ${all.join(', ')}`);
  if (!all.includes(name)) throw new UsageError(`${title} has no container ${JSON.stringify(name)}.${didYouMean(name, all)}`);
  return name;
}

/** What a container has printed up to now, a line each. Throws a UsageError for a container that is not there, or is not clear, or has not run. */
export function logOf({ memory, now }: Pick<Scene, 'memory' | 'now'>, pod: Pod, request: LogRequest = {}): readonly string[] {
  const name = containerOf(pod, request.container);
  const title = `pod ${JSON.stringify(pod.metadata.name)}`;
  const record = findWorker({ memory }, pod.metadata.uid)?.containers.find((each) => each.name === name);
  const instance: Instance | undefined = request.previous === true ? record?.previous : record?.newest;
  if (instance?.program === undefined)
    throw new UsageError(
      `container ${JSON.stringify(name)} of ${title} has no log${request.previous === true ? ' of a run before' : ': it has not run'}`,
    );
  return logsOf(instance.program, instance.ended?.at ?? now()).map(({ text }) => text);
}

/** The log of one run of a container. */
export interface RunLog {
  /** The run; undefined where the pod is on no node yet. */
  readonly run: string | undefined;
  readonly lines: readonly LogLine[];
  /** Whether nothing more will be added. */
  readonly isOver: boolean;
}

/** The log that is read of a container: of the run that is under way, or else of the last one. Throws an ApiError BadRequest where there is none. kube: pkg/kubelet/kubelet_pods.go GetKubeletContainerLogs */
export function runLogOf({ memory, now }: Pick<Scene, 'memory' | 'now'>, pod: Pod, container: string, previous: boolean): RunLog {
  if (pod.spec.nodeName === undefined) return { run: undefined, lines: [], isOver: true };
  const id = runIdOf(pod, container, previous);
  const record = findWorker({ memory }, pod.metadata.uid)?.containers.find((each) => each.name === container);
  const instance = [record?.newest, record?.previous].find((each) => each?.id === id);
  if (instance?.program === undefined) return { run: id, lines: [], isOver: true };
  return { run: id, lines: logsOf(instance.program, instance.ended?.at ?? now()), isOver: instance.ended !== undefined };
}

/** kube: the same file, validateContainerLogStatus */
function runIdOf({ metadata, status }: Pod, container: string, previous: boolean): string {
  const title = `container ${JSON.stringify(container)} in pod ${JSON.stringify(metadata.name)}`;
  const all: readonly ContainerStatus[] = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  const found = all.find(({ name }) => name === container);
  if (found === undefined) throw badRequest(`${title} is not available`);
  const { state, lastState, containerID = '' } = found;
  const last = lastState?.terminated?.containerID ?? '';
  if (previous) {
    if (last === '') throw badRequest(`previous terminated ${title} not found`);
    return last;
  }
  if (state?.running !== undefined) return containerID;
  const own = state?.terminated?.containerID ?? '';
  if (own !== '' || last !== '') return own === '' ? last : own;
  if (state?.terminated !== undefined || lastState?.terminated !== undefined) throw badRequest(`${title} is terminated`);
  if (state?.waiting === undefined) throw badRequest(`${title} is waiting to start - no logs yet`);
  throw badRequest(`${title} is waiting to start: ${WAITING.get(state.waiting.reason ?? '') ?? state.waiting.reason ?? ''}`);
}

/** What is said of the most common reasons. */
const WAITING: ReadonlyMap<string, string> = new Map([
  ['ErrImagePull', "image can't be pulled"],
  ['ImagePullBackOff', 'trying and failing to pull image'],
]);
