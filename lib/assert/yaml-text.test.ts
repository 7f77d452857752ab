import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { scalarText, yamlLines } from './yaml-text.ts';

for (const { value, text } of [
  { value: 3, text: '3' },
  { value: '3', text: '"3"' },
  { value: 'True', text: '"True"' },
  { value: 'nginx:1.26', text: 'nginx:1.26' },
  { value: 'a: b', text: '"a: b"' },
  { value: '--port=80', text: '--port=80' },
  { value: '*', text: '"*"' },
  { value: '', text: '""' },
  { value: '<none>', text: '<none>' },
  { value: '\u001b[0m"', text: '"\\x1b[0m\\""' },
  { value: undefined, text: 'null' },
]) {
  test(`${JSON.stringify(value)} is written ${text}`, () => assert.equal(scalarText(value), text));
}

test('YAML reads back what is written', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '1', '0', '-', '.', ':', ' ', '#', '"', '\\', '~', '<', '*', '/', 'é') });
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.constantFrom<unknown>('a\nb', 'a\n  b\n', 'yes', 'null', '1e3', '0x1f', 'a\u0000b'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b.c/d', '1', 'true', 'x y'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (written) => {
      const lines = yamlLines('field:', written, 0, 10_000);
      assert.deepEqual(parse(lines.map((line) => ' '.repeat(line.indent) + line.text).join('\n') + '\n'), { field: written });
    }),
    { numRuns: 1_000 },
  );
});

test('a long value is written as far as asked', () => {
  assert.deepEqual(
    yamlLines('list:', [1, 2, 3], 0, 2).map(({ text }) => text),
    ['list:', '- 1', '...'],
  );
});
