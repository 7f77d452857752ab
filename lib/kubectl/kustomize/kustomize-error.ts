import { KubectlError } from '../errors.ts';

/** What keeps a kustomization from being built, in kustomize's words. */
export class KustomizeError extends KubectlError {}

/** What kustomize would do and is not done here: nothing else is tried in its place. */
export class Refusal extends KustomizeError {}

/** Does something; what goes wrong there is told after some words on where. */
export function within<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(`${where}: ${error.message}`);
    if (error instanceof KustomizeError) throw new KustomizeError(`${where}: ${error.message}`);
    throw error;
  }
}
