import { formatNumber, formatText } from '../number-format.ts';
import { AwkError } from './ast.ts';

/** A value of awk; one that was read and looks like a number is both, one that was never set is neither. */
export type Value = number | string | { readonly text: string; readonly number: number } | undefined;

const numberShape = /^[ \t\n\r]*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/;

/** A value that was read. */
export function inputValue(text: string): Value {
  const found = numberShape.exec(text)?.[0];
  return found !== undefined && text.slice(found.length).trim() === '' ? { text, number: Number(found) } : text;
}

/** A value as a number: what a text begins with. */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? Number(numberShape.exec(value)?.[0] ?? 0) : value.number;
}

/** A value as a text; `format` is that of numbers which are not whole. */
export function textOf(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'object') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value === 0 ? 0 : value);
  return formatted(format, [value], format);
}

/** Whether a value counts as true. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'object') return value.number !== 0;
  return typeof value === 'string' ? value !== '' : value !== undefined && value !== 0;
}

/** Less than, equal or greater than 0: as numbers where both are, otherwise as texts. */
export function compareValues(a: Value, b: Value, format: string): number {
  if (typeof a !== 'string' && typeof b !== 'string') return numberOf(a) - numberOf(b);
  const [left, right] = [textOf(a, format), textOf(b, format)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What printf prints; missing values are empty. */
export function formatted(format: string, values: readonly Value[], convention: string): string {
  let at = 0;
  return format.replace(/%([-+ 0#]*)(\*|[0-9]{0,6})(?:\.(\*|[0-9]{0,6}))?[hlL]*([a-zA-Z%])/g, (written, flags: string, wide: string, exact: string | undefined, letter: string) => {
    if (letter === '%') return '%';
    const width = wide === '*' ? Math.trunc(numberOf(values[at++])) : Number(wide);
    const precision = exact === '*' ? Math.trunc(numberOf(values[at++])) : exact === undefined ? undefined : Number(exact);
    const conversion = { flags: width < 0 ? `${flags}-` : flags, width: Math.abs(width), precision, letter };
    if (letter === 's') return formatText(textOf(values[at++], convention), conversion);
    if (letter === 'c') {
      const value = values[at++];
      const text = typeof value === 'number' ? String.fromCodePoint(Math.min(Math.max(0, Math.trunc(value) || 0), 0x10ffff)) : textOf(value, convention);
      return formatText(Array.from(text)[0] ?? '', { ...conversion, precision: undefined });
    }
    return 'diouxXeEfFgG'.includes(letter) ? formatNumber(numberOf(values[at++]), conversion) : written;
  }); // prettier-ignore
}

/** What arithmetic makes of two numbers. Throws an AwkError for a division by zero. */
export function calculate(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '^':
      return a ** b;
    default:
      if (b === 0) throw new AwkError(operator === '/' ? 'division by zero' : 'division by zero in %');
      return operator === '/' ? a / b : a % b;
  }
}
