import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { Steps } from './comparison.ts';
import { pathOf } from './comparison.ts';
import { mismatches } from './match.ts';

const KEYS = new Map([
  ['containers', 'name'],
  ['ports', 'containerPort'],
  ['conditions', 'type'],
]);
const listKey = (steps: Steps) => KEYS.get(String(steps.at(-1)));

for (const { title, expected, actual, found = [] } of [
  { title: 'only the named fields matter', expected: 'spec: { replicas: 3 }', actual: 'spec: { replicas: 3, paused: true }' },
  { title: 'values must be equal', expected: 'spec: { replicas: 3 }', actual: 'spec: { replicas: 2 }', found: ['different spec.replicas'] },
  { title: 'fields must be there', expected: 'spec: { replicas: 3 }', actual: '{}', found: ['missing spec'] },
  {
    title: 'a field that is nearly there is suggested',
    expected: 'spec: { replcas: 3 }',
    actual: 'spec: { replicas: 3 }',
    found: ['missing spec.replcas (did you mean "replicas"?)'],
  },
  {
    title: 'what is asked for in another field is not suggested',
    expected: '{ port: 1, ports: 2 }',
    actual: '{ ports: 2 }',
    found: ['missing port'],
  },
  {
    title: 'null wants nothing',
    expected: 'spec: { nodeName: null, paused: null }',
    actual: 'spec: { nodeName: node1 }',
    found: ['unexpected spec.nodeName'],
  },
  {
    title: 'a number is not its digits',
    expected: '{ port: 80, targetPort: "80", status: True }',
    actual: '{ port: "80", targetPort: 80, status: "True" }',
    found: [
      'type port (expected a number, found a string: write it with quotes, "80")',
      'type targetPort (expected a string, found a number: write it without quotes, 80)',
      'type status (expected a boolean, found a string: write it with quotes, "True")',
    ],
  },
  { title: 'a map is not a list', expected: 'spec: { a: 1 }', actual: 'spec: [a]', found: ['type spec (expected a map, found a list)'] },
  {
    title: 'quantities are compared by amount where Kubernetes has quantities',
    expected: '{ resources: { limits: { cpu: 0.5, memory: 1Gi }, requests: { cpu: 1 } }, cpu: "0.5" }',
    actual: '{ resources: { limits: { cpu: 500m, memory: 1024Mi }, requests: { cpu: 2 } }, cpu: 500m }',
    found: ['different resources.requests.cpu', 'different cpu'],
  },
  {
    title: 'strings may be patterns, bounds, anything or nothing, but not globs',
    expected: '{ a: "~/web-.{5}/", b: ">=3", c: <any>, d: <none>, e: "web-*", f: "\\\\<none>", g: <any>, h: <none> }',
    actual: '{ a: web-x7k2p, b: 3, c: [1], d: "", e: web-1, f: <none>, g: {}, h: x }',
    found: ['different e', 'missing g', 'unexpected h'],
  },
  {
    title: 'a list with a merge key is aligned by it, in any order, and partial',
    expected: 'containers: [{ name: app, image: "nginx:1.26" }, { name: sidcar }]',
    actual: 'containers: [{ name: sidecar }, { name: app, image: "nginx:1.25" }]',
    found: ['different containers[1].image', 'missing containers[1] (did you mean "sidecar"?)'],
  },
  {
    title: 'items with the same key are told apart by the rest',
    expected: 'ports: [{ containerPort: 53, protocol: TCP }, { containerPort: 53, protocol: UDP }]',
    actual: 'ports: [{ containerPort: 53, protocol: UDP }, { containerPort: 53, protocol: TCP }]',
  },
  {
    title: 'an item with a new key is missing, and the keys there are are named',
    expected: 'conditions: [{ type: Ready, status: "True" }]',
    actual: 'conditions: [{ type: Available }, { type: Progressing }]',
    found: ['missing conditions[0] (the list has type Available, Progressing)'],
  },
  { title: 'scalars are compared in order', expected: 'args: [a, b, c]', actual: 'args: [a, x, c]', found: ['different args[1]'] },
  {
    title: 'a scalar too few or too many',
    expected: '{ x: [a, b, c], y: [a, c] }',
    actual: '{ x: [a, c], y: [a, b, c] }',
    found: ['missing x[1]', 'unexpected y[1]'],
  },
  {
    title: 'maps in a list without a merge key want distinct items in any order',
    expected: 'rules: [{ a: 1 }, { a: 1, b: 2 }]',
    actual: 'rules: [{ c: 3 }, { a: 1, b: 2 }, { a: 1, b: 3 }]',
  },
  {
    title: 'one item does not do for two',
    expected: 'rules: [{ a: 1 }, { a: 1 }]',
    actual: 'rules: [{ a: 1 }, { a: 2 }]',
    found: ['missing rules[1] (the other item found is not like it)'],
  },
  {
    title: 'the closest item left is compared',
    expected: 'rules: [{ a: 1, b: 2, c: 3 }]',
    actual: 'rules: [{ a: 1 }, { a: 1, b: 2, c: 4 }]',
    found: ['different rules[1].c'],
  },
  {
    title: 'an empty list wants no items, an empty map any map',
    expected: '{ a: [], b: [], c: {}, d: {} }',
    actual: '{ a: [1], c: { x: 1 } }',
    found: ['unexpected a', 'missing d'],
  },
  {
    title: 'integer-like and odd names are names',
    expected: '{ "1": a, __proto__: b, toString: c }',
    actual: '{ "1": a }',
    found: ['missing __proto__', 'missing toString'],
  },
]) {
  test(title, () => {
    const problems = mismatches(parse(expected), parse(actual), listKey);
    assert.deepEqual(
      problems.map(({ kind, path, hint }) => `${kind} ${path}${hint === undefined ? '' : ` (${hint})`}`),
      found,
    );
  });
}

test('a mismatch says what was expected and what was found', () => {
  assert.deepEqual(mismatches({ spec: { replicas: 3 } }, { spec: { replicas: 2 } }, listKey), [
    { kind: 'different', steps: ['spec', 'replicas'], path: 'spec.replicas', expected: 3, actual: 2 },
  ]);
});

test('paths are spelt as Kubernetes spells them', () => {
  assert.equal(pathOf(['spec', 'containers', 0, 'image']), 'spec.containers[0].image');
  assert.equal(pathOf(['metadata', 'labels', 'app.kubernetes.io/name']), 'metadata.labels[app.kubernetes.io/name]');
});

test('an invalid pattern is refused', () => {
  assert.throws(() => mismatches({ a: '~/(/' }, { a: 'x' }, listKey), { name: 'UsageError', message: /"~\/\(\/" is not a valid pattern/ });
});

test('documents that never end are given up', () => {
  let bomb: unknown = 'x';
  for (let level = 0; level < 40; level++) bomb = { a: bomb, b: bomb };
  assert.throws(() => mismatches(bomb, bomb, listKey), { name: 'UsageError', message: /too large to compare: gave up at a\.a/ });
  let deep: unknown = 'x';
  for (let level = 0; level < 200; level++) deep = { a: deep };
  assert.throws(() => mismatches(deep, deep, listKey), { name: 'UsageError', message: /nested deeper than 100 levels/ });
});
