import { isMapping } from '../../base/merge.ts';

/**
 * A set of places in an object, as a tree. The steps are spelt as `fieldsV1` spells them: `f:spec` for a field, `k:{"name":"web"}` for the
 * item of a list that its keys tell apart, `v:"x"` for the item of a set. kube: sigs.k8s.io/structured-merge-diff/v4/fieldpath
 */
export interface FieldSet {
  /** Whether the place itself is in the set, and not only something below it. */
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

const NO_CHILDREN: ReadonlyMap<string, FieldSet> = new Map();

/** The empty set. */
export const EMPTY: FieldSet = { member: false, children: NO_CHILDREN };

/** A place and nothing below it. */
export const LEAF: FieldSet = { member: true, children: NO_CHILDREN };

/** The set with these children; those that are empty are left out. */
export function fieldSet(member: boolean, children: Iterable<readonly [step: string, set: FieldSet]>): FieldSet {
  const kept = new Map<string, FieldSet>();
  for (const [step, set] of children) if (!isEmptySet(set)) kept.set(step, set);
  if (kept.size === 0) return member ? LEAF : EMPTY;
  return { member, children: kept };
}

/** Whether there is no place in the set. */
export function isEmptySet(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

/** The places in either. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || a === b) return b;
  if (isEmptySet(b)) return a;
  return combined(a, b, a.member || b.member, union);
}

/** The places of `a` that are not in `b`. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return a;
  return combined(a, b, a.member && !b.member, difference);
}

/** The places in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return EMPTY;
  return combined(a, b, a.member && b.member, intersection);
}

function combined(a: FieldSet, b: FieldSet, member: boolean, part: (a: FieldSet, b: FieldSet) => FieldSet): FieldSet {
  const steps = new Set([...a.children.keys(), ...b.children.keys()]);
  return fieldSet(
    member,
    [...steps].map((step) => [step, part(a.children.get(step) ?? EMPTY, b.children.get(step) ?? EMPTY)] as const),
  );
}

/** Whether both hold the same places. */
export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.member !== b.member || a.children.size !== b.children.size) return false;
  for (const [step, set] of a.children) {
    const other = b.children.get(step);
    if (other === undefined || !sameSet(set, other)) return false;
  }
  return true;
}

/** The set without the places at and below each of the paths. */
export function withoutBelow(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  return paths.reduce(without, set);
}

function without(set: FieldSet, [step, ...rest]: readonly string[]): FieldSet {
  if (step === undefined) return EMPTY;
  const child = set.children.get(step);
  return child === undefined ? set : fieldSet(set.member, new Map(set.children).set(step, without(child, rest)));
}

/** The set with every field that has something below it: a field cannot be taken away while something in it is somebody's. */
export function withFieldsAbove(set: FieldSet): FieldSet {
  if (set.children.size === 0) return set;
  return fieldSet(
    set.member,
    [...set.children].map(([step, child]) => {
      const complete = withFieldsAbove(child);
      return [step, step.startsWith('f:') && !complete.member ? fieldSet(true, complete.children) : complete] as const;
    }),
  );
}

/** `FieldsV1`: a mapping of steps, with `.` for a place that has others below it. */
export interface FieldsV1 {
  readonly [step: string]: FieldsV1;
}

/** The set as `fieldsV1` writes it, its steps sorted. */
export function encodeSet({ member, children }: FieldSet): FieldsV1 {
  const steps = [...children.keys()].sort().map((step) => [step, encodeSet(children.get(step)!)] as const);
  return Object.fromEntries(member && steps.length > 0 ? [['.', {}], ...steps] : steps);
}

/** The set that `fieldsV1` describes. What is no such thing is left out. */
export function decodeSet(fields: unknown): FieldSet {
  return decodeAt(fields, false);
}

function decodeAt(fields: unknown, isPlace: boolean): FieldSet {
  const entries = isMapping(fields) ? Object.entries(fields) : [];
  const steps = entries.filter(([step]) => /^[fkvi]:/.test(step));
  const member = isPlace && (steps.length === 0 || entries.some(([step]) => step === '.'));
  return fieldSet(
    member,
    steps.map(([step, below]) => [step, decodeAt(below, true)] as const),
  );
}

/** Every place of the set as an error message writes it, such as `.spec.containers[name="web"].image`; in order. */
export function pathsOf(set: FieldSet, before = ''): readonly string[] {
  const below = [...set.children.keys()].sort().flatMap((step) => pathsOf(set.children.get(step)!, `${before}${stepText(step)}`));
  return set.member && before !== '' ? [before, ...below] : below;
}

/** A step as a path writes it: `.name`, `[name="web"]`, `[="x"]`. kube: the same package, element.go PathElement.String */
export function stepText(step: string): string {
  const rest = step.slice(2);
  if (step.startsWith('f:')) return `.${rest}`;
  if (step.startsWith('v:')) return `[=${rest}]`;
  if (!step.startsWith('k:')) return `[${rest}]`;
  const keys = [...rest.matchAll(/"([^"]*)":("(?:[^"\\]|\\.)*"|[^,}]*)/g)];
  return `[${keys.map(([, name, value]) => `${name}=${value}`).join(',')}]`;
}
