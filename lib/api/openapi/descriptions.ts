import { readFileSync } from 'node:fs';

type Descriptions = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

let table: Descriptions | undefined;

// unlike kube: a field of a status lacks a description of its own where its type has a name, and every description there its paragraphs, which no package publishes
/** What Kubernetes says a type is for, or a field of it; undefined where nothing is published. The table is read on the first call. */
export function descriptionOf(typeName: string, field = ''): string | undefined {
  table ??= JSON.parse(readFileSync(new URL('../generated/descriptions.json', import.meta.url), 'utf8')) as Descriptions;
  const described = table[typeName];
  return described !== undefined && Object.hasOwn(described, field) && described[field] !== '' ? described[field] : undefined;
}
