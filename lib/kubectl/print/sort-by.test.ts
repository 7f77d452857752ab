import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PrintError } from './print-error.ts';
import { sortedBy } from './sort-by.ts';

function sortedValues(values: readonly unknown[]): readonly unknown[] {
  return sortedBy('.v', values, (v) => ({ v }));
}

test('objects are sorted by a field: numbers by size, texts as a person counts, quantities by amount', () => {
  const cases: readonly (readonly [values: readonly unknown[], sorted: readonly unknown[]])[] = [
    [
      [3, 1, 2],
      [1, 2, 3],
    ],
    [
      [1.5, 0.5],
      [0.5, 1.5],
    ],
    [
      ['web-10', 'web-9', 'web-010', 'api'],
      ['api', 'web-9', 'web-10', 'web-010'],
    ],
    [
      ['b', 'a', 'B', 'é', '1'],
      ['1', 'B', 'a', 'b', 'é'],
    ],
    [
      ['1Gi', '500Mi', '2k'],
      ['2k', '500Mi', '1Gi'],
    ],
    [
      ['2024-01-02T00:00:00Z', '2023-12-31T00:00:00Z'],
      ['2023-12-31T00:00:00Z', '2024-01-02T00:00:00Z'],
    ],
    [
      ['b', null, 'a'],
      [null, 'a', 'b'],
    ],
    [[], []],
  ];
  for (const [values, sorted] of cases) assert.deepEqual(sortedValues(values), sorted);
});

test('equal ones keep their order, and those without the field come first, turned round', () => {
  const objects = [{ n: 1, v: 1 }, { n: 2 }, { n: 3, v: 0 }, { n: 4, v: 1 }, { n: 5 }];
  const order = (field: string): readonly number[] => sortedBy(field, objects, (object) => object).map(({ n }) => n);
  for (const field of ['.v', 'v', '{.v}', '{v}']) assert.deepEqual(order(field), [5, 2, 3, 1, 4], field);
});

test('what cannot be sorted by is refused', () => {
  const sort = (field: string, values: readonly unknown[]): unknown => sortedBy(field, values, (v) => ({ v }));
  const cases: readonly (readonly [field: string, values: readonly unknown[], problem: string])[] = [
    ['.nosuch.field', [1, 2], 'couldn\'t find any field with path "{.nosuch.field}" in the list of objects'],
    ['.v[', [1, 2], 'unterminated array'],
    ['{.v}{.w}', [1], "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"],
    ['.v[0]', ['x'], 'string is not array or slice'],
    ['.v', [true, false], 'unsortable type: bool'],
    ['.v', [{}, {}], 'unsortable type: map[string]interface {}'],
    ['.v', ['a', 1], 'unsortable interface: interface'],
  ];
  for (const [field, values, problem] of cases) assert.throws(() => sort(field, values), new PrintError(problem), field);
});
