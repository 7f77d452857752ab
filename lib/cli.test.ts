import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

// A project as a user has it, with step files of its own in JavaScript and in TypeScript.
const project = mkdtempSync(join(tmpdir(), 'gherkube-'));
const cucumber = dirname(dirname(fileURLToPath(import.meta.resolve('@cucumber/cucumber/package.json'))));
const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "project", "gherkube": { "report": "out" } }',
  'features/passing.feature': 'Feature: Passing\n  Scenario: one\n    Then 1 is 1\n  Scenario: two\n    Then 2 is 2\n',
  'features/other/typed.feature': 'Feature: Typed\n  Scenario: three\n    Then typed 3 is 3\n',
  'more/failing.feature': 'Feature: Failing\n  Scenario: four\n    Then 4 is 5\n  Scenario: six\n    Then 6 is 6\n',
  'more/undefined.feature': 'Feature: Undefined\n  Scenario: slip\n    Then 1 is 2\n    Then nobody defined this\n',
  'features/is.steps.cjs': `
    const { Then } = require('@cucumber/cucumber');
    Then('{int} is {int}', (a, b) => {
      class AssertionError extends Error {}
      if (a !== b) throw new AssertionError(a + ' is not ' + b + '\\n\\n  | a | b |\\n  | ' + a + ' | ' + b + ' |');
    });`,
  'steps/typed.ts': `
    import { Then } from '@cucumber/cucumber';
    Then('typed {int} is {int}', (a: number, b: number) => { if (a !== b) throw new Error('no'); });`,
};
for (const [file, content] of Object.entries(files)) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}
mkdirSync(join(project, 'node_modules'));
symlinkSync(cucumber, join(project, 'node_modules/@cucumber'));
after(() => {
  rmSync(project, { recursive: true });
});

function gherkube(...words: string[]): Answer {
  return gherkubeIn(project, ...words);
}

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function gherkubeIn(cwd: string, ...words: string[]): Answer {
  const command = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('./cli.ts', import.meta.url)), ...words];
  const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8', env: environment });
  return { code: status, out: stdout, err: stderr };
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1);
}

test('a project runs with its own steps and those of the library, in one process or in several, to the same words', () => {
  const alone = gherkube('run');
  assert.equal(alone.code, 0, alone.out + alone.err);
  assert.deepEqual(alone.out.split('\n').slice(0, 2), [
    'features/other/typed.feature Typed: 1 passed',
    'features/passing.feature Passing: 2 passed',
  ]);
  assert.equal(lastLine(alone.out), '3 passed, 0 failed');
  const messages = readFileSync(join(project, 'out/messages.ndjson'), 'utf8').trimEnd().split('\n');
  const several = gherkube('run', '--parallel', '2');
  const timeless = (text: string): string => text.replace(/[\d.]+ s /, '');
  assert.equal(timeless(several.out), timeless(alone.out));
  assert.equal(several.code, 0, several.err);
  assert.equal(readFileSync(join(project, 'out/messages.ndjson'), 'utf8').trimEnd().split('\n').length, messages.length);
  assert.match(readFileSync(join(project, 'out/junit.xml'), 'utf8'), /<testsuites name="features" tests="3" failures="0"/);
  assert.match(readFileSync(join(project, 'out/report.html'), 'utf8'), /testRunFinished/);
});

test('a failure is told with its place and its table, and exits with 1', () => {
  const { code, out } = gherkube('run', 'more/failing.feature', '--seed', '5');
  assert.equal(code, 1);
  assert.match(
    out,
    /failed {2}Failing › four {2}more\/failing\.feature:2\n {2}Then 4 is 5 {2}more\/failing\.feature:3\n\n {4}4 is not 5\n/,
  );
  assert.match(out, /\n {6}\| a \| b \|\n {6}\| 4 \| 5 \|\n/);
  assert.match(out, /again: npx gherkube run more\/failing\.feature:2 --seed 5\n/);
  assert.doesNotMatch(out, /is\.steps\.cjs/);
  assert.equal(lastLine(out), '1 passed, 1 failed');
});

test('a line of a file runs the scenario that it is in', () => {
  const { code, out } = gherkube('run', 'more/failing.feature:5');
  assert.equal(lastLine(out), '1 passed, 0 failed');
  assert.equal(code, 0);
});

test('an undefined step exits with 2, also beside a failure', () => {
  const { code, out } = gherkube('run', 'more/undefined.feature');
  assert.equal(code, 2);
  assert.match(out, /undefined {2}Then nobody defined this {2}more\/undefined\.feature:4/);
  assert.match(out, /Then\('nobody defined this', function/);
});

test('a run in which nothing matches exits with 2, an empty shard of one in which something does with 0', () => {
  const nothing = gherkube('run', '--tags', '@none', '--shard', '1/2');
  assert.match(nothing.err, /no scenario in 2 feature files matches tags "@none"/);
  assert.equal(nothing.code, 2);
  assert.equal(gherkube('run', '--name', 'one', '--shard', '2/2').code, 0);
});

test('a misspelt option or command is answered with what was meant, and exits with 2', () => {
  const option = gherkube('run', '--tag', '@a');
  assert.match(option.err, /unknown option '--tag'\n\(Did you mean --tags\?\)/);
  const command = gherkube('rnu');
  assert.match(command.err, /unknown command 'rnu'\n\(Did you mean run\?\)/);
  assert.deepEqual([option.code, command.code], [2, 2]);
});

test('init writes what runs, and keeps what is there', () => {
  const first = gherkube('init', 'new');
  assert.match(
    first.out,
    /wrote {2}new\/features\/first\.feature\nwrote {2}new\/manifests\/web\.yaml\n\nnext: {2}cd new && npx gherkube run\n/,
  );
  assert.match(gherkube('init', 'new').out, /kept {3}new\/features\/first\.feature\nkept {3}new\/manifests\/web\.yaml/);
});

test('the README shows what the check of the mistakes that come with the project finds', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { code, out } = gherkubeIn(root, 'check', 'manifests/mistakes');
  assert.equal(code, 1);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  assert.ok(readme.includes(`$ npx gherkube check manifests/mistakes\n${out}`), 'README.md shows another output');
});
