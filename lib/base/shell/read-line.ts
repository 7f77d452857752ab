import { assign } from './evaluate.ts';
import type { Process } from './process.ts';

/** What `read names` does with a line: fields by IFS, the last name taking the rest; without `raw` backslashes are removed. */
export function assignLine(process: Process, names: readonly string[], line: string, raw: boolean): Process {
  const separators = process.shell.variables.get('IFS') ?? ' \t\n';
  const isBlank = (character: string | undefined): boolean =>
    character !== undefined && separators.includes(character) && /\s/.test(character);
  const text = raw ? line : line.replace(/\\(.?)/g, '$1');
  let at = 0;
  const values = names.map((name, index): [string, string] => {
    while (isBlank(text[at])) at++;
    const start = at;
    let end = text.length;
    if (index < names.length - 1) {
      while (at < text.length && !separators.includes(text[at]!)) at++;
      end = at++;
    } else {
      while (end > start && isBlank(text[end - 1])) end--;
    }
    return [name, text.slice(start, end)];
  });
  return assign(process, values);
}
