import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SortedMap, visitPrefix } from './sorted-map.ts';

type Command = readonly ['set' | 'delete', string, number] | readonly ['fork'];

const key = fc.stringMatching(/^[a-e]{0,3}$/);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('set' as const), key, fc.nat(99)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('delete' as const), key, fc.nat(99)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('fork' as const)) },
);

function contents(map: SortedMap<string, number>): [string, number][] {
  return map.keys().map((k) => [k, map.get(k)!]);
}

test('any script of sets, deletes and forks agrees with a naive twin, and forks stay what they were', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 300 }), (script) => {
      let map = new SortedMap<string, number>();
      let twin = new Map<string, number>();
      const left: [SortedMap<string, number>, Map<string, number>][] = [];
      for (const [verb, k, value] of script) {
        if (verb === 'set') {
          map.set(k, value);
          twin.set(k, value);
        } else if (verb === 'delete') {
          assert.equal(map.delete(k), twin.delete(k));
        } else {
          left.push([map, twin]);
          map = map.fork();
          twin = new Map(twin);
        }
      }
      for (const [m, t] of [...left, [map, twin] as const]) {
        assert.deepEqual(
          contents(m),
          [...t].sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        assert.equal(m.size, t.size);
        assert.equal(m.first()?.[0], [...t.keys()].sort()[0]);
        assert.equal(m.last()?.[0], [...t.keys()].sort().at(-1));
      }
    }),
    { numRuns: 300 },
  );
});

test('thousands of keys in any order come out sorted, and go again', () => {
  const map = new SortedMap<number, number>();
  for (let i = 0; i < 10_000; i++) map.set((i * 7919) % 10_007, i);
  const keys = map.keys();
  assert.deepEqual(
    keys,
    keys.toSorted((a, b) => a - b),
  );
  assert.equal(map.size, 10_000);
  for (const k of keys) assert.ok(map.delete(k));
  assert.equal(map.first(), undefined);
  assert.equal(map.size, 0);
});

test('a prefix cuts out a contiguous part', () => {
  const map = new SortedMap<string, number>();
  for (const k of ['a/1', 'b/1', 'b/2', 'ba', 'c']) map.set(k, 1);
  const seen: string[] = [];
  visitPrefix(map, 'b/', (k) => void seen.push(k));
  assert.deepEqual(seen, ['b/1', 'b/2']);
});

test('writes on one side of a fork copy only a path, not the map', () => {
  const map = new SortedMap<number, number>();
  for (let i = 0; i < 50_000; i++) map.set(i, i);
  const copy = map.fork();
  copy.set(25_000, -1);
  assert.equal(map.get(25_000), 25_000);
  assert.equal(copy.get(25_000), -1);
  map.set(25_000, -2);
  assert.equal(copy.get(25_000), -1);
});
