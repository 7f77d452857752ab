import type { Kind } from '../kind.ts';
import type { Schema } from './schemas.ts';

/** One request that a path takes. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly action: 'list' | 'post' | 'deletecollection' | 'get' | 'put' | 'patch' | 'delete';
  /** What the body is, where there is one. */
  readonly body?: 'object' | 'patch' | 'deleteOptions';
  readonly answer: 'object' | 'list' | 'status';
  /** Query parameters by their names. */
  readonly query: readonly string[];
}

/** A path of a kind with the requests it takes; `subresource` is empty for the kind itself. */
export interface KindPath {
  readonly path: string;
  readonly subresource: '' | 'status' | 'scale';
  readonly operations: readonly Operation[];
}

const LIST_QUERY = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
];
const WRITE_QUERY = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE_QUERY = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];

const LIST: Operation = { method: 'get', action: 'list', answer: 'list', query: LIST_QUERY };
const GET: Operation = { method: 'get', action: 'get', answer: 'object', query: [] };
const PUT: Operation = { method: 'put', action: 'put', body: 'object', answer: 'object', query: WRITE_QUERY };
const PATCH: Operation = { method: 'patch', action: 'patch', body: 'patch', answer: 'object', query: [...WRITE_QUERY, 'force'] };

const COLLECTION: readonly Operation[] = [
  LIST,
  { method: 'post', action: 'post', body: 'object', answer: 'object', query: WRITE_QUERY },
  { method: 'delete', action: 'deletecollection', body: 'deleteOptions', answer: 'status', query: [...DELETE_QUERY, ...LIST_QUERY] },
];

const ONE: readonly Operation[] = [
  GET,
  PUT,
  { method: 'delete', action: 'delete', body: 'deleteOptions', answer: 'status', query: DELETE_QUERY },
  PATCH,
];

/** `api/v1`, `apis/apps/v1`: where the kinds of a group's version are. */
export function rootOf({ apiVersion, group }: Pick<Kind, 'apiVersion' | 'group'>): string {
  return group === '' ? `api/${apiVersion}` : `apis/${apiVersion}`;
}

/** Every path of a kind. kube: staging/src/k8s.io/apiserver/pkg/endpoints/installer.go registerResourceHandlers */
export function pathsOfKind(kind: Kind): readonly KindPath[] {
  const root = `/${rootOf(kind)}`;
  const collection = kind.scope === 'Cluster' ? `${root}/${kind.plural}` : `${root}/namespaces/{namespace}/${kind.plural}`;
  const one = `${collection}/{name}`;
  const all: readonly KindPath[] =
    kind.scope === 'Cluster' ? [] : [{ path: `${root}/${kind.plural}`, subresource: '', operations: [LIST] }];
  return [
    ...all,
    // A namespace goes by itself: there is no request that deletes them all.
    { path: collection, subresource: '', operations: kind.kind === 'Namespace' ? COLLECTION.slice(0, 2) : COLLECTION },
    { path: one, subresource: '', operations: ONE },
    ...(['status', 'scale'] as const)
      .filter((subresource) => (subresource === 'status' ? kind.hasStatus : kind.hasScale))
      .map((subresource) => ({ path: `${one}/${subresource}`, subresource, operations: [GET, PUT, PATCH] })),
  ];
}

/** The content types of patches that a kind takes: what nobody has published the structure of cannot be merged strategically. */
export function patchTypes({ structure }: Kind): readonly string[] {
  return structure === undefined ? PATCH_TYPES : PATCH_TYPES.filter((type) => !type.includes('strategic'));
}

const PATCH_TYPES: readonly string[] = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

const INTEGERS: ReadonlySet<string> = new Set(['limit', 'timeoutSeconds', 'gracePeriodSeconds']);
const BOOLEANS: ReadonlySet<string> = new Set(['allowWatchBookmarks', 'sendInitialEvents', 'watch', 'force', 'orphanDependents']);

/** The schema of a query parameter. */
export function queryType(name: string): Schema {
  return { type: INTEGERS.has(name) ? 'integer' : BOOLEANS.has(name) ? 'boolean' : 'string', uniqueItems: true };
}

/** `patchAppsV1NamespacedDeployment`, as generated clients call the request. */
export function operationId(kind: Kind, { path, subresource }: KindPath, { action, method }: Operation): string {
  const verb = { list: 'list', post: 'create', deletecollection: 'delete', get: 'read', put: 'replace', patch: 'patch', delete: 'delete' }[
    action
  ];
  const group = kind.group === '' ? 'core' : kind.group.replace(/\.k8s\.io$/, '');
  const isAll = kind.scope === 'Namespaced' && !path.includes('{namespace}');
  const words = [
    group,
    kind.version,
    ...(action === 'deletecollection' ? ['collection'] : []),
    ...(kind.scope === 'Namespaced' && !isAll ? ['namespaced'] : []),
  ];
  const name = `${kind.kind}${capital(subresource)}${isAll && method === 'get' ? 'ForAllNamespaces' : ''}`;
  return `${verb}${words
    .flatMap((word) => word.split(/[.-]/))
    .map(capital)
    .join('')}${name}`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
