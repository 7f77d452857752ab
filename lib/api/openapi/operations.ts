import type { Kind } from '../kind.ts';
import type { Schema } from './schemas.ts';
import { META } from './type-names.ts';

/** One request that a path takes. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly action: 'list' | 'post' | 'deletecollection' | 'get' | 'put' | 'patch' | 'delete' | 'connect';
  /** The name of the type of the body, where there is one. */
  readonly body?: string;
  /** The name of the type of the answer; text where there is none. */
  readonly answer?: string;
  /** Query parameters by their names, besides `pretty`. */
  readonly query: readonly string[];
}

const PAGE_QUERY = [
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
];
const WRITE_QUERY = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE_QUERY = [
  'dryRun',
  'gracePeriodSeconds',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'orphanDependents',
  'propagationPolicy',
];

const STATUS = `${META}.Status`;

/** What a delete may say in its body. */
export const DELETE_OPTIONS = `${META}.DeleteOptions`;

/** The request that lists objects, or watches them. */
export function listing(type: string): Operation {
  return { method: 'get', action: 'list', answer: type, query: ['allowWatchBookmarks', ...PAGE_QUERY, 'watch'] };
}

/** The request that creates an object of a type. */
export function creating(type: string): Operation {
  return { method: 'post', action: 'post', body: type, answer: type, query: WRITE_QUERY };
}

/** The request that answers with an object of a type. */
export function reading(type: string): Operation {
  return { method: 'get', action: 'get', answer: type, query: [] };
}

/** The request that puts an object of a type in the place of what is there. */
export function replacing(type: string): Operation {
  return { method: 'put', action: 'put', body: type, answer: type, query: WRITE_QUERY };
}

/** The request that changes an object of a type by a patch of any kind. */
export function patching(type: string): Operation {
  return { method: 'patch', action: 'patch', body: `${META}.Patch`, answer: type, query: [...WRITE_QUERY, 'force'] };
}

/** The request that deletes one object; it answers with a status unless a type is given. */
export function deleting(type = STATUS): Operation {
  return { method: 'delete', action: 'delete', body: DELETE_OPTIONS, answer: type, query: DELETE_QUERY };
}

/** The request that deletes all objects that are selected. */
export const DELETING_ALL: Operation = {
  method: 'delete',
  action: 'deletecollection',
  body: DELETE_OPTIONS,
  answer: STATUS,
  query: [...DELETE_QUERY, ...PAGE_QUERY].sort(),
};

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

const INTEGERS: ReadonlySet<string> = new Set([
  'gracePeriodSeconds',
  'limit',
  'limitBytes',
  'ports',
  'sinceSeconds',
  'tailLines',
  'timeoutSeconds',
]);
const BOOLEANS: ReadonlySet<string> = new Set([
  'allowWatchBookmarks',
  'follow',
  'force',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'insecureSkipTLSVerifyBackend',
  'orphanDependents',
  'previous',
  'sendInitialEvents',
  'stderr',
  'stdin',
  'stdout',
  'timestamps',
  'tty',
  'watch',
]);

/** The schema of a parameter. */
export function parameterType(name: string): Schema {
  return { type: INTEGERS.has(name) ? 'integer' : BOOLEANS.has(name) ? 'boolean' : 'string', uniqueItems: true };
}
