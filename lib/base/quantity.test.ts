import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  notated,
  parseQuantity,
  QuantityError,
  roundUpToMilli,
  subtractQuantities,
  value,
} from './quantity.ts';

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";

test('quantities are written as Kubernetes writes them', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['0', '0'],
    ['00', '0'],
    ['0Ki', '0'],
    ['-0', '0'],
    ['1.0', '1'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['-0.5', '-500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['100m', '100m'],
    ['0100m', '0100m'],
    ['1000000', '1M'],
    ['2.5M', '2500k'],
    ['128974848', '128974848'],
    ['1024Ki', '1Mi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['1000Mi', '1000Mi'],
    ['1536Ki', '1536Ki'],
    ['1024', '1024'],
    ['0.5Ki', '512'],
    ['0.0001Ki', '102400u'],
    ['1.1Ki', '1126400m'],
    ['64Mi', '64Mi'],
    ['1Ei', '1Ei'],
    ['8Ei', '9223372036854775807'],
    ['-8Ei', '-9223372036854775807'],
    ['1e3', '1e3'],
    ['1E3', '1E3'],
    ['129e6', '129e6'],
    ['1e9', '1e9'],
    ['12e2', '1200'],
    ['1000e0', '1e3'],
    ['1E', '1E'],
    ['+1', '+1'],
    ['1.', '1.'],
    ['1e-12', '1e-9'],
    ['0.0000000001', '1n'],
    ['-0.0000000001', '-1n'],
    ['1e-999999', '1e-9'],
    ['1000E', '1000E'],
    ['12345678901234567890', '12345678901234567890'],
    ['1k', '1k'],
    ['1u', '1u'],
    ['1000n', '1u'],
    ['-', '0'],
    ['.', '0'],
  ];
  for (const [text, expected] of cases) assert.equal(canonicalQuantity(text), expected, text);
});

test('what is no quantity is refused in Kubernetes words', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', wrongFormat],
    ['1gb', wrongFormat],
    ['0x10', wrongFormat],
    ['1_000', wrongFormat],
    ['1.2.3', wrongFormat],
    ['one', wrongFormat],
    [' 1', wrongFormat],
    ['1 Gi', wrongFormat],
    ['{}', wrongFormat],
    ['1e3e', wrongFormat],
    ['１', wrongFormat],
    ['1\n', wrongFormat],
    ['1K', wrongSuffix],
    ['1kk', wrongSuffix],
    ['1i', wrongSuffix],
    ['1e', wrongSuffix],
    ['1Gi1', wrongSuffix],
    ['1-3', wrongSuffix],
    ['1e99999999999999999999', wrongSuffix],
    ['1e401', 'unable to parse numeric part of quantity'],
    ['9'.repeat(100_000), 'unable to parse numeric part of quantity'],
    [`${'0'.repeat(100_000)}x`, wrongFormat],
    [`${'0'.repeat(399)}x`, wrongFormat],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => canonicalQuantity(text),
      (error) => error instanceof QuantityError && error.message === message,
      text.slice(0, 40),
    );
  }
});

test('values are rounded away from zero', () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ['500m', 500, 1],
    ['1', 1000, 1],
    ['0.0001', 1, 1],
    ['-0.0001', -1, -1],
    ['1Gi', 1073741824000, 1073741824],
    ['1.5', 1500, 2],
    ['0', 0, 0],
  ];
  for (const [text, milli, whole] of cases) {
    assert.equal(milliValue(text), milli, text);
    assert.equal(value(text), whole, text);
  }
});

test('lists of resources are rounded up to thousandths and keep what needs no rounding as it is', () => {
  assert.equal(roundUpToMilli('0.0001'), '1m');
  assert.equal(roundUpToMilli('100u'), '1m');
  assert.equal(roundUpToMilli('1e3'), '1e3');
  assert.equal(roundUpToMilli('1Gi'), '1Gi');
});

test('sums keep the format of the first that is not zero', () => {
  assert.equal(addQuantities('1Gi', '512Mi'), '1536Mi');
  assert.equal(addQuantities('1Gi', '1G'), '2073741824');
  assert.equal(addQuantities('0', '1Gi'), '1Gi');
  assert.equal(addQuantities('100m', '0.9'), '1');
  assert.equal(subtractQuantities('1', '100m'), '900m');
  assert.equal(subtractQuantities('0', '1Ki'), '-1Ki');
});

test('comparison is numeric', () => {
  assert.equal(compareQuantities('1Gi', '1024Mi'), 0);
  assert.ok(compareQuantities('1G', '1Gi') < 0);
  assert.ok(compareQuantities('1', '999m') > 0);
  assert.ok(compareQuantities('-1', '0') < 0);
});

const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-3', 'e2'];

const textWith = (suffix: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat({ max: 2_000_000 }),
      fc.option(fc.nat({ max: 9999 }), { nil: undefined }),
      fc.constantFrom(...suffix),
    )
    .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`);

const quantityText = textWith([...suffixes, 'P', 'E', 'Pi', 'Ei']);
/** Binary amounts are capped at int64, where adding is no longer exact. */
const summableText = textWith(suffixes);

test('canonical text means the same amount and is canonical itself', () => {
  assert.deepEqual([canonicalQuantity('1127937.5Ki'), canonicalQuantity('1155008000')], ['1155008000', '1155008k']);
  fc.assert(
    fc.property(quantityText, (text) => {
      const canonical = canonicalQuantity(text);
      assert.equal(parseQuantity(canonical).nanos, parseQuantity(text).nanos);
      // A binary amount that no power of 1024 divides is written without a suffix, and then reads as a decimal one.
      const isBare = text.endsWith('i') && !canonical.endsWith('i');
      const again = canonicalQuantity(canonical);
      if (!isBare) assert.equal(again, canonical);
      assert.equal(canonicalQuantity(again), again);
      assert.equal(formatQuantity(parseQuantity(text)), canonical);
    }),
  );
});

test('addition is commutative in amount, undone by subtraction, and agrees with comparison', () => {
  fc.assert(
    fc.property(summableText, summableText, (a, b) => {
      assert.equal(compareQuantities(addQuantities(a, b), addQuantities(b, a)), 0);
      assert.equal(compareQuantities(subtractQuantities(addQuantities(a, b), b), a), 0);
      assert.equal(compareQuantities(a, b), 0 - compareQuantities(b, a));
      assert.equal(compareQuantities(a, b), compareQuantities(subtractQuantities(a, b), '0'));
    }),
  );
});

test('any text is read or refused, never anything else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.0-9eEinumkKMGTP]{0,12}$/)), (text) => {
      try {
        canonicalQuantity(text);
      } catch (error) {
        assert.ok(error instanceof QuantityError);
      }
    }),
  );
});

test('an amount is told in the notation of another one, as whole units, where theirs differ', () => {
  assert.equal(notated('64Mi', '20G'), '67108864');
  assert.equal(notated('1500m', '10'), '1500m');
  assert.equal(notated('2000', '1Ki'), '2000');
  assert.equal(notated('0', '1Gi'), '0');
});
