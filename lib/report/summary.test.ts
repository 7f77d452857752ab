import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRecord, ScenarioRecord, StepRecord } from './run-record.ts';
import { closingLines, failuresOf, featureLine, type SummaryOptions } from './summary.ts';

const options: SummaryOptions = {
  seed: 7,
  isColored: false,
  command: 'npx gherkube run',
  catalogue: [{ keyword: 'Given', expression: 'a cluster with {int} node(s)', example: 'a cluster with 3 nodes', topic: 'cluster' }],
};

function scenario(step: StepRecord, line = 3): ScenarioRecord {
  const place = { uri: 'features/a.feature', line, feature: 'Pods', name: 'stay' };
  return { ...place, status: step.status, steps: [step], log: [], startedAtMillis: 0, durationMillis: 0 };
}

function runOf(...scenarios: ScenarioRecord[]): RunRecord {
  return { scenarios, planned: scenarios.length, parseErrors: [], hookErrors: [], durationMillis: 1234 };
}

function failing(type: string, message: string): StepRecord {
  return {
    text: 'Then it is',
    line: 5,
    status: 'FAILED',
    error: { type, message, full: `${type}: ${message}\n    at steps.js:1` },
    snippets: [],
  };
}

test('a failed assertion is shown with its place, whole, aligned and without a stack', () => {
  const table = ['NAME     READY', ...Array.from({ length: 200 }, (_, index) => `web-${index}   0/1`)].join('\n');
  const text = failuresOf(runOf(scenario(failing('AssertionError', `2 pods are missing\n\n${table}`))), options);
  const expected = `failed  Pods › stay  features/a.feature:3
  Then it is  features/a.feature:5

    2 pods are missing

${table.replace(/^/gm, '    ')}

  again: npx gherkube run features/a.feature:3 --seed 7
`;
  assert.equal(text, expected);
});

test('an error that is nobody who wrote a scenario is to blame for keeps its stack', () => {
  assert.match(failuresOf(runOf(scenario(failing('TypeError', 'our fault'))), options), /TypeError: our fault\n {8}at steps\.js:1/);
});

test('what a failure says cannot move the cursor', () => {
  assert.doesNotMatch(failuresOf(runOf(scenario(failing('AssertionError', 'a\u001b[2Jb\u0007'))), options), /\u001b|\u0007/);
});

test('an undefined step is told once, with all its places, what was meant and a start of a definition', () => {
  const step: StepRecord = { text: 'Given a clutser with 3 nodes', line: 4, status: 'UNDEFINED', snippets: ["Given('a', () => {\n});"] };
  const text = failuresOf(runOf(scenario(step), scenario({ ...step, line: 9 }, 8)), options);
  const expected = `undefined  Given a clutser with 3 nodes  features/a.feature:4, features/a.feature:9

    did you mean   Given a cluster with 3 nodes
    which matches  a cluster with {int} node(s)

    or else define it:

    Given('a', () => {
    });
`;
  assert.equal(text, expected);
});

test('a run ends with the count of scenarios, after the other counts', () => {
  const passed: StepRecord = { text: 'Given it', line: 4, status: 'PASSED', snippets: [] };
  const run = runOf(scenario(passed), scenario({ ...passed, status: 'SKIPPED' }), scenario(failing('Error', 'no')));
  assert.equal(
    closingLines(run, options),
    '3 scenarios in 1 feature, 1 skipped · 3 steps (1 failed, 1 skipped, 1 passed) · 1.23 s · seed 7\n1 passed, 1 failed\n',
  );
  assert.equal(featureLine(run.scenarios, false), 'features/a.feature Pods: 1 passed, 1 failed, 1 skipped');
});
