import type { KubeObject } from '../api/object.ts';

/** The class that is marked as the default one with one of the annotations; of several the newest, and of those the first by name. */
export function defaultClassOf<T extends KubeObject>(classes: readonly T[], annotations: readonly string[]): T | undefined {
  const marked = classes.filter(({ metadata }) => annotations.some((annotation) => metadata.annotations?.[annotation] === 'true'));
  return marked.reduce<T | undefined>((best, one) => (best === undefined || isBefore(one.metadata, best.metadata) ? one : best), undefined);
}

function isBefore(a: KubeObject['metadata'], b: KubeObject['metadata']): boolean {
  return a.creationTimestamp === b.creationTimestamp ? a.name < b.name : a.creationTimestamp > b.creationTimestamp;
}
