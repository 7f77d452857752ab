import assert from 'node:assert/strict';
import test from 'node:test';
import { UsageError } from '../lib/api/errors.ts';
import { readContainerTable } from './container-table.ts';

test('every column says one thing, and headers may be in any case', () => {
  const table = [
    ['container', 'BECOMES READY', 'Listens', 'Fails at', 'Exits', 'Memory', 'Logs', 'Ignores SIGTERM'],
    ['web', 'after 5s', '8080, 9090', '60s', 'with 1 after 10s', '300Mi', 'hello\nworld', 'yes'],
    ['log', '', '', '', '0', '', '', 'no'],
  ];
  assert.deepEqual(readContainerTable(table), [
    {
      container: 'web',
      behaviour: {
        startsAfterMillis: 5000,
        ports: [8080, 9090],
        failsAfterMillis: 60_000,
        exits: { code: 1, afterMillis: 10_000 },
        memoryBytes: 300 * 1024 * 1024,
        logLines: ['hello', 'world'],
        ignoresTerm: true,
      },
    },
    { container: 'log', behaviour: { exits: { code: 0, afterMillis: 0 }, ignoresTerm: false } },
  ]);
});

test('all that is wrong is told at once', () => {
  const table = [
    ['Container', 'Becomes redy', 'Listens', 'Exits', 'Memory', 'Ignores SIGTERM', 'Fails at', 'Exits'],
    ['web', '5s', '80a', '300 after 5s', '3 apples', 'perhaps', 'soon', ''],
    ['', '', '70000', '', '', '', '', ''],
  ];
  assert.throws(
    () => readContainerTable(table),
    (error: Error) => {
      assert.ok(error instanceof UsageError, error.name);
      assert.deepEqual(
        error.message.split('\n').map((line) => line.replace(/(\.|:) .*/s, '')),
        [
          'there is no column "Becomes redy"',
          'the column "Exits" is there twice',
          'row 1, Listens',
          'row 1, Exits',
          'row 1, Memory',
          'row 1, Ignores SIGTERM',
          'row 1, Fails at',
          'row 2, Listens',
          'row 2 names no container',
        ],
      );
      assert.match(error.message, /Did you mean "Becomes ready"\?/);
      return true;
    },
  );
  assert.throws(() => readContainerTable([['Logs'], ['x']]), /the column "Container" is missing/);
});
