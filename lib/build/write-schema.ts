import { readFileSync } from 'node:fs';
import { meta, packageOfVersion, type ServedVersion } from './definition-names.ts';
import { textOf } from './document-texts.ts';
import type { FieldFact, TypeFacts } from './field-facts.ts';
import type { Model, ModelField, ModelType } from './models.ts';

/** Everything the tables are written from; `definitions` maps model names to OpenAPI definition names. */
export interface SchemaSources {
  readonly models: readonly Model[];
  readonly definitions: ReadonlyMap<string, string>;
  readonly facts: ReadonlyMap<string, TypeFacts>;
  readonly served: readonly ServedVersion[];
}

/**
 * Writes the table that `lib/api/schema-table.ts` reads, as lines of JSON: first the type of every `apiVersion/Kind`, then every type with
 * its fields. A field's type reads `string`, `io.k8s...Container`, `[]string` or `{}quantity`; a field with more to say than its type is
 * an object.
 */
export function schemaLines(sources: SchemaSources): string {
  const types = sources.models
    .map((model): readonly [string, unknown] => {
      const definition = definitionOf(model.name, sources.definitions);
      return [definition, typeEntry(model, sources.facts.get(definition), sources.definitions)];
    })
    .sort(byName);
  const kinds = Object.fromEntries([...kindsOf(sources)].sort(byName));
  return [kinds, ...types.map(([, entry]) => entry)].map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

/** Writes the descriptions of every type (under the empty name) and of every field that has one, as the models and the document have them. */
export function descriptionTable({ models, definitions }: SchemaSources, texts: ReadonlyMap<string, string>): string {
  const ofScalars = new Map<string, unknown>();
  const types = models.map((model): readonly [string, unknown] => {
    const definition = definitionOf(model.name, definitions);
    const own: [string, string][] = [];
    for (const field of model.fields) {
      const described = typeDescribedBy(field, definition);
      if (described !== undefined) ofScalars.set(described, { '': field.description });
      const text = textOf(described === undefined ? field.description : '', texts.get(`${definition}#${field.name}`) ?? '');
      if (text !== '') own.push([field.name, text]);
    }
    return [definition, Object.fromEntries([['', textOf(model.description, texts.get(definition) ?? '')], ...own])];
  });
  return JSON.stringify(Object.fromEntries([...types, ...ofScalars].sort(byName)), undefined, 1);
}

/** The types that the generator knows as scalars although they have names. */
const namedScalars: ReadonlyMap<string, string> = new Map([
  ['intOrString', 'io.k8s.apimachinery.pkg.util.intstr.IntOrString'],
  ['microTime', `${meta}.MicroTime`],
]);

/** The generator gives fields of such types the description of the type: the definition name of that type, or undefined where the field's is its own. */
function typeDescribedBy({ type, description }: ModelField, definition: string): string | undefined {
  if (type.shape !== 'scalar' || description === '') return undefined;
  const json = type.name === 'any' ? /^(JSON\w*) represents /.exec(description)?.[1] : undefined;
  return json === undefined ? namedScalars.get(type.name) : `${definition.slice(0, definition.lastIndexOf('.'))}.${json}`;
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function definitionOf(model: string, definitions: ReadonlyMap<string, string>): string {
  const definition = definitions.get(model);
  if (definition === undefined) throw new Error(`reference to the unknown model ${model}`);
  return definition;
}

function kindsOf({ models, definitions, served }: SchemaSources): ReadonlyMap<string, string> {
  const apiVersions = new Map(served.map(({ apiVersion }) => [packageOfVersion(apiVersion), apiVersion]));
  apiVersions.set(meta, 'v1');
  const kinds = new Map<string, string>();
  for (const model of models) {
    if (!['apiVersion', 'kind', 'metadata'].every((name) => model.fields.some((field) => field.name === name))) continue;
    const definition = definitionOf(model.name, definitions);
    const dot = definition.lastIndexOf('.');
    const apiVersion = apiVersions.get(definition.slice(0, dot));
    if (apiVersion === undefined) throw new Error(`no endpoint serves the package of ${definition}`);
    kinds.set(`${apiVersion}/${definition.slice(dot + 1)}`, definition);
  }
  return kinds;
}

function typeEntry(model: Model, facts: TypeFacts | undefined, definitions: ReadonlyMap<string, string>): unknown {
  const definition = definitionOf(model.name, definitions);
  const strangers = [...(facts?.fields.keys() ?? [])].filter((name) => !model.fields.some((field) => field.name === name));
  if (strangers.length > 0) throw new Error(`field-facts.json has fields that ${definition} does not have: ${strangers.join(', ')}`);
  const fields = model.fields.map((field): readonly [string, unknown] => [field.name, fieldEntry(field, definition, facts, definitions)]);
  return { type: definition, fields: Object.fromEntries(fields), ...(facts?.mapType === undefined ? {} : { mapType: facts.mapType }) };
}

function fieldEntry(
  field: ModelField,
  definition: string,
  facts: TypeFacts | undefined,
  definitions: ReadonlyMap<string, string>,
): unknown {
  const fact: FieldFact = facts?.fields.get(field.name) ?? {};
  const goType = goTypes.get(`${definition.slice(definition.lastIndexOf('.') + 1)}.${field.name}`);
  const entry = {
    type: typeText(field.type, definitions),
    ...(field.required || facts?.required.includes(field.name) === true ? { required: true } : {}),
    ...(fact.enum === undefined ? {} : { enum: fact.enum }),
    ...(fact.default === undefined ? {} : { default: fact.default }),
    ...(fact['patch-merge-key'] === undefined ? {} : { mergeKey: fact['patch-merge-key'] }),
    ...(fact['patch-strategy'] === undefined ? {} : { patchStrategy: fact['patch-strategy'].split(',') }),
    ...(fact['list-type'] === undefined ? {} : { listType: fact['list-type'] }),
    ...(fact['list-map-keys'] === undefined ? {} : { listMapKeys: fact['list-map-keys'] }),
    ...(fact['map-type'] === undefined ? {} : { mapType: fact['map-type'] }),
    ...(goType === undefined ? {} : { goType }),
  };
  return Object.keys(entry).length === 1 ? entry.type : entry;
}

/** Go's names of the string types that fields have, which its error messages tell; by `Type.field`. */
const goTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(
    JSON.parse(readFileSync(new URL('./go-types.json', import.meta.url), 'utf8')) as Readonly<Record<string, readonly string[]>>,
  ).flatMap(([goType, fields]) => fields.map((field) => [field, goType] as const)),
);

function typeText(type: ModelType, definitions: ReadonlyMap<string, string>): string {
  if (type.shape === 'scalar') return type.name;
  if (type.shape === 'ref') return definitionOf(type.model, definitions);
  return `${type.shape === 'list' ? '[]' : '{}'}${typeText(type.of, definitions)}`;
}
