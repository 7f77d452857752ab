/** How a quantity is written: `12e6`, `12Mi` or `12M`. */
export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI';

/** An exact amount in billionths, the finest that Kubernetes keeps, with the text in which Kubernetes would write it. */
export interface Quantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
  readonly text: string;
}

/** A text that is no quantity; the message is Kubernetes' own. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";
const wrongNumber = 'unable to parse numeric part of quantity';

/**
 * Reads a quantity such as `500m`, `1.5Gi` or `1e3`; throws a QuantityError in Kubernetes' words.
 * Amounts finer than a billionth are rounded away from zero; binary amounts beyond int64 are capped.
 * kube: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go ParseQuantity
 */
export function parseQuantity(text: string): Quantity {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const quantity = parse(text);
  if (parsed.size >= parsedLimit) parsed.clear();
  if (text.length <= 32) parsed.set(text, quantity);
  return quantity;
}

/** Manifests repeat few quantities very often; what a text means never changes. */
const parsed = new Map<string, Quantity>();
const parsedLimit = 4096;

/** The text in which Kubernetes writes the quantity. */
export function formatQuantity(quantity: Quantity): string {
  return quantity.text;
}

/** The text as Kubernetes would answer it (`1024Ki` becomes `1Mi`, `1500m` stays); throws a QuantityError. */
export function canonicalQuantity(text: string): string {
  return parseQuantity(text).text;
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`; throws a QuantityError. */
export function compareQuantities(a: string, b: string): number {
  const left = parseQuantity(a).nanos;
  const right = parseQuantity(b).nanos;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The exact sum in the format of `a`, or of `b` where `a` is zero; throws a QuantityError. */
export function addQuantities(a: string, b: string): string {
  const augend = parseQuantity(a);
  const addend = parseQuantity(b);
  return textOf(augend.nanos + addend.nanos, augend.nanos === 0n ? addend.format : augend.format);
}

/** The exact difference in the format of `a`, or of `b` where `a` is zero; throws a QuantityError. */
export function subtractQuantities(a: string, b: string): string {
  const minuend = parseQuantity(a);
  const subtrahend = parseQuantity(b);
  return textOf(minuend.nanos - subtrahend.nanos, minuend.nanos === 0n ? subtrahend.format : minuend.format);
}

/** The whole amount of a quantity, rounded away from zero, in the notation of another one where theirs differ; throws a QuantityError. */
export function notated(text: string, like: string): string {
  const quantity = parseQuantity(text);
  const { format } = parseQuantity(like);
  return quantity.format === format ? quantity.text : textOf(roundedUp(quantity.nanos, nanosPerUnit) * nanosPerUnit, format);
}

/** The amount in thousandths, rounded away from zero: millicores of a `cpu`; throws a QuantityError. */
export function milliValue(text: string): number {
  return Number(roundedUp(parseQuantity(text).nanos, 1_000_000n));
}

/** The amount in whole units, rounded away from zero: bytes of a `memory`; throws a QuantityError. */
export function value(text: string): number {
  return Number(roundedUp(parseQuantity(text).nanos, nanosPerUnit));
}

/**
 * The canonical text, rounded away from zero to thousandths as every list of resources is; throws a QuantityError.
 * kube: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList
 */
export function roundUpToMilli(text: string): string {
  const quantity = parseQuantity(text);
  const nanos = roundedUp(quantity.nanos, 1_000_000n) * 1_000_000n;
  return nanos === quantity.nanos ? quantity.text : textOf(nanos, quantity.format);
}

const nanosPerUnit = 1_000_000_000n;
const largestInt64 = 2n ** 63n - 1n;

const longestText = 400;
const largestExponent = 400;

/** Upstream's scanner asks for no digit, so that a lone sign or dot is zero; leading zeros count for nothing. */
const shape = /^(?=.)([+-]?)0*((?:[1-9]\d*)?)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const allowed = /^[-+.\deEinumkKMGTP]+$/;

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const suffixes: ReadonlyMap<string, Suffix> = new Map<string, Suffix>([
  ...decimalSuffixes.map((suffix, index) => [suffix, { base: 10, exponent: index * 3 - 9, format: 'DecimalSI' }] as const),
  ...binarySuffixes.slice(1).map((suffix, index) => [suffix, { base: 2, exponent: index * 10 + 10, format: 'BinarySI' }] as const),
]);

function parse(text: string): Quantity {
  const match = text.length > longestText ? null : shape.exec(text);
  // unlike kube: numbers of more than 400 digits are refused, because computing with them has no bound.
  if (match === null) throw new QuantityError(text.length > longestText && allowed.test(text) ? wrongNumber : wrongFormat);
  const [, sign = '', digits = '', fraction = '', suffixText = ''] = match;
  const whole = digits === '' ? '0' : digits;
  const suffix = suffixOf(suffixText);
  if (suffix === undefined) throw new QuantityError(wrongSuffix);
  if (suffix.exponent > largestExponent) throw new QuantityError(wrongNumber);
  const magnitude = nanosOf(BigInt(whole + fraction), fraction.length, suffix);
  const nanos = sign === '-' ? -magnitude : magnitude;
  if (text === '0' || isCanonical(whole, fraction, suffix)) return { nanos, format: suffix.format, text };
  // A binary fraction of less than one is written in decimals.
  const format = suffix.base === 2 && magnitude < nanosPerUnit && magnitude > 0n ? 'DecimalSI' : suffix.format;
  return { nanos, format, text: textOf(nanos, format) };
}

// kube: staging/src/k8s.io/apimachinery/pkg/api/resource/suffix.go interpret
function suffixOf(text: string): Suffix | undefined {
  const known = suffixes.get(text);
  if (known !== undefined || !/^[eE][-+]?\d+$/.test(text)) return known;
  const exponent = Number(text.slice(1));
  return Number.isSafeInteger(exponent) ? { base: 10, exponent, format: 'DecimalExponent' } : undefined;
}

function nanosOf(digits: bigint, places: number, suffix: Suffix): bigint {
  if (suffix.base === 2) {
    const nanos = roundedUp(digits * 2n ** BigInt(suffix.exponent) * nanosPerUnit, 10n ** BigInt(places));
    return nanos > largestInt64 * nanosPerUnit ? largestInt64 * nanosPerUnit : nanos;
  }
  const scale = suffix.exponent - places + 9;
  if (scale >= 0) return digits * 10n ** BigInt(scale);
  return roundedUp(digits, 10n ** BigInt(Math.min(-scale, 2 * longestText)));
}

/** Whether Kubernetes keeps the text as it stands: small enough for its fast path and without factors that a larger suffix would take. */
function isCanonical(whole: string, fraction: string, suffix: Suffix): boolean {
  if (suffix.base === 2) {
    const precision = 14 - whole.length - Math.trunc((suffix.exponent * 3) / 10);
    return fraction === '' && precision >= 0 && (BigInt(whole) & 7n) !== 0n;
  }
  const shifted = whole + fraction;
  const scale = suffix.exponent - fraction.length;
  return shifted.length <= 18 && scale >= -9 && scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

// kube: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go CanonicalizeBytes
function textOf(nanos: bigint, format: QuantityFormat): string {
  if (nanos === 0n) return '0';
  const isWhole = nanos % nanosPerUnit === 0n;
  const units = nanos / nanosPerUnit;
  if (format !== 'BinarySI' || !isWhole || (units > -1024n && units < 1024n)) return decimalText(nanos, format);
  const [mantissa, thousands] = withoutFactors(units, 1024n, binarySuffixes.length - 1);
  return `${mantissa}${binarySuffixes[thousands] ?? ''}`;
}

function decimalText(nanos: bigint, format: QuantityFormat): string {
  // unlike kube: amounts of more than a thousand exa keep their suffix, which Kubernetes forgets to write.
  const most = format === 'DecimalExponent' ? Number.MAX_SAFE_INTEGER : decimalSuffixes.length - 1;
  const [mantissa, thousands] = withoutFactors(nanos, 1000n, most);
  if (format !== 'DecimalExponent') return `${mantissa}${decimalSuffixes[thousands] ?? ''}`;
  const exponent = thousands * 3 - 9;
  return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
}

function withoutFactors(amount: bigint, factor: bigint, most: number): readonly [bigint, number] {
  let rest = amount;
  let times = 0;
  for (; times < most && rest % factor === 0n; times += 1) rest /= factor;
  return [rest, times];
}

function roundedUp(amount: bigint, unit: bigint): bigint {
  const quotient = amount / unit;
  if (amount % unit === 0n) return quotient;
  return amount < 0n ? quotient - 1n : quotient + 1n;
}
