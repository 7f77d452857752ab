import { firstHome } from './kubectl/session.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { SortedMap } from './base/sorted-map.ts';
import { BOOT_MILLIS } from './bootstrap.ts';
import { ApiError } from './api/errors.ts';
import type { KubeObject } from './api/object.ts';
import { Store } from './api/store.ts';
import { Cluster } from './cluster.ts';
import { PodKind } from './kinds/pod.ts';
import { isReady } from './kinds/pod-state.ts';
import { ReplicaSetKind } from './kinds/replicaset.ts';
import { Clock, DEFAULT_LIMITS, isEarlier, type TimedEvent } from './sim/clock.ts';
import { Random } from './sim/random.ts';
import { replicaSetYaml } from './kinds/replicaset-fixture.ts';

/** Memories of whatever actors there are, made when first asked for. */
class Memories extends Map<string, SortedMap<string, unknown>> {
  override get(name: string): SortedMap<string, unknown> {
    const memory = super.get(name) ?? new SortedMap<string, unknown>();
    this.set(name, memory);
    return memory;
  }
}

/** A cluster with its inside laid open: what is due, and what its actors remember. */
function open(nodes: number) {
  const due = new SortedMap<TimedEvent, TimedEvent>(isEarlier);
  const memories = new Memories();
  const cluster = new Cluster(
    { nodes },
    {
      store: new Store(),
      random: new Random(1),
      memories,
      environment: { images: [], containers: [], failingProbes: new Set(), hasLoadBalancer: false, hasMetrics: false, nodes: new Map() },
      home: firstHome(),
      clock: (dispatch) => new Clock(BOOT_MILLIS, dispatch, DEFAULT_LIMITS, due),
    },
  );
  return { cluster, due, memories };
}

/** Rollouts, failing pulls, crash loops, unschedulable pods, graceful ends and finalizers, all under way at once. */
function busy(cluster: Cluster): void {
  cluster.apply(
    replicaSetYaml('web', 20) +
      replicaSetYaml('crash', 3, { image: 'busybox:1.36', container: 'command: [sh, -c, "sleep 5; exit 1"]' }) +
      replicaSetYaml('pull', 3, { image: 'nginx:doesnotexist' }) +
      replicaSetYaml('huge', 2, { container: 'resources: {requests: {cpu: "100"}}' }) +
      replicaSetYaml('slow', 3, { image: 'busybox:1.36', container: 'command: [sleep, "3600"]' }) +
      replicaSetYaml('denied', 2, { podSpec: 'serviceAccountName: nobody' }) +
      replicaSetYaml('late', 2, { spec: 'minReadySeconds: 90' }),
  );
  cluster.advance('20s');
  const admin = cluster.as('admin');
  admin.delete(ReplicaSetKind, { metadata: { name: 'slow' } }, { propagationPolicy: 'Foreground' });
  admin.create(cluster.kind('namespaces'), { metadata: { name: 'going' } });
  admin.delete(cluster.kind('namespaces'), { metadata: { name: 'going' } });
  admin.setScale(ReplicaSetKind, { metadata: { name: 'web' } }, 12);
}

/** Calls `visit` with every value below, where it is, and whether the part that holds it is frozen. */
function walk(value: unknown, path: string, visit: (path: string, value: unknown) => void): void {
  visit(path, value);
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Map) for (const [key, part] of value) walk(part, `${path}.${String(key)}`, visit);
  else if (value instanceof Set) for (const part of value) walk(part, `${path}.*`, visit);
  else for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], `${path}.${key}`, visit);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol';
  const prototype: unknown = Object.getPrototypeOf(value);
  return [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null].includes(prototype as null);
}

describe('an event is data', () => {
  test('everything due in a busy cluster is a frozen plain object of primitives', () => {
    const { cluster, due } = open(3);
    busy(cluster);
    const reasons = new Set<string>();
    for (let steps = 0; steps < 300 && cluster.step(); steps++)
      for (const event of due.values()) {
        reasons.add(event.actor);
        assert.ok(Object.isFrozen(event));
        assert.equal(Object.getPrototypeOf(event), Object.prototype);
        for (const value of Object.values(event)) assert.ok(['string', 'number', 'boolean'].includes(typeof value), JSON.stringify(event));
      }
    assert.ok(reasons.size >= 4, [...reasons].join(' '));
  });

  test('what the actors remember is data: no functions, no instances of classes, nothing that refers to itself', () => {
    const { cluster, memories } = open(3);
    busy(cluster);
    let values = 0;
    for (let round = 0; round < 6; round++) {
      cluster.advance('15s');
      for (const [name, memory] of memories)
        memory.visit(undefined, (key, remembered) => {
          walk(remembered, `${name}[${key}]`, (path, value) => {
            values++;
            assert.ok(isPlain(value), `${path} is ${typeof value === 'object' ? value?.constructor.name : typeof value}`);
          });
        });
    }
    assert.ok(values > 1000, `${values} values`);
  });

  test('all that is stored is frozen throughout', () => {
    const { cluster } = open(3);
    busy(cluster);
    cluster.settle();
    const seen = new Set<object>();
    cluster.store.history(1, ({ before, after }) => {
      for (const object of [before, after])
        walk(object, 'object', (path, value) => {
          if (typeof value !== 'object' || value === null || seen.has(value)) return;
          seen.add(value);
          assert.ok(Object.isFrozen(value), path);
        });
    });
    assert.ok(seen.size > 1000);
  });
});

describe('settling', () => {
  test('waits for everything that happens once, and leaves what happens again and again', () => {
    const { cluster, due } = open(3);
    busy(cluster);
    cluster.settle();
    const left = due.values();
    assert.ok(left.length > 0);
    assert.deepEqual(
      left.filter(({ recurrent }) => !recurrent),
      [],
    );
    const ready = (app: string) => cluster.list('pods', { labelSelector: `app=${app}` }).filter((pod) => isReady(pod as never)).length;
    assert.equal(ready('web'), 12);
    assert.equal((cluster.get('rs', 'late') as unknown as { status: { availableReplicas: number } }).status.availableReplicas, 2);
    assert.deepEqual(cluster.list('pods', { labelSelector: 'app=slow' }), []);
    assert.equal(cluster.list('namespaces', { fieldSelector: 'metadata.name=going' }).length, 0);
  });

  test('again is nothing: no time, no event, no write', () => {
    const { cluster } = open(3);
    busy(cluster);
    cluster.settle();
    const before = [cluster.now, cluster.events, cluster.revision];
    cluster.settle();
    assert.deepEqual([cluster.now, cluster.events, cluster.revision], before);
  });

  test('of a healthy cluster means that nothing happens any more, for a year', () => {
    const { cluster, due } = open(3);
    cluster.apply(replicaSetYaml('web', 20));
    cluster.settle();
    // What was told of the pods is forgotten first.
    cluster.advance('62m');
    const before = [cluster.events, cluster.revision];
    cluster.advance('8760h');
    assert.deepEqual([cluster.events, cluster.revision, due.size], [...before, 0]);
  });

  test('for longer than the limit allows is an error that says what is still to come', () => {
    const cluster = new Cluster({ limits: { settleMillis: 60_000 } });
    cluster.apply(replicaSetYaml('web', 1, { spec: 'minReadySeconds: 600' }));
    assert.throws(() => cluster.settle(), {
      name: 'LimitError',
      message: /replicaset-controller for default\/web \(minReadySeconds, due at \d/,
    });
  });
});

/** What a person may do to a cluster, as data. */
const action = fc.oneof(
  fc.record({ what: fc.constant('scale' as const), to: fc.nat(6) }),
  fc.record({ what: fc.constant('delete' as const), to: fc.nat(9) }),
  fc.record({ what: fc.constant('relabel' as const), to: fc.nat(9) }),
  fc.record({ what: fc.constant('apply' as const), to: fc.nat(3) }),
  fc.record({ what: fc.constant('advance' as const), to: fc.nat(20_000) }),
  fc.record({ what: fc.constant('refused' as const), to: fc.nat(1) }),
  fc.record({ what: fc.constant('settle' as const), to: fc.nat(1) }),
);

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function perform(cluster: Cluster, { what, to }: Action): void {
  const admin = cluster.as('admin');
  const pods = admin.list(PodKind, { namespace: 'default' });
  const pod = pods[to % Math.max(1, pods.length)];
  if (what === 'scale') admin.setScale(ReplicaSetKind, { metadata: { name: 'web' } }, to);
  else if (what === 'delete' && pod !== undefined) admin.delete(PodKind, pod);
  else if (what === 'relabel' && pod !== undefined) admin.patch(PodKind, pod, { metadata: { labels: { app: 'other' } } });
  else if (what === 'apply') cluster.apply(replicaSetYaml('more', to));
  else if (what === 'advance') cluster.advance(to);
  else if (what === 'settle') cluster.settle();
  else if (what === 'refused') assert.throws(() => admin.create(PodKind, { metadata: { name: 'No' } }), ApiError);
}

function run(cluster: Cluster, script: readonly Action[]): string {
  for (const each of script) perform(cluster, each);
  cluster.settle();
  return cluster.digest();
}

const script = fc.array(action, { maxLength: 12 });

describe('a fork', () => {
  const prepared = new Cluster({ nodes: 2 });
  prepared.apply(replicaSetYaml('web', 3));
  prepared.advance('700ms');

  test('ends as its original would under the same script, and a cluster made anew does too', () => {
    fc.assert(
      fc.property(script, (actions) => {
        const fresh = new Cluster({ nodes: 2 });
        fresh.apply(replicaSetYaml('web', 3));
        fresh.advance('700ms');
        const fork = prepared.fork();
        const forkOfFork = fork.fork();
        const expected = run(fresh, actions);
        assert.equal(run(fork, actions), expected);
        assert.equal(run(forkOfFork, actions), expected);
      }),
      { numRuns: 15 },
    );
  });

  test('leaves its original as it was, and its future too, whatever is done to it', () => {
    fc.assert(
      fc.property(script, script, (mine, theirs) => {
        const original = prepared.fork();
        const [control, fork] = [original.fork(), original.fork()];
        const before = [original.digest(), original.now, original.events, original.revision];
        run(fork, theirs);
        assert.deepEqual([original.digest(), original.now, original.events, original.revision], before);
        const expected = run(control, mine);
        // The two take turns: neither's steps may show in the other.
        const other = original.fork();
        for (const [i, each] of mine.entries()) {
          perform(original, each);
          if (theirs[i] !== undefined) perform(other, theirs[i]);
        }
        original.settle();
        assert.equal(original.digest(), expected);
      }),
      { numRuns: 15 },
    );
  });

  test('sees images that were set before it, and only its own afterwards', () => {
    const original = new Cluster();
    original.setImage({ image: 'shop', profile: {} } as never);
    const fork = original.fork();
    assert.deepEqual(fork.environment, original.environment);
    fork.setImage({ image: 'mall', profile: {} } as never);
    assert.deepEqual([original.environment.images.length, fork.environment.images.length], [1, 2]);
  });

  test('of 5,000 pods copies no object and costs a few kilobytes', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const large = new Cluster({ nodes: 0 });
    large.apply(replicaSetYaml('web', 5000));
    large.advance('1s');
    const pods = large.list('pods');
    assert.equal(pods.length, 5000);
    const stored = (cluster: Cluster): readonly KubeObject[] => cluster.registry.kinds.flatMap((kind) => cluster.store.list(kind));
    const [mine, theirs] = [stored(large), stored(large.fork())];
    assert.ok(mine.length > 5000 && mine.every((object, i) => object === theirs[i]));
    collect();
    const before = process.memoryUsage().heapUsed;
    const forks = Array.from({ length: 200 }, () => large.fork());
    collect();
    const each = (process.memoryUsage().heapUsed - before) / forks.length;
    assert.ok(each < 64_000, `${Math.round(each)} bytes for each fork`);
    forks[0]!.as('admin').delete(PodKind, pods[0] as never);
    assert.equal(large.list('pods').length, 5000);
    assert.equal(forks[1]!.list('pods').length, 5000);
    assert.equal(forks[0]!.list('pods').length, 4999);
  });
});

describe('the seed', () => {
  test('decides everything: equal seeds give equal histories, other seeds others', () => {
    const digest = (seed: number): string => {
      const cluster = new Cluster({ nodes: 3, seed });
      busy(cluster);
      cluster.settle();
      return cluster.digest();
    };
    assert.equal(digest(7), digest(7));
    assert.notEqual(digest(7), digest(8));
  });

  test('a digest is over the whole history: it changes with every write and with nothing else', () => {
    const cluster = new Cluster();
    const first = cluster.digest();
    cluster.list('pods');
    cluster.advance('1h');
    assert.equal(cluster.digest(), first);
    cluster.because('why not', () => cluster.as('admin').create(cluster.kind('configmap'), { metadata: { name: 'a' } }));
    assert.notEqual(cluster.digest(), first);
  });

  test('every change has a cause that came before it, back to someone’s wish', () => {
    const { cluster } = open(2);
    cluster.because('a step', () => cluster.apply(replicaSetYaml('web', 3)));
    cluster.settle();
    const roots = new Set<string>();
    cluster.store.history(1, (change) => {
      assert.ok(change.cause < change.revision);
      if (change.at < 0) return;
      let root = change;
      while (root.cause !== 0) root = cluster.store.change(root.cause)!;
      roots.add(`${root.user} ${root.reason}`);
    });
    assert.deepEqual([...roots], ['admin a step']);
  });
});
