import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { goDuration } from '../base/duration.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { cordon } from './cordon.ts';
import { blockingBudget, rivalBudgets } from './blocking-budget.ts';
import { drainablePods, isLongDeleted, type PodFilters } from './drainable-pods.ts';
import { whatKeeps } from './what-keeps.ts';

/** How a node is drained: the options of `kubectl drain`. */
export interface DrainOptions extends Omit<PodFilters, 'nowMillis'> {
  /** How long it may take, in milliseconds; 0, as when it is not given, for as long as it takes. */
  readonly timeoutMillis?: number;
  /** Seconds the pods are given to end; their own when not given. */
  readonly gracePeriodSeconds?: number;
  /** Deletes instead of evicting: no budget is asked. */
  readonly disableEviction?: boolean;
  /** Asks whether the pods may go, and lets none go. */
  readonly dryRun?: boolean;
}

/** Something whose time can be let pass, such as a cluster. */
export interface Passing {
  readonly now: number;
  readonly advance: (millis: number) => unknown;
}

/** Where a command's lines go. */
export interface Words {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Why a node was not drained. */
export interface DrainProblem {
  /** In kubectl's words. */
  readonly text: string;
  /** Who is in the way, in ours. */
  readonly hint?: string | undefined;
}

/** kube: staging/src/k8s.io/kubectl/pkg/drain/drain.go evictPods */
const RETRY_MILLIS = 5000;
const LOOK_MILLIS = 1000;

/** How long a drain without a time-out goes on before it is taken to have no end. */
const LONGEST_DRAIN_MILLIS = 3_600_000;

const SILENT: Words = { out: () => undefined, err: () => undefined };

/**
 * `kubectl drain` of one node: cordons it, evicts its pods side by side, each again every five seconds while its budget refuses, and waits until all
 * are gone; so long time passes. Returns why it could not be done, nothing when it is. Throws an ApiError NotFound for the node.
 */
export function drain(api: Client, time: Passing, name: string, options: DrainOptions = {}, words = SILENT): readonly DrainProblem[] {
  words.out(`node/${name} ${cordon(api, name)}`);
  const failed = emptyNode(api, time, name, options, words);
  if (failed.length === 0) words.out(`node/${name} drained`);
  return failed;
}

/** Drains a node that is cordoned: all of it but the first and the last line. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go deleteOrEvictPodsSimple */
export function emptyNode(api: Client, time: Passing, name: string, options: DrainOptions, words: Words): readonly DrainProblem[] {
  const filters = { ...options, nowMillis: time.now };
  const { pods, warnings, problems } = drainablePods(api, name, filters);
  if (problems.length > 0) return problems.map((text) => ({ text }));
  if (warnings !== '') words.err(`Warning: ${warnings}`);
  const failed = removeAll({ api, time, options, words, began: time.now }, pods);
  if (failed.length === 0) return [];
  const pending = drainablePods(api, name, { ...options, nowMillis: time.now }).pods;
  if (pending.length > 0) {
    words.err(`There are pending pods in node "${name}" when an error occurred: ${aggregate(failed)}`);
    for (const { metadata } of pending) words.err(`pod/${metadata.name}`);
  }
  return failed;
}

/** Several problems in one line, as Go writes them. kube: staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go aggregate.Error */
export function aggregate(problems: readonly DrainProblem[]): string {
  const texts = [...new Set(problems.map(({ text }) => text))];
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`;
}

interface Attempt {
  readonly api: Client;
  readonly time: Passing;
  readonly options: DrainOptions;
  readonly words: Words;
  readonly began: number;
}

/** What is to be done for a pod, and when. */
interface Task {
  readonly pod: Pod;
  readonly at: number;
  readonly step: 'remove' | 'wait';
}

function removeAll(attempt: Attempt, pods: readonly Pod[]): readonly DrainProblem[] {
  const { time } = attempt;
  let tasks: readonly Task[] = pods.map((pod) => ({ pod, at: time.now, step: 'remove' }));
  const problems: DrainProblem[] = [];
  while (tasks.length > 0) {
    const at = Math.min(...tasks.map((task) => task.at));
    if (at > time.now) time.advance(at - time.now);
    const left: Task[] = [];
    for (const task of tasks) {
      const next = task.at > at ? task : task.step === 'remove' ? remove(attempt, task) : look(attempt, task);
      if (next === undefined) continue;
      if ('text' in next) problems.push(next);
      else left.push(next);
    }
    tasks = left;
  }
  return problems;
}

/** One attempt to get rid of a pod. */
function remove(attempt: Attempt, task: Task): Task | DrainProblem | undefined {
  const { api, options, words } = attempt;
  const { pod, at } = task;
  const { name, namespace = '' } = pod.metadata;
  const { gracePeriodSeconds, disableEviction = false, dryRun = false } = options;
  const title = `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  if (!disableEviction) words.out(`evicting pod ${namespace}/${name}${dryRun ? ' (server dry run)' : ''}`);
  const late = disableEviction ? undefined : overdue(attempt);
  if (late !== undefined) return { text: `error when evicting ${title}: ${late}`, hint: blockingBudget(api, pod) };
  try {
    if (disableEviction) api.delete(PodKind, pod, { gracePeriodSeconds, dryRun });
    else api.evict(PodKind, pod, { gracePeriodSeconds, dryRun });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') return undefined;
    if (error.reason !== 'TooManyRequests') return { text: `error when evicting ${title}: ${error.message}`, hint: rivalBudgets(api, pod) };
    words.err(`error when evicting ${title} (will retry after 5s): ${error.message}`);
    return { ...task, at: at + RETRY_MILLIS };
  }
  return dryRun ? undefined : look(attempt, { ...task, step: 'wait' });
}

/** Whether a pod is gone. kube: the same file, waitForDelete */
function look(attempt: Attempt, task: Task): Task | DrainProblem | undefined {
  const { api, options, words } = attempt;
  const { name, namespace = '', uid } = task.pod.metadata;
  const current = api.find(PodKind, name, namespace);
  if (current?.metadata.uid !== uid || isLongDeleted(current, { ...options, nowMillis: attempt.time.now })) {
    words.out(`pod/${name} ${options.disableEviction === true ? 'deleted' : 'evicted'}`);
    return undefined;
  }
  const late = overdue(attempt);
  if (late === undefined) return { ...task, at: task.at + LOOK_MILLIS };
  const text = `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${late}`;
  const [hint] = whatKeeps(api, PodKind as unknown as Kind, [current]);
  return { text, hint };
}

/** What is said when it has taken too long. */
function overdue({ time, began, options }: Attempt): string | undefined {
  const { timeoutMillis = 0 } = options;
  const spent = time.now - began;
  if (timeoutMillis > 0) return spent >= timeoutMillis ? `global timeout reached: ${goDuration(timeoutMillis)}` : undefined;
  if (spent < LONGEST_DRAIN_MILLIS) return undefined;
  return `it is not done after ${goDuration(LONGEST_DRAIN_MILLIS)}, and without --timeout it would go on for ever`;
}
