import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergedWith } from './merge-patch.ts';

/** The ports of a container, one a word: `80/TCP=name@hostPort`. */
function portsOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text.split(' ').map((word) => {
    const [, port, protocol, name, host] = /^(\d+)(?:\/(\w+))?(?:=(\w+))?(?:@(\d+))?$/.exec(word)!;
    const fields = { containerPort: Number(port), protocol, name, hostPort: host === undefined ? undefined : Number(host) };
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  });
}

function podWith(ports: string): Readonly<Record<string, unknown>> {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ports: portsOf(ports) }] } };
}

test('ports are told apart by the keys that any of them has, as kustomize 5.5.0 does it', () => {
  const cases: readonly (readonly [old: string, patch: string, merged: string])[] = [
    ['80=x', '80@1', '80=x@1'],
    ['80=x', '80/TCP@1', '80=x'],
    ['80/TCP=x', '80@1', '80/TCP=x'],
    ['80/TCP=x', '80/TCP@1 80/UDP@2', '80/UDP@2 80/TCP=x@1'],
    ['80=x', '80/TCP@1 82@4', '82@4 80=x'],
    ['80=x 80/TCP=y', '80@1 80/TCP@2', '80=x 80/TCP=y@2'],
    ['80/TCP=y 80=x', '80/UDP@3', '80=x'],
    ['81/TCP=y 80=x', '80@1', '81/TCP=y 80=x@1'],
    ['80=x 81=y', '81@1', '81=y@1 80=x'],
    ['81=x', '80@1 80/TCP@2', '80/TCP@2 81=x'],
  ];
  for (const [old, patch, merged] of cases)
    assert.deepEqual(mergedWith(podWith(old), podWith(patch)), podWith(merged), `${old} patched with ${patch}`);
});

test('a patch deletes, replaces and takes fields away', () => {
  const old = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', labels: { a: 'b' } }, data: { k: 'v', l: 'w' } };
  assert.equal(mergedWith(old, { $patch: 'delete' }), undefined);
  assert.deepEqual(mergedWith(old, { data: { $patch: 'replace', m: 'x' } }), { ...old, data: { m: 'x' } });
  assert.deepEqual(mergedWith(old, { data: { k: null }, metadata: { labels: null } }), {
    ...old,
    metadata: { name: 'c' },
    data: { l: 'w' },
  });
  assert.throws(() => mergedWith(old, { data: ['k'] }), /wrong node kind: expected MappingNode but got SequenceNode/);
});
