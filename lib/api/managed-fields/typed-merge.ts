import { isMapping } from '../../base/merge.ts';
import type { FieldSet } from './field-set.ts';
import { fieldPlace, itemStep, ownershipAt, valueStep, type Place } from './ownership.ts';

/**
 * What is there with what is applied to it: fields and items that are owned by themselves are merged, all else is replaced.
 * kube: sigs.k8s.io/structured-merge-diff/v4/typed/merge.go
 */
export function mergedTyped(live: unknown, applied: unknown, place: Place): unknown {
  if (applied === undefined) return live;
  const ownership = ownershipAt(place);
  switch (ownership.form) {
    case 'whole':
      return applied;
    case 'fields':
    case 'entries': {
      if (!isMapping(live) || !isMapping(applied)) return applied;
      const merged = new Map(Object.entries(live));
      for (const [name, value] of Object.entries(applied)) {
        const part = ownership.form === 'fields' ? fieldPlace(ownership.type, name) : ownership.of;
        merged.set(name, part === undefined ? value : mergedTyped(merged.get(name), value, part));
      }
      return Object.fromEntries(merged);
    }
    case 'items':
      if (!Array.isArray(live) || !Array.isArray(applied)) return applied;
      return mergedLists(live, applied, ownership.of, (item) => itemStep(item, ownership.keys, ownership.type));
    case 'set':
      return Array.isArray(live) && Array.isArray(applied) ? mergedLists(live, applied, ownedWhole, valueStep) : applied;
  }
}

const ownedWhole: Place = { type: { shape: 'any' } };

/** Items that both have stand in the order in which they are applied; those that only one has keep their places among them. */
function mergedLists(
  live: readonly unknown[],
  applied: readonly unknown[],
  of: Place,
  stepOf: (item: unknown) => string | undefined,
): readonly unknown[] {
  const [liveSteps, appliedSteps] = [live.map(stepOf), applied.map(stepOf)];
  const liveAt = new Map(liveSteps.map((step, i) => [step, i]));
  const isApplied = new Set(appliedSteps);
  const shared = appliedSteps.filter((step) => liveAt.has(step));
  const taken = new Set<string | undefined>();
  const result: unknown[] = [];
  const take = (i: number): void => {
    const step = appliedSteps[i];
    taken.add(step);
    if (shared[0] === step) shared.shift();
    const at = liveAt.get(step);
    result.push(at === undefined ? applied[i] : mergedTyped(live[at], applied[i], of));
  };
  let [l, a] = [0, 0];
  while (l < live.length || a < applied.length) {
    const [liveStep, appliedStep] = [liveSteps[l], appliedSteps[a]];
    if (l < live.length && a < applied.length && liveStep === appliedStep) {
      take(a++);
      l++;
    } else if (l < live.length && a < applied.length && isApplied.has(liveStep) && shared.length > 0 && shared[0] !== liveStep) l++;
    else if (l < live.length && !isApplied.has(liveStep)) result.push(live[l++]);
    else {
      if (l < live.length && taken.has(liveStep)) l++;
      if (a < applied.length) take(a++);
    }
  }
  return result;
}

/** A value without the places of a set; undefined when nothing is left. kube: sigs.k8s.io/structured-merge-diff/v4/typed/remove.go */
export function removedFrom(value: unknown, set: FieldSet, place: Place): unknown {
  if (set.children.size === 0) return value;
  const ownership = ownershipAt(place);
  if (ownership.form === 'whole') return value;
  if (ownership.form === 'set' || ownership.form === 'items') {
    if (!Array.isArray(value)) return value;
    const kept = (value as readonly unknown[]).flatMap((item) => {
      const step = ownership.form === 'set' ? valueStep(item) : itemStep(item, ownership.keys, ownership.type);
      return partWithout(item, set.children.get(step ?? ''), ownership.form === 'set' ? ownedWhole : ownership.of);
    });
    return kept.length === 0 ? undefined : kept;
  }
  if (!isMapping(value)) return value;
  const kept = Object.entries(value).flatMap(([name, part]) => {
    const partPlace = ownership.form === 'fields' ? fieldPlace(ownership.type, name) : ownership.of;
    return partWithout(part, set.children.get(`f:${name}`), partPlace ?? ownedWhole).map((left) => [name, left] as const);
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function partWithout(part: unknown, set: FieldSet | undefined, place: Place): readonly unknown[] {
  if (set === undefined) return [part];
  if (set.member) return [];
  const left = removedFrom(part, set, place);
  return left === undefined ? [] : [left];
}
