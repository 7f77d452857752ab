import { isMapping } from './merge.ts';
import { byUtf8 } from './utf8-order.ts';

/** JSON as Go writes a map: keys sorted, nothing between the parts, what HTML would misread as escapes. kube: encoding/json Encoder.SetEscapeHTML */
export function goJson(value: unknown): string {
  return written(value, { indent: '', line: '', colon: ':' });
}

/** The same in lines, with each level indented by a text. kube: encoding/json MarshalIndent */
export function indentedGoJson(value: unknown, indent: string): string {
  return written(value, { indent, line: '\n', colon: ': ' });
}

interface Layout {
  readonly indent: string;
  /** The end of a line and what the next begins with. */
  readonly line: string;
  readonly colon: string;
}

function written(value: unknown, layout: Layout): string {
  const inside = { ...layout, line: layout.line + layout.indent };
  if (Array.isArray(value)) {
    return inBrackets(
      '[]',
      value.map((item) => written(item, inside)),
      layout,
    );
  }
  if (!isMapping(value)) return value === undefined ? 'null' : escaped(JSON.stringify(value));
  const fields = Object.keys(value)
    .filter((field) => value[field] !== undefined)
    .sort(byUtf8)
    .map((field) => escaped(JSON.stringify(field)) + layout.colon + written(value[field], inside));
  return inBrackets('{}', fields, layout);
}

function inBrackets(brackets: '[]' | '{}', parts: readonly string[], { indent, line }: Layout): string {
  if (parts.length === 0) return brackets;
  return brackets[0]! + line + indent + parts.join(`,${line}${indent}`) + line + brackets[1]!;
}

function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
