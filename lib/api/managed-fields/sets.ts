import { isMapping, same } from '../../base/merge.ts';
import { EMPTY, fieldSet, isEmptySet, LEAF, union, type FieldSet } from './field-set.ts';
import { ownershipAt, partsOf, type Place } from './ownership.ts';

/** The places that a value says something about. kube: sigs.k8s.io/structured-merge-diff/v4/typed/tofieldset.go */
export function setOf(value: unknown, place: Place): FieldSet {
  if (value === undefined) return EMPTY;
  const parts = partsOf(value, ownershipAt(place));
  if (parts === undefined) return LEAF;
  return fieldSet(
    false,
    [...parts].map(([step, part]) => {
      const set = setOf(part.value, part.place);
      const isPlace = !part.isDeclared || part.value === null || (isMapping(part.value) && Object.keys(part.value).length === 0);
      return [step, isPlace && !set.member ? fieldSet(true, set.children) : set] as const;
    }),
  );
}

/** Where two versions of a value differ. */
export interface Comparison {
  readonly added: FieldSet;
  readonly removed: FieldSet;
  readonly modified: FieldSet;
}

const NO_DIFFERENCE: Comparison = { added: EMPTY, removed: EMPTY, modified: EMPTY };

/** Compares two versions of a value; undefined stands for none. kube: sigs.k8s.io/structured-merge-diff/v4/typed/compare.go */
export function compared(before: unknown, after: unknown, place: Place): Comparison {
  if (before === after) return NO_DIFFERENCE;
  const ownership = ownershipAt(place);
  const [had, has] = [partsOf(before, ownership), partsOf(after, ownership)];
  const isWhole = ownership.form === 'whole' || ((had?.size ?? 0) === 0 && (has?.size ?? 0) === 0);
  if (isWhole) {
    if (before === undefined) return { ...NO_DIFFERENCE, added: LEAF };
    if (after === undefined) return { ...NO_DIFFERENCE, removed: LEAF };
    return same(before, after) ? NO_DIFFERENCE : { ...NO_DIFFERENCE, modified: LEAF };
  }
  const steps = new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])]);
  const parts = [...steps].map((step) => {
    const [old, next] = [had?.get(step), has?.get(step)];
    return [step, compared(old?.value, next?.value, (next ?? old)!.place)] as const;
  });
  const collected = (which: keyof Comparison, member: boolean): FieldSet => {
    const children = parts.flatMap(([step, comparison]) => (isEmptySet(comparison[which]) ? [] : [[step, comparison[which]] as const]));
    return fieldSet(member, children);
  };
  return {
    added: collected('added', before === undefined),
    removed: collected('removed', after === undefined),
    modified: collected('modified', false),
  };
}

/** What has got another value, or one at all. */
export function changedIn({ added, modified }: Comparison): FieldSet {
  return union(added, modified);
}
