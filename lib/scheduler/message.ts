import type { Rejection } from './plugin.ts';

/** A node's rejection and who made it. */
export interface NamedRejection extends Rejection {
  readonly plugin: string;
}

/** Why a pod found no node. */
export interface Unfit {
  readonly nodes: number;
  /** What each node that was looked at was rejected for. */
  readonly rejections: ReadonlyMap<string, NamedRejection>;
  /** What the others were rejected for without a look. */
  readonly rest: Rejection | undefined;
  /** Whether the rest are all nodes, because a plugin saw at once that none would do. */
  readonly atOnce: boolean;
  /** The plugins whose news may help. */
  readonly rejectedBy: readonly string[];
}

/** What a pod is told in a cluster without nodes. kube: pkg/scheduler/schedule_one.go ErrNoNodesAvailable */
export const NO_NODES = 'no nodes available to schedule pods';

/** The longest note an event may have, in bytes. kube: pkg/apis/core/validation/events.go NoteLengthLimit */
const NOTE_LIMIT = 1024;

/** Why no node will do, without what preemption has to say. kube: pkg/scheduler/framework/types.go FitError.Error */
export function unfitMessage({ nodes, rejections, rest, atOnce }: Unfit): string {
  if (atOnce) return `${headOf(nodes)} ${rest!.reasons.join(', ')}.`;
  const counts = new Map<string, number>();
  for (const { reasons } of rejections.values()) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const others = nodes - rejections.size;
  if (others > 0) for (const reason of rest?.reasons ?? []) counts.set(reason, (counts.get(reason) ?? 0) + others);
  return histogram(nodes, counts);
}

/** How often each reason applied, sorted as text with the numbers in front, as Kubernetes does. */
export function histogram(nodes: number, counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return parts.length === 0 ? headOf(nodes) : `${headOf(nodes)} ${parts.join(', ')}.`;
}

/** The message as an event's note. kube: pkg/scheduler/schedule_one.go truncateMessage */
export function noteOf(message: string): string {
  const bytes = Buffer.from(message);
  return bytes.length <= NOTE_LIMIT ? message : `${bytes.subarray(0, NOTE_LIMIT - 4).toString()} ...`;
}

function headOf(nodes: number): string {
  return `0/${nodes} nodes are available:`;
}
