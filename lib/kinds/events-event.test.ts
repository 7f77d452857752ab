import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import { EventKind } from './event.ts';
import { EventsEventKind } from './events-event.ts';

const world = new Cluster();

const FIELDS = {
  eventTime: '2026-01-01T00:00:00.000100Z',
  reportingController: 'example.com/tester',
  reportingInstance: 'tester-1',
  action: 'Testing',
  reason: 'Tested',
  type: 'Normal',
  note: 'all is well',
  regarding: { kind: 'Pod', namespace: 'default', name: 'web' },
};

function messageOf(request: () => unknown): string {
  try {
    request();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.message;
  }
  return '';
}

test('an event is one thing with two groups of words', () => {
  const api = world.fork().as('admin');
  const made = api.create(EventsEventKind, { metadata: { name: 'one' }, ...FIELDS });
  const { metadata, ...core } = api.get(EventKind, 'one');
  assert.deepEqual(metadata, made.metadata);
  assert.deepEqual(core, {
    apiVersion: 'v1',
    kind: 'Event',
    eventTime: FIELDS.eventTime,
    reportingComponent: 'example.com/tester',
    reportingInstance: 'tester-1',
    action: 'Testing',
    reason: 'Tested',
    type: 'Normal',
    message: 'all is well',
    involvedObject: FIELDS.regarding,
  });
  api.create(EventKind, {
    metadata: { name: 'two' },
    involvedObject: { namespace: 'default' },
    message: 'of old',
    source: { component: 'kubelet', host: 'node1' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:01Z',
    count: 3,
  });
  const { metadata: _, ...newer } = api.get(EventsEventKind, 'two');
  assert.deepEqual(newer, {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    regarding: { namespace: 'default' },
    note: 'of old',
    deprecatedSource: { component: 'kubelet', host: 'node1' },
    deprecatedFirstTimestamp: '2026-01-01T00:00:00Z',
    deprecatedLastTimestamp: '2026-01-01T00:00:01Z',
    deprecatedCount: 3,
  });
  const selected = (fieldSelector: string) =>
    api.list(EventsEventKind, { namespace: 'default', fieldSelector }).map(({ metadata: { name } }) => name);
  assert.deepEqual([selected('regarding.name=web'), selected('reportingController=example.com/tester')], [['one'], ['one']]);
  assert.equal(
    messageOf(() => selected('involvedObject.name=web')),
    'field label not supported: involvedObject.name',
  );
  assert.equal(
    messageOf(() => api.get(EventsEventKind, 'three')),
    'events.events.k8s.io "three" not found',
  );
});

test('who writes in the newer words is held to stricter rules, which name the fields as they are stored', () => {
  const api = world.fork().as('admin');
  const create = (more: object) => messageOf(() => api.create(EventsEventKind, { metadata: { name: 'one' }, ...FIELDS, ...more }));
  const cases: readonly (readonly [object, string])[] = [
    [{ eventTime: null }, 'eventTime: Required value'],
    [{ type: 'Odd' }, 'type: Invalid value: "": has invalid value: Odd'],
    [{ deprecatedCount: 1 }, 'count: Invalid value: "": needs to be unset'],
    [{ deprecatedSource: { host: 'a' } }, 'source: Invalid value: "": needs to be unset'],
    [{ deprecatedFirstTimestamp: '2026-01-01T00:00:00Z' }, 'firstTimestamp: Invalid value: "": needs to be unset'],
    [{ reportingInstance: '' }, 'reportingInstance: Required value'],
    [{ reportingController: 'a b' }, 'reportingController: Invalid value: "a b": name part must consist of alphanumeric characters'],
    [{ series: { count: 1, lastObservedTime: '2026-01-01T00:00:00.000000Z' } }, 'series.count: Invalid value: "": should be at least 2'],
  ];
  for (const [more, told] of cases)
    assert.equal(create(more).slice(0, 23 + told.length), `Event "one" is invalid: ${told}`.slice(0, 23 + told.length));
});

test('in the newer words nothing of an event changes but its series', () => {
  const api = world.fork().as('admin');
  const made = api.create(EventsEventKind, { metadata: { name: 'one' }, ...FIELDS });
  const patch = (change: object) => messageOf(() => api.patch(EventsEventKind, made, change));
  const cases: readonly (readonly [object, string])[] = [
    [{ note: 'other' }, 'message: Invalid value: "other": field is immutable'],
    [
      { regarding: { name: 'db' } },
      'involvedObject: Invalid value: core.ObjectReference{Kind:"Pod", Namespace:"default", Name:"db", UID:"", APIVersion:"", ResourceVersion:"", FieldPath:""}: field is immutable',
    ],
    [{ eventTime: '2026-01-01T00:00:01.250000Z' }, 'eventTime: Invalid value: 2026-01-01 00:00:01.25 +0000 UTC: field is immutable'],
    [{ deprecatedSource: { host: 'a' } }, 'source: Invalid value: core.EventSource{Component:"", Host:"a"}: field is immutable'],
  ];
  for (const [change, told] of cases) assert.equal(patch(change), `Event "one" is invalid: ${told}`);
  assert.equal(patch({ series: { count: 2, lastObservedTime: '2026-01-01T00:00:09.000000Z' }, metadata: { labels: { a: 'b' } } }), '');
  assert.equal(
    messageOf(() => api.patch(EventKind, made, { message: 'other' })),
    '',
  );
});
