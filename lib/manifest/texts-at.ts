import { isMapping } from '../base/merge.ts';
import { valueAt } from '../base/value-at.ts';
import type { Step } from '../base/yaml.ts';

/** The texts of a mapping by their names, sorted; what is no text is left out. */
export function textsAt(value: unknown, steps: readonly Step[]): ReadonlyMap<string, string> {
  const found = valueAt(value, steps);
  const entries = isMapping(found) ? Object.entries(found) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string').sort(([a], [b]) => (a < b ? -1 : 1)));
}
