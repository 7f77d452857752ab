import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JsonPathError, parseJsonPath, valuesAt } from './json-path.ts';

const VALUE = {
  spec: {
    replicas: 2,
    'a.b': 'dotted',
    ports: [
      { name: 'web', port: 80 },
      { name: 'tls', port: 443 },
    ],
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Synced', status: 'False' },
    ],
  },
};

test('a path leads to values', () => {
  const cases: readonly (readonly [path: string, values: readonly unknown[]])[] = [
    ['.spec.replicas', [2]],
    ['.spec.nothing', []],
    ['.spec.replicas.deeper', []],
    [".spec['a.b']", ['dotted']],
    ['.spec.a\\.b', ['dotted']],
    ['.spec.ports[0].name', ['web']],
    ['.spec.ports[-1].port', [443]],
    ['.spec.ports[7]', []],
    ['.spec.ports[*].port', [80, 443]],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [".status.conditions[?(@.type=='Synced')].status", ['False']],
    ['.spec.ports[?(@.port==443)].name', ['tls']],
    ['.spec.constructor', []],
  ];
  for (const [path, values] of cases) assert.deepEqual(valuesAt(VALUE, parseJsonPath(path)), values, path);
});

test('what is no simple path is refused', () => {
  for (const path of ['spec', '..a', '.a[', '.a[?(@.b>1)]', '.a b', '{.a}'])
    assert.throws(() => parseJsonPath(path), JsonPathError, `${path} is read`);
});
