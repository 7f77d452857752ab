import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../../api/generated/types.ts';
import type { EndpointSlice } from '../../kinds/endpointslice.ts';
import { fill, portsKey } from './slices.ts';

const endpoint = (name: string, ready = true): Endpoint => ({ addresses: [name], conditions: { ready }, targetRef: { name } });
const some = (prefix: string, count: number): readonly Endpoint[] => Array.from({ length: count }, (_, i) => endpoint(`${prefix}${i}`));
const slice = (name: string, endpoints: readonly Endpoint[]): EndpointSlice =>
  ({ metadata: { name }, addressType: 'IPv4', endpoints }) as unknown as EndpointSlice;

function filled(slices: readonly EndpointSlice[], wanted: readonly Endpoint[]) {
  const { created, updated, deleted } = fill(slices, wanted, () => false);
  return {
    created: created.map((endpoints) => endpoints.length),
    updated: updated.map(({ slice: { metadata }, endpoints }) => `${metadata.name} ${endpoints.length}`),
    deleted: deleted.map(({ metadata }) => metadata.name),
  };
}

const NOTHING = { created: [], updated: [], deleted: [] };

test('new endpoints come a hundred to a slice', () => {
  assert.deepEqual(filled([], []), NOTHING);
  assert.deepEqual(filled([], some('a', 1)), { ...NOTHING, created: [1] });
  assert.deepEqual(filled([], some('a', 250)), { ...NOTHING, created: [100, 100, 50] });
});

test('they go into a slice that has room for all of them, the fullest first', () => {
  const [a, b, c] = [some('a', 40), some('b', 95), some('c', 20)];
  const fresh = some('new', 10);
  assert.deepEqual(filled([slice('a', a)], [...a, ...fresh]), { ...NOTHING, updated: ['a 50'] });
  assert.deepEqual(filled([slice('b', b), slice('c', c)], [...b, ...c, ...fresh]), { ...NOTHING, updated: ['c 30'] });
  const d = some('d', 90);
  assert.deepEqual(filled([slice('d', d), slice('c', c)], [...d, ...c, ...fresh]), { ...NOTHING, updated: ['d 100'] });
  const full = some('full', 100);
  assert.deepEqual(filled([slice('full', full)], [...full, ...some('new', 100)]), { ...NOTHING, created: [100] });
});

test('a slice that changes anyway takes them, and others are left alone', () => {
  const [a, b] = [some('a', 60), some('b', 50)];
  assert.deepEqual(filled([slice('a', a), slice('b', b)], [...a.slice(1), ...b, ...some('new', 30)]), { ...NOTHING, updated: ['a 89'] });
});

test('what nobody needs goes, and what only changed stays where it was', () => {
  const a = some('a', 3);
  assert.deepEqual(filled([slice('a', a)], []), { ...NOTHING, deleted: ['a'] });
  assert.deepEqual(filled([slice('a', a)], a), NOTHING);
  assert.deepEqual(filled([slice('a', a)], [a[0]!, endpoint('a1', false), a[2]!]), { ...NOTHING, updated: ['a 3'] });
  assert.deepEqual(fill([slice('a', a)], a, () => true).updated.length, 1);
});

test('ports are the same whatever their order', () => {
  const [http, https] = [
    { name: 'http', port: 80, protocol: 'TCP' },
    { name: 'https', port: 443, protocol: 'TCP' },
  ];
  assert.equal(portsKey([http, https]), portsKey([https, http]));
  assert.notEqual(portsKey([http]), portsKey([https]));
  assert.equal(portsKey(undefined), portsKey([]));
});
