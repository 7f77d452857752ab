import type { Sentence } from '../report/nearest-sentence.ts';
import { libraryFile } from './project.ts';

/** Every sentence of the step library, as the project at `cwd` has it installed. */
export async function loadCatalogue(cwd: string): Promise<readonly Sentence[]> {
  const { catalogue } = (await import(libraryFile(cwd, 'steps/sentence').href)) as { catalogue: readonly Sentence[] };
  return catalogue;
}
