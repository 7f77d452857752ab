import { goStruct, goTime, invalid, required, type FieldError, type GoText, type ShownValue } from '../../api/field-errors.ts';
import type { Event, EventSource, ObjectReference } from '../../api/generated/types.ts';
import { same } from '../../base/merge.ts';
import { IMMUTABLE, type Draft, type Found } from './draft.ts';
import { eventErrors } from './event.ts';
import { validateMetadata } from './metadata.ts';

const UNSET = 'needs to be unset';
const FEWEST_IN_SERIES = 2;

/** All that is wrong with an event, as it is stored, that somebody asked for in `events.k8s.io/v1`. kube: pkg/apis/core/validation/events.go ValidateEventCreate, ValidateEventUpdate */
export function validateEventsEvent(event: Draft<Event>, old: Draft<Event> | undefined): readonly FieldError[] {
  if (old !== undefined) {
    const metadata = validateMetadata(event, old, { name: 'subdomain', namespaced: true });
    const series = same(event.series, old.series) ? [] : seriesErrors(event);
    return [...metadata, ...eventErrors(event), ...series, ...changeErrors(event, old)];
  }
  const { eventTime = '', type = '', firstTimestamp, lastTimestamp, count = 0, source: { component = '', host = '' } = {} } = event;
  const found: Found = [
    ...eventErrors(event),
    ...validateMetadata(event, undefined, { name: 'subdomain', namespaced: true }),
    ...seriesErrors(event),
  ];
  if (eventTime === '') found.push(required('eventTime'));
  if (type !== 'Normal' && type !== 'Warning') found.push(invalid('type', '', `has invalid value: ${type}`));
  if (firstTimestamp !== undefined) found.push(invalid('firstTimestamp', '', UNSET));
  if (lastTimestamp !== undefined) found.push(invalid('lastTimestamp', '', UNSET));
  if (count !== 0) found.push(invalid('count', '', UNSET));
  if (component !== '' || host !== '') found.push(invalid('source', '', UNSET));
  return found;
}

/** kube: the same file, validateV1EventSeries */
function seriesErrors({ series }: Draft<Event>): readonly FieldError[] {
  if (series === undefined) return [];
  const found: Found = [];
  if ((series.count ?? 0) < FEWEST_IN_SERIES) found.push(invalid('series.count', '', `should be at least ${FEWEST_IN_SERIES}`));
  if ((series.lastObservedTime ?? '') === '') found.push(required('series.lastObservedTime'));
  return found;
}

/** What cannot be changed, in the order and under the names in which it is looked at, and how Go prints it. */
const FIXED: readonly (readonly [path: string, shown: (event: Draft<Event>) => ShownValue])[] = [
  ['involvedObject', ({ involvedObject = {} }) => goReference(involvedObject)],
  ['reason', ({ reason = '' }) => reason],
  ['message', ({ message = '' }) => message],
  ['source', ({ source = {} }) => goSource(source)],
  ['firstTimestamp', ({ firstTimestamp }) => goMoment(firstTimestamp)],
  ['lastTimestamp', ({ lastTimestamp }) => goMoment(lastTimestamp)],
  ['count', ({ count = 0 }) => count],
  ['type', ({ type = '' }) => type],
  ['eventTime', ({ eventTime }) => goMoment(eventTime)],
  ['action', ({ action = '' }) => action],
  ['related', ({ related }) => (related === undefined ? null : goReference(related))],
  ['reportingController', ({ reportingComponent = '' }) => reportingComponent],
  ['reportingInstance', ({ reportingInstance = '' }) => reportingInstance],
];

function changeErrors(event: Draft<Event>, old: Draft<Event>): readonly FieldError[] {
  return FIXED.flatMap(([path, shown]) => {
    const [now, before] = [shown(event), shown(old)];
    return same(now, before) ? [] : [invalid(path, now, IMMUTABLE)];
  });
}

function goReference(reference: Draft<ObjectReference>): GoText {
  const { kind = '', namespace = '', name = '', uid = '', apiVersion = '', resourceVersion = '', fieldPath = '' } = reference;
  return goStruct('core.ObjectReference', [
    ['Kind', kind],
    ['Namespace', namespace],
    ['Name', name],
    ['UID', uid],
    ['APIVersion', apiVersion],
    ['ResourceVersion', resourceVersion],
    ['FieldPath', fieldPath],
  ]);
}

function goSource({ component = '', host = '' }: Draft<EventSource>): GoText {
  return goStruct('core.EventSource', [
    ['Component', component],
    ['Host', host],
  ]);
}

function goMoment(time: string | undefined): GoText {
  return goTime(
    (time ?? '0001-01-01T00:00:00Z').replace(/\.?0*Z$/, (end) => (end.startsWith('.') ? 'Z' : end)).replace(/(\.\d*[1-9])0+Z$/, '$1Z'),
  );
}
