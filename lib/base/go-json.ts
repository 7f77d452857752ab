import { isMapping } from './merge.ts';

/** JSON as Go writes a map: keys sorted, nothing between the parts. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isMapping(value)) return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.keys(value).filter((field) => value[field] !== undefined);
  return `{${fields
    .sort()
    .map((field) => `${JSON.stringify(field)}:${goJson(value[field])}`)
    .join(',')}}`;
}
