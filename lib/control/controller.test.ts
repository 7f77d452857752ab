import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SortedMap } from '../base/sorted-map.ts';
import { Api } from '../api/api.ts';
import { ApiError } from '../api/errors.ts';
import { Registry } from '../api/kind.ts';
import { Store } from '../api/store.ts';
import { ConfigMapKind, type ConfigMap } from '../kinds/configmap.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';
import { Clock } from '../sim/clock.ts';
import { Random } from '../sim/random.ts';
import { timestamp } from '../sim/time.ts';
import type { ActorContext } from './actor.ts';
import { defineController, owned, type Controller, type ObjectMemory, type ReconcileContext } from './controller.ts';
import { eventRecorder } from './events.ts';
import { controllerRef } from './owners.ts';

/** The smallest world a controller can live in: a store, a door, a clock, and nobody else. */
function world(
  reconcile: (object: ConfigMap, context: ReconcileContext, memory: ObjectMemory<string>) => void,
  more: Partial<Controller<ConfigMap, string>> = {},
) {
  const seen: string[] = [];
  const store = new Store();
  const memory = new SortedMap<string, unknown>();
  const controller = defineController<ConfigMap, string>({
    name: 'tested',
    for: ConfigMapKind,
    reconcile(object, context, kept) {
      seen.push(`${context.now()} ${object.metadata.name}`);
      reconcile(object, context, kept);
    },
    ...more,
  });
  const clock: Clock = new Clock(0, (event) => api.during(event.cause, event.reason, () => controller.handle(event, context)));
  const registry = new Registry([ConfigMapKind, ServiceAccountKind]);
  const api: Api = new Api({ store, clock, random: new Random(1), registry, admission: [] });
  const client = api.as('tested');
  const context: ActorContext = {
    api: client,
    random: new Random(1),
    memory,
    environment: { images: [], containers: [], failingProbes: new Set(), hasLoadBalancer: false, hasMetrics: false, nodes: new Map() },
    get network(): never {
      throw new Error('controllers ask the API alone');
    },
    events: eventRecorder({
      api: client,
      component: 'tested',
      memory: new SortedMap(),
      now: () => clock.now,
      timestamp: () => timestamp(clock.now),
    }),
    now: () => clock.now,
    timestamp: () => timestamp(clock.now),
    after: (delayMillis, key, reason, options) => clock.after(delayMillis, 'tested', key, reason, api.cause, options),
    move: (event, at) => clock.move(event, at),
    cancel: (event) => clock.cancel(event),
    isPending: (event) => clock.isPending(event),
    hasPassed: (at, key) => clock.hasPassed(at, key),
  };
  store.watch((change) => {
    if (controller.watches.includes(change.kind)) api.during(change.revision, '', () => controller.changed(change, context));
  });
  const touch = (name: string, value: string): ConfigMap => client.patch(ConfigMapKind, { metadata: { name } }, { data: { value } });
  const create = (name: string, metadata = {}): ConfigMap => client.create(ConfigMapKind, { metadata: { ...metadata, name } });
  return { api, clock, client, memory, seen, create, touch };
}

const refuse = (): never => {
  throw new ApiError(409, 'Conflict', 'not now');
};

describe('the queue', () => {
  test('has one entry for a key: changes of one moment are reconciled once, 2 ms later', () => {
    const { clock, create, touch, seen } = world(() => undefined);
    create('a');
    for (const value of ['1', '2', '3']) touch('a', value);
    create('b');
    clock.settle();
    assert.deepEqual(seen, ['2 a', '2 b']);
    touch('a', '4');
    clock.settle();
    assert.deepEqual(seen.at(-1), '4 a');
  });

  test('a write of its own wakes it again, until it has nothing more to write', () => {
    const { clock, create, seen } = world((object, { api }) => {
      const count = Number(object.data?.['count'] ?? 0);
      api.patch(ConfigMapKind, object, { data: { count: String(Math.min(3, count + 1)) } });
    });
    create('a');
    clock.settle();
    assert.deepEqual(seen, ['2 a', '4 a', '6 a', '8 a']);
  });

  test('an object that is gone is forgotten', () => {
    const { clock, client, create, memory, seen } = world(() => undefined);
    client.delete(ConfigMapKind, create('a'));
    clock.settle();
    assert.deepEqual([seen, memory.size], [[], 0]);
  });
});

describe('what a controller remembers', () => {
  const counting = () =>
    world((object, { api }, { recall, remember }) => {
      const known = recall() ?? '';
      remember(`${known}.`);
      if (known.length < 2) api.patch(ConfigMapKind, object, { data: { known } });
      if (object.data?.['value'] === 'no') refuse();
    });

  test('is of one object, and outlives wishes and refusals', () => {
    const { clock, create, touch, memory } = counting();
    const remembered = (name: string): unknown => (memory.get(`default/${name}`) as { readonly remembered?: unknown }).remembered;
    create('a');
    clock.settle();
    assert.equal(remembered('a'), '...');
    create('b');
    touch('a', 'no');
    clock.advance(10);
    assert.deepEqual([remembered('a'), remembered('b')], ['.....', '...']);
  });

  test('goes with the object', () => {
    const { clock, client, create, memory } = counting();
    const made = create('a');
    clock.settle();
    client.delete(ConfigMapKind, made);
    clock.settle();
    assert.equal(memory.size, 0);
  });
});

describe('asking again', () => {
  test('the earliest wish counts', () => {
    const { clock, create, seen } = world((_, { requeueAfter, now }) => {
      if (now() > 2) return;
      for (const delay of [500, 100, 300]) requeueAfter(delay, 'look again');
    });
    create('a');
    clock.settle();
    assert.deepEqual(seen, ['2 a', '102 a']);
  });

  test('a recurrent wish is not waited for, unless someone else wishes the same for once', () => {
    const { clock, create, touch, seen } = world((_, { requeueAfter }) => requeueAfter(1000, 'resync', { recurrent: true }));
    create('a');
    clock.settle();
    assert.deepEqual([seen, clock.now, clock.pending], [['2 a'], 2, 1]);
    clock.advance(3000);
    assert.deepEqual(seen.slice(1), ['1002 a', '2002 a', '3002 a']);
    touch('a', '1');
    clock.settle();
    assert.deepEqual([seen.at(-1), clock.now], ['3004 a', 3004]);
  });

  test('a wish for once, later than a recurrent one that is due, is waited for', () => {
    const { clock, create, seen } = world((_, { requeueAfter, now }) => {
      if (now() > 2) return;
      requeueAfter(100, 'resync', { recurrent: true });
      requeueAfter(500, 'deadline');
    });
    create('a');
    clock.settle();
    assert.equal(seen.at(-1), '102 a');
  });
});

describe('a refusal', () => {
  test('is tried again after 5, 10, 20 ... milliseconds, at most 1000 seconds', () => {
    const { clock, create, seen } = world(refuse);
    create('a');
    clock.advance(4_000_000);
    const times = seen.map((line) => Number(line.split(' ')[0]));
    const delays = times.slice(1).map((time, i) => time - times[i]!);
    assert.deepEqual(
      delays.slice(0, 20),
      [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480, 40_960, 81_920, 163_840, 327_680, 655_360, 1_000_000, 1_000_000],
    );
  });

  test('is tried again in the pace that a controller has of its own', () => {
    const { clock, create, seen } = world(refuse, { retryMillis: { first: 1000, most: 3000 } });
    create('a');
    clock.advance(10_000);
    assert.deepEqual(seen, ['2 a', '1002 a', '3002 a', '6002 a', '9002 a']);
  });

  test('is not waited for, and a success forgets it', () => {
    let isFailing = true;
    const { clock, create, touch, seen } = world(() => {
      if (isFailing) refuse();
    });
    create('a');
    clock.settle();
    assert.equal(clock.now, 2);
    clock.advance(100);
    isFailing = false;
    clock.advance(1000);
    assert.equal(seen.length, 6);
    isFailing = true;
    touch('a', '1');
    clock.advance(10);
    assert.deepEqual(
      seen.slice(6).map((line) => Number(line.split(' ')[0]) - 1102),
      [2, 7],
    );
  });

  test('a change comes before the next try, and does not lose its count', () => {
    const { clock, create, touch, seen } = world(refuse);
    create('a');
    clock.advance(40);
    assert.deepEqual(seen, ['2 a', '7 a', '17 a', '37 a']);
    touch('a', '1');
    clock.advance(90);
    assert.deepEqual(seen.slice(4), ['42 a', '122 a']);
  });

  test('anything else that is thrown is our mistake and stops the run', () => {
    const { clock, create } = world(() => {
      throw new TypeError('our mistake');
    });
    create('a');
    assert.throws(() => clock.settle(), TypeError);
  });
});

describe('what it owns', () => {
  const owns = [owned({ kind: ServiceAccountKind })];

  test('changes of what it owns wake the owner, also when that is taken away from it', () => {
    const { clock, client, create, seen } = world(() => undefined, { owns });
    const [a, b] = [create('a'), create('b')];
    clock.settle();
    const made = client.create(ServiceAccountKind, { metadata: { name: 'x', ownerReferences: [controllerRef(ConfigMapKind, a)] } });
    clock.settle();
    client.patch(ServiceAccountKind, made, { metadata: { ownerReferences: [controllerRef(ConfigMapKind, b)] } });
    clock.settle();
    client.delete(ServiceAccountKind, made);
    clock.settle();
    assert.deepEqual(seen, ['2 a', '2 b', '4 a', '6 b', '6 a', '8 b']);
  });

  test('an owner of that name but another uid, kind or role is not woken', () => {
    const { clock, client, create, seen } = world(() => undefined, { owns });
    const reference = controllerRef(ConfigMapKind, create('a'));
    clock.settle();
    const others = [
      { ...reference, uid: '00000000-0000-4000-8000-000000000000' },
      { ...reference, kind: 'Secret' },
      { ...reference, controller: false },
    ];
    for (const [i, other] of others.entries()) client.create(ServiceAccountKind, { metadata: { name: `x${i}`, ownerReferences: [other] } });
    clock.settle();
    assert.deepEqual(seen, ['2 a']);
  });

  test('a change that cannot matter wakes nobody', () => {
    const { clock, client, create, seen } = world(() => undefined, {
      owns: [owned({ kind: ServiceAccountKind, matters: (before) => before === undefined })],
    });
    const reference = controllerRef(ConfigMapKind, create('a'));
    const made = client.create(ServiceAccountKind, { metadata: { name: 'x', ownerReferences: [reference] } });
    clock.settle();
    client.patch(ServiceAccountKind, made, { metadata: { labels: { a: 'b' } } });
    clock.settle();
    assert.deepEqual(seen, ['2 a']);
  });
});

test('what it writes is put down to the change that woke it', () => {
  const { api, clock, create, client } = world(
    (object, { api: door }) => void door.patch(ConfigMapKind, object, { data: { done: 'yes' } }),
  );
  create('a');
  clock.settle();
  const last = api.store.change(api.store.revision)!;
  assert.deepEqual([last.user, last.cause, last.reason], ['tested', 1, 'configmap created']);
  assert.equal(client.get(ConfigMapKind, 'a').data?.['done'], 'yes');
});
