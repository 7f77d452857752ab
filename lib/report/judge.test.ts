import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from './envelope.ts';
import { judge } from './judge.ts';
import { worstStatus, type ScenarioRecord } from './run-record.ts';

function scenario(...statuses: Status[]): ScenarioRecord {
  const steps = statuses.map((status) => ({ text: 'Given it', status, snippets: [] }));
  const place = { uri: 'a.feature', line: 3, feature: 'a', name: 's' };
  return { ...place, status: worstStatus(statuses), steps, log: [], startedAtMillis: 0, durationMillis: 0 };
}

const error = { type: 'Error', message: 'no', full: 'no' };
const unparsable = { uri: 'b.feature', line: 1, message: 'no' };

const cases: readonly [title: string, expected: number, scenarios: ScenarioRecord[], more?: { hook?: true; parse?: true; empty?: true }][] =
  [
    ['all passed', 0, [scenario('PASSED', 'PASSED')]],
    ['a scenario without steps', 0, [scenario()]],
    ['a skipped scenario', 0, [scenario('SKIPPED', 'SKIPPED')]],
    ['an empty shard', 0, []],
    ['a failed step', 1, [scenario('PASSED'), scenario('FAILED', 'SKIPPED')]],
    ['a pending step', 1, [scenario('PENDING')]],
    ['a failed BeforeAll', 1, [], { hook: true }],
    ['an undefined step', 2, [scenario('UNDEFINED')]],
    ['an ambiguous step', 2, [scenario('AMBIGUOUS')]],
    ['a failure in one scenario and an undefined step in another', 2, [scenario('FAILED'), scenario('UNDEFINED')]],
    ['an undefined step after the failed one', 2, [scenario('FAILED', 'UNDEFINED')]],
    ['a file that cannot be parsed', 2, [], { parse: true }],
    ['nothing in the whole run', 2, [], { empty: true }],
  ];

for (const [title, expected, scenarios, more = {}] of cases) {
  test(`${title} exits with ${expected}`, () => {
    const run = { scenarios, parseErrors: more.parse ? [unparsable] : [], hookErrors: more.hook ? [error] : [] };
    assert.equal(judge(run, more.empty ?? false), expected);
  });
}
