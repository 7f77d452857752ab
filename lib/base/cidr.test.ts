import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStrictSubset, parseCidr } from './cidr.ts';

test('a range is an address and how many of its bits count', () => {
  assert.deepEqual(parseCidr('10.1.2.3/8'), { width: 32, length: 8, prefix: 10n });
  assert.deepEqual(parseCidr('2001:db8::1/32'), { width: 128, length: 32, prefix: 0x20010db8n });
  assert.deepEqual(parseCidr('::ffff:1.2.3.4/128')?.prefix, 0xffff01020304n);
  assert.deepEqual(parseCidr('0.0.0.0/0'), { width: 32, length: 0, prefix: 0n });
  for (const text of ['', 'x', '10.0.0.0', '10.0.0.0/33', '10.0.0/8', '::/129', '10.0.0.0/-1', '10.0.0.0/8 ', '256.0.0.0/8', '/8'])
    assert.equal(parseCidr(text), undefined, text);
});

test('a range lies within another when it begins with the same bits and has more', () => {
  const is = (inner: string, outer: string): boolean => isStrictSubset(parseCidr(inner)!, parseCidr(outer)!);
  assert.equal(is('10.1.0.0/16', '10.0.0.0/8'), true);
  assert.equal(is('2001:db8:1::/48', '2001:db8::/32'), true);
  assert.equal(is('10.0.0.0/8', '0.0.0.0/0'), true);
  for (const [inner, outer] of [
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['11.0.0.0/16', '10.0.0.0/8'],
    ['10.0.0.0/8', '10.1.0.0/16'],
    ['::/64', '0.0.0.0/0'],
  ] as const)
    assert.equal(is(inner, outer), false, `${inner} in ${outer}`);
});
