import assert from 'node:assert/strict';
import test from 'node:test';
import type { NodeSelectorTerm } from '../api/generated/types.ts';
import type { Node } from './node.ts';
import type { Pod } from './pod-state.ts';
import { requiredNodeAffinity } from './node-affinity.ts';

const META = { uid: '', resourceVersion: '', creationTimestamp: '' };
const NODE: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { ...META, name: 'node1', labels: { disk: 'ssd', cores: '8' } },
  spec: {},
  status: {},
};

function allows(nodeSelectorTerms: readonly NodeSelectorTerm[], nodeSelector = {}): boolean | undefined {
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...META, name: 'p' },
    spec: { containers: [], affinity, nodeSelector },
    status: {},
  };
  return requiredNodeAffinity(pod)?.(NODE);
}

const CASES: readonly (readonly [string, readonly NodeSelectorTerm[], boolean])[] = [
  ['no terms', [], false],
  ['an empty term', [{}], false],
  ['a label among values', [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['hdd', 'ssd'] }] }], true],
  ['a missing label not among values', [{ matchExpressions: [{ key: 'gpu', operator: 'NotIn', values: ['x'] }] }], true],
  ['a greater number', [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }] }], true],
  ['a lesser number', [{ matchExpressions: [{ key: 'cores', operator: 'Lt', values: ['8'] }] }], false],
  [
    'expressions of one term that do not all hold',
    [
      {
        matchExpressions: [
          { key: 'disk', operator: 'Exists' },
          { key: 'gpu', operator: 'Exists' },
        ],
      },
    ],
    false,
  ],
  [
    'one of two terms that holds',
    [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }, { matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
    true,
  ],
  ['its name', [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node1'] }] }], true],
  ['other names', [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node1'] }] }], false],
];

for (const [title, terms, expected] of CASES) {
  test(`a node is ${expected ? 'allowed' : 'not allowed'} by ${title}`, () => {
    assert.equal(allows(terms), expected);
  });
}

test('terms and nodeSelector must both hold', () => {
  const terms = [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }];
  assert.equal(allows(terms, { cores: '8' }), true);
  assert.equal(allows(terms, { cores: '4' }), false);
});
