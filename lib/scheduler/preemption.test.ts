import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pod } from '../kinds/pod-state.ts';
import { chooseCandidate, type Candidate } from './preemption.ts';

function victim(priority: number, startTime = '2026-01-01T00:00:00Z'): Pod {
  const metadata = { name: 'v', uid: '', resourceVersion: '', creationTimestamp: '' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [], priority }, status: { startTime } };
}

function candidate(nodeName: string, victims: readonly Pod[], violations = 0): Candidate {
  return { nodeName, victims, violations };
}

const CASES: readonly (readonly [string, readonly Candidate[], string])[] = [
  ['fewest violated budgets', [candidate('a', [victim(1)], 1), candidate('b', [victim(9), victim(9)])], 'b'],
  ['lowest highest priority', [candidate('a', [victim(5)]), candidate('b', [victim(4), victim(4)])], 'b'],
  ['lowest sum of priorities', [candidate('a', [victim(5), victim(3)]), candidate('b', [victim(5), victim(2)])], 'b'],
  ['fewest victims, through the sum', [candidate('a', [victim(5), victim(5)]), candidate('b', [victim(5)])], 'b'],
  ['latest start of the most important', [candidate('a', [victim(5)]), candidate('b', [victim(5, '2026-01-01T00:00:01Z')])], 'b'],
  ['first place, all else being equal', [candidate('a', [victim(5)]), candidate('b', [victim(5)])], 'a'],
];

for (const [title, candidates, expected] of CASES) {
  test(`the node with the ${title} is chosen`, () => {
    assert.equal(chooseCandidate(candidates)?.nodeName, expected);
  });
}

test('without candidates none is chosen', () => {
  assert.equal(chooseCandidate([]), undefined);
});
