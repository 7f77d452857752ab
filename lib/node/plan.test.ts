import assert from 'node:assert/strict';
import test from 'node:test';
import { planOf } from './plan.ts';
import { podWith, workerWith, type Fate } from './worker-fixture.ts';
import { newWorker } from './worker.ts';

type Given = NonNullable<Parameters<typeof podWith>[1]>;

function planText(fates: Readonly<Record<string, Fate>>, given: Given): string {
  const names = Object.keys(fates).filter((name) => given.inits?.some((init) => init.replace('+', '') === name) !== true);
  const pod = podWith(names, given);
  return planOf(pod, workerWith(pod, fates))
    .map((step) =>
      'message' in step ? `kill ${step.container}: ${step.message}` : 'container' in step ? `start ${step.container}` : step.do,
    )
    .join('; ');
}

const plans: readonly (readonly [Readonly<Record<string, Fate>>, Given, string])[] = [
  [{ a: 'new', b: 'new' }, {}, 'start a; start b'],
  [{ a: 'running', b: 'running' }, {}, ''],
  [{ a: 'running', b: 0 }, {}, 'start b'],
  [{ a: 'running', b: 0 }, { policy: 'OnFailure' }, ''],
  [{ a: 'running', b: 1 }, { policy: 'OnFailure' }, 'start b'],
  [{ a: 'running', b: 1 }, { policy: 'Never' }, ''],
  [
    { a: 'old image', b: 'old image', c: 1 },
    {},
    'kill a: Container a definition changed, will be restarted; kill b: Container b definition changed, will be restarted; start a; start b; start c',
  ],
  [{ a: 'old image' }, { policy: 'Never' }, 'kill a: Container a definition changed, will be restarted; start a'],
  // Init containers, one after the other.
  [{ i: 'new', j: 'new', a: 'new' }, { inits: ['i', 'j'] }, 'start i'],
  [{ i: 'running', j: 'new', a: 'new' }, { inits: ['i', 'j'] }, ''],
  [{ i: 0, j: 'new', a: 'new' }, { inits: ['i', 'j'] }, 'start j'],
  [{ i: 0, j: 0, a: 'new', b: 'new' }, { inits: ['i', 'j'] }, 'start a; start b'],
  [{ i: 1, j: 'new', a: 'new' }, { inits: ['i', 'j'] }, 'start i'],
  [{ i: 0, j: 1, a: 'new' }, { inits: ['i', 'j'], policy: 'OnFailure' }, 'start j'],
  [{ i: 1, a: 'new' }, { inits: ['i'], policy: 'Never' }, ''],
  [{ i: 0, a: 1 }, { inits: ['i'] }, 'start a'],
  [{ i: 1, a: 'running' }, { inits: ['i'] }, ''],
  // Sidecars.
  [{ s: 'new', a: 'new' }, { inits: ['s+'] }, 'start s'],
  [{ s: 'running', a: 'new' }, { inits: ['s+'] }, 'start a'],
  [{ s: 'running', i: 'new', t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'] }, 'start i'],
  [{ s: 'running', i: 'running', t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'] }, ''],
  [{ s: 1, i: 'running', t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'] }, 'start s'],
  [{ s: 1, i: 0, t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'] }, 'start s; start t'],
  [{ s: 'running', i: 1, t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'], policy: 'OnFailure' }, 'start i'],
  [{ s: 'running', i: 1, t: 'new', a: 'new' }, { inits: ['s+', 'i', 't+'], policy: 'Never' }, ''],
  [{ s: 'running', i: 0, t: 'running', a: 'new' }, { inits: ['s+', 'i', 't+'] }, 'start a'],
  [{ s: 1, i: 0, t: 1, a: 'running' }, { inits: ['s+', 'i', 't+'], policy: 'Never' }, 'start s; start t'],
  [{ s: 'old image', a: 'running' }, { inits: ['s+'] }, 'kill s: Init container s definition changed; start s'],
  [{ s: 'running', a: 0 }, { inits: ['s+'], policy: 'Never' }, 'kill-pod'],
  [{ s: 1, a: 0, b: 'running' }, { inits: ['s+'], policy: 'Never' }, 'start s'],
  [{ s: 'running', a: 1 }, { inits: ['s+'], policy: 'OnFailure' }, 'start a'],
];

for (const [fates, given, expected] of plans) {
  test(`with ${JSON.stringify(fates)} and ${JSON.stringify(given)} a sync will do: ${expected === '' ? 'nothing' : expected}`, () => {
    assert.equal(planText(fates, given), expected);
  });
}

test('the first sync mounts volumes and makes the sandbox before anything else', () => {
  const pod = podWith(['a']);
  assert.deepEqual(planOf(pod, newWorker(pod)), [{ do: 'mount' }, { do: 'sandbox' }, { do: 'prepare', container: 'a' }]);
});
