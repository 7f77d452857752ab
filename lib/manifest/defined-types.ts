import { isMapping } from '../base/merge.ts';

/** The kinds that a document makes known when it is a CustomResourceDefinition, as `apiVersion/Kind`; none for anything else, and for what is malformed. */
export function definedTypes({ kind, spec }: Readonly<Record<string, unknown>>): readonly string[] {
  if (kind !== 'CustomResourceDefinition' || !isMapping(spec)) return [];
  const names = isMapping(spec['names']) ? spec['names'] : {};
  const versions = Array.isArray(spec['versions']) ? (spec['versions'] as readonly unknown[]) : [];
  return versions.flatMap((version) => {
    const isServed = isMapping(version) && version['served'] !== false && typeof version['name'] === 'string';
    return isServed ? [`${String(spec['group'])}/${String(version['name'])}/${String(names['kind'])}`] : [];
  });
}
