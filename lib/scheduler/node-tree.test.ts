import assert from 'node:assert/strict';
import test from 'node:test';
import { SortedMap } from '../base/sorted-map.ts';
import type { Node } from '../kinds/node.ts';
import { nodeOrder, noteNode } from './node-tree.ts';

function node(name: string, zone?: string): Node {
  const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, uid: '', resourceVersion: '', creationTimestamp: '' },
    spec: {},
    status: {},
  };
}

test('nodes come in the order of their addition, zones in turn', () => {
  const memory = new SortedMap<string, unknown>();
  for (const [name, zone] of [
    ['b1', 'b'],
    ['a1', 'a'],
    ['b2', 'b'],
    ['b3', 'b'],
    ['a2', 'a'],
    ['n', undefined],
  ] as const)
    noteNode(memory, undefined, node(name, zone));
  assert.deepEqual(nodeOrder(memory), ['b1', 'a1', 'n', 'b2', 'a2', 'b3']);
  noteNode(memory, node('b1', 'b'), undefined);
  noteNode(memory, node('n'), node('n', 'a'));
  assert.deepEqual(nodeOrder(memory), ['b2', 'a1', 'b3', 'a2', 'n']);
});
