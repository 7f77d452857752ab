import type { FieldType } from '../api/schema-table.ts';
import { misread } from '../base/yaml-scalars.ts';
import type { Written } from '../base/yaml.ts';

/** How a value of the wrong type would be written right; `written` is how it stands in the file. Empty when nobody can know. */
export function typeHint(expected: FieldType, value: unknown, written: Written | undefined): string {
  switch (expected.shape) {
    case 'string':
      return textHint(value, written);
    case 'time':
    case 'microTime':
      return 'A time is expected, such as "2025-01-31T12:00:00Z".';
    case 'bytes':
      return 'Base64 is expected; a Secret takes plain text under "stringData".';
    case 'int32':
    case 'int64':
    case 'double':
    case 'intOrString':
      return numberHint(value);
    case 'boolean':
      return flagHint(value);
    case 'list':
      return listHint(expected.of, value);
    case 'map':
    case 'object':
      return mappingHint(value);
    case 'quantity':
      return typeof value === 'string' ? quantityHint(value) : '';
    case 'any':
      return '';
  }
}

function textHint(value: unknown, written: Written | undefined): string {
  if (Array.isArray(value)) return 'A single text is expected, not a list.';
  if (typeof value === 'object') return 'A text is expected, not a mapping.';
  const source = written?.source ?? JSON.stringify(value);
  const meaning =
    misread(source) ??
    (typeof value === 'boolean' ? 'a boolean' : source === JSON.stringify(value) ? 'a number' : `the number ${value as number}`);
  return `${source} is ${meaning}${meaning.startsWith('the ') ? ' in YAML 1.1' : ''}: write it in quotes, ${JSON.stringify(source)}.`;
}

function numberHint(value: unknown): string {
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return `Write it without quotes: ${Number(value)}.`;
  if (typeof value === 'number' && Number.isInteger(value)) return 'The number is too large or too small.';
  return 'A whole number is expected.';
}

function flagHint(value: unknown): string {
  const meaning =
    typeof value === 'string'
      ? /^true$/i.test(value)
        ? 'the boolean true'
        : /^false$/i.test(value)
          ? 'the boolean false'
          : misread(value)
      : undefined;
  return meaning?.startsWith('the boolean') === true
    ? `Write it without quotes: ${meaning.slice('the boolean '.length)}.`
    : 'true or false is expected.';
}

function listHint(of: FieldType, value: unknown): string {
  if (typeof value === 'object') return 'A list is expected: begin each item with "- ".';
  const text = JSON.stringify(value);
  const isScalar = of.shape !== 'object' && of.shape !== 'list' && of.shape !== 'map';
  return isScalar && text.length <= 80 ? `A list is expected: write [${text}].` : 'A list is expected: begin each item with "- ".';
}

function mappingHint(value: unknown): string {
  if (Array.isArray(value)) return 'A mapping is expected, not a list: leave out the "- ".';
  const [, name, rest] = typeof value === 'string' ? (/^([\w./-]{1,63}):([\w./-]{1,63})$/.exec(value) ?? []) : [];
  return name === undefined
    ? 'A mapping is expected: fields, each with a colon and a space behind its name.'
    : `A space is missing behind the colon: ${name}: ${rest!}`;
}

const UNITS: ReadonlyMap<string, string> = new Map(['k', 'M', 'G', 'T', 'P', 'E'].map((unit) => [unit.toLowerCase(), unit]));

/** `512MB` and `1gi` are written so by nearly everybody once. */
function quantityHint(text: string): string {
  const [, digits = '', unit = '', binary = ''] = /^(\d{1,15}(?:\.\d{1,9})?) ?([kmgtpe])(i?)b?$/i.exec(text) ?? [];
  const decimal = UNITS.get(unit.toLowerCase());
  if (decimal === undefined) return '';
  const two = `${digits}${decimal.toUpperCase()}i`;
  return binary === '' ? `Write ${two} (of 1024) or ${digits}${decimal} (of 1000).` : `Write ${two}.`;
}
