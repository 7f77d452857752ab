import { objectTypeOf, type FieldType, type ObjectType } from '../api/schema-table.ts';
import { typeBelow } from '../api/schema.ts';
import { isMapping } from '../base/merge.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Step } from '../base/yaml.ts';
import { valueAt } from '../base/value-at.ts';

/**
 * What an unknown field was probably meant to be: a known one that is spelt like it, or one of the same name whose place is further in (it is
 * indented too little) or further out (too much). Empty when nothing is likely.
 */
export function unknownFieldHint(root: FieldType, steps: readonly Step[], known: readonly string[], value: unknown): string {
  const name = String(steps.at(-1));
  const isOtherCase = known.some((field) => field.toLowerCase() === name.toLowerCase());
  return (
    (isOtherCase ? '' : furtherIn(root, steps, value, true)) ||
    didYouMean(name, known).trim() ||
    furtherIn(root, steps, value, false) ||
    furtherOut(root, steps)
  );
}

/** Below a neighbour that is written, or below the only neighbour that could have the field. */
function furtherIn(root: FieldType, steps: readonly Step[], value: unknown, isWritten: boolean): string {
  const name = String(steps.at(-1));
  const here = typeBelow(root, steps.slice(0, -1));
  if (here?.shape !== 'object') return '';
  const neighbours = [...(objectTypeOf(here)?.fields ?? [])].flatMap(([field, { type }]) => {
    const inner = ownerOf(type);
    return inner?.fields.has(name) === true ? [{ field, isList: type.shape === 'list' }] : [];
  });
  const around = valueAt(value, steps.slice(0, -1));
  const meant = isWritten
    ? neighbours.find(({ field }) => isMapping(around) && Object.hasOwn(around, field))
    : neighbours.length === 1
      ? neighbours[0]
      : undefined;
  if (meant === undefined) return '';
  return `"${name}" belongs ${meant.isList ? `to an item of "${meant.field}"` : `under "${meant.field}"`}: indent it further.`;
}

function ownerOf(type: FieldType): ObjectType | undefined {
  const inner = type.shape === 'list' ? type.of : type;
  return inner.shape === 'object' ? objectTypeOf(inner) : undefined;
}

function furtherOut(root: FieldType, steps: readonly Step[]): string {
  const name = String(steps.at(-1));
  const parent = steps.slice(0, -1);
  for (let depth = parent.length - 1; depth >= 0; depth--) {
    const outer = typeBelow(root, parent.slice(0, depth));
    if (outer?.shape !== 'object' || objectTypeOf(outer)?.fields.has(name) !== true) continue;
    const owner = parent[depth - 1];
    const place =
      owner === undefined ? 'at the top' : typeof owner === 'number' ? `to the item of "${parent[depth - 2]!}"` : `under "${owner}"`;
    return `"${name}" belongs ${place}: indent it less.`;
  }
  return '';
}
