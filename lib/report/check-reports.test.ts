import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckReport } from '../check/check-set.ts';
import { RULES } from '../check/finding.ts';
import { checkGithub } from './check-github.ts';
import { checkJson } from './check-json.ts';
import { checkJunit } from './check-junit.ts';
import { checkSarif } from './check-sarif.ts';
import { checkText } from './check-text.ts';

// A name and a line such as somebody would write who wants to paint the terminal or to slip a command into the log.
const report: CheckReport = {
  files: ['k8s/웹.yaml', 'a,b:c%.yaml'],
  objects: [
    { file: 'k8s/웹.yaml', title: 'Deployment web' },
    { file: 'k8s/웹.yaml', title: 'Service web' },
    { file: 'a,b:c%.yaml', title: 'ConfigMap <a>' },
  ],
  findings: [
    {
      file: 'k8s/웹.yaml',
      line: 3,
      column: 9,
      level: 'error',
      rule: 'field',
      message: 'Error from server (BadRequest): unknown field "selecotr"',
      hint: 'Did you mean "selector"?',
      object: 'Deployment web',
      excerpt: '   웹: { selecotr: 1 }',
    },
    {
      file: 'k8s/웹.yaml',
      line: 12,
      column: 2,
      level: 'note',
      rule: 'service-without-pods',
      message: 'no pod of these files has the labels a=b',
      object: 'Service web',
      excerpt: '\tselector:',
    },
    {
      file: 'a,b:c%.yaml',
      line: 1,
      column: 1,
      level: 'warning',
      rule: 'oddity',
      message: 'two\n::error::lines\u001b[31m & 100%\u009b2J',
      object: 'ConfigMap <a>',
      excerpt: 'a: "\u001b[31mred"\u202e',
    },
  ],
  counts: { error: 1, warning: 1, note: 1 },
  skipped: [{ file: 'c/Chart.yaml', reason: 'a Helm chart', others: 2 }],
};

test('as text', () => {
  assert.equal(
    checkText(report, false),
    `k8s/웹.yaml:3:9: error: Error from server (BadRequest): unknown field "selecotr"
  3 |    웹: { selecotr: 1 }
    |          ^^^^^^^^
  hint: Did you mean "selector"?

k8s/웹.yaml:12:2: note: no pod of these files has the labels a=b
  12 |  selector:
     |  ^^^^^^^^

a,b:c%.yaml:1:1: warning: two
  ::error::lines & 100%2J
  1 | a: "\\x1b[31mred"\\u202e
    | ^

passed over c/Chart.yaml and 2 files of it: a Helm chart

2 files (3 passed over), 3 objects: 1 error, 1 warning, 1 note
`,
  );
});

test('as text with colours, which change nothing else', () => {
  const colored = checkText(report, true);
  assert.match(colored, /\u001b\[31merror:\u001b\[39m/);
  assert.equal(colored.replace(/\u001b\[\d+m/g, ''), checkText(report, false));
});

test('as text, of one file only the first twenty', () => {
  const [finding] = report.findings;
  const text = checkText(
    { ...report, findings: Array.from({ length: 50 }, () => finding!), counts: { error: 50, warning: 0, note: 0 } },
    false,
  );
  assert.equal(text.split('selecotr"').length - 1, 20);
  assert.match(text, /웹\.yaml: and 30 more\n/);
});

test('as commands for GitHub, each on one line, whatever the names are', () => {
  assert.equal(
    checkGithub(report),
    `::error file=k8s/웹.yaml,line=3,col=9,title=Deployment web%3A field::Error from server (BadRequest): unknown field "selecotr"%0ADid you mean "selector"?
::notice file=k8s/웹.yaml,line=12,col=2,title=Service web%3A service-without-pods::no pod of these files has the labels a=b
::warning file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=ConfigMap <a>%3A oddity::two%0A::error::lines & 100%252J
2 files, 3 objects: 1 error, 1 warning
`,
  );
});

test('as JSON, in which no control character is left', () => {
  const text = checkJson(report);
  assert.doesNotMatch(text, /[^\P{C}\n]/u);
  const { findings, ...numbers } = JSON.parse(text) as { readonly findings: unknown };
  assert.deepEqual(findings, report.findings);
  assert.deepEqual(numbers, { files: 2, objects: 3, errors: 1, warnings: 1, notes: 1, skipped: report.skipped });
});

test('as SARIF', () => {
  interface Sarif {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: {
        readonly driver: {
          readonly name: string;
          readonly rules: readonly { readonly id: string; readonly shortDescription: { readonly text: string } }[];
        };
      };
      readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
    }[];
  }
  const sarif = JSON.parse(checkSarif(report)) as Sarif;
  assert.equal(sarif.version, '2.1.0');
  assert.equal(sarif.runs.length, 1);
  const { tool, results } = sarif.runs[0]!;
  assert.equal(tool.driver.name, 'gherkube');
  assert.deepEqual(
    tool.driver.rules.map(({ id, shortDescription }) => [id, shortDescription.text]),
    Object.entries(RULES),
  );
  for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
  assert.deepEqual(results[0], {
    ruleId: 'field',
    ruleIndex: 3,
    level: 'error',
    message: { text: 'Error from server (BadRequest): unknown field "selecotr"\nDid you mean "selector"?' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'k8s/%EC%9B%B9.yaml' }, region: { startLine: 3, startColumn: 9 } } }],
  });
});

test('as JUnit, a suite for each file and a case for each object', () => {
  assert.equal(
    checkJunit(report),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="manifests" tests="5" failures="1" errors="0" skipped="0" time="0.000">
 <testsuite name="k8s/웹.yaml" file="k8s/웹.yaml" tests="3" failures="1" errors="0" skipped="0" time="0.000">
  <testcase classname="k8s/웹.yaml" name="can be read" file="k8s/웹.yaml" line="1" time="0.000"/>
  <testcase classname="k8s/웹.yaml" name="Deployment web" file="k8s/웹.yaml" line="3" time="0.000">
   <failure message="Error from server (BadRequest): unknown field &quot;selecotr&quot;" type="field">k8s/웹.yaml:3:9: error: Error from server (BadRequest): unknown field &quot;selecotr&quot;
hint: Did you mean &quot;selector&quot;?</failure>
  </testcase>
  <testcase classname="k8s/웹.yaml" name="Service web" file="k8s/웹.yaml" line="1" time="0.000">
   <system-out>k8s/웹.yaml:12:2: note: no pod of these files has the labels a=b</system-out>
  </testcase>
 </testsuite>
 <testsuite name="a,b:c%.yaml" file="a,b:c%.yaml" tests="2" failures="0" errors="0" skipped="0" time="0.000">
  <testcase classname="a,b:c%.yaml" name="can be read" file="a,b:c%.yaml" line="1" time="0.000"/>
  <testcase classname="a,b:c%.yaml" name="ConfigMap &lt;a&gt;" file="a,b:c%.yaml" line="1" time="0.000">
   <system-out>a,b:c%.yaml:1:1: warning: two
::error::lines &amp; 100%2J</system-out>
  </testcase>
 </testsuite>
</testsuites>
`,
  );
});
