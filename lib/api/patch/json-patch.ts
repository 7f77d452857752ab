import { isMapping, same } from '../../base/merge.ts';

/** The operation cannot be done on this document. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** One step of a JSON patch. */
export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * A document after the operations of RFC 6902, one after the other; the given one stays as it is. Throws a JsonPatchError for the first
 * that cannot be done. kube: github.com/evanphx/json-patch, which lets `replace` add a field
 */
export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): unknown {
  return operations.reduce(applyOperation, document);
}

function applyOperation(document: unknown, { op, path, from, value }: JsonPatchOperation): unknown {
  const steps = stepsOf(path);
  switch (op) {
    case 'add':
      return changed(document, steps, (parent, step) => added(parent, step, value));
    case 'remove':
      return changed(document, steps, removed);
    case 'replace':
      return changed(document, steps, (parent, step) => replaced(parent, step, value));
    case 'move': {
      const source = stepsOf(from ?? '');
      const moved = valueAt(document, source);
      return changed(changed(document, source, removed), steps, (parent, step) => added(parent, step, moved));
    }
    case 'copy': {
      const copied = valueAt(document, stepsOf(from ?? ''));
      return changed(document, steps, (parent, step) => added(parent, step, copied));
    }
    case 'test': {
      if (!same(isThere(document, steps) ? valueAt(document, steps) : null, value ?? null))
        throw new JsonPatchError(`testing value ${path} failed`);
      return document;
    }
    default:
      throw new JsonPatchError(`Unexpected kind: ${op}`);
  }
}

type Parent = Readonly<Record<string, unknown>> | readonly unknown[];

/** The document with the container at the last step but one changed, and everything beside the path shared. */
function changed(document: unknown, steps: readonly string[], change: (parent: Parent, step: string) => Parent): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) throw new JsonPatchError('the whole document cannot be replaced');
  const parent = container(document);
  if (rest.length === 0) return change(parent, step);
  return withValue(parent, step, changed(member(parent, step), rest, change));
}

function container(value: unknown): Parent {
  if (Array.isArray(value) || isMapping(value)) return value as Parent;
  throw new JsonPatchError('missing path');
}

function member(parent: Parent, step: string): unknown {
  if (isList(parent)) return parent[indexIn(parent, step)];
  if (!Object.hasOwn(parent, step)) throw new JsonPatchError(`missing path: "${step}"`);
  return parent[step];
}

function valueAt(document: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((at, step) => member(container(at), step), document);
}

function isThere(document: unknown, steps: readonly string[]): boolean {
  const last = steps.at(-1);
  if (last === undefined) return true;
  const parent = container(valueAt(document, steps.slice(0, -1)));
  return isList(parent) || Object.hasOwn(parent, last);
}

function added(parent: Parent, step: string, value: unknown): Parent {
  if (!isList(parent)) return withValue(parent, step, value);
  const index = step === '-' ? parent.length : position(step, parent.length + 1);
  if (index > parent.length) throw new JsonPatchError(`index ${step} is out of bounds`);
  return [...parent.slice(0, index), value ?? null, ...parent.slice(index)];
}

function removed(parent: Parent, step: string): Parent {
  if (isList(parent)) {
    const index = indexIn(parent, step);
    return parent.filter((_, i) => i !== index);
  }
  if (!Object.hasOwn(parent, step)) throw new JsonPatchError(`missing path: "${step}"`);
  return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== step));
}

function replaced(parent: Parent, step: string, value: unknown): Parent {
  if (isList(parent)) indexIn(parent, step);
  return withValue(parent, step, value);
}

function withValue(parent: Parent, step: string, value: unknown): Parent {
  if (isList(parent)) {
    const index = indexIn(parent, step);
    return parent.map((item, i) => (i === index ? value : item));
  }
  return Object.fromEntries(new Map(Object.entries(parent)).set(step, value ?? null));
}

/** The index of an item that is there; a negative one counts from the end. */
function indexIn(list: readonly unknown[], step: string): number {
  const index = position(step, list.length);
  if (index >= list.length) throw new JsonPatchError(`index ${step} is out of bounds`);
  return index;
}

function position(step: string, length: number): number {
  if (!/^-?\d{1,9}$/.test(step)) throw new JsonPatchError(`"${step}" is no index`);
  const index = Number(step);
  if (index < -length) throw new JsonPatchError(`index ${step} is out of bounds`);
  return index < 0 ? index + length : index;
}

function isList(value: Parent): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The steps of a JSON pointer, `~1` and `~0` read. */
function stepsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new JsonPatchError(`"${pointer}" does not begin with "/"`);
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
