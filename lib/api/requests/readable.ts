import { isMapping } from '../../base/merge.ts';
import { badRequest } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { decodeBody } from './decode.ts';

/** No published object nests deeper than some 30 levels. */
const MOST_LEVELS = 500;

/** As many as the decoder looks at; parts that are shared count as often as they stand there. */
const MOST_VALUES = 2_000_000;

/** Throws an ApiError BadRequest where a value nests too deeply, or has too much in it, to be walked. */
export function checkDepth(value: unknown): void {
  const excess = excessOf(value);
  if (excess !== undefined) throw badRequest(excess);
}

/** What of a value is too much to be walked; undefined where nothing is. It costs no more than the limits, however often parts are shared. */
export function excessOf(value: unknown): string | undefined {
  const left: { readonly part: object; readonly depth: number }[] = [];
  let values = 0;
  const look = (part: unknown, depth: number): void => {
    values += 1;
    if (typeof part === 'object' && part !== null) left.push({ part, depth });
  };
  look(value, 0);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { part, depth } = next;
    if (depth > MOST_LEVELS) return 'exceeded max depth';
    for (const inner of Object.values(part) as unknown[]) look(inner, depth + 1);
    if (values > MOST_VALUES) return `exceeded the limit of ${MOST_VALUES} values in one object`;
  }
  return undefined;
}

const TEXTS = ['name', 'namespace', 'generateName', 'uid', 'resourceVersion'] as const;

/**
 * Makes sure that it can be read what a body is about, before it is looked for: that metadata, the names in it and annotations are what they ought
 * to be. Throws the decoder's ApiError BadRequest if not.
 */
export function checkReadable(kind: Kind, body: unknown): void {
  const metadata = isMapping(body) ? (body['metadata'] ?? {}) : undefined;
  const isReadable =
    isMapping(metadata) &&
    isMapping(metadata['annotations'] ?? {}) &&
    TEXTS.every((field) => metadata[field] === undefined || typeof metadata[field] === 'string');
  // A null is left out by the decoder, as anything that says nothing.
  if (!isReadable) decodeBody(kind, body, { fieldValidation: 'Ignore' });
}
