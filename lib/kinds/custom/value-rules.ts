import {
  duplicate,
  goQuote,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldError,
  type ShownValue,
} from '../../api/field-errors.ts';
import { compilePattern } from '../../base/re2/re2.ts';
import { goJson } from '../../base/go-json.ts';
import { isMapping, same } from '../../base/merge.ts';
import { hasFormat } from './formats.ts';
import type { Structural } from './structural.ts';

/** More errors of one object tell nobody more. */
const MOST_ERRORS = 100;

/**
 * All that a schema has to say against a value, each with its path in the object.
 * kube: staging/src/k8s.io/kube-openapi/pkg/validation/validate, staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go
 */
export function schemaErrors(value: unknown, schema: Structural, path = ''): readonly FieldError[] {
  const found: FieldError[] = [];
  check(value, schema, path, found);
  return found.slice(0, MOST_ERRORS);
}

function check(value: unknown, schema: Structural, path: string, found: FieldError[]): void {
  if (found.length >= MOST_ERRORS || (value === null && schema.isNullable)) return;
  const { rules } = schema;
  const types = schema.isIntOrString ? ['integer', 'string'] : rules.type === undefined || rules.type === '' ? [] : [rules.type];
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type) && !(types[0] === 'number' && type === 'integer')) {
    found.push(invalid(path, type, `${path} in body must be of type ${types.join(',')}: ${goQuote(type)}`));
  }
  if (typeof value === 'string') checkText(value, schema, path, found);
  else if (typeof value === 'number') checkNumber(value, schema, path, found);
  else if (Array.isArray(value)) checkList(value, schema, path, found);
  else if (isMapping(value)) checkFields(value, schema, path, found);
  checkChoices(value, schema, path, found);
  const allowed = rules.enum;
  if (allowed !== undefined && allowed.length > 0 && !allowed.some((each) => same(each, value)))
    found.push(
      notSupported(
        path,
        shown(value),
        allowed.map((each) => (typeof each === 'string' ? each : goJson(each))),
      ),
    );
}

/** How a schema calls the type of a value. */
function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' || typeof value === 'boolean' ? typeof value : 'object';
}

function shown(value: unknown): ShownValue {
  return isMapping(value) || Array.isArray(value) ? { go: goJson(value) } : (value as ShownValue);
}

function checkText(text: string, { rules }: Structural, path: string, found: FieldError[]): void {
  const { maxLength, minLength, pattern, format } = rules;
  const length = maxLength === undefined && minLength === undefined ? 0 : Array.from(text).length;
  if (maxLength !== undefined && length > maxLength) found.push(tooLong(path, maxLength));
  if (minLength !== undefined && length < minLength)
    found.push(invalid(path, text, `${path} in body should be at least ${minLength} chars long`));
  if (pattern !== undefined && pattern !== '' && !compilePattern(pattern)(text))
    found.push(invalid(path, text, `${path} in body should match '${pattern}'`));
  if (format !== undefined && !hasFormat(text, format))
    found.push(invalid(path, text, `${path} in body must be of type ${format}: ${goQuote(text)}`));
}

function checkNumber(value: number, { rules }: Structural, path: string, found: FieldError[]): void {
  const { multipleOf, maximum, minimum, exclusiveMaximum = false, exclusiveMinimum = false } = rules;
  const tell = (what: string): void => void found.push(invalid(path, value, `${path} in body should be ${what}`));
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) tell(`a multiple of ${multipleOf}`);
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    tell(`less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    tell(`greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
}

function checkList(list: readonly unknown[], { rules, items }: Structural, path: string, found: FieldError[]): void {
  const { minItems, maxItems, uniqueItems = false } = rules;
  if (items !== undefined) list.forEach((item, i) => check(item, items, `${path}[${i}]`, found));
  if (minItems !== undefined && list.length < minItems)
    found.push(invalid(path, list.length, `${path} in body should have at least ${minItems} items`));
  if (maxItems !== undefined && list.length > maxItems) found.push(tooMany(path, list.length, maxItems));
  if (uniqueItems && new Set(list.map(goJson)).size < list.length)
    found.push(invalid(path, '', `${path} in body shouldn't contain duplicates`));
}

function checkFields(value: Readonly<Record<string, unknown>>, schema: Structural, path: string, found: FieldError[]): void {
  const { minProperties, maxProperties, required: wanted = [] } = schema.rules;
  const names = Object.keys(value);
  if (minProperties !== undefined && names.length < minProperties)
    found.push(invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`));
  if (maxProperties !== undefined && names.length > maxProperties) found.push(tooMany(path, names.length, maxProperties));
  for (const name of names) {
    const field = schema.properties.get(name) ?? (schema.additional === true ? undefined : schema.additional);
    if (field !== undefined) check(value[name], field, below(path, name), found);
  }
  for (const name of wanted) if (!Object.hasOwn(value, name)) found.push(required(below(path, name)));
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function checkChoices(value: unknown, { allOf, anyOf, oneOf, not }: Structural, path: string, found: FieldError[]): void {
  const tell = (what: string): void => void found.push(invalid(path, shown(value), `${goQuote(path)} must ${what}`));
  for (const each of allOf) check(value, each, path, found);
  const isValid = (each: Structural): boolean => schemaErrors(value, each, path).length === 0;
  if (anyOf.length > 0 && !anyOf.some(isValid)) tell('validate at least one schema (anyOf)');
  if (oneOf.length > 0) {
    const valid = oneOf.filter(isValid).length;
    const what = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
    if (valid !== 1) tell(`validate one and only one schema (oneOf). ${what}`);
  }
  if (not !== undefined && isValid(not)) tell('not validate the schema (not)');
}

/**
 * What stands twice in lists that are sets, or maps by their items' keys.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go
 */
export function listErrors(value: unknown, schema: Structural, path = ''): readonly FieldError[] {
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    const { items } = schema;
    const inside = items === undefined ? [] : list.flatMap((item, i) => listErrors(item, items, `${path}[${i}]`));
    return [...doubles(list, schema, path), ...inside];
  }
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const field = schema.properties.get(name) ?? (schema.additional === true ? undefined : schema.additional);
    return field === undefined ? [] : listErrors(part, field, below(path, name));
  });
}

function doubles(list: readonly unknown[], { rules, items }: Structural, path: string): readonly FieldError[] {
  const type = rules['x-kubernetes-list-type'] ?? 'atomic';
  if (type === 'atomic') return [];
  const keys = [...(rules['x-kubernetes-list-map-keys'] ?? [])].sort();
  const seen = new Set<string>();
  return list.flatMap((item, i) => {
    const named = keys.map((key) => [key, isMapping(item) ? (item[key] ?? items?.properties.get(key)?.rules.default) : undefined] as const);
    const identity = goJson(type === 'set' ? item : named.map(([, value]) => value ?? null));
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    const fields = named.filter(([, value]) => value !== undefined).map(([key, value]) => `${goQuote(key)}:${goJson(value)}`);
    return [duplicate(`${path}[${i}]`, type === 'set' ? shown(item) : { go: `map[string]interface {}{${fields.join(', ')}}` })];
  });
}
