import { isMapping } from '../../base/merge.ts';
import { badRequest } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { decodeBody } from './decode.ts';

/** No published object nests deeper than some 30 levels. */
const MOST_LEVELS = 500;

/** Throws an ApiError BadRequest where a value nests too deeply to be walked. */
export function checkDepth(value: unknown): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) throw badRequest('exceeded max depth');
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? (Object.values(part) as unknown[]) : []));
  }
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
