import { BACKOFF_BASE_MILLIS, BACKOFF_CAP_MILLIS, BACKOFF_FORGET_MILLIS } from '../sim/latencies.ts';

/** How long something that failed is left alone: a container with an image, or an image. kube: staging/src/k8s.io/client-go/util/flowcontrol/backoff.go */
export interface BackOff {
  readonly image: string;
  readonly millis: number;
  /** When the length was decided, in milliseconds of cluster time. */
  readonly since: number;
}

/**
 * The back-off that counts for an image at that instant: undefined when there is none, when it was about another image, or when it is forgotten.
 * kube: the same file, GC, which housekeeping calls all the time
 */
export function currentBackOff(backOff: BackOff | undefined, image: string, now: number): BackOff | undefined {
  return backOff?.image === image && now - backOff.since <= BACKOFF_FORGET_MILLIS ? backOff : undefined;
}

/** The back-off after one more failure: twice as long as the current one, up to 5 minutes. */
export function nextBackOff(current: BackOff | undefined, image: string, now: number): BackOff {
  return { image, millis: current === undefined ? BACKOFF_BASE_MILLIS : Math.min(BACKOFF_CAP_MILLIS, current.millis * 2), since: now };
}
