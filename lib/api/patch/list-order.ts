import { isMapping } from '../../base/merge.ts';

/** What tells the items of a list apart: the value of their merge key, or the item itself. */
export type IdentityOf = (item: unknown) => unknown;

/** The positions of a list's items. */
function positions(list: readonly unknown[], identityOf: IdentityOf): ReadonlyMap<unknown, number> {
  const found = new Map<unknown, number>();
  list.forEach((item, i) => {
    const identity = identityOf(item);
    if (!found.has(identity)) found.set(identity, i);
  });
  return found;
}

/** Items in the order of another list; those that only say that something is deleted come last, as they came. */
export function inOrderOf(items: readonly unknown[], order: readonly unknown[], identityOf: IdentityOf): readonly unknown[] {
  const places = positions(order, identityOf);
  const placeOf = (item: unknown): number => (isDeletion(item) ? Infinity : (places.get(identityOf(item)) ?? order.length));
  const placed = items.map((item) => [placeOf(item), item] as const);
  return placed.sort(([a], [b]) => (a === b ? 0 : a - b)).map(([, item]) => item);
}

/**
 * A merged list in the order that is wished for: what the wish names stands as it says, what only the server has keeps its place before
 * the next item that both lists know. kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go normalizeElementOrder
 */
export function interleaved(
  merged: readonly unknown[],
  wished: readonly unknown[],
  before: readonly unknown[],
  identityOf: IdentityOf,
): readonly unknown[] {
  const wishes = positions(wished, identityOf);
  const isWished = (item: unknown): boolean => wishes.has(identityOf(item));
  const named = inOrderOf(merged.filter(isWished), wished, identityOf);
  const others = inOrderOf(
    merged.filter((item) => !isWished(item)),
    before,
    identityOf,
  );
  const places = positions(before, identityOf);
  const result: unknown[] = [];
  let next = 0;
  for (const item of named) {
    const place = places.get(identityOf(item));
    while (place !== undefined && next < others.length && (places.get(identityOf(others[next])) ?? Infinity) < place)
      result.push(others[next++]);
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

/** Whether an item of a patch's list says that its like is deleted. */
function isDeletion(item: unknown): boolean {
  return isMapping(item) && Object.hasOwn(item, '$patch') && item['$patch'] === 'delete';
}
