import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError, UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import { NodeKind } from '../kinds/node.ts';
import { taint } from './taint.ts';

const base = new Cluster();

/** What a row of commands at one node comes to, each with the taints it leaves. */
function tainted(...commands: readonly string[]): readonly string[] {
  const api = base.fork().as('admin');
  return commands.map((command) => {
    const words = command.split(' ').filter((word) => word !== '');
    const specs = words.filter((word) => word !== '--overwrite');
    const outcome = taint(api, 'node1', specs, { overwrite: specs.length < words.length });
    const left = api.get(NodeKind, 'node1').spec.taints ?? [];
    return `${outcome}: ${left.map(({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`).join(' ')}`;
  });
}

describe('taints', () => {
  test('are added before those that are there, changed, and removed by key or by key and effect', () => {
    assert.deepEqual(
      tainted(
        'k=v:NoSchedule',
        'a:NoExecute k:PreferNoSchedule',
        'k=w:NoSchedule --overwrite',
        'k:NoSchedule-',
        'k- b=c:NoSchedule',
        'a- b-',
      ),
      [
        'tainted: k=v:NoSchedule',
        'tainted: a:NoExecute k:PreferNoSchedule k=v:NoSchedule',
        'modified: k=w:NoSchedule a:NoExecute k:PreferNoSchedule',
        'untainted: a:NoExecute k:PreferNoSchedule',
        // Kubernetes counts: one more and one less.
        'modified: b=c:NoSchedule a:NoExecute',
        'untainted: ',
      ],
    );
  });

  const NAME =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const cases: readonly (readonly [command: string, words: string])[] = [
    ['', 'at least one taint update is required'],
    ['k', 'invalid taint spec: k'],
    ['k=v', `invalid taint spec: k=v, ${NAME}`],
    ['k=v:Foo', 'invalid taint effect: Foo, unsupported taint effect'],
    ['k:', 'invalid taint effect: , unsupported taint effect'],
    ['k=v:NoSchedule:x', 'invalid taint spec: k=v:NoSchedule:x'],
    ['k=v=w:NoSchedule', 'invalid taint spec: k=v=w:NoSchedule'],
    [':NoSchedule', `invalid taint spec: :NoSchedule, name part must be non-empty; ${NAME}`],
    ['k:NoSchedule k=v:NoSchedule', 'duplicated taints with the same key and effect: {k v NoSchedule <nil>}'],
    ['k:NoSchedule k:NoSchedule-', 'can not both modify and remove the following taint(s) in the same command: {"k":"NoSchedule"}'],
    ['there=b:NoSchedule', 'node node1 already has there taint(s) with same effect(s) and --overwrite is false'],
    ['k-', 'taint "k" not found'],
    ['there:NoExecute- k-', '[taint "there:NoExecute" not found, taint "k" not found]'],
  ];
  for (const [command, words] of cases)
    test(`${JSON.stringify(command)} is refused`, () => {
      const error = thrown(() => tainted('there=a:NoSchedule', command));
      assert.ok(error instanceof UsageError, String(error));
      assert.equal(error.message, words);
    });

  test('are for nodes that are there', () => {
    const error = thrown(() => taint(base.as('admin'), 'nosuch', ['a=b:NoSchedule']));
    assert.ok(error instanceof ApiError, String(error));
    assert.equal(error.message, 'nodes "nosuch" not found');
  });
});

function thrown(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}
