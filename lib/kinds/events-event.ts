import type { Event as CoreFields, EventsEvent as Fields } from '../api/generated/types.ts';
import type { KubeObject, Stored } from '../api/object.ts';
import { defineVersion } from '../api/versions.ts';
import { present } from '../base/with-fields.ts';
import { EventKind, type Event } from './event.ts';
import { validateEventsEvent } from './validation/events-event.ts';

/** An event as the group `events.k8s.io` has it. */
export type EventsEvent = Stored<Fields>;

/** `events.k8s.io/v1` Event: the events of the core group in newer words, with stricter rules for what is written in them. */
export const EventsEventKind = defineVersion<EventsEvent, Event>(EventKind, {
  group: 'events.k8s.io',
  version: 'v1',
  write,
  read,
  validate: (event, old) => validateEventsEvent(event, old),
  // kube: pkg/apis/events/v1/conversion.go AddFieldLabelConversionsForEvent
  selectable: {
    'regarding.kind': ({ regarding }) => regarding?.kind ?? '',
    'regarding.namespace': ({ regarding }) => regarding?.namespace ?? '',
    'regarding.name': ({ regarding }) => regarding?.name ?? '',
    'regarding.uid': ({ regarding }) => regarding?.uid ?? '',
    'regarding.apiVersion': ({ regarding }) => regarding?.apiVersion ?? '',
    'regarding.resourceVersion': ({ regarding }) => regarding?.resourceVersion ?? '',
    'regarding.fieldPath': ({ regarding }) => regarding?.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingController: ({ reportingController }) => reportingController ?? '',
    type: ({ type }) => type ?? '',
  },
});

/** kube: pkg/apis/events/v1/conversion.go Convert_v1_Event_To_core_Event */
function write(event: EventsEvent): Event {
  const { note, regarding, reportingController, deprecatedSource, deprecatedCount, ...rest } = event;
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, ...same } = rest;
  return present<CoreFields & KubeObject>({
    ...same,
    apiVersion: EventKind.apiVersion,
    involvedObject: regarding ?? {},
    message: note,
    source: deprecatedSource,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    count: deprecatedCount,
    reportingComponent: reportingController,
  });
}

/** kube: the same file, Convert_core_Event_To_v1_Event */
function read(event: Event): EventsEvent {
  const { message, involvedObject, reportingComponent, source, count, firstTimestamp, lastTimestamp, ...same } = event;
  return present<Fields & KubeObject>({
    ...same,
    apiVersion: 'events.k8s.io/v1',
    regarding: involvedObject,
    note: message,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    reportingController: reportingComponent,
    // What the newer form requires, older events lack.
    eventTime: event.eventTime!,
    series: event.series as Fields['series'],
  });
}
