/** A time's text as Kubernetes would write it, or Go's words for what is wrong with it. */
export type Timestamp = { readonly text: string } | { readonly problem: string };

/**
 * Reads an RFC 3339 time and writes it as Kubernetes does: in UTC, with whole seconds, or with microseconds when `micro`, which then
 * must be given too. Problems are those of Go's time.Parse.
 * kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/time.go, micro_time.go UnmarshalJSON
 */
export function readTimestamp(text: string, micro: boolean): Timestamp {
  const usual = micro ? usualMicro : usualSeconds;
  // Nearly every time is already as it should be; days beyond the 28th need the longer look.
  if (usual.test(text)) return { text };
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00';
  const quoted = JSON.stringify(text);
  let rest = text;
  const parts: string[] = [];
  for (const { element, pattern, range } of micro ? microLayout : secondsLayout) {
    const match = pattern.exec(rest);
    if (match === null) return { problem: `parsing time ${quoted} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${element}"` };
    const outOfRange = range?.(match[0]);
    if (outOfRange !== undefined) return { problem: `parsing time ${quoted}: ${outOfRange} out of range` };
    parts.push(match[0]);
    rest = rest.slice(match[0].length);
  }
  if (rest !== '') return { problem: `parsing time ${quoted}: extra text: ${JSON.stringify(rest)}` };
  return inUtc(parts, quoted, micro);
}

const usualSeconds = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const usualMicro = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** One element of Go's layout; `range` names what is out of range in a text of the right shape. */
interface Element {
  readonly element: string;
  readonly pattern: RegExp;
  readonly range?: (text: string) => string | undefined;
}

function upTo(least: number, most: number, name: string): (text: string) => string | undefined {
  return (text) => (Number(text) < least || Number(text) > most ? name : undefined);
}

function zoneRange(zone: string): string | undefined {
  if (Number(zone.slice(1, 3)) > 24) return 'time zone offset hour';
  return Number(zone.slice(4, 6)) > 60 ? 'time zone offset minute' : undefined;
}

const dateAndTime: readonly Element[] = [
  { element: '2006', pattern: /^\d{4}/ },
  { element: '-', pattern: /^-/ },
  { element: '01', pattern: /^\d{2}/, range: upTo(1, 12, 'month') },
  { element: '-', pattern: /^-/ },
  { element: '02', pattern: /^\d{2}/ },
  { element: 'T', pattern: /^T/ },
  { element: '15', pattern: /^\d{1,2}/, range: upTo(0, 23, 'hour') },
  { element: ':', pattern: /^:/ },
  { element: '04', pattern: /^\d{2}/, range: upTo(0, 59, 'minute') },
  { element: ':', pattern: /^:/ },
  { element: '05', pattern: /^\d{2}/, range: upTo(0, 59, 'second') },
];
const zone: Element = { element: 'Z07:00', pattern: /^(?:Z|[+-]\d{2}:\d{2})/, range: zoneRange };
const secondsLayout: readonly Element[] = [...dateAndTime, { element: '', pattern: /^(?:[.,]\d+)?/ }, zone];
const microLayout: readonly Element[] = [...dateAndTime, { element: '.000000', pattern: /^[.,]\d{6}/ }, zone];

function inUtc(parts: readonly string[], quoted: string, micro: boolean): Timestamp {
  const [year, month, day, hour, minute, second] = [0, 2, 4, 6, 8, 10].map((index) => Number(parts[index]));
  const moment = new Date(0);
  moment.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day);
  if (moment.getUTCDate() !== day) return { problem: `parsing time ${quoted}: day out of range` };
  const offset = parts[12] ?? 'Z';
  const offsetMinutes =
    offset === 'Z' ? 0 : Number(`${offset.charAt(0)}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
  moment.setUTCHours(hour ?? 0, (minute ?? 0) - offsetMinutes, second, 0);
  const seconds = moment.toISOString().slice(0, -'.000Z'.length);
  return { text: `${seconds}${micro ? `.${(parts[11] ?? '').slice(1)}` : ''}Z` };
}
