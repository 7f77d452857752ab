import type { ContainerStatus } from '../api/generated/types.ts';
import type { Change, Store } from '../api/store.ts';
import type { Event } from '../kinds/event.ts';
import { podStatusWord } from '../kinds/pod-columns.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';

/**
 * What the API was told about a pod of the default namespace since it was bound, as lines: seconds on the cluster's clock since then, and the pod's phase,
 * containers and true conditions, or an event about it.
 */
export function timelineOf(store: Store, name: string): readonly string[] {
  const lines: string[] = [];
  let boundAt: number | undefined;
  let shown = '';
  visitPod(store, name, (change) => {
    const { kind, before, after, at, verb } = change;
    if (kind.kind === 'Pod' && boundAt === undefined && (after as Pod | undefined)?.spec.nodeName !== undefined) boundAt = at;
    if (boundAt === undefined) return;
    const second = Math.floor(at / 1000) - Math.floor(boundAt / 1000);
    if (kind.kind === 'Event') {
      lines.push(`${second} ${eventText(before as Event | undefined, after as Event)}`);
      return;
    }
    const text = after === undefined ? 'gone' : podText(after as Pod);
    if (text !== shown && (verb !== 'update' || (after as Pod).status.startTime !== undefined)) lines.push(`${second} ${text}`);
    shown = text;
  });
  return lines;
}

/** The words in the STATUS column with the restarts, one after the other, as `kubectl get pod --watch` shows them; without repetitions. */
export function statusWords(store: Store, name: string): readonly string[] {
  const words: string[] = [];
  visitPod(store, name, ({ kind, after }) => {
    if (kind.kind !== 'Pod' || after === undefined) return;
    const restarts = (after as Pod).status.containerStatuses?.[0]?.restartCount ?? 0;
    const word = `${podStatusWord(after as Pod)}${restarts === 0 ? '' : ` ${restarts}`}`;
    if (words.at(-1) !== word) words.push(word);
  });
  return words;
}

/** When events with that reason were written about a pod, in seconds of cluster time: a count that grew by two stands there once. */
export function eventTimes(store: Store, name: string, reason: string): readonly number[] {
  const times: number[] = [];
  visitPod(store, name, ({ kind, after, at }) => {
    if (kind.kind === 'Event' && (after as Event | undefined)?.reason === reason) times.push(at / 1000);
  });
  return times;
}

function visitPod(store: Store, name: string, visit: (change: Change) => void): void {
  store.history(1, (change) => {
    const { kind, key, after } = change;
    if (kind.kind === 'Pod' && key === `default/${name}`) visit(change);
    if (kind.kind === 'Event' && after !== undefined && isAbout(after as Event, name)) visit(change);
  });
}

function isAbout({ involvedObject, source }: Event, name: string): boolean {
  return involvedObject.kind === 'Pod' && involvedObject.name === name && source?.component === 'kubelet';
}

function eventText(before: Event | undefined, { type, reason, message, count = 1 }: Event): string {
  return `${type ?? ''} ${reason ?? ''}${before === undefined ? `: ${message ?? ''}` : ` x${count}`}`;
}

function podText(pod: Pod): string {
  const { metadata, status } = pod;
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(containerText).join(', ');
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready'].flatMap((type) => {
    const condition = conditionOf(pod, type);
    if (condition === undefined) return [];
    if (condition.status === 'True') return [type === 'PodReadyToStartContainers' ? 'network' : type];
    return condition.reason?.startsWith('Pod') === true ? [condition.reason] : [];
  });
  const deleted = metadata.deletionTimestamp === undefined ? '' : ` deleted(${metadata.deletionGracePeriodSeconds ?? ''})`;
  const reason = status.reason === undefined ? '' : ` ${status.reason}`;
  return `${status.phase ?? ''}${reason}${deleted} | ${containers} | ${conditions.join(' ')}`;
}

function containerText({ name, state, restartCount, ready, lastState }: ContainerStatus): string {
  const { waiting, terminated } = state ?? {};
  const now = waiting?.reason ?? (terminated === undefined ? 'running' : `${terminated.reason ?? ''}(${terminated.exitCode})`);
  const last = lastState?.terminated === undefined ? '' : ` after ${lastState.terminated.reason ?? ''}(${lastState.terminated.exitCode})`;
  return `${name} ${now}${ready ? ' ready' : ''}${restartCount === 0 ? '' : ` #${restartCount}`}${last}`;
}
