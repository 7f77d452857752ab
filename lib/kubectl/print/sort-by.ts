import { goQuote } from '../../api/field-errors.ts';
import { isInt64 } from '../../base/go-number.ts';
import { findJsonPathResults, JsonPathError, type JsonPath } from '../../base/json-path.ts';
import { isMapping } from '../../base/merge.ts';
import { parseQuantity, QuantityError, type Quantity } from '../../base/quantity.ts';
import { partsOfPath, relaxedPath } from './relaxed-path.ts';
import { PrintError } from './print-error.ts';

/**
 * Things in the order of a field of their objects, which `objectOf` finds; the order of equal ones stays. Texts are compared as a person counts, those that
 * are quantities by their amounts. Throws a PrintError. kube: staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go
 */
export function sortedBy<T>(field: string, things: readonly T[], objectOf: (thing: T) => unknown): readonly T[] {
  if (things.length === 0) return things;
  const text = relaxedPath(field);
  const path = partsOfPath(text);
  const keyed = things.map((thing) => ({ thing, value: firstValue(objectOf(thing), path) }));
  if (keyed.every(({ value }) => value === undefined)) {
    throw new PrintError(`couldn't find any field with path ${goQuote(text)} in the list of objects`);
  }
  // Upstream takes one without the field for less than another without it, and so turns them round.
  const without = keyed.filter(({ value }) => value === undefined).reverse();
  const having = keyed.filter(({ value }) => value !== undefined).sort((a, b) => compare(a.value, b.value));
  return [...without, ...having].map(({ thing }) => thing);
}

function firstValue(object: unknown, path: JsonPath): unknown {
  try {
    return findJsonPathResults(object, path, true)[0]?.[0];
  } catch (error) {
    if (error instanceof JsonPathError) throw new PrintError(error.message);
    throw error;
  }
}

/** What is null comes first. kube: the same file, isLess */
function compare(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (typeof a === 'number' && typeof b === 'number' && isInt64(a) === isInt64(b)) return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  for (const value of [a, b]) {
    const type = unsortable(value);
    if (type !== undefined) throw new PrintError(`unsortable type: ${type}`);
  }
  throw new PrintError('unsortable interface: interface');
}

function unsortable(value: unknown): string | undefined {
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  return isMapping(value) ? 'map[string]interface {}' : undefined;
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [findQuantity(a), findQuantity(b)];
  if (left === undefined || right === undefined) return compareNaturally(a, b);
  return left.nanos < right.nanos ? -1 : left.nanos > right.nanos ? 1 : 0;
}

function findQuantity(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}

/** Numbers within texts by their size, all else by bytes; of equal numbers the one with fewer zeros first. kube: github.com/fvbommel/sortorder natsort.go NaturalLess */
function compareNaturally(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Buffer.from(text).toString('latin1'));
  const [lefts, rights] = [left!, right!].map((text) => text.match(/\d+|\D/g) ?? []);
  for (let at = 0; at < Math.min(lefts!.length, rights!.length); at++) {
    const order = compareParts(lefts![at]!, rights![at]!);
    if (order !== 0) return order;
  }
  return lefts!.length - rights!.length;
}

function compareParts(a: string, b: string): number {
  const areNumbers = [a, b].map((part) => /^\d/.test(part));
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] === true ? -1 : 1;
  const [left, right] = areNumbers[0] === true ? [a, b].map((digits) => digits.replace(/^0+/, '')) : [a, b];
  if (left!.length !== right!.length) return left!.length - right!.length;
  if (left !== right) return left! < right! ? -1 : 1;
  return a.length - b.length;
}
