import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonText } from './json-text.ts';

test('JSON is printed in lines of four more blanks each, with sorted fields and without letters that HTML would misread', () => {
  const value = {
    kind: 'X',
    a: '<>&\u2028\u0001\b\t\u007f😀/"',
    'b<': [1e21, 1e-7, 1.5e300, 0.5],
    c: [[], {}],
    d: [{ '10': 1, '9': null }],
    '～': 1,
    '😀': 1,
  };
  const lines = [
    '{',
    '    "a": "\\u003c\\u003e\\u0026\\u2028\\u0001\\b\\t\u007f😀/\\"",',
    '    "b\\u003c": [',
    '        1e+21,',
    '        1e-7,',
    '        1.5e+300,',
    '        0.5',
    '    ],',
    '    "c": [',
    '        [],',
    '        {}',
    '    ],',
    '    "d": [',
    '        {',
    '            "10": 1,',
    '            "9": null',
    '        }',
    '    ],',
    '    "kind": "X",',
    '    "～": 1,',
    '    "😀": 1',
    '}',
    '',
  ];
  assert.equal(jsonText(value), lines.join('\n'));
});

test('JSON reads back as what was printed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => assert.equal(JSON.stringify(JSON.parse(jsonText(value))), JSON.stringify(sorted(value)))),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  return JSON.parse(jsonText(value));
}
