import { listChanges } from './arrays.ts';
import { assign } from './evaluate.ts';
import type { Process } from './process.ts';

/** What `read names` does with a line: fields by IFS, the last name taking the rest; without `raw` backslashes are removed. */
export function assignLine(process: Process, names: readonly string[], line: string, raw: boolean): Process {
  const separators = process.shell.variables.get('IFS') ?? ' \t\n';
  const isBlank = (character: string | undefined): boolean =>
    character !== undefined && separators.includes(character) && /\s/.test(character);
  const list = names[0]?.endsWith('[]') === true ? names[0].slice(0, -2) : undefined;
  const text = raw ? line : line.replace(/\\(.?)/g, '$1');
  if (list !== undefined) return assign(process, listChanges(process.shell.variables, list, fieldsBy(text, separators)));
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

function fieldsBy(text: string, separators: string): string[] {
  const fields: string[] = [''];
  for (const character of text) {
    if (separators.includes(character)) fields.push('');
    else fields.push(fields.pop()! + character);
  }
  const isBlank = /^\s*$/.test(separators);
  return isBlank ? fields.filter((field) => field !== '') : fields.at(-1) === '' ? fields.slice(0, -1) : fields;
}
