import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Event } from '../kinds/event.ts';

const world = new Cluster({ nodes: 0 });

function tell(cluster: Cluster, name: string, message = ''): void {
  const [api, kind] = [cluster.as('teller'), cluster.kind('event')];
  const known = api.find(kind, name);
  if (known === undefined) api.create(kind, { metadata: { name }, involvedObject: { namespace: 'default' }, message });
  else api.patch(kind, known, { message });
}

function names(cluster: Cluster): readonly string[] {
  return cluster.list('event', { namespace: 'default' }).map(({ metadata }) => metadata.name);
}

test('an event goes an hour after its latest write, up to a minute later', () => {
  const cluster = world.fork();
  cluster.advance('2h');
  tell(cluster, 'a');
  tell(cluster, 'b');
  cluster.advance('30m');
  tell(cluster, 'b', 'again');
  cluster.advance('30m');
  assert.deepEqual(names(cluster), ['a', 'b']);
  cluster.advance('1m');
  assert.deepEqual(names(cluster), ['b']);
  cluster.advance('29m');
  assert.deepEqual(names(cluster), ['b']);
  cluster.advance('1m');
  assert.deepEqual(names(cluster), []);
});

test('what is written within a minute goes at once, by no hand of a person, and nobody waits for it', () => {
  const cluster = world.fork();
  cluster.advance('2h');
  const { now } = cluster;
  for (let i = 0; i < 6; i++) {
    tell(cluster, `e${i}`);
    cluster.advance('15s');
  }
  cluster.settle();
  assert.equal(names(cluster).length, 6);
  const deleted: (readonly [seconds: number, user: string, key: string])[] = [];
  cluster.store.watch(({ at, user, key, after }) => {
    if (after === undefined) deleted.push([(at - now) / 1000, user, key]);
  });
  cluster.advance('2h');
  assert.deepEqual(
    deleted,
    ['e0', 'e1', 'e2', 'e3', 'e4', 'e5'].map((name, i) => [i < 4 ? 3660 : 3720, 'etcd', `default/${name}`]),
  );
});

test('a lease is one event of the clock, however much is written under it', () => {
  const cluster = world.fork();
  cluster.advance('2h');
  for (let i = 0; i < 500; i++) tell(cluster, `e${i % 100}`, String(i));
  const { events, revision } = cluster;
  cluster.advance('365d');
  assert.deepEqual([cluster.events - events, cluster.revision - revision], [1, 100]);
});

test('an event that comes again after it was forgotten goes on counting from its first time', () => {
  const cluster = new Cluster();
  cluster.advance('2h');
  const { now } = cluster;
  cluster.apply(
    '{ apiVersion: v1, kind: Pod, metadata: { name: x }, spec: { containers: [{ name: c, image: "busybox", command: [sleep, 2h] }] } }',
  );
  cluster.advance('5h');
  const pulled = (cluster.list('event', { namespace: 'default', fieldSelector: 'reason=Created' }) as readonly Event[]).map(
    ({ count, firstTimestamp, lastTimestamp }) => [
      count,
      Date.parse(lastTimestamp!) - Date.parse(firstTimestamp!) > 4 * 3_600_000 - 10_000,
    ],
  );
  assert.deepEqual([cluster.now - now, pulled], [5 * 3_600_000, [[3, true]]]);
});
