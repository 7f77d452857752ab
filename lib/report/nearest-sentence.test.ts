import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestSentence, type Sentence } from './nearest-sentence.ts';

const catalogue: readonly Sentence[] = [
  { keyword: 'Given', expression: 'a cluster with {int} node(s)', example: 'Given a cluster with 3 nodes', topic: 'cluster' },
  {
    keyword: 'When',
    expression: 'I delete one pod of {kind} {string}',
    example: 'When I delete one pod of ReplicaSet "web"',
    topic: 'pods',
  },
  { keyword: 'Then', expression: '{kind} {string} has {int} ready pods', example: 'ReplicaSet "web" has 3 ready pods', topic: 'pods' },
];

const cases: readonly [string, number | undefined][] = [
  ['Given a cluster with 12 nodes', 0],
  ['Given a clutser wiht 3 nodes', 0],
  ['Given cluster of 3 nodes', 0],
  ['When I delet a pod of ReplicaSet "db"', 1],
  ['* ReplicaSet "web" has ready pods', 2],
  ['Then Deployment "api-server" has 30 ready pods', 2],
  ['When the moon is blue', undefined],
  ['Then ', undefined],
];

for (const [text, expected] of cases) {
  test(`${JSON.stringify(text)} ${expected === undefined ? 'is near nothing' : `most likely means ${catalogue[expected]?.expression}`}`, () => {
    assert.equal(nearestSentence(text, catalogue), expected === undefined ? undefined : catalogue[expected]);
  });
}

test('a step of a hundred thousand words is compared in bounded time', () => {
  const many = Array.from({ length: 100 }, () => catalogue).flat();
  assert.equal(nearestSentence('wordy '.repeat(100_000), many), undefined);
});
