import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Random } from './random.ts';

const seeds = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1));

function draws(random: Random, name: string, count = 8): readonly number[] {
  return Array.from({ length: count }, () => random.stream(name).below(2 ** 32));
}

test('equal seeds give equal draws, and one stream is the same object of chance wherever it is asked for', () => {
  fc.assert(
    fc.property(seeds, fc.string(), (seed, name) => {
      const held = new Random(seed).stream(name);
      const expected = draws(new Random(seed), name);
      assert.deepEqual(
        expected.map(() => held.below(2 ** 32)),
        expected,
      );
    }),
  );
});

test('a new draw in one stream disturbs no other', () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 }), (seed, script) => {
      const mixed = new Random(seed);
      const got = new Map<string, number[]>();
      for (const name of script) got.set(name, [...(got.get(name) ?? []), mixed.stream(name).below(2 ** 32)]);
      for (const [name, numbers] of got) assert.deepEqual(numbers, draws(new Random(seed), name, numbers.length));
    }),
  );
});

test('streams of other names and other seeds are other chance', () => {
  const firsts = new Set<number>();
  for (let seed = 0; seed < 50; seed++)
    for (const name of ['uid', 'names', 'names/pods/default/web-', 'names/pods/default/web2-']) {
      firsts.add(new Random(seed).stream(name).below(2 ** 32));
      firsts.add(new Random(seed + 2 ** 40).stream(name).below(2 ** 32));
    }
  assert.equal(firsts.size, 400);
});

for (const bound of [1, 2, 3, 27, 1000]) {
  test(`below(${bound}) is a whole number from 0 to ${bound - 1}, each about as often`, () => {
    const counts = new Map<number, number>();
    const stream = new Random(7).stream('dice');
    const each = 400;
    for (let i = 0; i < each * Math.min(bound, 50); i++) {
      const n = stream.below(bound);
      assert.ok(Number.isInteger(n) && n >= 0 && n < bound);
      const bucket = Math.floor((n * Math.min(bound, 50)) / bound);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    assert.equal(counts.size, Math.min(bound, 50));
    // Six standard deviations: no seed that is fair comes near.
    for (const count of counts.values()) assert.ok(Math.abs(count - each) < 6 * Math.sqrt(each), `${count} of ${each}`);
  });
}

test('two draws after each other have nothing to do with each other', () => {
  const stream = new Random(3).stream('pairs');
  const counts = Array.from({ length: 16 }, () => 0);
  for (let i = 0; i < 16_000; i++) counts[stream.below(4) * 4 + stream.below(4)]!++;
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 190, String(count));
});

test('a suffix has that length and only the 27 characters of Kubernetes, all of them used', () => {
  const text = new Random(1).stream('names').suffix(2000);
  assert.equal(text.length, 2000);
  assert.equal([...new Set(text)].sort().join(''), '2456789bcdfghjklmnpqrstvwxz');
  assert.equal(new Random(1).stream('names').suffix(0), '');
});

test('a uuid has the shape of version 4 and does not come twice', () => {
  const stream = new Random(1).stream('uid');
  const uuids = Array.from({ length: 2000 }, () => stream.uuid());
  for (const uuid of uuids) assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(uuids).size, uuids.length);
  for (const at of [0, 9, 15, 20, 24, 35]) assert.equal(new Set(uuids.map((uuid) => uuid[at])).size, 16);
});

test('a fork continues as the original would have, and neither hears of the other', () => {
  const original = new Random(5);
  draws(original, 'a', 3);
  const fork = original.fork();
  const expected = draws(fork, 'a');
  draws(fork, 'b');
  assert.deepEqual(draws(original, 'a'), expected);
  assert.deepEqual(draws(original, 'b'), draws(new Random(5), 'b'));
  assert.equal(fork.seed, 5);
});

test('a draw can be asked for by its number, and is the one that the stream would give', () => {
  const stream = new Random(5).stream('a');
  const numbered = new Random(5).numbered('a');
  const drawn = [1, 2, 3, 4].map(() => stream.below(1000));
  assert.deepEqual(
    [4, 3, 2, 1].map((draw) => numbered.belowAt(draw, 1000)),
    drawn.toReversed(),
  );
});

test('the next UUID can be known without being drawn', () => {
  const stream = new Random(7).stream('uid');
  for (let i = 0; i < 3; i++) {
    const next = stream.nextUuid();
    assert.deepEqual([stream.nextUuid(), stream.drawn, stream.uuid()], [next, i, next]);
  }
});
