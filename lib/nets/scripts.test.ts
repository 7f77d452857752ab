import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { scripts } from './arbitrary-fixture.ts';
import { playFeatures } from './features-fixture.ts';
import { faults, featureOf, freshCluster, playOn, scenarioOf, type Script } from './script-fixture.ts';

// `node --import tsx lib/nets/scripts.test.ts 10000 7`: how many, and from which seed.
const [runs = 500, seed = 1] = process.argv.slice(2).map(Number);

test(`after any of ${runs} scripts the cluster settles, is as its specs say, and stays so for ten minutes`, () => {
  const outcome = fc.check(
    fc.property(scripts, (script) => faults(script).length === 0),
    { numRuns: runs, seed },
  );
  const [script] = outcome.counterexample ?? [];
  assert.ok(script === undefined, script && `after ${outcome.numRuns} scripts of seed ${seed}\n\n${featureOf(script, faults(script))}`);
});

/** The digest of a script, of its settling and of the ten minutes after it. */
function digestOf({ nodes, commands }: Script): string {
  const cluster = freshCluster(nodes);
  playOn(cluster, commands);
  cluster.settle();
  cluster.advance('10m');
  return cluster.digest();
}

test('a script that is told as a feature can be pasted: it has the same history there', async () => {
  // What was refused, or what no sentence says, stands there as a remark.
  const told = fc.sample(scripts, { numRuns: 40, seed: 1 }).filter((script) => !/^ *#/m.test(scenarioOf(script, 'It').join('\n')));
  assert.ok(told.length >= 10);
  const folder = mkdtempSync(join(tmpdir(), 'gherkube-'));
  try {
    const scenarios = told.flatMap((script, index) => [...scenarioOf(script, `Script ${index}`), '']);
    writeFileSync(join(folder, 'scripts.feature'), ['Feature: Scripts', '', ...scenarios].join('\n'));
    const played = await playFeatures({ seed: 1, digests: true, paths: [folder] });
    const errors = played.flatMap(({ steps }) => steps.flatMap(({ error }) => error?.message ?? []));
    assert.deepEqual(errors, []);
    assert.deepEqual(
      played.map(({ log }) => log.at(-1)),
      told.map(digestOf),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
