import type { Kind } from '../kind.ts';
import { creating, deleting, DELETING_ALL, listing, patching, reading, replacing, type Operation } from './operations.ts';
import { subresourcesOf, type About } from './subresources.ts';
import { nameOfKind, nameOfList } from './type-names.ts';

/** A path of a kind with the requests it takes; `subresource` is empty for the kind itself. */
export interface KindPath {
  readonly path: string;
  readonly subresource: string;
  readonly about: About;
  readonly operations: readonly Operation[];
}

/** `api/v1`, `apis/apps/v1`: where the kinds of a group's version are. */
export function rootOf({ apiVersion, group }: Pick<Kind, 'apiVersion' | 'group'>): string {
  return group === '' ? `api/${apiVersion}` : `apis/${apiVersion}`;
}

/** Every path of a kind. kube: staging/src/k8s.io/apiserver/pkg/endpoints/installer.go registerResourceHandlers */
export function pathsOfKind(kind: Kind): readonly KindPath[] {
  const { group, version } = kind;
  const about = { group, version, kind: kind.kind };
  const [type, list] = [nameOfKind(kind), nameOfList(kind)];
  const all = `/${rootOf(kind)}/${kind.plural}`;
  const collection = kind.scope === 'Cluster' ? all : `/${rootOf(kind)}/namespaces/{namespace}/${kind.plural}`;
  const one = `${collection}/{name}`;
  // A namespace goes by itself: there is no request that deletes them all.
  const ofCollection = [listing(list), creating(type), ...(kind.kind === 'Namespace' ? [] : [DELETING_ALL])];
  const ofOne = [reading(type), replacing(type), deleting(kind.returnsDeleted ? type : undefined), patching(type)];
  return [
    ...(all === collection ? [] : [{ path: all, subresource: '', about, operations: [listing(list)] }]),
    { path: collection, subresource: '', about, operations: ofCollection },
    { path: one, subresource: '', about, operations: ofOne },
    ...subresourcesOf(kind).map(({ name, operations, about: other = about }) => ({
      path: `${one}/${name}`,
      subresource: name,
      about: other,
      operations,
    })),
  ];
}

const VERBS: Readonly<Record<Operation['action'], string>> = {
  list: 'list',
  post: 'create',
  deletecollection: 'delete',
  get: 'read',
  put: 'replace',
  patch: 'patch',
  delete: 'delete',
  connect: 'connect',
};

/** `patchAppsV1NamespacedDeployment`, as generated clients call the request. */
export function operationId(kind: Kind, { path, subresource }: KindPath, { action, method }: Operation): string {
  const isAll = kind.scope === 'Namespaced' && !path.includes('{namespace}');
  return [
    VERBS[action],
    ...groupWords(kind),
    capital(kind.version),
    ...(action === 'connect' ? [capital(method)] : []),
    ...(action === 'deletecollection' ? ['Collection'] : []),
    ...(kind.scope === 'Namespaced' && !isAll ? ['Namespaced'] : []),
    kind.kind,
    capital(subresource),
    ...(isAll ? ['ForAllNamespaces'] : []),
  ].join('');
}

/** `Core`, `RbacAuthorization`: a group as it is written in the names of requests. */
export function groupWords({ group }: Pick<Kind, 'group'>): readonly string[] {
  return (group === '' ? 'core' : group.replace(/\.k8s\.io$/, '')).split(/[.-]/).map(capital);
}

/** `core`, `rbacAuthorization`: a group as requests are sorted by it. */
export function groupTag(kind: Pick<Kind, 'group'>): string {
  const [first = '', ...rest] = groupWords(kind);
  return [first.slice(0, 1).toLowerCase() + first.slice(1), ...rest].join('');
}

/** A word that begins with a capital. */
export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
