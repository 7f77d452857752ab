import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byUtf8 } from './utf8-order.ts';

test('texts are ordered as their bytes are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '\ue000', '\uff5e', '😀', '🙂', '0') });
  fc.assert(fc.property(text, text, (a, b) => assert.equal(Math.sign(byUtf8(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))));
});
