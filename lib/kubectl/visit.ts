import { isToldError, throwAll } from './errors.ts';
import type { Chosen, Selection } from './selection.ts';

/** Does something with each object that was found, and goes on after one that fails. Throws what went wrong in the end. kube: staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go ContinueOnErrorVisitor */
export function visit({ lists, errors }: Selection, each: (chosen: Chosen) => void): void {
  const found: Error[] = [...errors];
  for (const { items } of lists) {
    for (const chosen of items) {
      try {
        each(chosen);
      } catch (error) {
        if (!isToldError(error)) throw error;
        found.push(error);
      }
    }
  }
  throwAll(found);
}
