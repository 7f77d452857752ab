import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A type as the published models write it: a scalar, a reference to another model, or a list or map of such. */
export type ModelType =
  | { readonly shape: 'scalar'; readonly name: string }
  | { readonly shape: 'ref'; readonly model: string }
  | { readonly shape: 'list' | 'map'; readonly of: ModelType };

/** One property of a published model; `name` is its JSON name, `description` is empty where the models have none. */
export interface ModelField {
  readonly name: string;
  readonly type: ModelType;
  readonly required: boolean;
  readonly description: string;
}

/** One published model, by the generator's name (`V1PodSpec`, `CoreV1Event`). */
export interface Model {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly ModelField[];
}

interface Attribute {
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

/** The devDependency from which everything is derived: the official client generated from the OpenAPI document of our version. */
export const modelPackage = 'kubernetes-api-1.32';

/** The folder of the generated sources (`models/`, `apis/`), or undefined when the devDependency is not installed. */
export function findModelFolder(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve(modelPackage);
    return join(dirname(main), 'gen');
  } catch {
    return undefined;
  }
}

/** Reads every model that the package exports; stale files of older versions lie beside them and are left out. */
export async function readModels(folder: string): Promise<readonly Model[]> {
  const exported: unknown = await import(pathToFileURL(join(folder, 'models', 'all.js')).href);
  const models: Model[] = [];
  for (const [name, model] of Object.entries(exported as Record<string, { attributeTypeMap?: readonly Attribute[] }>)) {
    if (model.attributeTypeMap === undefined) throw new Error(`model ${name} of ${modelPackage} has no attributeTypeMap`);
    const declaration = parseDeclaration(readFileSync(join(folder, 'models', `${name}.d.ts`), 'utf8'), name);
    const fields = model.attributeTypeMap.map((attribute) => fieldOf(name, attribute, declaration.properties));
    models.push({ name, description: declaration.description, fields });
  }
  return models;
}

function fieldOf(model: string, attribute: Attribute, properties: Declaration['properties']): ModelField {
  const property = properties.get(attribute.name);
  if (property === undefined) throw new Error(`${model}.d.ts declares no property ${attribute.name}`);
  // The generator spells `$ref` and `x-kubernetes-...` as identifiers in `name`; `baseName` is what travels in JSON.
  return { name: attribute.baseName, type: parseType(attribute.type, attribute.format), ...property };
}

/** Reads a type of an attributeTypeMap, such as `Array<V1Container>` or `{ [key: string]: string; }`, with its format. */
export function parseType(text: string, format: string): ModelType {
  const list = /^Array<(.+)>$/.exec(text);
  if (list?.[1] !== undefined) return { shape: 'list', of: parseType(list[1], format) };
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(text);
  if (map?.[1] !== undefined) return { shape: 'map', of: parseType(map[1], format) };
  const scalar = scalars[`${text} ${format}`.trimEnd()];
  if (scalar !== undefined) return { shape: 'scalar', name: scalar };
  if (/^[A-Z]\w+$/.test(text) && format === '') return { shape: 'ref', model: text };
  throw new Error(`unexpected type "${text}" with format "${format}" in ${modelPackage}`);
}

const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  any: 'any',
  'string byte': 'bytes',
  'number int32': 'int32',
  'number int64': 'int64',
  'number double': 'double',
  'Date date-time': 'time',
  'V1MicroTime date-time-micro': 'microTime',
  'IntOrString int-or-string': 'intOrString',
};

interface Declaration {
  readonly description: string;
  readonly properties: ReadonlyMap<string, { readonly required: boolean; readonly description: string }>;
}

function parseDeclaration(source: string, name: string): Declaration {
  const properties = new Map<string, { required: boolean; description: string }>();
  for (const [, comment, property, optional] of source.matchAll(/^ {4}(?:\/\*\*\n((?: {4}\*.*\n)*?) {4}\*\/\n {4})?'([^']+)'(\??): /gm)) {
    if (property !== undefined) properties.set(property, { required: optional !== '?', description: commentText(comment) });
  }
  const head = new RegExp(`/\\*\\*\\n((?:\\*.*\\n)*?)\\*/\\nexport declare class ${name} `).exec(source);
  return { description: commentText(head?.[1]), properties };
}

function commentText(comment: string | undefined): string {
  const lines = (comment ?? '').split('\n').map((line) => line.replace(/^ *\* ?/, ''));
  return (
    lines
      .join('\n')
      .trim()
      .replace(/\\(['"\\])/g, '$1')
      // What would open or end a comment is written apart.
      .replaceAll('*_/', '*/')
      .replaceAll('/_*', '/*')
  );
}
