import { canonicalQuantity } from '../../base/quantity.ts';
import type { Amounts } from '../../kinds/amounts.ts';
import { field, under, type Lines } from './lines.ts';

/** A quantity as kubectl writes it; none is 0. */
export function amountText(quantity: string | undefined): string {
  return quantity === undefined ? '0' : canonicalQuantity(quantity);
}

/** Amounts of resources below their title, sorted; nothing where there are none. */
export function amountLines(title: string, amounts: Amounts = {}): Lines {
  const names = Object.keys(amounts).sort();
  return names.length === 0
    ? []
    : under(
        title,
        names.map((name) => field(name, amountText(amounts[name]))!),
      );
}
