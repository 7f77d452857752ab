/** A conversion of C's printf, taken apart. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const WIDEST = 4096;

/** A text as `%s` and `%c` write it. */
export function formatText(text: string, { flags, width, precision }: Conversion): string {
  const cut = precision === undefined ? text : Array.from(text).slice(0, precision).join('');
  const length = Array.from(cut).length;
  const padding = ' '.repeat(Math.max(0, Math.min(width, WIDEST) - length));
  return flags.includes('-') ? cut + padding : padding + cut;
}

/** A number as `%d %i %u %x %X %o %f %e %g` and their like write it. */
export function formatNumber(value: number, { flags, width, precision, letter }: Conversion): string {
  const isWhole = 'diuxXo'.includes(letter);
  const isFinite = Number.isFinite(value);
  const isNegative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  let digits = !isFinite ? (Number.isNaN(value) ? 'nan' : 'inf') : isWhole ? wholeDigits(value, letter, precision) : realDigits(size, letter, precision ?? 6, flags); // prettier-ignore
  if (/[FEG]/.test(letter)) digits = digits.toUpperCase();
  const hasSign = isNegative && (!isWhole || Math.trunc(size) !== 0) && !'uxXo'.includes(letter);
  const sign = hasSign ? '-' : 'uxXo'.includes(letter) ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const prefix = flags.includes('#') && Math.trunc(value) !== 0 ? ({ x: '0x', X: '0X', o: '0' }[letter] ?? '') : '';
  const wide = Math.min(width, WIDEST);
  const written = sign + prefix + digits;
  if (flags.includes('-')) return written.padEnd(wide);
  const fillsZeros = flags.includes('0') && isFinite && !(isWhole && precision !== undefined);
  return fillsZeros ? sign + prefix + digits.padStart(wide - sign.length - prefix.length, '0') : written.padStart(wide);
}

function wholeDigits(value: number, letter: string, precision: number | undefined): string {
  const base = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  const whole = BigInt(Math.trunc(Math.max(-9.3e18, Math.min(value, 1.9e19))));
  const unsigned = 'uxXo'.includes(letter) ? BigInt.asUintN(64, whole) : whole < 0n ? -whole : whole;
  const text = unsigned.toString(base);
  return (letter === 'X' ? text.toUpperCase() : text).padStart(Math.min(precision ?? 1, WIDEST), '0');
}

function realDigits(size: number, letter: string, wanted: number, flags: string): string {
  const precision = Math.min(wanted, 100);
  const lower = letter.toLowerCase();
  if (lower === 'f')
    return size < 1e21 ? size.toFixed(precision) : BigInt(size).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : '');
  if (lower === 'e') return withExponent(size.toExponential(precision));
  const significant = Math.max(1, precision);
  const exponent = size === 0 ? 0 : Number(size.toExponential(significant - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= significant
      ? size.toExponential(significant - 1)
      : size.toFixed(Math.min(100, significant - 1 - exponent));
  const [mantissa = '', power] = text.split('e');
  const trimmed = flags.includes('#') || !mantissa.includes('.') ? mantissa : mantissa.replace(/0+$/, '').replace(/\.$/, '');
  return power === undefined ? trimmed : withExponent(`${trimmed}e${power}`);
}

/** C writes at least two digits of an exponent. */
function withExponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}
