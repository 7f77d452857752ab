import { isMapping } from './merge.ts';

/** The value at the end of the steps; undefined where there is none. */
export function valueAt(value: unknown, steps: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}
