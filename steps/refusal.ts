import { ApiError, UsageError } from '../lib/api/errors.ts';
import { AssertionError } from '../lib/assert/assertion-error.ts';
import type { ClusterWorld } from './world.ts';

/** Expects an attempt to be refused in those words. It is made on a copy: what would have been accepted is not kept either. */
export function expectRefusal(world: ClusterWorld, attempt: string, words: string, run: (copy: ClusterWorld['cluster']) => void): void {
  const copy = world.cluster.fork();
  try {
    run(copy);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ApiError)) throw error;
    if (squeezed(error.message).includes(squeezed(words))) return;
    throw new AssertionError(
      `${attempt} was refused, but with other words.\nexpected:\n${indent(words)}\nfound:\n${indent(error.message)}`,
    );
  }
  throw new AssertionError(`${attempt} was to be refused with\n${indent(words)}\nbut it was accepted`);
}

/** Line breaks and indentation are the author's. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
