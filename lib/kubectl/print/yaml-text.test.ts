import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readYaml } from '../../base/yaml.ts';
import { yamlText } from './yaml-text.ts';

test('objects are printed with sorted fields, and lists below their field', () => {
  const object = {
    kind: 'Foo',
    apiVersion: 'x.y/v1',
    metadata: { name: 'a', annotations: { '9': 'x', 'a b': 'c', n: 'n' }, creationTimestamp: null },
    spec: { '': 'e', l: [], m: {}, ll: [[1, [2]], [], { b: 1, a: [{ b: true, c: [1] }] }] },
    skipped: undefined,
  };
  const lines = [
    'apiVersion: x.y/v1',
    'kind: Foo',
    'metadata:',
    '  annotations:',
    '    "9": x',
    '    a b: c',
    '    "n": "n"',
    '  creationTimestamp: null',
    '  name: a',
    'spec:',
    '  "": e',
    '  l: []',
    '  ll:',
    '  - - 1',
    '    - - 2',
    '  - []',
    '  - a:',
    '    - b: true',
    '      c:',
    '      - 1',
    '    b: 1',
    '  m: {}',
    '',
  ];
  assert.equal(yamlText(object), lines.join('\n'));
});

test('a value that is no mapping stands by itself', () => {
  const cases: readonly (readonly [value: unknown, text: string])[] = [
    [null, 'null\n'],
    ['', '""\n'],
    ['a\nb\n', '|\n  a\n  b\n'],
    [[], '[]\n'],
    [{}, '{}\n'],
    [[{ a: 1, b: 2 }, 'x'], '- a: 1\n  b: 2\n- x\n'],
  ];
  for (const [value, text] of cases) assert.equal(yamlText(value), text);
});

/** As the real kubectl printed them, as the only item of a list. */
const SCALARS: readonly (readonly [value: string | number | boolean | null, written: string])[] = [
  ['text', 'text'],
  ['two words', 'two words'],
  ['', '""'],
  ['y', '"y"'],
  ['No', '"No"'],
  ['oN', 'oN'],
  ['null', '"null"'],
  ['nULL', 'nULL'],
  ['~', '"~"'],
  ['1', '"1"'],
  ['-1', '"-1"'],
  ['1.5', '"1.5"'],
  ['1.', '"1."'],
  ['.5', '".5"'],
  ['.', '.'],
  ['+.5e3', '"+.5e3"'],
  ['1e3', '"1e3"'],
  ['1e400', '1e400'],
  ['0x1F', '"0x1F"'],
  ['0xFFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFFF'],
  ['0b11', '"0b11"'],
  ['0o17', '"0o17"'],
  ['017', '"017"'],
  ['089', '"089"'],
  ['1_000', '"1_000"'],
  ['_1', '_1'],
  ['1:30', '"1:30"'],
  ['1:90', '1:90'],
  ['.inf', '".inf"'],
  ['+.nan', '+.nan'],
  ['2024-01-31', '"2024-01-31"'],
  ['2024-02-30', '2024-02-30'],
  ['2024-1-3 4:05:06.7', '"2024-1-3 4:05:06.7"'],
  ['2024-01-31T00:00:00Z', '"2024-01-31T00:00:00Z"'],
  ['2024-01-31T00:00:00', '2024-01-31T00:00:00'],
  ['-', "'-'"],
  ['- a', "'- a'"],
  ['-a', '-a'],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['a:', "'a:'"],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ['#a', "'#a'"],
  ["it's", "it's"],
  ["'a", "'''a'"],
  ['{a}', "'{a}'"],
  ['a{b}', 'a{b}'],
  ['@a', "'@a'"],
  ['---', "'---'"],
  ['=', '='],
  ['<<', '<<'],
  [' a', "' a'"],
  ['a ', "'a '"],
  ['a\tb', '"a\\tb"'],
  ['a\rb', '"a\\rb"'],
  ['a\u2028b', "'a\u2028  b'"],
  ['a \u2028b', '"a \\Lb"'],
  ['\u0001\u001b', '"\\x01\\e"'],
  ['é☃\u00a0', 'é☃\u00a0'],
  ['😀 "a"', '"\\U0001F600 \\"a\\""'],
  ['\ufeffa\u00e9', '"\\uFEFF\\x61\\xE9"'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\n', '|\n  a'],
  ['a\n\n', '|+\n  a\n'],
  ['\n', '|2+\n'],
  [' a\nb', '|2-\n   a\n  b'],
  ['a \nb', '"a \\nb"'],
  ['a\nb ', '"a\\nb "'],
  ['a\n\n  b', '|-\n  a\n\n    b'],
  ['a\n\tb', '"a\\n\\tb"'],
  [null, 'null'],
  [true, 'true'],
  [0, '0'],
  [-5, '-5'],
  [0.1, '0.1'],
  [1234567.5, '1.2345675e+06'],
  [1e-7, '1e-07'],
  [1e19, '10000000000000000000'],
  [1e20, '1e+20'],
  [-1e19, '-1e+19'],
];

test('texts are in the plainest style that YAML 1.1 reads back', () => {
  for (const [value, written] of SCALARS) assert.equal(yamlText([value]), `- ${written}\n`, JSON.stringify(value));
});

test('long lines are folded at the first blank after 80 characters', () => {
  const words = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join(' ');
  assert.equal(yamlText({ a: `long ${words(32)}` }), `a: long ${words(28)}\n  29 30 31 32\n`);
  assert.equal(yamlText({ a: { b: [`- ${words(32)}`] } }), `a:\n  b:\n  - '- ${words(28)}\n    29 30 31 32'\n`);
  assert.equal(yamlText([`${'x'.repeat(100)} y  z é`]), `- ${'x'.repeat(100)}\n  y  z é\n`);
  assert.equal(yamlText([`${'x'.repeat(100)}  y\t`]), `- "${'x'.repeat(100)}\n  \\ y\\t"\n`);
});

test('fields that are too long for their line or have several are written with a question mark', () => {
  const long = 'k/'.repeat(65);
  assert.equal(yamlText({ [long]: 'v', b: 1 }), `b: 1\n? ${long}\n: v\n`);
  assert.equal(yamlText({ [long]: ['v', { c: 1, d: 2 }] }), `? ${long}\n: - v\n  - c: 1\n    d: 2\n`);
  assert.equal(yamlText({ 'a\nb': { c: 1, d: [1] } }), '? |-\n  a\n  b\n: c: 1\n  d:\n  - 1\n');
});

test('fields are in the order of a person who counts', () => {
  const order = ['_', '9', '10', 'A', 'B', 'a-b', 'a.b', 'a1', 'a2', 'a02', 'a10', 'aB', 'b', 'é'];
  const shuffled = Object.fromEntries([...order].reverse().map((name) => [name, true]));
  const names = yamlText(shuffled).split('\n').slice(0, -1);
  assert.deepEqual(
    names.map((line) => line.replace(/: true$/, '').replaceAll('"', '')),
    order,
  );
});

test('YAML reads back as what was printed', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '1', ' ', '\n', ':', '#', '-', '"', "'", '\\', '.') }),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('mapping')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    mapping: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(value, (any) => {
      // Surrogates by themselves are no text, and the reader takes `<<` for a merge.
      const plain: unknown = JSON.parse(Buffer.from(JSON.stringify(any)).toString().replaceAll('__proto__', 'proto'));
      const read = readYaml(yamlText([plain]), 'printed.yaml');
      assert.deepEqual(read.problems, []);
      assert.deepEqual(read.value, [plain]);
    }),
  );
});
