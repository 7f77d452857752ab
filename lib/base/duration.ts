/** A duration that cannot be understood; the message says what would be. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const SECOND_MILLIS = 1000;
const MINUTE_MILLIS = 60 * SECOND_MILLIS;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const YEAR_MILLIS = 365 * DAY_MILLIS;
/** The farthest a clock of milliseconds can be set: about 285,000 years. */
const MAX_MILLIS = Number.MAX_SAFE_INTEGER;

const UNITS: ReadonlyMap<string, number> = new Map([
  ...['ms', 'millisecond', 'milliseconds'].map((name) => [name, 1] as const),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((name) => [name, SECOND_MILLIS] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((name) => [name, MINUTE_MILLIS] as const),
  ...['h', 'hour', 'hours'].map((name) => [name, HOUR_MILLIS] as const),
  ...['d', 'day', 'days'].map((name) => [name, DAY_MILLIS] as const),
  ...['w', 'week', 'weeks'].map((name) => [name, 7 * DAY_MILLIS] as const),
  ...['y', 'year', 'years'].map((name) => [name, YEAR_MILLIS] as const),
]);

const LONGEST_TEXT = 100;

/**
 * Milliseconds of a duration as people write it: `90s`, `1m30s`, `500ms`, `1 minute 30 seconds`, `2 hours and 5 minutes`, `a minute`.
 * Throws a DurationError that says what was expected. A year has 365 days.
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_TEXT) throw misunderstood(`${trimmed.slice(0, LONGEST_TEXT)}...`);
  if (trimmed === '0') return 0;
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?|\ban?\b)\s*([A-Za-z]+)/g)];
  // What is left once the parts are taken out may only join them.
  const joints = trimmed.replaceAll(/(?:\d+(?:\.\d+)?|\ban?\b)\s*[A-Za-z]+/g, '|');
  if (!/^\|(?:\s*(?:,|,?\s+and)?\s*\|)*$/.test(joints)) throw misunderstood(trimmed);
  let millis = 0;
  for (const [, amount = '', unit = ''] of parts) {
    const unitMillis = UNITS.get(unit) ?? UNITS.get(unit.toLowerCase());
    if (unitMillis === undefined) throw misunderstood(trimmed);
    millis += (amount.startsWith('a') ? 1 : Number(amount)) * unitMillis;
  }
  if (millis > MAX_MILLIS) throw new DurationError(`the duration "${trimmed}" is longer than any clock can tell`);
  return Math.round(millis);
}

function misunderstood(text: string): DurationError {
  return new DurationError(`"${text}" is not a duration: expected something like 90s, 1m30s, 500ms, 2 hours or 1 minute 30 seconds`);
}

/** A duration for people, exact to the millisecond: `1m30s`, `2h`, `1d1s`, `1.5s`, `250ms`, `0s`. */
export function formatDuration(millis: number): string {
  if (millis < 0) return `-${formatDuration(-millis)}`;
  if (millis < SECOND_MILLIS) return millis === 0 ? '0s' : `${millis}ms`;
  const days = Math.floor(millis / DAY_MILLIS);
  const hours = Math.floor((millis % DAY_MILLIS) / HOUR_MILLIS);
  const minutes = Math.floor((millis % HOUR_MILLIS) / MINUTE_MILLIS);
  const seconds = (millis % MINUTE_MILLIS) / SECOND_MILLIS;
  const parts = [`${days}d`, `${hours}h`, `${minutes}m`, `${seconds}s`];
  return parts.filter((part) => !part.startsWith('0') || part.startsWith('0.')).join('');
}

/**
 * An age as kubectl prints it: `45s`, `2m5s`, `3h10m`, `2d4h`, `<invalid>` from a second in the future on.
 * kube: apimachinery/pkg/util/duration/duration.go HumanDuration
 */
export function humanAge(millis: number): string {
  const seconds = Math.trunc(millis / SECOND_MILLIS);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(millis / MINUTE_MILLIS);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(millis / HOUR_MILLIS);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (days < 2 * 365) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? twoUnits(years, 'y', days % 365, 'd') : `${years}y`;
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** A duration as Go prints it: `1m20s`, `5m0s`, `1h0m0s`, `845ms`, `1.234s`, `12.5µs`, `0s`. */
export function goDuration(millis: number): string {
  if (millis < 0) return `-${goDuration(-millis)}`;
  if (millis === 0) return '0s';
  const nanos = Math.round(millis * 1e6);
  if (nanos < 1e3) return `${nanos}ns`;
  if (nanos < 1e6) return `${nanos / 1e3}µs`;
  if (nanos < 1e9) return `${nanos / 1e6}ms`;
  const hours = Math.floor(millis / HOUR_MILLIS);
  const minutes = Math.floor((millis % HOUR_MILLIS) / MINUTE_MILLIS);
  const seconds = `${Number(((millis % MINUTE_MILLIS) / SECOND_MILLIS).toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
