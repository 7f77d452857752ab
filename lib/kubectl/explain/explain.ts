import { isMapping, same } from '../../base/merge.ts';
import { byUtf8 } from '../../base/utf8-order.ts';
import { PrintError } from '../print/print-error.ts';
import { wordWrap } from './word-wrap.ts';

/** What is explained: a resource, such as `deployments`, and the names of fields that lead to one of its fields. */
export interface Explained {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly fieldPath: readonly string[];
  /** All fields of fields, by their names alone. */
  readonly recursive: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

/** What a schema is looked at in: its document, and the references that led to it. */
interface Surroundings {
  readonly document: Schema;
  readonly seen: ReadonlySet<string>;
  readonly recursive: boolean;
}

/**
 * What `kubectl explain` prints of an OpenAPI 3 document; throws a PrintError, after the heading where only the field is missing.
 * kube: staging/src/k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl
 */
export function explainText(document: Schema, explained: Explained): string {
  const { group, version, resource, fieldPath, recursive } = explained;
  const kind = findKind(document, explained);
  if (kind === undefined) throw new PrintError(`error: GVR (${group}/${version}, Resource=${resource}) not found in OpenAPI schema`);
  const heading = [
    ...(textAt(kind, 'group') === '' ? [] : [`GROUP:      ${textAt(kind, 'group')}`]),
    `KIND:       ${textAt(kind, 'kind')}`,
    `VERSION:    ${textAt(kind, 'version')}`,
    '\n',
  ].join('\n');
  const schema = findSchema(document, kind);
  if (schema === undefined) throw new PrintError(`error: GVK ${textAt(kind, 'kind')} not found in OpenAPI schema`, heading);
  const text = viewOf(schema, fieldPath, { document, seen: new Set(), recursive });
  if (text === '') throw new PrintError(`field "${fieldPath.at(-1)!}" does not exist`, heading);
  return `${heading}${text}\n`;
}

/** The kind of a resource, as an operation on one of its paths tells. */
function findKind(document: Schema, { group, version, resource }: Explained): Schema | undefined {
  const root = [group === '' ? '/api' : `/apis/${group}`, version].join('/');
  const paths = [root, `${root}/namespaces/{namespace}`].flatMap((prefix) => [`${prefix}/${resource}`, `${prefix}/${resource}/{name}`]);
  const operations = paths.flatMap((path) =>
    ['get', 'post', 'put', 'patch', 'delete'].map((method) => valueAt(document, 'paths', path, method)),
  );
  return operations.map((operation) => valueAt(operation, 'x-kubernetes-group-version-kind')).find(isMapping);
}

function findSchema(document: Schema, kind: Schema): Schema | undefined {
  return sortedEntries(valueAt(document, 'components', 'schemas'))
    .map(([, schema]) => schema)
    .find((schema) => listAt(schema, 'x-kubernetes-group-version-kind').some((each) => same(each, kind)));
}

/** A field, or all of a schema where no name is left; nothing where there is no such field. */
function viewOf(schema: Schema, path: readonly string[], around: Surroundings): string {
  const [resolved, inside] = resolve(schema, around);
  const [name, ...rest] = path;
  if (name === undefined) return wholeOf(resolved, around);
  if (inside === undefined) return '';
  const field = valueAt(resolved, 'properties', name);
  if (isMapping(field)) {
    const heading = rest.length > 0 ? '' : `FIELD: ${name} <${typeOf(field, around.document)}>\n${longEnum(field)}\n\n`;
    const text = viewOf(field, rest, { ...around, seen: new Set() });
    return text === '' ? '' : heading + text;
  }
  const element = elementOf(resolved);
  if (element !== undefined) return viewOf(element, path, inside);
  for (const part of listAt(resolved, 'allOf').filter(isMapping)) {
    const text = viewOf(part, path, inside);
    if (text !== '') return text;
  }
  return '';
}

function wholeOf(schema: Schema, around: Surroundings): string {
  const description = descriptionOf(schema, around.document) || '<empty>';
  const docs = externalDocs(schema, 0);
  const fields = fieldList(schema, 1, around);
  return [
    `DESCRIPTION:\n${indented(wordWrap(description, 76), 4)}\n`,
    docs === '' ? '' : `\n${docs}`,
    fields === '' ? '' : `FIELDS:\n${fields}`,
  ].join('');
}

/** The schema itself or what it refers to, and where one is within it; nowhere where it has been come from. */
function resolve(schema: Schema, around: Surroundings): readonly [resolved: Schema, inside: Surroundings | undefined] {
  const reference = textAt(schema, '$ref');
  const resolved = findReferred(reference, around.document) ?? schema;
  if (reference !== '' && around.seen.has(reference)) return [resolved, undefined];
  return [resolved, { ...around, seen: new Set([...around.seen, reference]) }];
}

function findReferred(reference: string, document: Schema): Schema | undefined {
  if (!reference.startsWith('#')) return undefined;
  const found = valueAt(
    document,
    ...reference
      .slice(1)
      .split('/')
      .filter((part) => part !== ''),
  );
  return isMapping(found) ? found : undefined;
}

/** What the items of a list are, or the values of a map. */
function elementOf(schema: Schema): Schema | undefined {
  return [schema['items'], schema['additionalProperties']].find(isMapping);
}

function fieldList(schema: Schema, level: number, around: Surroundings): string {
  const [resolved, inside] = resolve(schema, around);
  if (inside === undefined) return '';
  const own = sortedEntries(resolved['properties']).map(
    ([name, field]) => fieldDetail(name, field, resolved, level, around) + (around.recursive ? fieldList(field, level + 1, inside) : ''),
  );
  const parts = [...listAt(resolved, 'allOf'), resolved['items'], resolved['additionalProperties']].filter(isMapping);
  return [...own, ...parts.map((part) => fieldList(part, level, inside))].join('');
}

function fieldDetail(name: string, field: Schema, parent: Schema, level: number, { document, recursive }: Surroundings): string {
  const indent = level * 2;
  const required = listAt(parent, 'required').includes(name) ? ' -required-' : '';
  const line = `${' '.repeat(indent)}${name}\t<${typeOf(field, document)}>${required}${shortEnum(field, indent)}\n`;
  if (recursive) return line;
  const description = indented(wordWrap(textAt(field, 'description') || '<no description>', 78 - indent), indent + 2);
  const docs = externalDocs(field, indent + 2);
  return `${line}${description}\n${docs === '' ? '' : `\n${docs}`}\n`;
}

/** What is said of a schema and of all that it is made of. */
function descriptionOf(schema: Schema, document: Schema): string {
  const resolved = findReferred(textAt(schema, '$ref'), document) ?? schema;
  const own = textAt(resolved, 'description');
  const parts = [...listAt(resolved, 'allOf'), resolved['items'], resolved['additionalProperties']].filter(isMapping);
  return [own === '' ? '' : `${own}\n`, ...parts.map((part) => descriptionOf(part, document))].join('');
}

function externalDocs(schema: Schema, indent: number): string {
  const docs = schema['externalDocs'];
  if (!isMapping(docs)) return '';
  const [description, url] = [textAt(docs, 'description'), textAt(docs, 'url')];
  return [
    `${' '.repeat(indent)}EXTERNAL DOCS:\n`,
    description === '' ? '' : `${indented(wordWrap(description, 76 - Math.max(indent - 2, 0)), indent + (indent === 0 ? 4 : 2))}\n`,
    url === '' ? '' : `${' '.repeat(indent + (indent === 0 ? 4 : 2))}URL: ${url}\n`,
  ].join('');
}

/** The type of a field as one would say it: `[]Container`, `map[string]string`, `integer`. */
function typeOf(schema: Schema, document: Schema): string {
  if (isMapping(schema['items'])) return `[]${typeOf(schema['items'], document)}`;
  if (isMapping(schema['additionalProperties'])) return `map[string]${typeOf(schema['additionalProperties'], document)}`;
  const parts = listAt(schema, 'allOf').filter(isMapping);
  if (parts.length === 1 && !isMapping(schema['properties'])) return typeOf(parts[0]!, document);
  const reference = textAt(schema, '$ref');
  const type = textAt(reference === '' ? schema : (findReferred(reference, document) ?? {}), 'type');
  if (type !== '' && type !== 'object') return type;
  return reference.split('/').at(-1)!.split('.').at(-1)! || 'Object';
}

const MOST_ENUMS = 4;

function shortEnum(schema: Schema, indent: number): string {
  const values = enumOf(schema);
  if (values.length === 0) return '';
  const more = values.length > MOST_ENUMS ? ', ....' : '';
  return `\n${' '.repeat(indent)}enum: ${values.slice(0, MOST_ENUMS).join(', ')}${more}`;
}

function longEnum(schema: Schema): string {
  const values = enumOf(schema);
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${value}`).join('')}`;
}

function enumOf(schema: Schema): readonly string[] {
  return listAt(schema, 'enum').map((value) => (value === '' ? '""' : String(value)));
}

function indented(text: string, count: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(count) + line)
    .join('\n');
}

function valueAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce((at, name) => (isMapping(at) && Object.hasOwn(at, name) ? at[name] : undefined), value);
}

function textAt(schema: Schema, name: string): string {
  const text = valueAt(schema, name);
  return typeof text === 'string' ? text : '';
}

function listAt(schema: Schema, name: string): readonly unknown[] {
  const list = valueAt(schema, name);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}

function sortedEntries(mapping: unknown): readonly (readonly [name: string, schema: Schema])[] {
  return isMapping(mapping)
    ? Object.entries(mapping)
        .filter((entry): entry is [string, Schema] => isMapping(entry[1]))
        .sort(([a], [b]) => byUtf8(a, b))
    : [];
}
