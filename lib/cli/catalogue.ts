import type { Sentence } from '../report/nearest-sentence.ts';
import type { Parameter } from './print-steps.ts';
import { libraryFile } from './project.ts';

/** Every sentence of the step library, as the project at `cwd` has it installed. */
export async function loadCatalogue(cwd: string): Promise<readonly Sentence[]> {
  return (await sentences(cwd)).catalogue;
}

/** What the parameters of those sentences may look like. */
export async function loadParameters(cwd: string): Promise<readonly Parameter[]> {
  return (await sentences(cwd)).parameters;
}

async function sentences(cwd: string): Promise<{ readonly catalogue: readonly Sentence[]; readonly parameters: readonly Parameter[] }> {
  return (await import(libraryFile(cwd, 'steps/sentence').href)) as { catalogue: readonly Sentence[]; parameters: readonly Parameter[] };
}
