import { isMapping, same } from '../../base/merge.ts';
import { goPrinted } from '../../base/go-print.ts';
import type { Fields } from '../object.ts';
import type { ObjectType } from '../schema-table.ts';
import { inOrderOf } from './list-order.ts';
import { patchRuleOf, type PatchRule } from './patch-rule.ts';
import { combinePatches, DELETE_FROM_LIST, DIRECTIVE, ELEMENT_ORDER, RETAIN_KEYS } from './strategic-merge.ts';

/** Which differences a patch is to make. */
interface Wanted {
  readonly changes: boolean;
  readonly deletions: boolean;
}

/**
 * The strategic merge patch that gives `current` all that `modified` says, and takes from it what `original` said and `modified` no longer
 * does; what only `current` says stays. kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
export function threeWayPatch(original: Fields, modified: Fields, current: Fields, type: ObjectType | undefined): Fields {
  const delta = diffMaps(current, modified, type, { changes: true, deletions: false }, false);
  const deletions = diffMaps(original, modified, type, { changes: false, deletions: true }, false);
  return combinePatches(deletions, delta, type);
}

function diffMaps(original: Fields, modified: Fields, type: ObjectType | undefined, wanted: Wanted, retains: boolean): Fields {
  const patch = new Map<string, unknown>();
  for (const [name, next] of Object.entries(modified)) {
    if (next === undefined) continue;
    const before = Object.hasOwn(original, name) ? original[name] : undefined;
    if (isMapping(before) && isMapping(next)) diffMapField(patch, name, before, next, patchRuleOf(type, name), wanted);
    else if (Array.isArray(before) && Array.isArray(next)) diffListField(patch, name, before, next, patchRuleOf(type, name), wanted);
    else if (wanted.changes && (before === undefined || !same(before, next))) patch.set(name, next);
  }
  if (wanted.deletions)
    for (const name of Object.keys(original)) if (modified[name] === undefined || !Object.hasOwn(modified, name)) patch.set(name, null);
  if (retains) {
    const kept = Object.keys(modified).filter((name) => modified[name] !== null && modified[name] !== undefined);
    const loses = Object.keys(original).some((name) => !Object.hasOwn(modified, name));
    if (kept.length > 0 && (patch.size > 0 || loses)) patch.set(RETAIN_KEYS, kept.sort());
  }
  return Object.fromEntries(patch);
}

function diffMapField(patch: Map<string, unknown>, name: string, before: Fields, next: Fields, rule: PatchRule, wanted: Wanted): void {
  if (rule.strategy === 'replace') {
    if (wanted.changes) patch.set(name, next);
    return;
  }
  const part = diffMaps(before, next, rule.type, wanted, rule.retainsKeys);
  if (Object.keys(part).length > 0) patch.set(name, part);
}

function diffListField(
  patch: Map<string, unknown>,
  name: string,
  before: readonly unknown[],
  next: readonly unknown[],
  rule: PatchRule,
  wanted: Wanted,
): void {
  if (rule.strategy !== 'merge') {
    if (wanted.changes && !same(before, next)) patch.set(name, next);
    return;
  }
  if (before.length === 0) {
    if (wanted.changes && next.length > 0) patch.set(name, next);
    return;
  }
  const { mergeKey } = rule;
  const differences =
    mergeKey === undefined || ![...before, ...next].every((item) => isMapping(item) && Object.hasOwn(item, mergeKey))
      ? diffScalars(before, next, wanted)
      : diffItems(before as readonly Fields[], next as readonly Fields[], mergeKey, rule, wanted);
  if (differences.items.length > 0) patch.set(name, differences.items);
  if (differences.deleted.length > 0) patch.set(`${DELETE_FROM_LIST}${name}`, differences.deleted);
  if (differences.order !== undefined) patch.set(`${ELEMENT_ORDER}${name}`, differences.order);
}

interface ListDifferences {
  /** What is added, changed, or deleted by a direction of its own. */
  readonly items: readonly unknown[];
  /** Scalars that are deleted. */
  readonly deleted: readonly unknown[];
  readonly order: readonly unknown[] | undefined;
}

function diffScalars(before: readonly unknown[], next: readonly unknown[], { changes, deletions }: Wanted): ListDifferences {
  const [had, has] = [new Set(before), new Set(next)];
  const items = changes ? [...has].filter((item) => !had.has(item)) : [];
  const deleted = deletions ? [...had].filter((item) => !has.has(item)) : [];
  const isOrdered = (deletions && deleted.length > 0) || (changes && !same(before, next));
  return {
    items,
    deleted: deleted.sort(byText),
    order: isOrdered ? next : undefined,
  };
}

function diffItems(before: readonly Fields[], next: readonly Fields[], mergeKey: string, rule: PatchRule, wanted: Wanted): ListDifferences {
  const identityOf = (item: unknown): unknown => (item as Fields)[mergeKey];
  // Ports of several protocols have one key: the first of it is compared with the first, the second with the second.
  const had = new Map<unknown, Fields[]>();
  for (const item of before) had.set(item[mergeKey], [...(had.get(item[mergeKey]) ?? []), item]);
  const items: Fields[] = [];
  for (const item of next) {
    const old = had.get(item[mergeKey])?.shift();
    if (old === undefined) {
      if (wanted.changes) items.push(item);
      continue;
    }
    const part = diffMaps(old, item, rule.type, wanted, rule.retainsKeys);
    if (Object.keys(part).length > 0) items.push({ ...part, [mergeKey]: item[mergeKey] });
  }
  const left = [...had].flatMap(([key, rest]) => rest.map(() => key));
  const gone = wanted.deletions ? left.sort(byText) : [];
  const all = [...inOrderOf(items, next, identityOf), ...gone.map((key) => ({ [DIRECTIVE]: 'delete', [mergeKey]: key }))];
  const sameOrder = same(before.map(identityOf), next.map(identityOf));
  const isOrdered = wanted.changes ? all.length > 0 || !sameOrder : all.length > 0;
  return {
    items: all,
    deleted: [],
    order: isOrdered ? next.map((item) => ({ [mergeKey]: item[mergeKey] })) : undefined,
  };
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [goPrinted(a), goPrinted(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
