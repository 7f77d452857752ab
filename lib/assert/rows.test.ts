import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareRows, compareRowsInOrder, type RowMismatch } from './rows.ts';

const COLUMNS = ['Name', 'Ready', 'Status'];

/** The outcomes in short: `= web-*`, `~ web-1 > web-2 [1,2]`, `- web-3`, `+ web-4`. */
function short(mismatch: RowMismatch | undefined): readonly string[] | undefined {
  return mismatch?.outcomes.map((row) => {
    switch (row.outcome) {
      case 'matched':
        return `= ${row.expected[0]} > ${row.actual[0]}`;
      case 'different':
        return `~ ${row.expected[0]} > ${row.actual[0]} [${row.differing.join()}]`;
      case 'missing':
        return `- ${row.expected[0]}`;
      case 'surplus':
        return `+ ${row.actual[0]}`;
    }
  });
}

function compare(expected: string, actual: string, mode: 'are' | 'include' = 'are') {
  const rows = (text: string) =>
    text
      .split(';')
      .filter((row) => row !== '')
      .map((row) => row.trim().split(/ +/));
  const maps = rows(actual).map((row) => new Map(row.map((cell, index) => [COLUMNS[index]!, cell] as const)));
  return short(compareRows({ columns: COLUMNS, rows: rows(expected) }, maps, mode));
}

for (const { title, expected, actual, mode, outcome } of [
  { title: 'rows may come in any order', expected: 'a 1/1 Running; b 0/1 Pending', actual: 'b 0/1 Pending; a 1/1 Running' },
  { title: 'nothing is expected and there is nothing', expected: '', actual: '' },
  {
    title: 'each expected row wants a row of its own',
    expected: 'a* 1/1 Running; a* 1/1 Running',
    actual: 'a1 1/1 Running',
    outcome: ['= a* > a1', '- a*'],
  },
  { title: 'a greedy choice would fail here', expected: '* 1/1 Running; a 1/1 Running', actual: 'a 1/1 Running; b 1/1 Running' },
  {
    title: 'a chain of greedy choices would fail here',
    expected: '* 1/1 Running; a* 1/1 Running; ab* 1/1 Running; abc 1/1 Running',
    actual: 'abc 1/1 Running; abd 1/1 Running; ax 1/1 Running; x 1/1 Running',
  },
  {
    title: 'surplus rows are wrong when all are listed',
    expected: 'a 1/1 Running',
    actual: 'a 1/1 Running; b 1/1 Running',
    outcome: ['= a > a', '+ b'],
  },
  {
    title: 'surplus rows are right when some are listed',
    expected: 'a 1/1 Running',
    actual: 'b 1/1 Running; a 1/1 Running',
    mode: 'include' as const,
  },
  {
    title: 'a row without a partner is paired with the closest',
    expected: 'web-* 1/1 Running',
    actual: 'db 0/1 Pending; web-1 0/1 Running; web-2 0/1 Pending',
    outcome: ['~ web-* > web-1 [1]', '+ db', '+ web-2'],
  },
  {
    title: 'the exact name is closer than any number of other cells',
    expected: 'web 1/1 Running',
    actual: 'db 1/1 Running; web 0/1 Pending',
    outcome: ['~ web > web [1,2]', '+ db'],
  },
  {
    title: 'of equally close rows the one whose name begins alike is closest',
    expected: 'web-1 1/1 Running',
    actual: 'db-1 1/1 Running; web-2 1/1 Running',
    outcome: ['~ web-1 > web-2 [0]', '+ db-1'],
  },
  {
    title: 'the closest pair is made first',
    expected: 'a 1/1 Running; b 0/1 Pending',
    actual: 'b 0/1 Running; c 1/1 Running',
    outcome: ['~ a > c [0]', '~ b > b [2]'],
  },
  {
    title: 'the closest is shown also when some are listed',
    expected: 'a 1/1 Running',
    actual: 'b 1/1 Running; c 0/1 Pending',
    mode: 'include' as const,
    outcome: ['~ a > b [0]'],
  },
  { title: 'nothing is found', expected: 'a 1/1 Running', actual: '', outcome: ['- a'] },
  { title: 'bounds and nothing', expected: '<any> >=1 <none>', actual: 'a 2' },
]) {
  test(title, () => assert.deepEqual(compare(expected, actual, mode), outcome));
}

test('all invalid cells are named at once', () => {
  assert.throws(() => compare('~/( 1/1 Running; ~/a(/ 1/1 Running; ~/( 1/1 Running', ''), {
    name: 'UsageError',
    message: [
      '"~/(" begins a pattern with "~/" but does not end it with "/"; for the text itself write "\\~/("',
      '"~/a(/" is not a valid pattern: the group "(" is never closed (at character 2)',
    ].join('\n'),
  });
});

test('a thousand rows that all could be each other are paired', () => {
  const rows = Array.from({ length: 1_000 }, () => ['web-*', '1/1', 'Running']);
  const actual = rows.map(
    (_, index) =>
      new Map([
        ['Name', `web-${index}`],
        ['Ready', index === 7 ? '0/1' : '1/1'],
        ['Status', 'Running'],
      ]),
  );
  const mismatch = compareRows({ columns: COLUMNS, rows }, actual, 'are');
  assert.deepEqual(
    short(mismatch)?.filter((row) => !row.startsWith('=')),
    ['~ web-* > web-7 [1]'],
  );
});

test('a thousand rows that nest in each other are paired', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => [`${'a'.repeat((index * 7) % 250)}*`]);
  const actual = rows.map((_, index) => new Map([['Name', 'a'.repeat((index * 13) % 250)]]));
  assert.equal(compareRows({ columns: ['Name'], rows }, actual, 'are'), undefined);
});

test('a thousand rows of which none is right are paired', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => [`web-${index}`, '1/1', 'Running']);
  const actual = rows.map(
    (_, index) =>
      new Map([
        ['Name', `db-${index}`],
        ['Ready', '1/1'],
        ['Status', 'Pending'],
      ]),
  );
  assert.equal(compareRows({ columns: COLUMNS, rows }, actual, 'are')?.outcomes.length, 1_000);
});

describe('rows whose order counts', () => {
  const inOrder = (expected: readonly string[], actual: readonly string[]): readonly string[] | undefined =>
    compareRowsInOrder(
      { columns: ['A'], rows: expected.map((cell) => [cell]) },
      actual.map((text) => new Map([['A', text]])),
    )?.outcomes.map(
      (row) => `${row.outcome} ${'expected' in row ? row.expected.join('') : ''}/${'actual' in row ? row.actual.join('') : ''}`,
    );

  test('are as expected only in that order', () => {
    assert.equal(inOrder([], []), undefined);
    assert.equal(inOrder(['1', '>=2', '*'], ['1', '2', 'x']), undefined);
    assert.deepEqual(inOrder(['1', '2'], ['2', '1']), ['missing 1/', 'matched 2/2', 'surplus /1']);
  });

  test('differ where they stand', () => {
    assert.deepEqual(inOrder(['1', '2', '3'], ['1', 'x', '3']), ['matched 1/1', 'different 2/x', 'matched 3/3']);
    assert.deepEqual(inOrder(['1', '2'], ['1', 'x', 'y', '2']), ['matched 1/1', 'surplus /x', 'surplus /y', 'matched 2/2']);
    assert.deepEqual(inOrder(['1', '2', '3'], ['3']), ['missing 1/', 'missing 2/', 'matched 3/3']);
    assert.deepEqual(inOrder(['1', '2'], []), ['missing 1/', 'missing 2/']);
    assert.deepEqual(inOrder([], ['1']), ['surplus /1']);
    assert.deepEqual(inOrder(['1', '2', '3'], ['a', 'b']), ['different 1/a', 'different 2/b', 'missing 3/']);
  });
});
