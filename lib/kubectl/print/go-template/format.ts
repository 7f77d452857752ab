import { goQuote } from '../../../api/field-errors.ts';
import { goPrinted } from '../../../base/go-print.ts';
import { isMapping } from '../../../base/merge.ts';
import { byUtf8 } from '../../../base/utf8-order.ts';
import { goSyntax } from '../go-syntax.ts';
import { goTypeName, plainValue } from './go-types.ts';

/** Values one after the other, with a blank between two that are no texts. kube: fmt Sprint */
export function sprint(values: readonly unknown[]): string {
  return values
    .map(
      (value, index) =>
        (index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string' ? ' ' : '') + goPrinted(plainValue(value)),
    )
    .join('');
}

/** Values with blanks between them, and the end of the line. kube: fmt Sprintln */
export function sprintln(values: readonly unknown[]): string {
  return `${values.map((value) => goPrinted(plainValue(value))).join(' ')}\n`;
}

/** One verb of a format, such as `%-5s`. */
interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const VERB = /%([-+# 0]*)(\d{0,4})(?:\.(\d{0,4}))?([^]?)/gu;

/** Values in a format. kube: fmt Sprintf */
export function sprintf(format: string, values: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(VERB, (_, flags: string, width: string, precision: string | undefined, letter: string) => {
    if (letter === '') return '%!(NOVERB)';
    if (letter === '%') return '%';
    if (next >= values.length) return `%!${letter}(MISSING)`;
    const verb = { flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision), letter };
    return formatted(values[next++], verb);
  });
  if (next >= values.length) return text;
  const extra = values
    .slice(next)
    .map((value) => (value === null || value === undefined ? '<nil>' : `${goTypeName(value)}=${goPrinted(plainValue(value))}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatted(value: unknown, verb: Verb): string {
  const { flags, letter } = verb;
  if (letter === 'T') return padded(goTypeName(value), verb);
  if (letter === 'v' && flags.includes('#')) return padded(goSyntax(plainValue(value)), verb);
  if (value === null || value === undefined) return padded(letter === 'v' ? '<nil>' : `%!${letter}(<nil>)`, verb);
  if (Array.isArray(value)) return `[${value.map((item) => formatted(item, verb)).join(' ')}]`;
  if (isMapping(value) && goTypeName(value).startsWith('map')) {
    const fields = Object.keys(value).sort(byUtf8);
    return `map[${fields.map((field) => `${formatted(field, verb)}:${formatted(value[field], verb)}`).join(' ')}]`;
  }
  const text = scalarText(value, verb);
  return text === undefined ? `%!${letter}(${goTypeName(value)}=${goPrinted(plainValue(value))})` : padded(text, verb);
}

function padded(text: string, { flags, width, letter }: Verb): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const isZeroed = flags.includes('0') && letter !== 'T';
  return isZeroed ? sign + '0'.repeat(missing) + text.slice(sign.length) : ' '.repeat(missing) + text;
}

/** Undefined where the verb is not one of the value's type. */
function scalarText(value: unknown, verb: Verb): string | undefined {
  const type = goTypeName(value);
  const plain = plainValue(value);
  if (typeof plain === 'string') return stringText(plain, verb);
  if (typeof plain === 'boolean') return verb.letter === 'v' || verb.letter === 't' ? String(plain) : undefined;
  if (typeof plain !== 'number') return undefined;
  const text = type === 'float64' ? floatText(plain, verb) : integerText(plain, verb);
  return text !== undefined && plain >= 0 && verb.letter !== 'v' && verb.flags.includes('+') ? `+${text}` : text;
}

function stringText(text: string, { letter, precision, flags }: Verb): string | undefined {
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('');
  const hex = (): string => [...Buffer.from(cut)].map((byte) => byte.toString(16).padStart(2, '0')).join(flags.includes(' ') ? ' ' : '');
  switch (letter) {
    case 's':
    case 'v':
      return cut;
    case 'q':
      return goQuote(cut);
    case 'x':
      return hex();
    case 'X':
      return hex().toUpperCase();
    default:
      return undefined;
  }
}

function integerText(value: number, { letter, flags, precision = 0 }: Verb): string | undefined {
  const sign = value < 0 ? '-' : '';
  const inBase = (base: number, prefix: string): string =>
    sign + (flags.includes('#') ? prefix : '') + BigInt(Math.abs(value)).toString(base).padStart(precision, '0');
  switch (letter) {
    case 'd':
    case 'v':
      return inBase(10, '');
    case 'x':
      return inBase(16, '0x');
    case 'X':
      return inBase(16, '0x').toUpperCase();
    case 'o':
      return inBase(8, '0');
    case 'b':
      return inBase(2, '0b');
    case 'c':
      return characterOf(value);
    case 'q':
      return `'${characterOf(value)}'`;
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return undefined;
  }
}

function characterOf(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function floatText(value: number, { letter, precision }: Verb): string | undefined {
  const places = Math.min(precision ?? 6, 100);
  switch (letter) {
    case 'v':
    case 'g':
      return precision === undefined
        ? goPrinted(value).replace(/^(-?\d{7,})$/, () => shortExponent(value.toExponential()))
        : general(value, places);
    case 'f':
    case 'F':
      return Math.abs(value) < 1e21 ? value.toFixed(places) : BigInt(value).toString() + (places > 0 ? `.${'0'.repeat(places)}` : '');
    case 'e':
      return shortExponent(value.toExponential(places));
    case 'E':
      return shortExponent(value.toExponential(places)).toUpperCase();
    default:
      return undefined;
  }
}

/** So many significant digits, without zeros at the end. */
function general(value: number, digits: number): string {
  const exponential = value.toExponential(Math.max(digits, 1) - 1);
  const exponent = Number(exponential.split('e')[1]);
  const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < Math.max(digits, 1)) return trimmed(value.toFixed(Math.min(Math.max(digits - 1 - exponent, 0), 100)));
  const [mantissa = '', power = ''] = exponential.split('e');
  return shortExponent(`${trimmed(mantissa)}e${power}`);
}

/** Go writes two digits of an exponent at least. */
function shortExponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, 'e$10$2');
}
