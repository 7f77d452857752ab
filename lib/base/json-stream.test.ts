import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { beginsWithBrace, meansJson, scanJson } from './json-stream.ts';

test('what begins with a brace is JSON to kubectl, and to its author when the first field is in quotes', () => {
  assert.deepEqual(['{', '{a: 1}', '\n{\n "a": 1}', 'a: {"b": 1}'].map(meansJson), [false, false, true, false]);
  assert.deepEqual(['{', ' \n\t{"a":1}', '[{}]', 'a: {}', ''].map(beginsWithBrace), [true, true, false, false, false]);
});

test('the values of a stream are found one after the other', () => {
  const text = ' {"a": [1, -2.5e+3, true, null, "x\\"\\u00e9"], "b": {}}\n{"c": []}{}\n';
  const { ranges, problem } = scanJson(text);
  assert.equal(problem, undefined);
  assert.deepEqual(
    ranges.map(([start, end]) => text.slice(start, end)),
    [text.trim().split('\n')[0], '{"c": []}', '{}'],
  );
});

const BROKEN: readonly (readonly [text: string, message: string, hint: RegExp | undefined])[] = [
  ['{"apiVersion":"v1","kind":"Pod",}', "json: offset 33: invalid character '}' looking for beginning of object key string", /no comma/],
  ['{"a":[1,]}', "json: offset 9: invalid character ']' looking for beginning of value", /no comma/],
  ['{"a":1 "b":2}', `json: offset 8: invalid character '"' after object key:value pair`, /comma is missing/],
  ['{"a":[1 2]}', "json: offset 9: invalid character '2' after array element", /comma is missing/],
  ['{"a" 1}', "json: offset 6: invalid character '1' after object key", undefined],
  ["{'a':1}", "json: offset 2: invalid character '\\'' looking for beginning of object key string", /double quotes/],
  ['{a: 1}', "json: offset 2: invalid character 'a' looking for beginning of object key string", /read as JSON/],
  ['{"é": x}', "json: offset 8: invalid character 'x' looking for beginning of value", undefined],
  ['{"a": 1 // b\n}', "json: offset 9: invalid character '/' after object key:value pair", /no comments/],
  ['{"a": "b\n"}', "json: offset 9: invalid character '\\n' in string literal", undefined],
  ['{"a": "\\q"}', "json: offset 9: invalid character 'q' in string escape code", undefined],
  ['{"a": "\\u12g4"}', "json: offset 12: invalid character 'g' in \\u hexadecimal character escape", undefined],
  ['{"a": -}', "json: offset 8: invalid character '}' in numeric literal", undefined],
  ['{"a": [1', 'unexpected EOF', /never closed/],
  ['{"a": "b', 'unexpected EOF', /never closed/],
  ['{"a"', 'unexpected EOF', /never closed/],
];

for (const [text, message, hint] of BROKEN)
  test(`${JSON.stringify(text)} is refused in the words of Go`, () => {
    const { problem } = scanJson(text);
    assert.equal(problem?.message, message);
    if (hint === undefined) assert.equal(problem.hint, undefined);
    else assert.match(problem.hint ?? '', hint);
  });

test('agrees with JSON.parse about every text', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    '1',
    '-',
    '.5',
    'e3',
    'true',
    'nul',
    'null',
    ' ',
    '\n',
    '\\u00',
    '0',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = `{"a":${pieces.join('')}}`;
      const { ranges, problem } = scanJson(text);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      assert.equal(problem === undefined && ranges.length === 1, isJson, text);
    }),
    { numRuns: 5000 },
  );
});
