import { humanAge } from '../../base/duration.ts';
import { instantOf, START_MILLIS } from '../../sim/time.ts';

/** A time as descriptions show it, `Thu, 01 Jan 2026 00:00:00 +0000`; none is Go's first moment. */
export function longTime(time: string | undefined): string {
  const millis = time === undefined ? START_OF_TIME : START_MILLIS + instantOf(time);
  return new Date(millis).toUTCString().replace('GMT', '+0000');
}

/** The first of January of the year 1. */
const START_OF_TIME = -62_135_596_800_000;

/** How long ago a time was in kubectl's words, `5m3s`; `<unknown>` for none. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go translateTimestampSince */
export function ageOf(time: string | null | undefined, nowMillis: number): string {
  return time === undefined || time === null ? '<unknown>' : humanAge(nowMillis - instantOf(time));
}
