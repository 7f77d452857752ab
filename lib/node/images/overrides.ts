import { matchesPattern } from '../../base/shell/pattern.ts';
import type { Behaviour } from './behaviour.ts';
import type { ImageReference } from './reference.ts';
import { isImageReference, parseImage } from './reference.ts';

/** What a scenario says about one image, or about all that match a pattern. A program that is given by `command` does what it does. */
export interface ImageOverride extends Behaviour {
  /** An image name; without a tag it means every tag, and `*` stands for any text (`registry.corp/*`). */
  readonly pattern: string;
  /** The registry refuses: `true` as if it had no such tag, a text is the runtime's message word for word. False undoes an earlier one. */
  readonly cannotBePulled?: boolean | string;
}

/** What a scenario says about images, in the order it was said: what was said last counts. */
export type ImageOverrides = readonly ImageOverride[];

/** All that is said about one image; undefined when nothing is. */
export function findOverride(reference: ImageReference, overrides: ImageOverrides): ImageOverride | undefined {
  let found: ImageOverride | undefined;
  for (const override of overrides) if (isAbout(override.pattern, reference)) found = { ...found, ...override };
  return found;
}

function isAbout(pattern: string, reference: ImageReference): boolean {
  if (pattern.includes('*')) {
    const pieces = [{ text: pattern.replaceAll(/[[?]/g, ''), quoted: false }];
    return matchesPattern(pieces, reference.text) || matchesPattern(pieces, reference.name);
  }
  const wanted = parseImage(pattern);
  if (!isImageReference(wanted) || wanted.repository !== reference.repository) return false;
  const hasTag = /:[^/]*$/.test(pattern.split('@')[0] ?? '') || wanted.digest !== undefined;
  return !hasTag || (wanted.tag === reference.tag && (wanted.digest === undefined || wanted.digest === reference.digest));
}
