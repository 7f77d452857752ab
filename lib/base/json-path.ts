import { goPrinted } from './go-print.ts';
import { isInt64 } from './go-number.ts';
import { JsonPathError, parseJsonPathTemplate, type JsonPathNode, type JsonPathPart, type Slice } from './json-path-syntax.ts';
import { isMapping } from './merge.ts';
import { byUtf8 } from './utf8-order.ts';

export { JsonPathError };

/** A path through JSON values, or a template of such paths. */
export type JsonPath = readonly JsonPathPart[];

/** So many values are looked at for one object at most. */
const MOST_VALUES = 1_000_000;
const MOST_RANGES = 1000;

/** Reads a path of a CustomResourceDefinition, `.spec.a` and all that may stand between the braces of a template; throws a JsonPathError. */
export function parseJsonPath(text: string): JsonPath {
  return parseJsonPathTemplate(`{${text}}`);
}

/** Every value that a path leads to, in their order; none where it cannot be followed. */
export function valuesAt(value: unknown, path: JsonPath): readonly unknown[] {
  try {
    return findJsonPathResults(value, path, true)[0] ?? [];
  } catch (error) {
    if (error instanceof JsonPathError) return [];
    throw error;
  }
}

/**
 * What each part of a template leads to, and each part of a range as often as it is gone through; throws a JsonPathError. Fields of mappings are visited
 * in their order, as Go would at random. kube: staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go FindResults
 */
export function findJsonPathResults(value: unknown, parts: JsonPath, allowsMissing: boolean): readonly (readonly unknown[])[] {
  return new Evaluation(parts, allowsMissing).results(0, [value]);
}

/** One walk through a template: which ranges are open, and how much may still be looked at. */
class Evaluation {
  readonly #parts: JsonPath;
  readonly #allowsMissing: boolean;
  #begun = 0;
  #open = 0;
  #ended = 0;
  #lastEnd = -1;
  #valuesLeft = MOST_VALUES;

  constructor(parts: JsonPath, allowsMissing: boolean) {
    this.#parts = parts;
    this.#allowsMissing = allowsMissing;
  }

  /** From a part on, up to the end of the range or of the template. */
  results(from: number, current: readonly unknown[]): readonly (readonly unknown[])[] {
    const all: (readonly unknown[])[] = [];
    for (let at = from; at < this.#parts.length; at++) {
      const part = this.#parts[at]!;
      const found = this.#walk(current, typeof part === 'string' ? [{ is: 'literal', value: part, type: 'text' }] : part);
      if (this.#ended > 0) {
        this.#ended--;
        this.#lastEnd = at;
        break;
      }
      if (this.#begun === 0) {
        all.push(found);
        continue;
      }
      this.#begun--;
      this.#open++;
      if (this.#open > MOST_RANGES) throw new JsonPathError(`more than ${MOST_RANGES} ranges within each other`);
      for (const each of found) for (const results of this.results(at + 1, [each])) all.push(results);
      // What is not gone through has to be walked too, to know where it ends.
      if (found.length === 0) this.results(at + 1, []);
      this.#open--;
      at = Math.max(at, this.#lastEnd);
    }
    return all;
  }

  #walk(input: readonly unknown[], nodes: readonly JsonPathNode[]): readonly unknown[] {
    return nodes.reduce((values, node) => {
      const found = this.#step(values, node);
      this.#valuesLeft -= found.length + 1;
      if (this.#valuesLeft < 0) throw new JsonPathError(`more than ${MOST_VALUES} values would be looked at`);
      return found;
    }, input);
  }

  #step(input: readonly unknown[], node: JsonPathNode): readonly unknown[] {
    switch (node.is) {
      case 'field':
        return this.#field(input, node.name);
      case 'wildcard':
        return input.flatMap(itemsOf);
      case 'descent':
        return this.#descent(input);
      case 'slice':
        return input.flatMap((value) => (value === null || value === undefined ? [] : sliced(value, node.slice)));
      case 'union':
        return node.paths.flatMap((path) => this.#walk(input, path));
      case 'filter':
        return input.flatMap((value) => this.#filtered(value, node));
      case 'word':
        return this.#word(input, node.name);
      case 'literal':
        return node.type === 'text' ? [node.value] : input.map(() => node.value);
    }
  }

  #field(input: readonly unknown[], name: string): readonly unknown[] {
    const found = input.flatMap((value) =>
      isMapping(value) && Object.hasOwn(value, name) && value[name] !== undefined ? [value[name]] : [],
    );
    if (found.length === 0 && input.length > 0 && !this.#allowsMissing) throw new JsonPathError(`${name} is not found`);
    return found;
  }

  /** Every value that has values in it, before them. */
  #descent(input: readonly unknown[]): readonly unknown[] {
    return input.flatMap((value) => {
      const items = itemsOf(value);
      this.#valuesLeft -= items.length;
      if (this.#valuesLeft < 0) throw new JsonPathError(`more than ${MOST_VALUES} values would be looked at`);
      return items.length === 0 ? [] : [value, ...this.#descent(items)];
    });
  }

  #filtered(list: unknown, filter: JsonPathNode & { readonly is: 'filter' }): readonly unknown[] {
    if (!Array.isArray(list)) throw new JsonPathError(`${goPrinted(list)} is not array or slice and cannot be filtered`);
    return list.filter((item) => this.#passes(item, filter));
  }

  #passes(item: unknown, { left, operator, right }: JsonPathNode & { readonly is: 'filter' }): boolean {
    if (operator === 'exists') return this.#exists(item, left);
    const [lefts, rights] = [left, right].map((path) => {
      const values = this.#walk([item], path);
      if (values.length > 1) throw new JsonPathError('can only compare one element at a time');
      return values;
    });
    if (lefts!.length === 0 || rights!.length === 0) return false;
    return compared({ value: lefts![0], path: left }, operator, { value: rights![0], path: right });
  }

  /** What cannot be followed is taken for found: upstream looks at what it had before the error. */
  #exists(item: unknown, path: readonly JsonPathNode[]): boolean {
    try {
      return this.#walk([item], path).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError && this.#valuesLeft >= 0) return !error.message.endsWith('is not found');
      throw error;
    }
  }

  #word(input: readonly unknown[], name: string): readonly unknown[] {
    if (name === 'range') {
      this.#begun++;
      return input;
    }
    if (name !== 'end') throw new JsonPathError(`unrecognized identifier ${name}`);
    if (this.#open === 0) throw new JsonPathError('not in range, nothing to end');
    this.#ended++;
    return [];
  }
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value === 'string') return [...Buffer.from(value)];
  return isMapping(value)
    ? Object.keys(value)
        .sort(byUtf8)
        .flatMap((field) => (value[field] === undefined ? [] : [value[field]]))
    : [];
}

function sliced(list: unknown, { from: first = 0, to, step = 1, isItem }: Slice): readonly unknown[] {
  if (!Array.isArray(list)) throw new JsonPathError(`${goTypeOf(list)} is not array or slice`);
  const { length } = list;
  const start = first < 0 ? first + length : first;
  const end = to === undefined ? length : to < 0 || (to === 0 && isItem) ? to + length : to;
  if (start === end) return [];
  for (const [index, isWithin] of [
    [start, start < length && start >= 0],
    [end - 1, end <= length && end >= 0],
  ] as const) {
    if (!isWithin) throw new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
  }
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  if (step <= 0) throw new JsonPathError('step must be > 0');
  return list.slice(start, end).filter((_, index) => index % step === 0);
}

/** The type by which Go calls a JSON value that is no list. */
function goTypeOf(value: unknown): string {
  if (typeof value === 'number') return isInt64(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}

/** A value and how it was written or found. */
interface Operand {
  readonly value: unknown;
  readonly path: readonly JsonPathNode[];
}

/** kube: staging/src/k8s.io/client-go/third_party/forked/golang/template/funcs.go Equal, Less */
function compared(left: Operand, operator: string, right: Operand): boolean {
  if (!['<', '>', '==', '!=', '<=', '>='].includes(operator)) throw new JsonPathError(`unrecognized filter operator ${operator}`);
  const [type, other] = [left, right].map(typeOf);
  if (type === undefined || other === undefined) throw new JsonPathError('invalid type for comparison');
  if (type !== other) throw new JsonPathError('incompatible types for comparison');
  if (type === 'bool' && operator !== '==' && operator !== '!=') throw new JsonPathError('invalid type for comparison');
  const order = type === 'string' ? byUtf8(left.value as string, right.value as string) : Number(left.value) - Number(right.value);
  switch (operator) {
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    default:
      return (order === 0) === (operator === '==');
  }
}

function typeOf({ value, path }: Operand): string | undefined {
  const last = path.at(-1);
  if (last?.is === 'literal' && last.type === 'float64') return 'float64';
  return value === null || typeof value === 'object' ? undefined : goTypeOf(value);
}
