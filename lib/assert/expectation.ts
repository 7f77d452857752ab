import { UsageError } from '../api/errors.ts';
import { readYaml } from '../base/yaml.ts';

/** A doc string's partial YAML as a value. Throws a UsageError with the line and the reason when it is not YAML, or not a mapping. */
export function readExpectation(text: string): unknown {
  const { value, problems } = readYaml(text, 'doc string');
  if (problems.length > 0)
    throw new UsageError(
      problems
        .map(({ line, column, message, hint }) => `doc string:${line}:${column}: ${message}${hint === undefined ? '' : ` ${hint}`}`)
        .join('\n'),
    );
  return value;
}
