import type { Kind, Registry } from '../api/kind.ts';
import { ErrorList, KubectlError } from './errors.ts';

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

/** What is said where a short name means things of several groups. kube: staging/src/k8s.io/client-go/restmapper/shortcut.go shortcutExpander.expandResourceShortcut */
export function shadowedKinds(registry: Registry, name: string): readonly string[] {
  const [first, ...others] = [...registry.kinds, ...registry.versions].filter(({ short }) => short.includes(name));
  if (first === undefined || registry.kinds.some(({ plural, singular }) => plural === name || singular === name)) return [];
  const shadowed = new Map(others.filter(({ group }) => group !== first.group).map((kind) => [kind.resource, kind]));
  return [...shadowed.values()].map(
    ({ plural, group }) => `short name ${JSON.stringify(name)} could also match lower priority resource ${plural}.${group}`,
  );
}

/** The kind that a name means. Throws a KubectlError where there is none. kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go mappingFor */
export function kindNamed(registry: Registry, name: string): Kind {
  const found = findKindNamed(registry, name);
  if (found === undefined) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(name.split('.')[0])}`);
  return found;
}

/** The kind that a name means, for those commands that say of one that is not known what its map of kinds says: without `error: ` before it. */
export function mappedKind(registry: Registry, name: string): Kind {
  const found = findKindNamed(registry, name);
  if (found === undefined)
    throw new ErrorList([new KubectlError(`the server doesn't have a resource type ${JSON.stringify(name.split('.')[0])}`)]);
  return found;
}

/** The kind that a name means, or undefined. kube: staging/src/k8s.io/apimachinery/pkg/api/meta/restmapper.go */
export function findKindNamed(registry: Registry, name: string): Kind | undefined {
  const [resource = '', ...suffix] = name.split('.');
  if (suffix.length === 0) return registry.find(resource);
  const isNamed = (kind: Kind): boolean => isCalled(kind, resource.toLowerCase());
  const named = registry.kinds.filter(isNamed);
  const [version = '', ...group] = suffix;
  const inVersion =
    group.length === 0
      ? undefined
      : registry.versions.find((kind) => kind.version === version && kind.group === group.join('.') && isNamed(kind));
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
