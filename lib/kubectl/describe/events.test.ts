import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { EventKind } from '../../kinds/event.ts';
import { eventLines } from './events.ts';
import { ageOf, longTime } from './times.ts';

const SUBJECT = { kind: 'Pod', name: 'web', namespace: 'default', uid: '1' };

test('events are told in the order of their last time, with how often and since when', () => {
  const cluster = new Cluster();
  const client = cluster.as('admin');
  const tell = (name: string, fields: object, about: object = {}): void => {
    client.create(EventKind, { metadata: { name }, involvedObject: { ...SUBJECT, ...about }, type: 'Normal', ...fields });
  };
  tell('a', { reason: 'Late', firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:01:00Z', count: 3, message: ' x\n' });
  tell('b', { reason: 'Early', firstTimestamp: '2026-01-01T00:00:10Z', lastTimestamp: '2026-01-01T00:00:10Z', source: { component: 'c' } });
  tell('other', { reason: 'Other' }, { uid: '2' });
  tell('kind', { reason: 'Other' }, { kind: 'Node' });
  assert.deepEqual(eventLines(client, [SUBJECT], 90_000), [
    'Events:',
    '  Type\tReason\tAge\tFrom\tMessage',
    '  ----\t------\t----\t----\t-------',
    '  Normal\tEarly\t80s\tc\t',
    '  Normal\tLate\t30s (x3 over 90s)\t\tx',
  ]);
});

test('nothing about the object is <none>', () => {
  assert.deepEqual(eventLines(new Cluster().as('admin'), [SUBJECT], 0), ['Events:\t<none>']);
});

test('times are long, ages short, and there is one for none', () => {
  assert.equal(longTime('2026-01-01T00:00:05Z'), 'Thu, 01 Jan 2026 00:00:05 +0000');
  assert.equal(longTime(undefined), 'Mon, 01 Jan 0001 00:00:00 +0000');
  assert.equal(ageOf('2026-01-01T00:00:05Z', 130_000), '2m5s');
  assert.equal(ageOf(undefined, 0), '<unknown>');
});
