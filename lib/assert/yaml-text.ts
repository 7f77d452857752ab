import { isMapping } from '../base/merge.ts';
import { visible } from '../base/text-table.ts';
import { isScalar } from './comparison.ts';

/** One line of YAML; the indent is in columns. */
export interface YamlLine {
  readonly indent: number;
  readonly text: string;
}

const SCALAR_PATTERN = /^(?:null|~|true|false|yes|no|on|off|[+-]?[\d.][\d._eE+-]*|0[xo][\da-f]+|[+-]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*)$/i;

/** A scalar as YAML on one line, quoted where YAML would read something else, escaped where a reader would not see it. */
export function scalarText(value: unknown): string {
  if (typeof value !== 'string') return isScalar(value) ? String(value) : 'null';
  const isPlain =
    /^(?:[\w./$<~(\\]|-{1,2}\w)[^\n]*$/.test(value) &&
    !/: |:$| #| $/.test(value) &&
    !SCALAR_PATTERN.test(value) &&
    visible(value) === value;
  return isPlain ? value : `"${visible(value.replace(/[\\"]/g, '\\$&'))}"`;
}

/** The name of a field as YAML, quoted where necessary, with its colon. */
export function fieldLabel(name: string): string {
  return `${scalarText(name)}:`;
}

/** A value under a label (`replicas:`, or `-` for the item of a list) as at most `limit` lines of YAML. */
export function yamlLines(label: string, value: unknown, indent: number, limit: number): readonly YamlLine[] {
  const lines: YamlLine[] = [];
  write(lines, label, value, indent, limit + 1);
  return lines.length <= limit ? lines : [...lines.slice(0, limit), { indent, text: '...' }];
}

function write(lines: YamlLine[], label: string, value: unknown, indent: number, limit: number): void {
  // A document whose aliases multiply is written only as far as it is read.
  if (lines.length >= limit || indent > 200) return;
  const inner = indent + 2;
  const start = lines.length;
  if (Array.isArray(value) && value.length > 0) {
    if (label !== '-') lines.push({ indent, text: label });
    for (const item of value) write(lines, '-', item, inner, limit);
  } else if (isMapping(value) && Object.keys(value).length > 0) {
    if (label !== '-') lines.push({ indent, text: label });
    for (const name of Object.keys(value)) write(lines, fieldLabel(name), value[name], inner, limit);
  } else if (typeof value === 'string' && isBlock(value)) {
    lines.push({ indent, text: `${label} ${blockHeader(value)}` });
    for (const text of blockLines(value)) if (lines.length < limit) lines.push({ indent: inner, text: text === '' ? '' : visible(text) });
  } else {
    lines.push({ indent, text: `${label} ${Array.isArray(value) ? '[]' : isMapping(value) ? '{}' : scalarText(value)}` });
  }
  const first = lines[start];
  if (label === '-' && first?.indent === inner) lines[start] = { indent, text: `- ${first.text}` };
}

/** Whether a string reads better as a block of lines than escaped on one. */
export function isBlock(text: string): boolean {
  return /\n./s.test(text);
}

/** How YAML begins a block: `|` for one that ends with a line break, `|-` for one that does not, `|+` for one that ends with several. */
export function blockHeader(text: string): string {
  return text.endsWith('\n\n') ? '|+' : text.endsWith('\n') ? '|' : '|-';
}

/** The lines of a block, without the break at its end. */
export function blockLines(text: string): readonly string[] {
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}
