import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fnv1a, safeEncode } from './hash.ts';

test('FNV-1a of known texts', () => {
  const sums = ['', 'a', 'hello', 'foobar'].map((text) => fnv1a(Buffer.from(text)));
  assert.deepEqual(sums, [2166136261, 3826002220, 1335831723, 3214735720]);
  assert.equal(fnv1a(Buffer.from('bar'), fnv1a(Buffer.from('foo'))), 3214735720);
});

test('digits are encoded without vowels and look-alikes', () => {
  const encoded = ['0', '1234567890', '4294967295', '2166136261'].map(safeEncode);
  assert.deepEqual(encoded, ['4', '56789bcdf4', '86f8fbc6f9', '65bb57b6b5']);
});
