import { goNumber } from './go-number.ts';
import { isMapping } from './merge.ts';
import { byUtf8 } from './utf8-order.ts';

/** A JSON value as Go prints it where nothing better is at hand: `map[a:1 b:[x y]]`, keys sorted, nothing quoted, `<nil>` for null. */
export function goPrinted(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goPrinted).join(' ')}]`;
  if (!isMapping(value)) return typeof value === 'number' ? goNumber(value) : `${value as string | boolean}`;
  const fields = Object.keys(value)
    .sort(byUtf8)
    .map((name) => `${name}:${goPrinted(value[name])}`);
  return `map[${fields.join(' ')}]`;
}
