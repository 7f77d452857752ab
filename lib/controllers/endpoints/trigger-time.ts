import { conditionOf, type Pod } from '../../kinds/pod-state.ts';
import type { Service } from '../../kinds/service.ts';

/** The annotation that tells which change Endpoints and slices come from. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The times that a sync of a Service has seen: when it was made, and when each of its pods became ready, or no longer was. */
export interface SeenTimes {
  readonly service: string;
  readonly pods: ReadonlyMap<string, string>;
}

/**
 * When the change was made that a sync follows, and what the next one has to know. The first sync follows the Service's creation; a later one
 * the earliest of what has come since the sync before, if anything has. Times are whole seconds, as objects tell them.
 * kube: staging/src/k8s.io/endpointslice/util/trigger_time_tracker.go
 */
export function triggerOf(
  { metadata }: Service,
  pods: readonly Pod[],
  seen: SeenTimes | undefined,
): { readonly time: string | undefined; readonly seen: SeenTimes } {
  const created = metadata.creationTimestamp;
  const times = new Map<string, string>();
  for (const pod of pods) {
    const time = conditionOf(pod, 'Ready')?.lastTransitionTime;
    if (time !== undefined) times.set(pod.metadata.name, time);
  }
  const now: SeenTimes = { service: created, pods: times };
  if (seen === undefined) return { time: created, seen: now };
  const isNew = (time: string, before = ''): boolean => time > before;
  const changed = [...times].flatMap(([name, time]) => (isNew(time, seen.pods.get(name)) ? [time] : []));
  if (isNew(created, seen.service)) changed.push(created);
  return { time: changed.sort()[0], seen: now };
}

/** Annotations with the time of the change in them, or without where there is none. */
export function withTrigger(annotations: Readonly<Record<string, string>> | undefined, time: string | undefined): Record<string, string> {
  const { [TRIGGER_TIME]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [TRIGGER_TIME]: time };
}
