import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findObjectType } from '../schema-table.ts';
import { problemText, typedProblems } from './typed-problems.ts';

const POD = findObjectType('io.k8s.api.core.v1.Pod')!;

const told: readonly (readonly [title: string, pod: unknown, problems: readonly string[]])[] = [
  ['a configuration that is none', 'x', ['expected map, got &{x}']],
  ['a field that is not declared', { spec: { colour: 'red' } }, ['.spec.colour: field not declared in schema']],
  ['the first of two such fields alone', { spec: { colour: 1, shape: 1, hostname: 1 } }, ['.spec.colour: field not declared in schema']],
  [
    'items without their key, up to the first',
    { spec: { containers: [{ name: 'a', tty: 1 }, { image: 'b' }, { name: 'c', tty: 1 }] } },
    [
      '.spec.containers[name="a"].tty: expected boolean, got &{1}',
      '.spec.containers: element 1: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
    ],
  ],
  [
    'an item that is there twice',
    { spec: { containers: [{ name: 'a' }, { name: 'a' }] } },
    ['.spec.containers: duplicate entries for key [name="a"]'],
  ],
  [
    'a null for an item',
    { spec: { containers: [null] } },
    ['.spec.containers: element 0: associative list with keys may not have a null element'],
  ],
  [
    'a text for an item',
    { spec: { containers: ['a'] } },
    ['.spec.containers: element 0: associative list with keys may not have non-map elements'],
  ],
  [
    'a map in a set',
    { metadata: { finalizers: [{}] } },
    [".metadata.finalizers: element 0: associative list without keys has an element that's a map type"],
  ],
  [
    'a list in a set',
    { metadata: { finalizers: [[]] } },
    ['.metadata.finalizers: element 0: not supported: associative list with lists as elements'],
  ],
  [
    'a null in a set',
    { metadata: { finalizers: [null] } },
    [".metadata.finalizers: element 0: associative list without keys has an element that's an explicit null"],
  ],
  ['no word of what anything may stand for', { spec: { overhead: { cpu: {} } } }, []],
];

for (const [title, pod, problems] of told) test(`applying tells of ${title}`, () => assert.deepEqual(typedProblems(pod, POD), problems));

test('one problem is a line, several are a list', () => {
  assert.equal(problemText(['a']), 'a');
  assert.equal(problemText(['a', 'b']), 'errors:\n  a\n  b');
});
