/** Whether a value is a plain mapping (not null, not a list). */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of JSON values; identical parts cost nothing. A field that is undefined equals an absent one. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (!isMapping(a) || !isMapping(b)) return false;
  let fields = 0;
  for (const field in a) {
    if (a[field] === undefined) continue;
    if (!Object.hasOwn(b, field) || !same(a[field], b[field])) return false;
    fields++;
  }
  for (const field in b) if (b[field] !== undefined) fields--;
  return fields === 0;
}

/** `next` with every part that equals the same part of `old` taken from `old`; `old` itself when nothing differs (so `===` is the no-op test). */
export function share<T>(old: unknown, next: T): T {
  if (old === next) return next;
  if (Array.isArray(next)) {
    if (!Array.isArray(old)) return next;
    const items = next.map((item, i) => share<unknown>(old[i], item));
    return (items.length === old.length && items.every((item, i) => item === old[i]) ? old : items) as T;
  }
  if (!isMapping(next) || !isMapping(old)) return next;
  let shared: Record<string, unknown> | undefined;
  let equal = true;
  let fields = 0;
  for (const field in next) {
    const value: unknown = next[field];
    if (value === undefined) {
      shared ??= copyOf(next);
      continue;
    }
    fields++;
    const before: unknown = Object.hasOwn(old, field) ? old[field] : undefined;
    const part = share(before, value);
    if (part !== before) equal = false;
    if (part !== value) put((shared ??= copyOf(next)), field, part);
  }
  if (equal) for (const field in old) if (old[field] !== undefined) fields--;
  return (equal && fields === 0 ? old : (shared ?? next)) as T;
}

/** The fields that have a value. */
function copyOf(mapping: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const field in mapping) if (mapping[field] !== undefined) put(copy, field, mapping[field]);
  return copy;
}

/** RFC 7386 merge patch: null removes, mappings merge, everything else replaces. Returns `target` itself when nothing changes. */
export function mergePatch<T>(target: T, patch: unknown): T {
  if (!isMapping(patch)) return share(target, patch as T);
  const base: Readonly<Record<string, unknown>> = isMapping(target) ? target : {};
  const result: Record<string, unknown> = {};
  let changed = !isMapping(target);
  for (const field of Object.keys(base)) {
    const value = Object.hasOwn(patch, field) ? patch[field] : undefined;
    const merged = value === undefined ? base[field] : patched(base[field], value);
    if (merged !== undefined) put(result, field, merged);
    changed ||= merged !== base[field];
  }
  for (const field of Object.keys(patch)) {
    if (Object.hasOwn(base, field) || patch[field] === undefined || patch[field] === null) continue;
    put(result, field, patched(undefined, patch[field]));
    changed = true;
  }
  return (changed ? result : target) as T;
}

function patched(old: unknown, value: unknown): unknown {
  if (value === null) return undefined;
  return isMapping(value) ? mergePatch(isMapping(old) ? old : {}, value) : share(old, value);
}

/** Freezes a value and everything below it. A frozen part is taken to be frozen throughout, so shared parts cost nothing. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const field in value) {
    const part: unknown = value[field];
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return value;
}

/** Sets an own field whatever its name; plain assignment of `__proto__` would change the prototype instead. */
function put(target: Record<string, unknown>, field: string, value: unknown): void {
  if (field !== '__proto__') target[field] = value;
  else Object.defineProperty(target, field, { value, enumerable: true, configurable: true, writable: true });
}
