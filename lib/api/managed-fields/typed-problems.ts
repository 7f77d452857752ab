import { isMapping } from '../../base/merge.ts';
import { goPrinted } from '../../base/go-print.ts';
import type { FieldType, ObjectType } from '../schema-table.ts';
import { stepText } from './field-set.ts';
import { fieldPlace, itemStep, ownershipAt, valueStep, type Place } from './ownership.ts';

/** The most that is told of one object. */
const MOST_PROBLEMS = 100;

/**
 * What keeps a value from being applied, each with its path: fields that are not declared, values of another type, items that cannot be told
 * apart. kube: sigs.k8s.io/structured-merge-diff/v4/typed/validate.go
 */
export function typedProblems(value: unknown, type: ObjectType): readonly string[] {
  const problems: string[] = [];
  look(value, { type: { shape: 'object', typeName: type.typeName, type } }, '', problems);
  return problems;
}

/** All of it as one message. kube: the same package, helpers.go ValidationErrors.Error */
export function problemText(problems: readonly string[]): string {
  return problems.length === 1 ? problems[0]! : ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

function look(value: unknown, place: Place, path: string, problems: string[]): void {
  if (value === null || value === undefined || problems.length >= MOST_PROBLEMS) return;
  const { type } = place;
  const report = (problem: string): void => void problems.push(path === '' ? problem : `${path}: ${problem}`);
  if (type.shape === 'object' || type.shape === 'map') {
    if (isMapping(value)) lookAtFields(value, place, path, problems);
    else report(`expected map, got ${boxed(value)}`);
  } else if (type.shape === 'list') {
    if (Array.isArray(value)) lookAtItems(value, place, path, problems);
    else report(`expected list, got ${boxed(value)}`);
  } else {
    const wrong = scalarProblem(value, type.shape);
    if (wrong !== undefined) report(wrong);
  }
}

/** The first field that nobody has declared is the last one looked at. */
function lookAtFields(value: Readonly<Record<string, unknown>>, { type }: Place, path: string, problems: string[]): void {
  const ownership = ownershipAt({ type });
  for (const [name, part] of Object.entries(value)) {
    const at = `${path}.${name}`;
    if (type.shape === 'map') look(part, { type: type.of }, at, problems);
    else if (ownership.form === 'fields') {
      const place = fieldPlace(ownership.type, name);
      if (place !== undefined) look(part, place, at, problems);
      else if (ownership.type.isOpen !== true) return void problems.push(`${at}: field not declared in schema`);
    }
  }
}

/** The first item that cannot be told apart from others is the last one looked at. */
function lookAtItems(value: readonly unknown[], place: Place, path: string, problems: string[]): void {
  const ownership = ownershipAt(place);
  const of: FieldType = place.type.shape === 'list' ? place.type.of : place.type;
  const seen = new Set<string>();
  for (const [i, item] of value.entries()) {
    if (ownership.form !== 'items' && ownership.form !== 'set') {
      look(item, { type: of }, `${path}[${i}]`, problems);
      continue;
    }
    const wrong = ownership.form === 'set' ? setItemProblem(item) : keyedItemProblem(item, ownership.keys, ownership.type);
    if (wrong !== undefined) return void problems.push(`${path}: element ${i}: ${wrong}`);
    const step = ownership.form === 'set' ? valueStep(item) : itemStep(item, ownership.keys, ownership.type)!;
    if (seen.has(step)) problems.push(`${path}: duplicate entries for key ${stepText(step)}`);
    seen.add(step);
    look(item, { type: of }, `${path}${stepText(step)}`, problems);
  }
}

/** kube: the same package, helpers.go keyedAssociativeListItemToPathElement */
function keyedItemProblem(item: unknown, keys: readonly string[], type: ObjectType | undefined): string | undefined {
  if (item === null || item === undefined) return 'associative list with keys may not have a null element';
  if (!isMapping(item)) return 'associative list with keys may not have non-map elements';
  const lacking = keys.find((key) => !Object.hasOwn(item, key) && type?.fields.get(key)?.default === undefined);
  if (lacking === undefined) return undefined;
  return `associative list with keys has an element that omits key field ${JSON.stringify(lacking)} (and doesn't have default value)`;
}

/** kube: the same package, helpers.go setItemToPathElement */
function setItemProblem(item: unknown): string | undefined {
  if (item === null || item === undefined) return "associative list without keys has an element that's an explicit null";
  if (Array.isArray(item)) return 'not supported: associative list with lists as elements';
  return isMapping(item) ? "associative list without keys has an element that's a map type" : undefined;
}

function scalarProblem(value: unknown, shape: FieldType['shape']): string | undefined {
  switch (shape) {
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${boxed(value)}`;
    case 'string':
    case 'bytes':
    case 'time':
    case 'microTime':
      return typeof value === 'string' ? undefined : `expected string, got ${boxedValue(value)}`;
    default:
      return undefined;
  }
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** A value in the box that the merging library keeps it in. */
function boxed(value: unknown): string {
  return `&{${goPrinted(value)}}`;
}

function boxedValue(value: unknown): string {
  return `&value.valueUnstructured{Value:${typeof value === 'object' ? `${goType(value)}{...}` : goPrinted(value)}}`;
}
