import assert from 'node:assert/strict';
import test from 'node:test';
import { podStatusWord, readyColumn, restartsColumn } from '../kinds/pod-columns.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { podStatus, type Stage } from './status.ts';
import { podWith, workerWith, type Fate } from './worker-fixture.ts';

type Given = NonNullable<Parameters<typeof podWith>[1]>;

function made(fates: Readonly<Record<string, Fate>>, given: Given & { readonly stage?: Stage; readonly at?: number } = {}) {
  const names = Object.keys(fates).filter((name) => given.inits?.some((init) => init.replace('+', '') === name) !== true);
  const pod = podWith(names, given);
  const { status, phase } = podStatus(pod, workerWith(pod, fates), given.stage ?? 'looked after', '192.168.64.1', given.at ?? 5000);
  return { pod: { ...pod, status } satisfies Pod, status, phase };
}

const phases: readonly (readonly [Readonly<Record<string, Fate>>, Given & { readonly stage?: Stage }, string])[] = [
  [{ a: 'new' }, {}, 'Pending'],
  [{ a: { refused: 'ErrImagePull' } }, {}, 'Pending'],
  [{ a: 'running' }, {}, 'Running'],
  [{ a: 'running', b: 'new' }, {}, 'Pending'],
  [{ a: 'running', b: { refused: 'CrashLoopBackOff', after: 1 } }, {}, 'Running'],
  ...(['Always', 'OnFailure', 'Never'] as const).flatMap((policy) => {
    const [good, bad] = { Always: ['Running', 'Running'], OnFailure: ['Succeeded', 'Running'], Never: ['Succeeded', 'Failed'] }[policy];
    return [
      [{ a: 0, b: 0 }, { policy }, good!] as const,
      [{ a: 0, b: 1 }, { policy }, bad!] as const,
      [{ a: 1, b: 'running' as const }, { policy }, 'Running'] as const,
      [{ a: 0, b: 0 }, { policy, stage: 'stopped' as const }, 'Succeeded'] as const,
      [{ a: 0, b: 143 }, { policy, stage: 'stopped' as const }, 'Failed'] as const,
    ];
  }),
  [{ i: 'running', a: 'new' }, { inits: ['i'] }, 'Pending'],
  [{ i: 1, a: 'new' }, { inits: ['i'] }, 'Pending'],
  [{ i: 1, a: 'new' }, { inits: ['i'], policy: 'Never' }, 'Failed'],
  [{ i: { refused: 'ErrImagePull' }, a: 'new' }, { inits: ['i'], policy: 'Never' }, 'Pending'],
  [{ i: 0, a: 'running' }, { inits: ['i'] }, 'Running'],
  [{ s: 'new', a: 'new' }, { inits: ['s+'] }, 'Pending'],
  [{ s: 'running', a: 'new' }, { inits: ['s+'] }, 'Pending'],
  [{ s: 'running', a: 0 }, { inits: ['s+'], policy: 'Never' }, 'Running'],
  [{ s: 137, a: 0 }, { inits: ['s+'], policy: 'Never' }, 'Succeeded'],
  [{ s: { refused: 'CrashLoopBackOff', after: 1 }, a: 'running' }, { inits: ['s+'] }, 'Running'],
];

for (const [fates, { stage, ...given }, phase] of phases) {
  test(`the phase of ${JSON.stringify(fates)} with ${JSON.stringify({ ...given, stage })} is ${phase}`, () => {
    assert.equal(made(fates, { ...given, ...(stage === undefined ? {} : { stage }) }).phase, phase);
  });
}

test('a last phase is not shown before the containers have been stopped for good, but the conditions know it', () => {
  const running = { phase: 'Running' };
  const { status, phase } = made({ a: 1 }, { policy: 'Never', status: running });
  assert.deepEqual([phase, status.phase], ['Failed', 'Running']);
  assert.equal(status.conditions?.find(({ type }) => type === 'Ready')?.reason, 'PodFailed');
  assert.equal(made({ a: 1 }, { policy: 'Never', status: running, stage: 'stopped' }).status.phase, 'Failed');
});

test('a last phase stays, with its reason', () => {
  const status = { phase: 'Failed', reason: 'Evicted', message: 'why' };
  const { phase, reason, message } = made({ a: 'running' }, { status }).status;
  assert.deepEqual({ phase, reason, message }, status);
});

function conditions({ status }: ReturnType<typeof made>): readonly string[] {
  return (status.conditions ?? []).map(({ type, status: value, reason, message }) =>
    [`${type}=${value}`, reason, message].filter(Boolean).join(' '),
  );
}

test('conditions stand in their order, and lists of names are as Go prints them', () => {
  assert.deepEqual(conditions(made({ one: 'running', two: 'new', b: 'new', a: 'new' }, { inits: ['one', 'two'] })), [
    'PodReadyToStartContainers=True',
    'Initialized=False ContainersNotInitialized containers with incomplete status: [one two]',
    'Ready=False ContainersNotReady containers with unready status: [b a]',
    'ContainersReady=False ContainersNotReady containers with unready status: [b a]',
    'PodScheduled=True',
  ]);
  assert.deepEqual(conditions(made({ s: 1, a: 'running', b: 1 }, { inits: ['s+'] })), [
    'PodReadyToStartContainers=True',
    'Initialized=True',
    'Ready=False ContainersNotReady containers with unready status: [s b]',
    'ContainersReady=False ContainersNotReady containers with unready status: [s b]',
    'PodScheduled=True',
  ]);
  assert.deepEqual(conditions(made({ a: 0 }, { policy: 'Never' })), [
    'PodReadyToStartContainers=True',
    'Initialized=True PodCompleted',
    'Ready=False PodCompleted',
    'ContainersReady=False PodCompleted',
    'PodScheduled=True',
  ]);
});

test('readiness gates need conditions of others, which are kept and stand first', () => {
  const spec = { readinessGates: [{ conditionType: 'example.com/a' }, { conditionType: 'example.com/b' }] };
  const status = {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'example.com/b', status: 'False' },
    ],
  };
  const lines = conditions(made({ a: 'running' }, { spec, status }));
  assert.equal(lines[0], 'example.com/b=False');
  assert.equal(
    lines[3],
    'Ready=False ReadinessGatesNotReady corresponding condition of pod readiness gate "example.com/a" does not exist., the status of pod readiness gate "example.com/b" is not "True", but False',
  );
  assert.equal(lines[4], 'ContainersReady=True');
});

test('a condition keeps its time while its status stays, even if its reason changes', () => {
  const first = made({ a: 'running', b: 1 }, { at: 5000 }).status;
  const second = made({ a: 1, b: 1 }, { status: first, at: 9000 }).status;
  const third = made({ a: 'running', b: 'running' }, { status: second, at: 12_000 }).status;
  const times = [first, second, third].map((one) => one.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime);
  assert.deepEqual(times, ['2026-01-01T00:00:05Z', '2026-01-01T00:00:05Z', '2026-01-01T00:00:12Z']);
  assert.equal(third.startTime, '2026-01-01T00:00:05Z');
});

test('container statuses are sorted by name, init container statuses as in the spec', () => {
  const { status } = made({ z: 0, y: 0, d: 'running', c: 'running' }, { inits: ['z', 'y'] });
  assert.deepEqual(
    status.containerStatuses?.map(({ name }) => name),
    ['c', 'd'],
  );
  assert.deepEqual(
    status.initContainerStatuses?.map(({ name }) => name),
    ['z', 'y'],
  );
});

test('a deleted pod whose container waits to be restarted shows how it ended: it will not be restarted', () => {
  const fates = { a: { refused: 'CrashLoopBackOff', after: 1 } };
  assert.equal(made(fates).status.containerStatuses?.[0]?.state?.waiting?.reason, 'CrashLoopBackOff');
  assert.equal(made(fates, { deleted: true }).status.containerStatuses?.[0]?.state?.terminated?.exitCode, 1);
});

test('of a pod that is gone, what never ran is said to be lost, unless its turn never came', () => {
  const reasons = (fates: Readonly<Record<string, Fate>>, inits: readonly string[] = []): readonly (string | undefined)[] => {
    const { status } = made(fates, { inits, deleted: true, stage: 'gone' });
    assert.equal(status.phase, 'Failed');
    return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(
      ({ state }) => state?.terminated?.reason ?? state?.waiting?.reason,
    );
  };
  assert.deepEqual(reasons({ a: 'new' }), ['ContainerStatusUnknown']);
  assert.deepEqual(reasons({ i: 'new', j: 'new', a: 'new' }, ['i', 'j']), ['ContainerStatusUnknown', 'PodInitializing', 'PodInitializing']);
  assert.deepEqual(reasons({ i: 0, j: 143, a: 'new' }, ['i', 'j']), ['Completed', 'Error', 'PodInitializing']);
  assert.deepEqual(reasons({ i: 0, a: 'new', b: 'new' }, ['i']), ['Completed', 'ContainerStatusUnknown', 'ContainerStatusUnknown']);
});

const words: readonly (readonly [string, Readonly<Record<string, Fate>>, Given, string])[] = [
  ['0/1 ContainerCreating 0', { a: 'new' }, {}, ''],
  ['0/1 ErrImagePull 0', { a: { refused: 'ErrImagePull' } }, {}, ''],
  ['1/1 Running 0', { a: 'running' }, {}, ''],
  ['1/1 Running 1 (5s ago)', { a: { restarted: 1 } }, {}, ''],
  ['1/2 Error 0', { server: 'running', once: 4 }, { policy: 'Never' }, ''],
  ['1/2 NotReady 0', { server: 'running', once: 0 }, { policy: 'Never' }, ''],
  ['0/2 CrashLoopBackOff 0', { a: { refused: 'CrashLoopBackOff', after: 1 }, b: 1 }, {}, 'the first by name'],
  ['0/2 Error 0', { b: { refused: 'CrashLoopBackOff', after: 1 }, a: 1 }, {}, 'the first by name'],
  ['0/1 Completed 0', { a: 0 }, { policy: 'Never' }, ''],
  ['0/1 Init:0/2 0', { i: 'new', j: 'new', a: 'new' }, { inits: ['i', 'j'] }, ''],
  ['0/1 Init:0/2 0', { i: 'running', j: 'new', a: 'new' }, { inits: ['i', 'j'] }, ''],
  ['0/1 Init:1/2 0', { i: 0, j: 'running', a: 'new' }, { inits: ['i', 'j'] }, ''],
  [
    '0/1 Init:1/2 1 (5s ago)',
    { i: 0, j: { restarted: 1 }, a: 'new' },
    { inits: ['i', 'j'] },
    'restarts of init containers count meanwhile',
  ],
  ['1/1 Running 0', { i: 0, j: 0, a: 'running' }, { inits: ['i', 'j'] }, ''],
  ['0/1 Init:Error 0', { i: 9, a: 'new' }, { inits: ['i'], policy: 'Never' }, ''],
  ['0/1 Init:CrashLoopBackOff 0', { i: { refused: 'CrashLoopBackOff', after: 1 }, a: 'new' }, { inits: ['i'] }, ''],
  ['0/1 PodInitializing 0', { i: 0, a: 'new' }, { inits: ['i'] }, ''],
  ['0/2 Init:0/1 0', { s: 'new', a: 'new' }, { inits: ['s+'] }, ''],
  ['1/2 PodInitializing 0', { s: 'running', a: 'new' }, { inits: ['s+'] }, ''],
  ['2/2 Running 0', { s: 'running', a: 'running' }, { inits: ['s+'] }, ''],
  ['2/2 Running 1 (5s ago)', { s: { restarted: 1 }, a: 'running' }, { inits: ['s+'] }, ''],
  ['1/2 Init:Error 0', { s: 1, a: 'running' }, { inits: ['s+'] }, 'a sidecar that is down later on'],
  ['0/1 Terminating 0', { a: 1 }, { deleted: true, status: { phase: 'Running' } }, ''],
  ['0/1 Error 0', { a: 1 }, { deleted: true, status: { phase: 'Failed' } }, 'a deleted pod that has ended shows how'],
  ['0/1 Evicted 0', { a: 'new' }, { status: { phase: 'Failed', reason: 'Evicted' } }, 'until its containers say otherwise'],
];

for (const [expected, fates, given, why] of words) {
  test(`kubectl prints ${expected} for ${JSON.stringify(fates)} with ${JSON.stringify(given)}${why === '' ? '' : `: ${why}`}`, () => {
    const { pod } = made(fates, given);
    const shown = expected.includes('Evicted') ? { ...pod, status: { ...pod.status, containerStatuses: [] } } : pod;
    const now = { age: () => '5s' };
    assert.equal(`${readyColumn(shown)} ${podStatusWord(shown)} ${restartsColumn(shown, now)}`, expected);
  });
}
