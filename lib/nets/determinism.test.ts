import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Cluster } from '../cluster.ts';
import type { ScenarioRecord } from '../report/run-record.ts';
import { scripts } from './arbitrary-fixture.ts';
import { placeOf, playFeatures } from './features-fixture.ts';
import { featureOf, freshCluster, playOn, type Script } from './script-fixture.ts';

const RUNS = 40;
const AFTERWARDS_MILLIS = 60_000;

/** The digest of a script and the minute after it; from the given command on, it is played on a copy. */
function digestOf({ nodes, commands }: Script, forkedAt: number): string {
  const first = freshCluster(nodes);
  playOn(first, commands.slice(0, forkedAt));
  const cluster = forkedAt === 0 ? first : first.fork();
  // What the original does next is nothing to the copy.
  if (cluster !== first) {
    first.advance(AFTERWARDS_MILLIS);
    answersOf(first);
  }
  playOn(cluster, commands.slice(forkedAt));
  cluster.advance(AFTERWARDS_MILLIS);
  return `${cluster.digest()} ${answersOf(cluster).join(' ')}`;
}

/** Who answers requests to each Service: it depends on rules, on chance and on who has asked before, none of which is in the history. */
function answersOf(cluster: Cluster): readonly string[] {
  return cluster.list('services').flatMap(({ metadata: { name, namespace = '' } }) => {
    return cluster.request(`http://${name}.${namespace}`, { count: 4 }).map(({ address }) => address);
  });
}

test('a script has the same history, to the byte, when it is played again, and when it goes on on a copy', () => {
  const hasOneHistory = (script: Script): boolean => {
    const half = Math.ceil(script.commands.length / 2);
    return new Set([digestOf(script, 0), digestOf(script, 0), digestOf(script, half)]).size === 1;
  };
  const outcome = fc.check(fc.property(scripts, hasOneHistory), { numRuns: RUNS, seed: 1 });
  const [script] = outcome.counterexample ?? [];
  assert.ok(script === undefined, script && featureOf(script, ['played again or on a copy, it has another history']));
});

function passed(scenarios: readonly ScenarioRecord[]): void {
  const failed = scenarios.filter(({ status }) => status !== 'PASSED');
  const lines = failed.map((scenario) => `${placeOf(scenario)} ${scenario.steps.map(({ error }) => error?.message ?? '').join('')}`);
  assert.equal(lines.join('\n\n'), '');
  assert.ok(scenarios.length > 0, 'there are no scenarios');
}

function digests(scenarios: readonly ScenarioRecord[]): readonly string[] {
  return scenarios.map((scenario) => `${placeOf(scenario)} ${scenario.log.join(' ')}`);
}

// Two processes at a time: one for each core of a small machine.
test('all features have the same histories in another zone, with another language, in another order', async () => {
  const environment = { ...process.env, TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
  const [here, there] = await Promise.all([
    playFeatures({ seed: 1, digests: true }),
    playFeatures({ seed: 1, digests: true, order: 'random:7', environment }),
  ]);
  passed(here);
  assert.deepEqual(digests(there), digests(here));
  assert.ok(
    here.every(({ log }) => /^[0-9a-f]{64}$/.test(log.at(-1) ?? '')),
    'every scenario logs its digest',
  );
});

test('under other seeds all features still pass, and nothing breaks what always holds', async () => {
  const [two, three] = await Promise.all([playFeatures({ seed: 2, invariants: true }), playFeatures({ seed: 3, invariants: true })]);
  passed(two);
  passed(three);
  passed(await playFeatures({ seed: 2 ** 40 + 5, invariants: true }));
});
