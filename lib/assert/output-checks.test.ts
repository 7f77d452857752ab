import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssertionError } from './assertion-error.ts';
import { expectCode, expectFailure, expectOutput, expectPrinted, expectTable, expectWell, type Ran } from './output-checks.ts';

const TABLE = `NAME        READY   STATUS    RESTARTS      AGE
web-bcdfg   1/1     Running   0             5s
web-hjklm   1/1     Running   2 (3m ago)    1h5m
`;

function ran(output: string, code = 0): Ran {
  return { command: 'kubectl get pods', stdout: output, stderr: '', output, code };
}

function failure(check: () => void): string {
  try {
    check();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  return '';
}

test('a text is printed where it stands in the output, with what differs from run to run left open', () => {
  for (const text of ['1/1     Running', 'web-<rand>', 'NAME  ', '(<age> ago)'])
    assert.equal(
      failure(() => expectPrinted(ran(TABLE), text)),
      '',
    );
  for (const text of ['1/1 Running', 'db-<rand>', '<none>', 'web-*', '<ip>']) {
    assert.match(
      failure(() => expectPrinted(ran(TABLE), text)),
      /^expected "kubectl get pods" to print .*, it printed:\n {2}NAME/,
    );
  }
});

test('lines are as expected when they differ in blanks and in what is left open, and in nothing else', () => {
  const expected = 'NAME READY STATUS RESTARTS AGE\nweb-<rand> 1/1 Running 0 <age>\nweb-* 1/1 Running 2 (<age> ago) <age>';
  assert.equal(
    failure(() => expectOutput(ran(TABLE), expected)),
    '',
  );
  const told = failure(() => expectOutput(ran(TABLE), expected.replace('Running 0', 'Pending 0')));
  assert.equal(
    told,
    [
      '"kubectl get pods" printed something else (- expected, + found):',
      '',
      '    NAME READY STATUS RESTARTS AGE',
      '  - web-<rand> 1/1 Pending 0 <age>',
      '  + web-bcdfg   1/1     Running   0             5s',
      '    web-* 1/1 Running 2 (<age> ago) <age>',
    ].join('\n'),
  );
});

test('every expected row of a table wants a printed row of its own', () => {
  const rows = (count: number): string[][] => [['Name', 'Status'], ...new Array<string[]>(count).fill(['web-<rand>', 'Running'])];
  assert.equal(
    failure(() => expectTable(ran(TABLE), rows(2))),
    '',
  );
  assert.match(
    failure(() => expectTable(ran(TABLE), rows(3))),
    /printed no such row:\n {2}\| web-<rand> \| Running \|\nit printed:/,
  );
  const mixed = [
    ['Name', 'Restarts'],
    ['web-*', '*'],
    ['web-bcdfg', '0'],
  ];
  assert.equal(
    failure(() => expectTable(ran(TABLE), mixed)),
    '',
  );
  assert.match(
    failure(() => expectTable(ran(TABLE), [['Colour'], ['red']])),
    /printed no column "Colour"/,
  );
});

test('a command ends well, or fails with words, or with a code', () => {
  assert.equal(
    failure(() => expectWell(ran(''))),
    '',
  );
  assert.equal(
    failure(() => expectWell(ran('', 3))),
    'expected "kubectl get pods" to succeed, found exit code 3, but it printed nothing',
  );
  assert.equal(
    failure(() => expectFailure(ran('error: no\n', 1), 'no')),
    '',
  );
  assert.match(
    failure(() => expectFailure(ran('no\n'), 'no')),
    /to fail with "no", but it succeeded and it printed:/,
  );
  assert.match(
    failure(() => expectFailure(ran('yes\n', 1), 'no')),
    /to print "no"/,
  );
  assert.equal(
    failure(() => expectCode(ran('', 2), 2)),
    '',
  );
  assert.match(
    failure(() => expectCode(ran('', 2), 1)),
    /to exit with 1, found 2/,
  );
});

test('a long output is shown by its end', () => {
  const long = Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n');
  assert.match(
    failure(() => expectPrinted(ran(long), 'x')),
    /\(28 lines before\)\n {2}line 28\n[^]*line 39$/,
  );
});
