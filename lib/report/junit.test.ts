import assert from 'node:assert/strict';
import { test } from 'node:test';
import { junitOf } from './junit.ts';
import type { RunRecord, ScenarioRecord } from './run-record.ts';

const passed: ScenarioRecord = {
  uri: 'features/rollout.feature',
  line: 31,
  feature: 'Rollouts',
  name: 'surge stays within limits (example 2)',
  status: 'PASSED',
  steps: [{ text: 'Given it', line: 4, status: 'PASSED', snippets: [] }],
  log: [],
  startedAtMillis: Date.UTC(2026, 0, 1),
  durationMillis: 5,
};

function runOf(...scenarios: ScenarioRecord[]): RunRecord {
  return { scenarios, planned: scenarios.length, parseErrors: [], hookErrors: [], durationMillis: 10 };
}

function failed(type: string, message: string): ScenarioRecord {
  const error = { type, message, full: `${type}: ${message}\n    at steps.js:1:1` };
  return { ...passed, status: 'FAILED', steps: [{ text: 'Then it is', line: 35, status: 'FAILED', error, snippets: [] }] };
}

test('a run is written as every reader wants it', () => {
  const run: RunRecord = {
    ...runOf(
      passed,
      {
        ...failed('AssertionError', 'web has 2 ready pods, not 3\n\n  NAME   READY\n  web-a  0/1'),
        line: 40,
        name: 'fails',
        rule: 'A rule',
        log: ['seen'],
      },
      {
        ...passed,
        line: 50,
        name: 'undefined',
        status: 'UNDEFINED',
        steps: [{ text: 'When I do', line: 51, status: 'UNDEFINED', snippets: [] }],
      },
      { ...passed, uri: 'features/z.feature', line: 3, feature: 'Z', name: 'later', status: 'SKIPPED' },
    ),
    parseErrors: [{ uri: 'features/bad.feature', line: 7, message: 'expected: #EOF' }],
  };
  const expected = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="features" tests="5" failures="1" errors="2" skipped="1" time="0.020">
 <testsuite name="features/bad.feature" file="features/bad.feature" tests="1" failures="0" errors="1" skipped="0" time="0.000" timestamp="1970-01-01T00:00:00">
  <properties><property name="seed" value="42"/></properties>
  <testcase classname="features/bad.feature" name="parses" file="features/bad.feature" line="7" time="0.000">
   <error message="expected: #EOF" type="ParseError">expected: #EOF</error>
  </testcase>
 </testsuite>
 <testsuite name="Rollouts" file="features/rollout.feature" tests="3" failures="1" errors="1" skipped="0" time="0.015" timestamp="2026-01-01T00:00:00">
  <properties><property name="seed" value="42"/></properties>
  <testcase classname="Rollouts" name="surge stays within limits (example 2)" file="features/rollout.feature" line="31" time="0.005"/>
  <testcase classname="A rule" name="fails" file="features/rollout.feature" line="40" time="0.005">
   <failure message="web has 2 ready pods, not 3" type="AssertionError">Then it is (features/rollout.feature:35)
  web has 2 ready pods, not 3

    NAME   READY
    web-a  0/1
</failure>
   <system-out>seen
[[ATTACHMENT|out/report.html]]</system-out>
  </testcase>
  <testcase classname="Rollouts" name="undefined" file="features/rollout.feature" line="50" time="0.005">
   <error message="undefined: When I do" type="undefined">When I do (features/rollout.feature:51)
  undefined
</error>
   <system-out>[[ATTACHMENT|out/report.html]]</system-out>
  </testcase>
 </testsuite>
 <testsuite name="Z" file="features/z.feature" tests="1" failures="0" errors="0" skipped="1" time="0.005" timestamp="2026-01-01T00:00:00">
  <properties><property name="seed" value="42"/></properties>
  <testcase classname="Z" name="later" file="features/z.feature" line="3" time="0.005">
   <skipped/>
  </testcase>
 </testsuite>
</testsuites>
`;
  assert.equal(junitOf(run, { seed: 42, attachment: 'out/report.html' }), expected);
});

test('scenarios of one name are told apart, because GitLab drops the second', () => {
  const twin = { ...passed, line: 60 };
  const elsewhere = { ...passed, uri: 'features/other.feature' };
  const names = [...junitOf(runOf(passed, twin, elsewhere), { seed: 1 }).matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)];
  assert.equal(new Set(names.map(([, classname, name]) => `${classname}/${name}`)).size, 3);
});

test('whatever a feature says is text in the document: no markup, no control characters, no attachment of its choice', () => {
  const nasty = '</failure><script>&"\' ]]>\u0000\u0008\u001b[31mred\u001b[0m\ud800\ufffe \u202eevil';
  const xml = junitOf(runOf({ ...failed(nasty, nasty), feature: nasty, name: nasty, uri: nasty, log: ['[[ATTACHMENT|/etc/passwd]]'] }), {
    seed: 1,
  });
  assert.doesNotMatch(xml, /<script|\]\]>|&(?!amp;|lt;|gt;|quot;|apos;)|\[\[ATTACHMENT/);

  assert.doesNotMatch(xml, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\u202e]/);
  assert.match(xml, /name="&lt;\/failure&gt;&lt;script&gt;&amp;&quot;&apos; \]\]&gt;red evil"/);
});

test('a body of any length is cut to a few kilobytes and a message to one line', () => {
  const xml = junitOf(runOf(failed('AssertionError', `first\n${'x'.repeat(100_000)}`)), { seed: 1 });
  assert.ok(xml.length < 10_000);
  assert.match(xml, /message="first" /);
  assert.match(xml, /more characters; the HTML report has them all/);
});
