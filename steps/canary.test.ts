import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'gherkube-canary-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a feature that expects this many pods of three, in a process of its own as people do. */
function runExpecting(pods: number): { readonly code: number | null; readonly out: string } {
  const file = join(folder, 'canary.feature');
  const steps = `    Given a ReplicaSet with 3 replicas\n    Then ReplicaSet "web" has ${pods} ready pods\n`;
  writeFileSync(file, `Feature: A mine\n  Scenario: the canary\n${steps}`);
  const command = ['--import', 'tsx', join(root, 'lib/cli.ts'), 'run', file];
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout };
}

test('the canary: a run with a scenario that must fail exits with 1 and says what was expected', () => {
  const { code, out } = runExpecting(4);
  assert.match(out, /failed {2}A mine › the canary/);
  assert.match(out, /expected ReplicaSet "web" to have 4 ready pods, found 3; its pods:/);
  assert.match(out, /\n0 passed, 1 failed\n$/);
  assert.equal(code, 1);
});

test('its twin, which must pass, exits with 0', () => {
  const { code, out } = runExpecting(3);
  assert.match(out, /\n1 passed, 0 failed\n$/);
  assert.equal(code, 0);
});
