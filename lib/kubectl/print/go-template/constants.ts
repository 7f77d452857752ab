import { unquoteGo } from '../../../base/json-path-syntax.ts';
import type { Token } from './lexer.ts';

/** A float that is whole, which a number of JSON cannot be: `2.0`. */
export class WholeFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The value of what is written out: a text, a number, a character or a truth; undefined where Go would not read it. */
export function constantOf({ is, text }: Token): unknown {
  switch (is) {
    case 'string':
      return text.startsWith('`') ? text.slice(1, -1).replaceAll('\r', '') : unquoteGo(text.slice(1, -1), '"');
    case 'char':
      return unquoteGo(text.slice(1, -1), "'")?.codePointAt(0);
    case 'number':
      return numberOf(text.replaceAll('_', ''));
    default:
      return text === 'true';
  }
}

function numberOf(text: string): number | WholeFloat | undefined {
  const digits = text.replace(/^[-+]/, '');
  const sign = text.startsWith('-') ? -1 : 1;
  if (/^0[xX][\da-fA-F]+$|^0[bB][01]+$|^0[oO][0-7]+$/.test(digits)) return sign * Number(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  if (!/^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(digits)) return undefined;
  const value = sign * Number(digits);
  return Number.isInteger(value) && /[.eE]/.test(digits) ? new WholeFloat(value) : value;
}
