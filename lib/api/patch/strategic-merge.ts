import { isMapping } from '../../base/merge.ts';
import { ApiError, badRequest } from '../errors.ts';
import { goPrinted } from '../../base/go-print.ts';
import type { Fields } from '../object.ts';
import type { ObjectType } from '../schema-table.ts';
import { interleaved, type IdentityOf } from './list-order.ts';
import { patchRuleOf, type PatchRule } from './patch-rule.ts';

/** Directs what becomes of the map it stands in, or of the list whose item it stands in: `replace`, `delete`, `merge`. */
export const DIRECTIVE = '$patch';
/** Lists the fields of a map that may stay. */
export const RETAIN_KEYS = '$retainKeys';
/** Before the name of a list: the scalars that go from it. */
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
/** Before the name of a list: the order of its items. */
export const ELEMENT_ORDER = '$setElementOrder/';

/** Whether a patch is merged into an object, which obeys what it directs, or into another patch, which goes on directing it. */
type Mode = 'apply' | 'combine';

/**
 * An object of that type after a strategic merge patch. Throws an ApiError for a patch that cannot be merged.
 * kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go StrategicMergeMapPatch
 */
export function applyStrategicPatch(object: Fields, patch: Fields, type: ObjectType | undefined): Fields {
  return mergeMaps(object, patch, type, 'apply');
}

/** One patch that does what two do one after the other. kube: the same file, mergeMap without MergeParallelList */
export function combinePatches(first: Fields, second: Fields, type: ObjectType | undefined): Fields {
  return mergeMaps(first, second, type, 'combine');
}

function mergeMaps(original: Fields, patch: Fields, type: ObjectType | undefined, mode: Mode): Fields {
  if (Object.hasOwn(patch, DIRECTIVE)) return directed(patch);
  const result = new Map(Object.entries(original));
  const rest = new Map(Object.entries(patch));
  retainKeys(result, rest, mode);
  for (const [name, order] of Object.entries(patch))
    if (name.startsWith(ELEMENT_ORDER)) orderList({ result, rest, type, mode }, name, order);
  for (const [name, value] of rest) mergeField({ result, rest, type, mode }, name, value);
  return Object.fromEntries(result);
}

/** What a merge of two maps works on: what has become of the first, what is left of the second. */
interface Merge {
  readonly result: Map<string, unknown>;
  readonly rest: Map<string, unknown>;
  readonly type: ObjectType | undefined;
  readonly mode: Mode;
}

function directed(patch: Fields): Fields {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw unprocessed(`unknown patch type: ${goPrinted(directive)} in ${goPrinted(patch)}`);
}

function retainKeys(result: Map<string, unknown>, rest: Map<string, unknown>, mode: Mode): void {
  const keys = rest.get(RETAIN_KEYS);
  if (keys === undefined) return;
  rest.delete(RETAIN_KEYS);
  if (mode === 'combine') {
    result.set(RETAIN_KEYS, keys);
    return;
  }
  if (!Array.isArray(keys)) throw badRequest('invalid patch format of retainKeys');
  const kept = new Set<unknown>(keys);
  for (const [name, value] of rest) {
    if (value === null || name.startsWith(DELETE_FROM_LIST) || name.startsWith(ELEMENT_ORDER) || kept.has(name)) continue;
    throw new ApiError(422, undefined, "patch content doesn't match retainKeys list", {});
  }
  for (const name of result.keys()) if (!kept.has(name)) result.delete(name);
}

/** Merges the list of which the patch says the order, and brings it into that order. */
function orderList({ result, rest, type, mode }: Merge, directive: string, order: unknown): void {
  rest.delete(directive);
  if (mode === 'combine') result.set(directive, order);
  const name = directive.slice(ELEMENT_ORDER.length);
  const [before, changes] = [result.get(name), rest.get(name)];
  if (!Array.isArray(order)) throw badRequest('invalid patch format of setElementOrder list');
  if ((before !== undefined && !Array.isArray(before)) || (changes !== undefined && !Array.isArray(changes))) return;
  if (before === undefined && changes === undefined) return;
  rest.delete(name);
  const rule = patchRuleOf(type, name);
  const wished: readonly unknown[] = order;
  checkOrder(changes ?? [], wished, rule);
  const merged =
    before === undefined
      ? mode === 'apply'
        ? withoutDirectives(changes!)
        : changes!
      : changes === undefined
        ? before
        : mergeLists(before, changes, rule, mode);
  result.set(name, interleaved(merged, wished, before ?? [], identityBy(rule, merged)));
}

/** The patch may not bring items in another order than it says, nor others. kube: the same file, validatePatchWithSetOrderList */
function checkOrder(changes: readonly unknown[], wished: readonly unknown[], rule: PatchRule): void {
  if (wished.length === 0) return;
  const identityOf = identityBy(rule, changes);
  const asked = changes.filter((item) => !isMapping(item) || !Object.hasOwn(item, DIRECTIVE)).map(identityOf);
  let at = 0;
  for (const item of wished) if (at < asked.length && asked[at] === identityOf(item)) at++;
  if (at === asked.length) return;
  throw unprocessed(`The order in patch list:\n${goPrinted(changes)}\n doesn't match $setElementOrder list:\n${goPrinted(wished)}\n`);
}

function mergeField({ result, type, mode }: Merge, key: string, value: unknown): void {
  const deletes = key.startsWith(DELETE_FROM_LIST);
  if (deletes && mode === 'combine') {
    result.set(key, value);
    return;
  }
  const name = deletes ? key.slice(DELETE_FROM_LIST.length) : key;
  if (value === null) {
    result.delete(name);
    if (mode === 'combine') result.set(name, null);
    return;
  }
  const before = result.get(name);
  const rule = patchRuleOf(type, name);
  if (isMapping(before) && isMapping(value)) {
    result.set(name, rule.strategy === 'replace' ? value : mergeMaps(before, value, rule.type, mode));
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const items: readonly unknown[] = value;
    result.set(
      name,
      deletes ? before.filter((item) => !items.includes(item)) : rule.strategy === 'merge' ? mergeLists(before, items, rule, mode) : items,
    );
  } else if (!deletes) result.set(name, mode === 'apply' ? withoutDirectives(value) : value);
}

function mergeLists(before: readonly unknown[], changes: readonly unknown[], rule: PatchRule, mode: Mode): readonly unknown[] {
  const all = [...before, ...changes];
  if (all.length === 0) return before;
  if (all.some(Array.isArray)) throw new ApiError(422, undefined, 'lists of lists are not supported', {});
  if (!all.some(isMapping)) return interleaved([...new Set(all)], changes, before, itself);
  if (!all.every(isMapping)) throw unprocessed(`list element types are not identical: ${goPrinted([before, changes])}`);
  const { mergeKey } = rule;
  if (mergeKey === undefined) throw unprocessed('cannot merge lists without merge key for type map');
  const { kept, named } =
    mode === 'apply'
      ? afterDirectives(before as readonly Fields[], changes as readonly Fields[], mergeKey)
      : {
          kept: before as readonly Fields[],
          named: changes as readonly Fields[],
        };
  const identityOf = identityBy(rule, named);
  const merged = new Map<unknown, Fields[]>();
  for (const item of kept) {
    const identity = identityOf(item);
    merged.set(identity, [...(merged.get(identity) ?? []), item]);
  }
  for (const item of named) {
    const identity = identityOf(item);
    const [first, ...doubles] = merged.get(identity) ?? [];
    if (first === undefined) merged.set(identity, [mode === 'apply' ? withoutDirectives<Fields>(item) : item]);
    else merged.set(identity, [mergeMaps(first, item, rule.type, mode), ...doubles]);
  }
  return interleaved([...merged.values()].flat(), named, kept, identityOf);
}

/** What stays of a list after the items that direct what happens to it, and what is left to be merged into it. */
function afterDirectives(
  before: readonly Fields[],
  changes: readonly Fields[],
  mergeKey: string,
): { readonly kept: readonly Fields[]; readonly named: readonly Fields[] } {
  const directions = changes.filter((item) => Object.hasOwn(item, DIRECTIVE));
  const named = changes.filter((item) => !Object.hasOwn(item, DIRECTIVE));
  const deleted = new Set<unknown>();
  let replaces = false;
  for (const item of directions) {
    const direction = item[DIRECTIVE];
    if (direction === 'merge') throw unprocessed('merging lists cannot yet be specified in the patch');
    if (direction === 'replace') replaces = true;
    else if (direction !== 'delete') throw unprocessed(`unknown patch type: ${goPrinted(direction)} in ${goPrinted(item)}`);
    else if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
    else deleted.add(item[mergeKey]);
  }
  if (replaces) return { kept: named, named: [] };
  return { kept: before.filter((item) => !deleted.has(item[mergeKey])), named };
}

const itself: IdentityOf = (item) => item;

/** How the items of a list are told apart. Throws an ApiError where a mapping lacks the key that does it. */
function identityBy({ mergeKey }: PatchRule, items: readonly unknown[]): IdentityOf {
  if (mergeKey === undefined || !items.some(isMapping)) return itself;
  return (item) => {
    if (!isMapping(item)) return item;
    if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
    return item[mergeKey];
  };
}

/** What a patch says of something new: without its directions and nulls. kube: the same file, dropDirectives and discardNullValuesFromPatch */
function withoutDirectives<T>(value: T): T {
  if (Array.isArray(value)) return value.filter((item) => !isMapping(item) || !Object.hasOwn(item, DIRECTIVE)).map(withoutDirectives) as T;
  if (!isMapping(value)) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) =>
      part !== null && name !== DIRECTIVE && name !== RETAIN_KEYS && !name.startsWith(DELETE_FROM_LIST) && !name.startsWith(ELEMENT_ORDER),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutDirectives(part)])) as T;
}

function noMergeKey(item: unknown, mergeKey: string): ApiError {
  return unprocessed(`map: ${goPrinted(item)} does not contain declared merge key: ${mergeKey}`);
}

/** What the server has no better name for: 500. */
function unprocessed(message: string): ApiError {
  return new ApiError(500, undefined, message);
}
