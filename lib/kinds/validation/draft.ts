import type { FieldError } from '../../api/field-errors.ts';
import type { TextRule } from '../../base/name-rules.ts';
import { invalid } from '../../api/field-errors.ts';

/** An object as validation meets it: defaulted, but any field that its structure calls required may be missing. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [Field in keyof T]?: Draft<T[Field]> }
    : T;

/** Where a check puts what it finds. */
export type Found = FieldError[];

/** Kubernetes' sentences that many fields share. */
export const NEGATIVE = 'must be greater than or equal to 0';
export const IMMUTABLE = 'field is immutable';
export const NOT_WHOLE = 'must be an integer';
export const NO_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** Adds `Invalid value` for each problem that a rule finds in a text. */
export function checkText(rule: TextRule, text: string, path: string, found: Found): void {
  for (const problem of rule(text)) found.push(invalid(path, text, problem));
}

/** Adds an error for a negative number. */
export function checkNotNegative(value: number | undefined, path: string, found: Found): void {
  if (value !== undefined && value < 0) found.push(invalid(path, value, NEGATIVE));
}

/**
 * Makes a check remember the frozen parts it found nothing wrong with: the pods of one template share its parts, and what never
 * changes need not be looked at again. The check may depend on nothing but the part; frozen means frozen in depth, as everything
 * that was stored is.
 */
export function remembered<Part extends object>(
  check: (part: Part, path: string, found: Found) => void,
): (part: Part | undefined, path: string, found: Found) => void {
  const valid = new WeakSet<Part>();
  return (part, path, found) => {
    if (part === undefined || valid.has(part)) return;
    const before = found.length;
    check(part, path, found);
    if (found.length === before && Object.isFrozen(part)) valid.add(part);
  };
}

/** A map's entries in the order of its keys: Go's own order is random, ours is always the same. */
export function sortedEntries(map: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] {
  if (map === undefined) return [];
  return Object.keys(map)
    .sort()
    .map((key) => [key, map[key]!] as const);
}
