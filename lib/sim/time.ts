/** The instant at which every cluster starts: cluster time 0. */
export const START_MILLIS = Date.UTC(2026, 0, 1);

let lastSecond = Number.NaN;
let lastText = '';

/** Cluster time in milliseconds as Kubernetes writes times: RFC 3339 in UTC, whole seconds (the rest is cut off). */
export function timestamp(nowMillis: number): string {
  const second = Math.floor((START_MILLIS + nowMillis) / 1000);
  if (second !== lastSecond) {
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
    lastSecond = second;
  }
  return lastText;
}

/** Cluster time in milliseconds of a time Kubernetes wrote. Throws a RangeError for anything else. */
export function instantOf(time: string): number {
  const millis = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(millis)) throw new RangeError(`not an RFC 3339 time with a zone: ${JSON.stringify(time)}`);
  return millis - START_MILLIS;
}
