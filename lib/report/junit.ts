import { errorText } from './error-text.ts';
import { element, junitDocument, seconds, type JunitCase } from './junit-document.ts';
import type { RunRecord, ScenarioRecord, StepRecord } from './run-record.ts';
import { count, escapeXml, indent, oneLine, printable } from './text.ts';

/** What a JUnit document says about the run as a whole. */
export interface JunitOptions {
  readonly seed: number;
  /** Path of the HTML report as CI will know it, shown beside failures. */
  readonly attachment?: string;
}

const bodyLimit = 8000;

/**
 * The run as JUnit XML that GitHub's actions, GitLab and Jenkins all read: a suite for each feature file, a case for each scenario.
 * GitLab drops cases that share class and name, so names are made unique over the document.
 */
export function junitOf(run: RunRecord, options: JunitOptions): string {
  const names = new Set<string>();
  const suites = new Map<string, { feature: string; startedAtMillis: number; cases: JunitCase[] }>();
  for (const { uri, line, message } of run.parseErrors) {
    const suite = suites.get(uri) ?? { feature: uri, startedAtMillis: 0, cases: [] };
    suite.cases.push(parseErrorCase(uri, line, message));
    suites.set(uri, suite);
  }
  for (const scenario of run.scenarios) {
    const suite = suites.get(scenario.uri) ?? { feature: scenario.feature, startedAtMillis: scenario.startedAtMillis, cases: [] };
    suite.cases.push(scenarioCase(scenario, uniqueName(scenario, names), options));
    suites.set(scenario.uri, suite);
  }
  const properties: readonly (readonly [string, string])[] = [['seed', String(options.seed)]];
  return junitDocument(
    'features',
    [...suites].map(([file, { feature, startedAtMillis, cases }]) => ({
      name: oneLine(feature) || file,
      file,
      startedAtMillis,
      properties,
      cases,
    })),
  );
}

function classOf(scenario: ScenarioRecord): string {
  return oneLine(scenario.rule ?? '') || oneLine(scenario.feature) || scenario.uri;
}

function uniqueName(scenario: ScenarioRecord, taken: Set<string>): string {
  const plain = oneLine(scenario.name) || `line ${scenario.line}`;
  const keyOf = (name: string): string => `${classOf(scenario)}\n${name}`;
  const name = taken.has(keyOf(plain)) ? `${plain} (${scenario.uri}:${scenario.line})` : plain;
  taken.add(keyOf(name));
  return name;
}

function parseErrorCase(uri: string, line: number, message: string): JunitCase {
  const attributes: [string, string][] = [
    ['classname', uri],
    ['name', 'parses'],
    ['file', uri],
    ['line', String(line)],
    ['time', seconds(0)],
  ];
  const error = `${element('error', [
    ['message', oneLine(message, 200)],
    ['type', 'ParseError'],
  ])}${escapeXml(message)}</error>`;
  return {
    lines: [element('testcase', attributes), ` ${error}`, '</testcase>'],
    counts: { tests: 1, failures: 0, errors: 1, skipped: 0, millis: 0 },
  };
}

type Verdict = 'passed' | 'skipped' | 'failure' | 'error';

function verdictOf(scenario: ScenarioRecord): Verdict {
  switch (scenario.status) {
    case 'PASSED':
      return 'passed';
    case 'SKIPPED':
      return 'skipped';
    case 'UNDEFINED':
    case 'AMBIGUOUS':
      return 'error';
    default:
      return 'failure';
  }
}

function scenarioCase(scenario: ScenarioRecord, name: string, { attachment }: JunitOptions): JunitCase {
  const verdict = verdictOf(scenario);
  const hasFailed = verdict === 'failure' || verdict === 'error';
  const inner: string[] = [];
  if (hasFailed) inner.push(failureOf(scenario, verdict));
  if (verdict === 'skipped') inner.push('<skipped/>');
  // A marker in what a scenario logged would make GitLab offer a file of the scenario's choice.
  const logged = scenario.log.map((text) => limited(printable(text).replaceAll('[[', '[ [')));
  const output = [...logged, ...(hasFailed && attachment !== undefined ? [`[[ATTACHMENT|${attachment}]]`] : [])];
  if (output.length > 0) inner.push(`<system-out>${escapeXml(output.join('\n'))}</system-out>`);
  const head = element(
    'testcase',
    [
      ['classname', classOf(scenario)],
      ['name', name],
      ['file', scenario.uri],
      ['line', String(scenario.line)],
      ['time', seconds(scenario.durationMillis)],
    ],
    inner.length === 0 ? '/>' : '>',
  );
  const counts = {
    tests: 1,
    failures: verdict === 'failure' ? 1 : 0,
    errors: verdict === 'error' ? 1 : 0,
    skipped: verdict === 'skipped' ? 1 : 0,
    millis: scenario.durationMillis,
  };
  return { lines: inner.length === 0 ? [head] : [head, ...inner.map((line) => ` ${line}`), '</testcase>'], counts };
}

function failureOf(scenario: ScenarioRecord, tag: 'failure' | 'error'): string {
  const failing = scenario.steps.filter((step) => step.status !== 'PASSED' && step.status !== 'SKIPPED');
  const worst = failing.find((step) => step.status === scenario.status);
  const body = limited(failing.map((step) => describe(step, scenario.uri)).join('\n'));
  return `${element(tag, [
    ['message', oneLine(worst === undefined ? scenario.status : headline(worst), 200)],
    ['type', worst?.error?.type ?? scenario.status.toLowerCase()],
  ])}${escapeXml(body)}</${tag}>`;
}

function headline(step: StepRecord): string {
  const reason = step.error?.message.split('\n').find((line) => line.trim() !== '');
  return reason ?? `${step.status.toLowerCase()}: ${step.text}`;
}

function describe(step: StepRecord, uri: string): string {
  const place = step.line === undefined ? '' : ` (${uri}:${step.line})`;
  return `${step.text}${place}\n${indent(step.error === undefined ? step.status.toLowerCase() : errorText(step.error), 2)}\n`;
}

function limited(text: string): string {
  if (text.length <= bodyLimit) return text;
  return `${text.slice(0, bodyLimit)}\n... ${count(text.length - bodyLimit, 'more character')}; the HTML report has them all`;
}
