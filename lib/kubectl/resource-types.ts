import type { Kind, Registry } from '../api/kind.ts';
import { KubectlError } from './errors.ts';

/** The kinds that a list of names apart by commas means: `pods`, `deploy,svc`, `deployments.v1.apps`, `all`. Throws a KubectlError for one that is not known. */
export function kindsNamed(registry: Registry, names: string): readonly Kind[] {
  const kinds = names.split(',').flatMap((name): readonly Kind[] => kindsOrKind(registry, name));
  return [...new Set(kinds)];
}

/** Those of a category, or the one of that name. */
function kindsOrKind(registry: Registry, name: string): readonly Kind[] {
  const ofCategory = registry.kinds.filter(({ categories }) => categories.includes(name));
  return ofCategory.length > 0 ? ofCategory : [kindNamed(registry, name)];
}

/** The kind that a name means. Throws a KubectlError where there is none. kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go mappingFor */
export function kindNamed(registry: Registry, name: string): Kind {
  const found = findKindNamed(registry, name);
  if (found === undefined) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(name.split('.')[0])}`);
  return found;
}

/** The kind that a name means, or undefined. kube: staging/src/k8s.io/apimachinery/pkg/api/meta/restmapper.go */
export function findKindNamed(registry: Registry, name: string): Kind | undefined {
  const [resource = '', ...suffix] = name.split('.');
  if (suffix.length === 0) return registry.find(resource);
  const named = registry.kinds.filter((kind) => isCalled(kind, resource.toLowerCase()));
  const [version = '', ...group] = suffix;
  const inVersion = named.find((kind) => kind.version === version && kind.group === group.join('.'));
  const wanted = suffix.join('.');
  return (
    inVersion ?? named.find((kind) => kind.group === wanted) ?? named.find((kind) => kind.group !== '' && kind.group.startsWith(wanted))
  );
}

function isCalled({ plural, singular, short, kind }: Kind, name: string): boolean {
  return [plural, singular, kind.toLowerCase(), ...short].includes(name);
}

/** How kubectl names an object: `pod/web`, `deployment.apps/web`. kube: staging/src/k8s.io/cli-runtime/pkg/printers/name.go */
export function objectName({ kind, group }: Pick<Kind, 'kind' | 'group'>, name: string): string {
  return `${kindName({ kind, group })}/${name}`;
}

/** `pod`, `deployment.apps`. */
export function kindName({ kind, group }: Pick<Kind, 'kind' | 'group'>): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}
