import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderRows } from './render-rows.ts';
import { compareRows, type TableMode } from './rows.ts';

/** The failure of one table compared with another, both written as in a feature file. */
function failure(expected: string, actual: string, mode: TableMode = 'are', subject = 'the pods'): string {
  const [columns = [], ...rows] = cellsOf(expected);
  const [names = [], ...found] = cellsOf(actual);
  const maps = found.map((row) => new Map(names.map((name, index) => [name, row[index]!] as const)));
  const mismatch = compareRows({ columns, rows }, maps, mode);
  assert.ok(mismatch !== undefined, 'the tables should differ');
  return `\n${renderRows(mismatch, subject)}\n`;
}

function cellsOf(table: string): readonly (readonly string[])[] {
  return table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('a row that differs stands above what was found, the differing cells marked', () => {
  const text = failure(
    `
    | Name  | Ready | Status  |
    | web-* | 1/1   | Running |
    | web-* | 1/1   | Running |
    | db-0  | 1/1   | Running |`,
    `
    | Name      | Ready | Status            | Restarts |
    | web-x7k2p | 1/1   | Running           | 0        |
    | web-m2c4q | 0/1   | ContainerCreating | 0        |
    | db-0      | 1/1   | Running           | 0        |`,
  );
  assert.equal(
    text,
    `
expected the pods to be (- expected, + found):
    | Name      | Ready | Status            |
    | web-*     | 1/1   | Running           |
  - | web-*     | 1/1   | Running           |
  + | web-m2c4q | 0/1   | ContainerCreating |
                  ^^^     ^^^^^^^^^^^^^^^^^
    | db-0      | 1/1   | Running           |
`,
  );
});

test('rows that are missing or too many stand alone', () => {
  const text = failure(
    `
    | Name  | Ready |
    | web   | 4/4   |
    | cache | 1/1   |`,
    `
    | Name  | Ready |
    | web   | 4/4   |
    | old   | 2/2   |
    | older | 2/2   |`,
    'are',
    'the deployments',
  );
  assert.equal(
    text,
    `
expected the deployments to be (- expected, + found):
    | Name  | Ready |
    | web   | 4/4   |
  - | cache | 1/1   |
  + | old   | 2/2   |
  + | older | 2/2   |
`,
  );
});

test('a failed inclusion shows the closest row only', () => {
  const text = failure(
    `
    | Name | Ready | Age  |
    | web  | >=3   | <10s |`,
    `
    | Name | Ready | Age   |
    | db   | 1     | 5s    |
    | web  | 2     | 4m10s |`,
    'include',
    'the deployments',
  );
  assert.equal(
    text,
    `
expected the deployments to include (- expected, + found):
    | Name | Ready | Age   |
  - | web  | >=3   | <10s  |
  + | web  | 2     | 4m10s |
             ^^^     ^^^^^
`,
  );
});

test('that there are no rows at all is said in words', () => {
  const text = failure(
    `
    | Name  | Status  |
    | web-* | Running |`,
    `
    | Name | Status |`,
  );
  assert.equal(
    text,
    `
expected the pods to be (- expected), but there are none:
    | Name  | Status  |
  - | web-* | Running |
`,
  );
});

test('that there should be no rows at all is said in words', () => {
  const text = failure(
    `
    | Name |`,
    `
    | Name |
    | web  |`,
  );
  assert.equal(
    text,
    `
expected the pods to be none at all (+ found):
    | Name |
  + | web  |
`,
  );
});

test('many rows that are as expected are counted, and so are many that are not', () => {
  const row = (index: number, status: string) => `| web-${index} | ${status} |`;
  const table = (statusOf: (index: number) => string) =>
    ['| Name | Status |', ...Array.from({ length: 100 }, (_, index) => row(index, statusOf(index)))].join('\n');
  assert.equal(
    failure(
      table(() => 'Running'),
      table((index) => (index === 50 ? 'Error' : 'Running')),
    ),
    `
expected the pods to be (- expected, + found):
    | Name   | Status  |
    | web-0  | Running |
    | web-1  | Running |
    ... 48 more rows as expected
  - | web-50 | Running |
  + | web-50 | Error   |
               ^^^^^^^
    | web-51 | Running |
    | web-52 | Running |
    ... 47 more rows as expected
`,
  );
  const bad = failure(
    table(() => 'Running'),
    table(() => 'Error'),
  ).split('\n');
  assert.equal(bad.at(-2), '    ... 80 more rows not as expected');
  assert.equal(bad.length, 1 + 2 + 20 * 3 + 1 + 1);
});

test('what would not show is shown, and wide characters are aligned', () => {
  const mismatch = compareRows(
    { columns: ['Name', 'Note'], rows: [['web', '日本']] },
    [
      new Map([
        ['Name', 'web'],
        ['Note', '\u001b[31m日本 '],
      ]),
    ],
    'are',
  );
  assert.equal(
    `\n${renderRows(mismatch!, 'the pods')}\n`,
    `
expected the pods to be (- expected, + found):
    | Name | Note          |
  - | web  | 日本          |
  + | web  | \\x1b[31m日本· |
             ^^^^^^^^^^^^^
`,
  );
});

test('long cells are shown from where they begin to differ', () => {
  const message = 'Back-off restarting failed container app in pod web-7d4b9c-x7k2p_default';
  const mismatch = compareRows(
    { columns: ['Reason', 'Message'], rows: [['BackOff', `${message} (attempt 3)`]] },
    [
      new Map([
        ['Reason', 'BackOff'],
        ['Message', `${message} (attempt 4)`],
      ]),
    ],
    'include',
  );
  assert.equal(
    `\n${renderRows(mismatch!, 'the events')}\n`,
    `
expected the events to include (- expected, + found):
    | Reason  | Message                 |
  - | BackOff | …2p_default (attempt 3) |
  + | BackOff | …2p_default (attempt 4) |
                ^^^^^^^^^^^^^^^^^^^^^^^
`,
  );
});
