import { goQuote } from '../../api/field-errors.ts';
import { goPrinted } from '../../base/go-print.ts';
import { isMapping } from '../../base/merge.ts';
import { byUtf8 } from '../../base/utf8-order.ts';

/** A JSON value as it would be written in a program of Go: `map[string]interface {}{"a":1}`. kube: fmt %#v */
export function goSyntax(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isMapping(value)) return value === null || value === undefined ? 'interface {}(nil)' : goPrinted(value);
  const fields = Object.keys(value)
    .filter((field) => value[field] !== undefined)
    .sort(byUtf8)
    .map((field) => `${goQuote(field)}:${goSyntax(value[field])}`);
  return `map[string]interface {}{${fields.join(', ')}}`;
}
