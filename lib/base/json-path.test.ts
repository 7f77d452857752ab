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
    [".spec['a\\.b']", ['dotted']],
    [".spec['a.b']", []],
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

test('what cannot be read as a path is refused in the words of Kubernetes', () => {
  const cases: readonly (readonly [path: string, problem: string])[] = [
    ['.a[', 'unterminated array'],
    ['.a[x]', 'invalid array index x'],
    ['.a[?(@.b', 'unterminated filter'],
    ['.a[?(@.b)', 'unclosed array expect ]'],
    ['.a\n', 'unclosed action'],
    ['%', "unrecognized character in action: U+0025 '%'"],
    ['....', 'invalid multiple recursive descent'],
    ['1.2.3', 'cannot parse number 1.2.3'],
    ['"a', 'unterminated quoted string'],
  ];
  for (const [path, message] of cases) assert.throws(() => parseJsonPath(path), new JsonPathError(message), path);
});

test('where a path cannot be followed there is nothing', () => {
  for (const path of ['.spec[0]', '.spec.ports[?(@.port=="80")]', 'spec', '.spec.ports[5]']) {
    assert.deepEqual(valuesAt(VALUE, parseJsonPath(path)), [], path);
  }
});
