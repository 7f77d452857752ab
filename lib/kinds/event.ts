import type { Event as EventFields } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { filled } from '../base/with-fields.ts';
import { validateEvent } from './validation/event.ts';

/** An event as the core group has it. */
export type Event = Stored<EventFields>;

/** `v1` Event: something that happened to an object. */
export const EventKind = defineKind<Event>({
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  short: ['ev'],
  columns: [
    { name: 'Last Seen', cell: (event, { age }) => age(lastSeen(event)) },
    { name: 'Type', cell: (event) => event.type },
    { name: 'Reason', cell: (event) => event.reason },
    { name: 'Object', cell: (event) => `${event.involvedObject.kind?.toLowerCase() ?? ''}/${event.involvedObject.name ?? ''}` },
    { name: 'Subobject', wide: true, cell: (event) => event.involvedObject.fieldPath },
    { name: 'Source', wide: true, cell: sourceOf },
    { name: 'Message', cell: (event) => event.message?.trim() },
    { name: 'First Seen', wide: true, cell: (event, { age }) => age(event.firstTimestamp ?? event.eventTime ?? undefined) },
    { name: 'Count', wide: true, cell: (event) => event.series?.count ?? event.count ?? 1 },
    { name: 'Name', wide: true, cell: (event) => event.metadata.name },
    { name: 'From', extra: true, cell: (event) => event.source?.component ?? event.reportingComponent },
  ],
  validate: (event, old) => validateEvent(event, old),
  createsOnUpdate: true,
  selectable: {
    'involvedObject.kind': (event) => event.involvedObject.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    source: ({ source, reportingComponent }) => filled(source?.component) ?? reportingComponent ?? '',
    type: (event) => event.type ?? '',
  },
});

/** When the event last happened: what its column and the order of `kubectl describe` go by. */
export function lastSeen(event: Event): string | undefined {
  return event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? undefined;
}

/** kube: pkg/printers/internalversion/printers.go formatEventSource */
function sourceOf(event: Event): string {
  const component = event.source?.component ?? event.reportingComponent ?? '';
  const host = event.source?.host ?? event.reportingInstance ?? '';
  return host === '' ? component : `${component}, ${host}`;
}
