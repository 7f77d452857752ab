import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SortedMap } from '../base/sorted-map.ts';
import { Cluster } from '../cluster.ts';
import { ConfigMapKind } from '../kinds/configmap.ts';
import { EventKind, type Event } from '../kinds/event.ts';
import { eventRecorder } from './events.ts';

const world = new Cluster({ nodes: 0 });

/** A recorder that tells of one config map, and short ways to look at what it wrote. */
function bench() {
  const cluster = world.fork();
  const api = cluster.as('tester');
  const about = api.create(ConfigMapKind, { metadata: { name: 'thing' } });
  const recorder = eventRecorder({
    api,
    component: 'tester',
    memory: new SortedMap(),
    now: () => cluster.now,
    timestamp: () => api.api.timestamp(),
  });
  const say = (message: string, type: 'Normal' | 'Warning' = 'Normal', reason = 'Said'): void =>
    recorder.record(about, type, reason, message);
  const events = (): readonly Event[] => api.list(EventKind, { namespace: 'default', fieldSelector: 'involvedObject.name=thing' });
  const told = (): readonly string[] => events().map(({ message, count }) => `${count} ${message}`);
  return { cluster, api, about, recorder, say, events, told };
}

describe('an event', () => {
  test('says who told what of which object, and lies beside it', () => {
    const { about, say, events } = bench();
    say('hello');
    const { metadata, ...fields } = events()[0]!;
    assert.match(metadata.name, /^thing\.[0-9a-f]{16}$/);
    assert.deepEqual(fields, {
      apiVersion: 'v1',
      kind: 'Event',
      involvedObject: {
        kind: 'ConfigMap',
        namespace: 'default',
        name: 'thing',
        uid: about.metadata.uid,
        apiVersion: 'v1',
        resourceVersion: about.metadata.resourceVersion,
      },
      reason: 'Said',
      message: 'hello',
      source: { component: 'tester' },
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
      count: 1,
      type: 'Normal',
      reportingComponent: 'tester',
      reportingInstance: '',
    });
  });

  test('about something of the whole cluster lies in default', () => {
    const { cluster, api, recorder } = bench();
    recorder.record(cluster.get('namespace', 'kube-public'), 'Normal', 'Said', 'hello');
    assert.equal(api.list(EventKind, { fieldSelector: 'involvedObject.name=kube-public' })[0]?.metadata.namespace, 'default');
  });

  test('said again is counted: same name and first time, later last time', () => {
    const { cluster, say, events } = bench();
    say('hello');
    const first = events()[0]!;
    cluster.advance(65_000);
    say('hello');
    const [again, ...more] = events();
    assert.deepEqual(
      [again?.metadata.name, again?.count, again?.firstTimestamp, again?.lastTimestamp, more],
      [first.metadata.name, 2, first.firstTimestamp, '2026-01-01T00:01:05Z', []],
    );
  });

  test('of another type, reason, place or teller is another event', () => {
    const { about, recorder, say, told } = bench();
    say('hello');
    say('hello', 'Warning');
    say('hello', 'Normal', 'Shouted');
    recorder.record(about, 'Normal', 'Said', 'hello', { fieldPath: 'spec.a' });
    recorder.record(about, 'Normal', 'Said', 'hello', { host: 'node1', component: 'kubelet' });
    assert.deepEqual(
      told(),
      Array.from({ length: 5 }, () => '1 hello'),
    );
  });

  test('that expired or was deleted in between is made anew', () => {
    const { api, say, events, told } = bench();
    say('hello');
    api.delete(EventKind, events()[0]!);
    say('hello');
    assert.deepEqual(told(), ['2 hello']);
  });

  test('that the server refuses is lost without a word', () => {
    const { cluster, api, about, recorder } = bench();
    api.delete(cluster.kind('namespace'), api.create(cluster.kind('namespace'), { metadata: { name: 'going' } }));
    const { revision } = cluster;
    recorder.record({ ...about, metadata: { ...about.metadata, namespace: 'going' } }, 'Normal', 'Said', 'hello');
    assert.equal(cluster.revision, revision);
  });
});

describe('many events', () => {
  test('that differ only in their message are combined from the tenth on', () => {
    const { say, told } = bench();
    for (let i = 1; i <= 12; i++) say(`message ${i}`);
    assert.deepEqual(told(), [
      ...Array.from({ length: 9 }, (_, i) => `1 message ${i + 1}`),
      '3 (combined from similar events): message 12',
    ]);
  });

  test('are told one by one again after ten minutes of silence', () => {
    const { cluster, say, told } = bench();
    for (let i = 1; i <= 10; i++) say(`message ${i}`);
    cluster.advance(600_001);
    say('message 11');
    assert.deepEqual(told().slice(9), ['1 (combined from similar events): message 10', '1 message 11']);
  });

  test('about one object are dropped after 25, but counted, until one more is allowed every five minutes', () => {
    const { cluster, say, told } = bench();
    for (let i = 1; i <= 40; i++) say('again');
    assert.deepEqual(told(), ['25 again']);
    cluster.advance(299_000);
    say('again');
    assert.deepEqual(told(), ['25 again']);
    cluster.advance(1000);
    say('again');
    assert.deepEqual(told(), ['42 again']);
    say('again');
    assert.deepEqual(told(), ['42 again']);
  });

  test('that rest gather nothing beyond 25: the five minutes begin with the first after that', () => {
    const { cluster, say, told } = bench();
    say('again');
    cluster.advance(450_000);
    for (let i = 1; i <= 30; i++) say('again');
    assert.deepEqual(told(), ['26 again']);
    cluster.advance(299_000);
    say('again');
    assert.deepEqual(told(), ['26 again']);
    cluster.advance(1000);
    say('again');
    assert.deepEqual(told(), ['33 again']);
  });

  test('that would be dropped are known ahead, and can be counted together', () => {
    const { cluster, about, recorder, say, told } = bench();
    const news = { type: 'Normal', reason: 'Said', message: 'again' } as const;
    const unheardUntil = (message = 'again'): number => recorder.unheardUntil(about, { ...news, message }, {});
    for (let i = 1; i <= 25; i++) {
      assert.equal(unheardUntil(), cluster.now, `the ${i}. will be written`);
      say('again');
    }
    assert.equal(unheardUntil(), 300_000);
    assert.equal(unheardUntil('something new'), 0);
    cluster.advance(299_000);
    recorder.countUnheard(about, news, {}, 16, 290_000);
    assert.deepEqual([unheardUntil(), told()], [300_000, ['25 again']]);
    cluster.advance(1000);
    assert.equal(unheardUntil(), 300_000);
    say('again');
    assert.deepEqual([unheardUntil(), told()], [600_000, ['42 again']]);
  });

  test('that are to be combined with others are not known ahead', () => {
    const { about, recorder, say } = bench();
    for (let i = 1; i <= 40; i++) say(`message ${i % 12}`);
    assert.equal(recorder.unheardUntil(about, { type: 'Normal', reason: 'Said', message: 'message 5' }, {}), 0);
  });

  test('of one type leave room for those of the other', () => {
    const { say, told } = bench();
    for (let i = 1; i <= 40; i++) say('again');
    say('trouble', 'Warning');
    assert.deepEqual(told(), ['25 again', '1 trouble']);
  });
});

describe('an action', () => {
  test('is an event of the new form, and a repeated one becomes a series', () => {
    const { about, recorder, events } = bench();
    const act = (): void => recorder.recordAction(about, 'Normal', 'Scheduled', 'Binding', 'done');
    act();
    const [first] = events();
    assert.deepEqual(
      [first?.eventTime, first?.action, first?.reportingComponent, first?.count, first?.series],
      ['2026-01-01T00:00:00.000000Z', 'Binding', 'tester', undefined, undefined],
    );
    act();
    assert.deepEqual(
      events().map(({ series }) => series),
      [{ count: 2, lastObservedTime: '2026-01-01T00:00:00.000000Z' }],
    );
  });
});
