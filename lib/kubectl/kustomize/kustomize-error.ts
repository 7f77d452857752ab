import { KubectlError } from '../errors.ts';

/** What keeps a kustomization from being built, in kustomize's words. */
export class KustomizeError extends KubectlError {}

/** Does something; what goes wrong there is told after some words on where. */
export function within<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof KustomizeError) throw new KustomizeError(`${where}: ${error.message}`);
    throw error;
  }
}
