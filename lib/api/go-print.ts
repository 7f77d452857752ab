import { isMapping } from '../base/merge.ts';

/** A JSON value as Go prints it where nothing better is at hand: `map[a:1 b:[x y]]`, keys sorted, nothing quoted, `<nil>` for null. */
export function goPrinted(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPrinted).join(' ')}]`;
  if (!isMapping(value)) return typeof value === 'number' ? goNumber(value) : `${value as string | boolean}`;
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${name}:${goPrinted(value[name])}`);
  return `map[${fields.join(' ')}]`;
}

/** Go's `%v` of a number: large and tiny fractions with a two-digit exponent. */
function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value).toString();
  const [, digits = '', sign = '+', exponent = ''] = /^(.*)e([+-])(\d+)$/.exec(value.toExponential()) ?? [];
  const power = Number(`${sign}${exponent}`);
  return power < -4 || power >= 21 ? `${digits}e${sign}${exponent.padStart(2, '0')}` : String(value);
}
