import { readYaml } from '../base/yaml.ts';
import { ManifestError } from '../manifest.ts';

/** A doc string's partial YAML as a value. Throws a ManifestError with line, column and reason when it is not YAML, or not a mapping. */
export function readExpectation(text: string): unknown {
  const { value, problems } = readYaml(text, 'doc string');
  if (problems.length > 0) throw new ManifestError(problems);
  return value;
}
