import { isMapping } from '../base/merge.ts';
import type { Step } from '../base/yaml.ts';

/** The value at the end of the steps; undefined where there is none. */
export function valueAt(value: unknown, steps: readonly Step[]): unknown {
  let at = value;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** The texts of a mapping by their names, sorted; what is no text is left out. */
export function textsAt(value: unknown, steps: readonly Step[]): ReadonlyMap<string, string> {
  const found = valueAt(value, steps);
  const entries = isMapping(found) ? Object.entries(found) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string').sort(([a], [b]) => (a < b ? -1 : 1)));
}
