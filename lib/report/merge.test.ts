import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Envelope } from './envelope.ts';
import { fixtureRun, type FixtureScenario } from './fixture.ts';
import { mergeShards } from './merge.ts';
import { RunRecorder } from './run-record.ts';

const scenarios: readonly FixtureScenario[] = [
  { uri: 'features/a.feature', line: 3, status: 'PASSED' },
  { uri: 'features/a.feature', line: 6, status: 'PASSED' },
  { uri: 'features/a.feature', line: 12, status: 'FAILED' },
  { uri: 'features/b.feature', line: 3, status: 'PASSED' },
  { uri: 'features/b.feature', line: 9, status: 'PASSED' },
];

function shardsOf(total: number): Envelope[][] {
  return Array.from({ length: total }, (_, shard) => fixtureRun(scenarios, `s${shard}`, (index) => index % total === shard));
}

function withoutWorkers(envelopes: readonly Envelope[]): Envelope[] {
  return envelopes.map((envelope) => {
    if (envelope.testCaseStarted === undefined) return envelope;
    const { workerId: _, ...testCaseStarted } = envelope.testCaseStarted;
    return { testCaseStarted };
  });
}

test('the shards of a run merge into the very stream of the unsharded run', () => {
  const whole = mergeShards([fixtureRun(scenarios, 'whole')]);
  for (const total of [2, 3, 7]) assert.deepEqual(withoutWorkers(mergeShards(shardsOf(total))), whole);
});

test('shards that come in another order merge into the same stream', () => {
  assert.deepEqual(withoutWorkers(mergeShards(shardsOf(3).reverse())), mergeShards([fixtureRun(scenarios, 'whole')]));
});

test('a merged stream has one start and one end, which fails when one shard failed', () => {
  const merged = mergeShards(shardsOf(3));
  assert.equal(merged.filter((envelope) => envelope.testRunStarted !== undefined).length, 1);
  assert.deepEqual(
    merged.flatMap((envelope) => (envelope.testRunFinished === undefined ? [] : [envelope.testRunFinished.success])),
    [false],
  );
});

test('ids are unique, also where the shards numbered theirs alike, and every reference is to one of them', () => {
  const alike = [0, 1].map((shard) => fixtureRun(scenarios, 'same', (index) => index % 2 === shard));
  const merged = mergeShards(alike);
  const defined: string[] = [];
  const referred: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, field] of Object.entries(value as Record<string, unknown>)) {
      if (key === 'id') defined.push(String(field));
      else if (key.endsWith('Ids')) referred.push(...(field as string[]));
      else if (key.endsWith('Id') && key !== 'workerId') referred.push(String(field));
      else walk(field);
    }
  };
  merged.forEach(walk);
  assert.equal(new Set(defined).size, defined.length);
  assert.deepEqual(
    referred.filter((id) => !defined.includes(id)),
    [],
  );
});

test('a merged run records every scenario once, in the order of files and lines', () => {
  const recorder = new RunRecorder();
  for (const envelope of mergeShards(shardsOf(4))) recorder.see(envelope);
  assert.deepEqual(
    recorder.record().scenarios.map(({ uri, line, status }) => ({ uri, line, status })),
    scenarios,
  );
});

test('an empty shard adds nothing', () => {
  const two = mergeShards([fixtureRun(scenarios, 'full'), fixtureRun(scenarios, 'empty', () => false)]);
  assert.deepEqual(withoutWorkers(two), mergeShards([fixtureRun(scenarios, 'whole')]));
});

test('shards that saw other features are refused', () => {
  assert.throws(
    () => mergeShards([fixtureRun(scenarios, 'a'), fixtureRun(scenarios.slice(1), 'b')]),
    /shard 2 saw other features or step definitions than shard 1/,
  );
});
