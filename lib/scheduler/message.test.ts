import assert from 'node:assert/strict';
import test from 'node:test';
import { noteOf, unfitMessage, type NamedRejection, type Unfit } from './message.ts';

function unfit(reasons: readonly (readonly string[])[], more: Partial<Unfit> = {}): Unfit {
  const rejections = new Map(
    reasons.map((list, i): [string, NamedRejection] => [`node${i}`, { plugin: 'x', reasons: list, resolvable: true }]),
  );
  return { nodes: reasons.length, rejections, rest: undefined, atOnce: false, rejectedBy: [], ...more };
}

test('reasons are counted and sorted as text', () => {
  const ten = Array.from({ length: 10 }, () => ['Too many pods']);
  assert.equal(
    unfitMessage(unfit([...ten, ['Insufficient cpu', 'Insufficient memory'], ['Insufficient cpu']])),
    '0/12 nodes are available: 1 Insufficient memory, 10 Too many pods, 2 Insufficient cpu.',
  );
});

test('nodes that were not looked at count for the reason of the rest', () => {
  const rest = { reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"], resolvable: false };
  assert.equal(
    unfitMessage(unfit([['Insufficient cpu']], { nodes: 3, rest })),
    "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  );
});

test('what rules out all nodes at once is not counted', () => {
  const rest = { reasons: ['pod has unbound immediate PersistentVolumeClaims'], resolvable: false };
  assert.equal(
    unfitMessage(unfit([], { nodes: 1, rest, atOnce: true })),
    '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
  );
});

test('a note has at most 1024 bytes', () => {
  assert.equal(noteOf('x'.repeat(1024)), 'x'.repeat(1024));
  assert.equal(noteOf('x'.repeat(1025)), `${'x'.repeat(1020)} ...`);
});
