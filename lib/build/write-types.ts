import type { Model, ModelType } from './models.ts';

/** Writes the TypeScript module that declares every model as a readonly interface under its TypeScript name. */
export function typesModule(models: readonly Model[], names: ReadonlyMap<string, string>): string {
  const interfaces = models
    .map((model) => ({ model, name: nameOf(model.name, names) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ model, name }) => interfaceOf(model, name, names));
  return `${header}\n${interfaces.join('\n')}`;
}

const header = `// Written by lib/build; do not edit.

/** An exact quantity in Kubernetes' notation, such as \`500m\` or \`1Gi\`. */
export type Quantity = string;

/** A number or a string: a port by number or name, an amount or a percentage. */
export type IntOrString = number | string;
`;

function interfaceOf(model: Model, name: string, names: ReadonlyMap<string, string>): string {
  const lines = [`${doc(model.description, '')}export interface ${name} {`];
  for (const field of model.fields) {
    const key = /^[A-Za-z_$][\w$]*$/.test(field.name) ? field.name : `'${field.name}'`;
    lines.push(`${doc(field.description, '  ')}  readonly ${key}${field.required ? '' : '?'}: ${typeText(field.type, names)};`);
  }
  return [...lines, '}', ''].join('\n');
}

function typeText(type: ModelType, names: ReadonlyMap<string, string>): string {
  if (type.shape === 'scalar') return scalarTexts[type.name] ?? 'string';
  if (type.shape === 'ref') return nameOf(type.model, names);
  const of = typeText(type.of, names);
  if (type.shape === 'map') return `Readonly<Record<string, ${of}>>`;
  return `readonly ${/^[\w.]+$/.test(of) ? of : `(${of})`}[]`;
}

const scalarTexts: Readonly<Record<string, string>> = {
  int32: 'number',
  int64: 'number',
  double: 'number',
  boolean: 'boolean',
  any: 'unknown',
  quantity: 'Quantity',
  intOrString: 'IntOrString',
};

function nameOf(model: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(model);
  if (name === undefined) throw new Error(`reference to the unknown model ${model}`);
  return name;
}

/** Only the first sentence: an editor's hint, where the whole text would make the file three times as long. */
function doc(description: string, indent: string): string {
  const sentence = /^[\s\S]*?(?:(?<!\b(?:e\.g|i\.e|etc))[.:](?=\s)|\n|$)/.exec(description)?.[0].trim().replaceAll('*/', '* /') ?? '';
  const short = sentence.length > 160 ? `${sentence.slice(0, 157)}...` : sentence;
  return short === '' ? '' : `${indent}/** ${short} */\n`;
}
