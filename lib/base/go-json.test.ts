import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goJson } from './go-json.ts';

const written: readonly (readonly [value: unknown, json: string])[] = [
  [{ b: [1, 'x', null, true], a: { d: 1, c: undefined } }, '{"a":{"d":1},"b":[1,"x",null,true]}'],
  [['a && b', '<p>', '\u2028'], '["a \\u0026\\u0026 b","\\u003cp\\u003e","\\u2028"]'],
  [{ 'a>b': '"' }, '{"a\\u003eb":"\\""}'],
  [undefined, 'null'],
];

for (const [value, json] of written) test(`Go writes ${json}`, () => assert.equal(goJson(value), json));
