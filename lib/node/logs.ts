import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Pod } from '../kinds/pod-state.ts';
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
