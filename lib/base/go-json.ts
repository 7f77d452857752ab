import { isMapping } from './merge.ts';

/** JSON as Go writes a map: keys sorted, nothing between the parts, what HTML would misread as escapes. kube: encoding/json Encoder.SetEscapeHTML */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (!isMapping(value)) return value === undefined ? 'null' : escaped(JSON.stringify(value));
  const fields = Object.keys(value).filter((field) => value[field] !== undefined);
  return `{${fields
    .sort()
    .map((field) => `${escaped(JSON.stringify(field))}:${goJson(value[field])}`)
    .join(',')}}`;
}

function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
