import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deepFreeze, isMapping, mergePatch, same, share } from './merge.ts';

const field = fc.constantFrom('a', 'b', 'c', '1', '__proto__', 'constructor', 'toString');
const json = fc.letrec<{ value: unknown; mapping: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, 0, 1, '', 'x'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('mapping'),
  ),
  mapping: fc
    .uniqueArray(fc.tuple(field, tie('value')), { selector: ([name]) => name, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
})).value;

/** A copy that shares nothing. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
}

/** Canonical text: equal exactly for equal values. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join()}]`;
  if (!isMapping(value)) return value === undefined ? 'undefined' : JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${text(value[name])}`)
    .join()}}`;
}

/** RFC 7386, section 2, word by word. */
function naivePatch(target: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const result = new Map(isMapping(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, naivePatch(result.get(name), value));
  }
  return Object.fromEntries(result);
}

/** RFC 7386, appendix A. */
const EXAMPLES: readonly (readonly [target: string, patch: string, result: string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ['{"__proto__":{"a":1},"b":2}', '{"__proto__":{"c":3}}', '{"__proto__":{"a":1,"c":3},"b":2}'],
  ['{"__proto__":1}', '{"__proto__":null}', '{}'],
  ['{}', '{"constructor":{"prototype":{"x":1}}}', '{"constructor":{"prototype":{"x":1}}}'],
];

for (const [target, patch, result] of EXAMPLES) {
  test(`merge patch: ${target} with ${patch} is ${result}`, () => {
    assert.equal(JSON.stringify(mergePatch<unknown>(JSON.parse(target), JSON.parse(patch))), result);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });
}

test('merge patch agrees with the words of the RFC, changes neither side, and touches no prototype', () => {
  fc.assert(
    fc.property(json, json, (target, patch) => {
      const [frozenTarget, frozenPatch] = [deepFreeze(target), deepFreeze(patch)];
      const result = mergePatch(frozenTarget, frozenPatch);
      assert.equal(text(result), text(naivePatch(target, patch)));
      if (isMapping(result)) assert.equal(Object.getPrototypeOf(result), Object.prototype);
    }),
  );
});

test('a patch that has been applied changes nothing when applied again: the same object comes back', () => {
  fc.assert(
    fc.property(json, json, (target, patch) => {
      const once = mergePatch(target, patch);
      assert.equal(mergePatch(once, patch), once);
    }),
  );
});

test('a patch keeps every part it does not name, as the very same object', () => {
  const target = deepFreeze({ spec: { containers: [{ name: 'a' }], replicas: 1 }, status: { ready: 1 } });
  const result = mergePatch(target, { spec: { replicas: 2 } });
  assert.deepEqual(result, { spec: { containers: [{ name: 'a' }], replicas: 2 }, status: { ready: 1 } });
  assert.equal(result.spec.containers, target.spec.containers);
  assert.equal(result.status, target.status);
});

test('a field of a patch that is undefined says nothing', () => {
  const target = { a: 1 };
  assert.equal(mergePatch<object>(target, { a: undefined, b: undefined }), target);
});

test('same is equality of content: alike for a copy, unlike for anything else', () => {
  fc.assert(
    fc.property(json, json, (a, b) => {
      assert.equal(same(a, copy(a)), true);
      assert.equal(same(a, b), text(a) === text(b));
      assert.equal(same(b, a), same(a, b));
    }),
  );
});

const ALIKE: readonly (readonly [unknown, unknown, boolean])[] = [
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: undefined }, { b: 1 }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[1, 2], [1], false],
  [[], {}, false],
  [null, {}, false],
  [null, undefined, false],
  ['1', 1, false],
  [{}, { toString: 1 }, false],
  [{ constructor: Object }, {}, false],
];

for (const [a, b, expected] of ALIKE) {
  test(`same(${text(a)}, ${text(b)}) is ${expected}`, () => {
    assert.equal(same(a, b), expected);
    assert.equal(same(b, a), expected);
  });
}

test('share gives the content of the new value, and the old object itself exactly when nothing differs', () => {
  fc.assert(
    fc.property(json, json, (old, next) => {
      const result = share(deepFreeze(old), deepFreeze(next));
      assert.equal(text(result), text(next));
      assert.equal(share(old, copy(old)), old);
      if (isMapping(old) || Array.isArray(old)) assert.equal(result === old, text(old) === text(next));
    }),
  );
});

test('share takes every equal part from the old value, also inside lists', () => {
  const old = deepFreeze({ keep: { deep: [1, 2] }, list: [{ name: 'a', x: { y: 1 } }, { name: 'b' }] });
  const next = { keep: { deep: [1, 2] }, list: [{ name: 'a', x: { y: 1 } }, { name: 'c' }] };
  const result = share(old, next);
  assert.deepEqual(result, next);
  assert.equal(result.keep, old.keep);
  assert.equal(result.list[0], old.list[0]);
  assert.notEqual(result.list, old.list);
});

test('deepFreeze freezes everything below and returns the value itself', () => {
  fc.assert(
    fc.property(json, (value) => {
      assert.equal(deepFreeze(value), value);
      const check = (part: unknown): void => {
        assert.ok(Object.isFrozen(part));
        if (Array.isArray(part)) part.forEach(check);
        else if (isMapping(part)) for (const name of Object.keys(part)) check(part[name]);
      };
      check(value);
    }),
  );
});
