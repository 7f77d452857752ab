import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronJobKind } from '../cronjob.ts';
import { edited, refusalsOf, stored, updateRefusalsOf, type Case } from '../cases-fixture.ts';
import { JobKind } from '../job.ts';

const TASK = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36' }] } };
const JOB = { spec: { template: TASK } };
const CRON_JOB = { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: TASK } } } };

const LABELS = '{"batch.kubernetes.io/controller-uid":"u", "batch.kubernetes.io/job-name":"x", "controller-uid":"u", "job-name":"x"}';
const A = (labels: string) =>
  `spec.template.metadata.labels: Invalid value: map[string]string${labels}: \`selector\` does not match template \`labels\``;
const NEGATIVE = 'Invalid value: -1: must be greater than or equal to 0';
const RESTART = 'template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"';
const LONG = 'a'.repeat(64);

const JOBS: readonly Case[] = [
  [{}],
  [{ 'spec.template.spec.restartPolicy': undefined }, `spec.${RESTART}`],
  [{ 'spec.template.spec.restartPolicy': 'Always' }, `spec.${RESTART}`],
  [
    {
      'spec.completions': -1,
      'spec.parallelism': -1,
      'spec.backoffLimit': -1,
      'spec.activeDeadlineSeconds': -1,
      'spec.ttlSecondsAfterFinished': -1,
    },
    `spec.parallelism: ${NEGATIVE}`,
    `spec.completions: ${NEGATIVE}`,
    `spec.activeDeadlineSeconds: ${NEGATIVE}`,
    `spec.backoffLimit: ${NEGATIVE}`,
    `spec.ttlSecondsAfterFinished: ${NEGATIVE}`,
  ],
  [{ 'spec.completionMode': 'Indexed' }],
  [{ 'spec.completionMode': 'Foo' }, 'spec.completionMode: Unsupported value: "Foo": supported values: "NonIndexed", "Indexed"'],
  [
    { 'spec.selector': { matchLabels: { a: 'b' } } },
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"a":"b", "batch.kubernetes.io/controller-uid":"u"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: `selector` not auto-generated',
    A(LABELS),
  ],
  [{ 'spec.manualSelector': true }, 'spec.selector: Required value', A('(nil)')],
  [{ 'spec.template': undefined }, 'spec.template.spec.containers: Required value', `spec.${RESTART}`],
  [
    { 'spec.podReplacementPolicy': 'Foo' },
    'spec.podReplacementPolicy: Unsupported value: "Foo": supported values: "Failed", "TerminatingOrFailed"',
  ],
  [
    { 'spec.podFailurePolicy': { rules: [{ action: 'Foo' }] } },
    'spec.podFailurePolicy.rules[0].action: Unsupported value: "Foo": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
    'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
  ],
  [
    { 'spec.podFailurePolicy': { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'd', operator: 'In', values: [2, 0, 2] } }] } },
    'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "d": must be one of the container or initContainer names in the pod template',
    'spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator',
    'spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 2',
    'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: []int32{2, 0, 2}: must be ordered',
  ],
  [{ 'spec.podFailurePolicy': { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } }],
  [{ 'spec.backoffLimitPerIndex': 1 }, 'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
  [{ 'metadata.name': LONG }, `spec.template.labels: Invalid value: "${LONG}": must be no more than 63 characters`],
  [
    { 'spec.completionMode': 'Indexed', 'spec.completions': 3, 'metadata.name': LONG.slice(2) },
    `metadata.name: Invalid value: "${LONG.slice(2)}": will not able to create pod with invalid DNS label: ${LONG.slice(2)}-2`,
  ],
  [
    { 'spec.successPolicy': { rules: [{ succeededCount: 1 }] } },
    'spec.successPolicy: Invalid value: batch.SuccessPolicy{...}: requires indexed completion mode',
  ],
  [
    {
      'spec.completionMode': 'Indexed',
      'spec.completions': 5,
      'spec.successPolicy': { rules: [{ succeededIndexes: '0-2,4', succeededCount: 9 }, { succeededIndexes: '3-1' }, {}] },
    },
    'spec.successPolicy.rules[0].succeededCount: Invalid value: 9: must be less than or equal to 5 (the number of specified completions)',
    'spec.successPolicy.rules[0].succeededCount: Invalid value: 9: must be less than or equal to 4 (the number of indexes in the specified succeededIndexes field)',
    'spec.successPolicy.rules[1].succeededIndexes: Invalid value: "3-1": error parsing succeededIndexes: non-increasing order, previous: 3, current: 1',
    'spec.successPolicy.rules[2]: Required value: at least one of succeededCount or succeededIndexes must be specified',
  ],
  [{ 'spec.managedBy': 'me' }, 'spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
];

test('a Job is refused as by a real server', () => {
  for (const [edits, ...sentences] of JOBS) assert.deepEqual(refusalsOf(JobKind, edited(JOB, edits)), sentences, JSON.stringify(edits));
});

test('what a Job does never changes, but how fast and how long', () => {
  const template = 'spec.template: Invalid value: core.PodTemplateSpec{...}: field is immutable';
  const updates: readonly Case[] = [
    [{ 'spec.parallelism': 3 }],
    [{ 'spec.suspend': true }],
    [{ 'spec.activeDeadlineSeconds': 5, 'spec.backoffLimit': 1, 'spec.ttlSecondsAfterFinished': 0 }],
    [{ 'spec.template.spec.containers.0.image': 'nginx' }, template],
    [{ 'spec.template.spec.nodeSelector': { disk: 'ssd' } }, template],
    [{ 'spec.completions': 5 }, 'spec.completions: Invalid value: 5: field is immutable'],
    [{ 'spec.completionMode': 'Indexed' }, 'spec.completionMode: Invalid value: "Indexed": field is immutable'],
    [{ 'spec.managedBy': 'example.com/me' }, 'spec.managedBy: Invalid value: "example.com/me": field is immutable'],
  ];
  for (const [edits, ...sentences] of updates) assert.deepEqual(updateRefusalsOf(JobKind, JOB, edits), sentences, JSON.stringify(edits));
  const indexed = edited(JOB, { 'spec.completionMode': 'Indexed', 'spec.completions': 2, 'spec.parallelism': 2 });
  assert.deepEqual(updateRefusalsOf(JobKind, indexed, { 'spec.completions': 3 }), [
    'spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism',
  ]);
  assert.deepEqual(updateRefusalsOf(JobKind, indexed, { 'spec.completions': 3, 'spec.parallelism': 3 }), []);
});

test('a Job that was never started may still be sent elsewhere', () => {
  const suspended = edited(JOB, { 'spec.suspend': true });
  const moves = { 'spec.template.spec.nodeSelector': { disk: 'ssd' }, 'spec.template.spec.tolerations': [{ operator: 'Exists' }] };
  assert.deepEqual(updateRefusalsOf(JobKind, suspended, moves), []);
  assert.equal(updateRefusalsOf(JobKind, suspended, moves, { startTime: '2026-01-01T00:00:00Z' }).length, 1);
  assert.equal(updateRefusalsOf(JobKind, suspended, { 'spec.template.spec.priorityClassName': 'high' }).length, 1);
});

test('a Job gets a selector, labels and numbers as from a real server', () => {
  const made = stored(JobKind, JOB);
  const { metadata, spec } = JobKind.allocate!(made, undefined, { isTaken: () => false, random: () => 0 }).object;
  const labels = {
    'controller-uid': 'u',
    'job-name': 'x',
    'batch.kubernetes.io/controller-uid': 'u',
    'batch.kubernetes.io/job-name': 'x',
  };
  assert.deepEqual([metadata.labels, spec.template.metadata?.labels], [labels, labels]);
  assert.deepEqual(spec.selector, { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } });
  const { completions, parallelism, backoffLimit, completionMode, suspend, podReplacementPolicy, manualSelector } = spec;
  assert.deepEqual(
    [completions, parallelism, backoffLimit, completionMode, suspend, podReplacementPolicy, manualSelector],
    [1, 1, 6, 'NonIndexed', false, 'TerminatingOrFailed', false],
  );
  const of = (edits: object) => stored(JobKind, edited(JOB, edits as Record<string, unknown>));
  assert.deepEqual(of({ 'spec.parallelism': 3 }).spec.completions, undefined);
  assert.deepEqual(of({ 'spec.completions': 3 }).spec.parallelism, 1);
  assert.deepEqual(of({ 'spec.completionMode': 'Indexed', 'spec.backoffLimitPerIndex': 1 }).spec.backoffLimit, 2_147_483_647);
  assert.deepEqual(of({ 'spec.podFailurePolicy': { rules: [] } }).spec.podReplacementPolicy, 'Failed');
  assert.deepEqual(of({ 'spec.template.metadata': { labels: { app: 'a' } } }).metadata.labels, { app: 'a', ...labels });
  assert.deepEqual(of({ 'metadata.labels': { team: 'b' } }).metadata.labels, { team: 'b' });
});

test('a Job is shown with its state, its completions and how long it took', () => {
  const shown = (edits: object, status: object) => {
    const job = { ...stored(JobKind, edited(JOB, edits as Record<string, unknown>)), status };
    return JobKind.columns.slice(1, 4).map(({ cell }) => cell(job, { age: () => '7s' }));
  };
  const times = { startTime: '2026-01-01T00:00:00Z', completionTime: '2026-01-01T00:01:05Z' };
  const is = (type: string) => ({ conditions: [{ type, status: 'True' }] });
  assert.deepEqual(shown({}, {}), ['Running', '0/1', '']);
  assert.deepEqual(shown({ 'spec.parallelism': 3 }, { startTime: times.startTime, succeeded: 2 }), ['Running', '2/1 of 3', '7s']);
  assert.deepEqual(shown({}, { ...times, ...is('Complete'), succeeded: 1 }), ['Complete', '1/1', '65s']);
  assert.deepEqual(
    ['Failed', 'Suspended', 'FailureTarget'].map((type) => shown({}, is(type))[0]),
    ['Failed', 'Suspended', 'FailureTarget'],
  );
});

const CRON_JOBS: readonly Case[] = [
  [{}],
  [{ 'spec.schedule': undefined }, 'spec.schedule: Required value'],
  [{ 'spec.schedule': 'x' }, 'spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]'],
  [{ 'spec.schedule': '60 * * * *' }, 'spec.schedule: Invalid value: "60 * * * *": end of range (60) above maximum (59): 60'],
  [
    { 'spec.schedule': 'TZ=UTC * * * * *' },
    'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
  ],
  [{ 'spec.timeZone': 'Europe/Berlin' }],
  [{ 'spec.timeZone': 'Foo/Bar' }, 'spec.timeZone: Invalid value: "Foo/Bar": unknown time zone Foo/Bar'],
  [{ 'spec.timeZone': '' }, 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
  [{ 'spec.concurrencyPolicy': 'Foo' }, 'spec.concurrencyPolicy: Unsupported value: "Foo": supported values: "Allow", "Forbid", "Replace"'],
  [{ 'spec.startingDeadlineSeconds': -1 }, `spec.startingDeadlineSeconds: ${NEGATIVE}`],
  [{ 'spec.successfulJobsHistoryLimit': -1 }, `spec.successfulJobsHistoryLimit: ${NEGATIVE}`],
  [{ 'metadata.name': LONG.slice(11) }, `metadata.name: Invalid value: "${LONG.slice(11)}": must be no more than 52 characters`],
  [{ 'spec.jobTemplate': undefined }, 'spec.jobTemplate.spec.template.spec.containers: Required value', `spec.jobTemplate.spec.${RESTART}`],
  [
    { 'spec.jobTemplate.spec.manualSelector': true },
    'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"',
  ],
];

test('a CronJob is refused as by a real server, and defaulted but for the Jobs it will make', () => {
  for (const [edits, ...sentences] of CRON_JOBS)
    assert.deepEqual(refusalsOf(CronJobKind, edited(CRON_JOB, edits)), sentences, JSON.stringify(edits));
  const { concurrencyPolicy, suspend, successfulJobsHistoryLimit, failedJobsHistoryLimit, jobTemplate } = stored(
    CronJobKind,
    CRON_JOB,
  ).spec;
  assert.deepEqual([concurrencyPolicy, suspend, successfulJobsHistoryLimit, failedJobsHistoryLimit], ['Allow', false, 3, 1]);
  assert.deepEqual(Object.keys(jobTemplate.spec!), ['template']);
  assert.equal(jobTemplate.spec?.template.spec?.dnsPolicy, 'ClusterFirst');
});
