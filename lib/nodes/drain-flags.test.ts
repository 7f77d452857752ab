import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UsageError } from '../api/errors.ts';
import { readDrainFlags } from './drain-flags.ts';

describe('the flags of a drain', () => {
  test('are read in any order', () => {
    assert.deepEqual(readDrainFlags(' --timeout=1m30s  --force --grace-period=5 --pod-selector=app=web --ignore-daemonsets=true'), {
      timeoutMillis: 90_000,
      force: true,
      gracePeriodSeconds: 5,
      podSelector: [{ key: 'app', operator: '=', values: ['web'] }],
      ignoreDaemonSets: true,
    });
    assert.deepEqual(readDrainFlags('--delete-emptydir-data --disable-eviction --force=false --grace-period=-1'), {
      deleteEmptyDirData: true,
      disableEviction: true,
    });
    assert.deepEqual(readDrainFlags(''), {});
  });

  const cases: readonly (readonly [flags: string, words: string])[] = [
    ['--forse', 'unknown flag: --forse. Did you mean "--force"?'],
    ['now', 'unknown flag: now.'],
    ['--force=perhaps', 'flag needs no argument: --force=perhaps'],
    ['--timeout', 'flag needs an argument: --timeout'],
    [
      '--timeout=soon',
      'invalid argument "soon" for "--timeout" flag: "soon" is not a duration: expected something like 90s, 1m30s, 500ms, 2 hours or 1 minute 30 seconds',
    ],
    ['--grace-period=1s', 'invalid argument "1s" for "--grace-period" flag: expected seconds'],
  ];
  for (const [flags, words] of cases)
    test(`${flags} is refused`, () => {
      assert.throws(
        () => readDrainFlags(flags),
        (error) => error instanceof UsageError && error.message === words,
      );
    });

  test('a selector that makes no sense is refused', () => {
    assert.throws(
      () => readDrainFlags('--pod-selector=a=b=c'),
      (error) => error instanceof UsageError && error.message.includes('--pod-selector'),
    );
  });
});
