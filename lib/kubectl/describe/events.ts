import type { Client } from '../../api/client.ts';
import { filled } from '../../base/with-fields.ts';
import { EventKind, type Event } from '../../kinds/event.ts';
import { indented, lines, tableLines, type Lines } from './lines.ts';
import { sortedBy } from './sorted-by.ts';
import { ageOf } from './times.ts';

/** What events are about; any kind where it is left out. */
export interface EventSubject {
  readonly kind?: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uid: string;
}

/** What the events about the subjects tell, the latest last. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribeEvents */
export function eventLines(client: Client, subjects: readonly EventSubject[], nowMillis: number): Lines {
  const events = subjects.flatMap((subject) => eventsAbout(client, subject));
  if (events.length === 0) return ['Events:\t<none>'];
  // unlike kube: of more than twelve events those of one second keep their order, which Go's sort may mix up.
  const ordered = sortedBy(events, ({ lastTimestamp }) => lastTimestamp ?? '');
  const rows = ordered.map((event) => [
    event.type ?? '',
    event.reason ?? '',
    whenOf(event, nowMillis),
    filled(event.source?.component) ?? event.reportingComponent ?? '',
    (event.message ?? '').trim(),
  ]);
  return lines('Events:', indented(1, table(rows)));
}

/** The dashes under Age are one more than its letters. */
function table(rows: readonly Lines[]): Lines {
  const [headings = '', , ...others] = tableLines(['Type', 'Reason', 'Age', 'From', 'Message'], rows);
  return [headings, '----\t------\t----\t----\t-------', ...others];
}

function eventsAbout(client: Client, { kind, name, namespace, uid }: EventSubject): readonly Event[] {
  return client.list(EventKind, { namespace }).filter(({ involvedObject: about }) => {
    const isSame = about.name === name && (about.namespace ?? '') === (namespace ?? '') && about.uid === uid;
    return isSame && (kind === undefined || about.kind === kind);
  });
}

/** When it happened; of what happened more than once, the last time, how often, and the first time. */
export function whenOf({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Event, nowMillis: number): string {
  const first = ageOf(eventTime ?? firstTimestamp, nowMillis);
  if (series !== undefined) return `${ageOf(series.lastObservedTime, nowMillis)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${ageOf(lastTimestamp, nowMillis)} (x${count} over ${first})` : first;
}
