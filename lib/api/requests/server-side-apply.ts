import { isMapping } from '../../base/merge.ts';
import { timestamp } from '../../sim/time.ts';
import type { Api } from '../api.ts';
import { ApiError, badRequest, invalidObject } from '../errors.ts';
import { required, tooLong, type FieldError } from '../field-errors.ts';
import { typeOfKind, type Kind } from '../kind.ts';
import { applied, appliedSet, stillAsApplied, type Applied } from '../managed-fields/apply.ts';
import { difference, isEmptySet } from '../managed-fields/field-set.ts';
import { fieldOwnersOf } from '../managed-fields/history.ts';
import { applyConflict, type FieldOwner, type FieldOwners } from '../managed-fields/owners.ts';
import { problemText, typedProblems } from '../managed-fields/typed-problems.ts';
import { LAST_APPLIED, type KubeObject, type Manifest } from '../object.ts';
import { versionOf } from '../versions.ts';
import { lastAppliedText, readLastApplied } from './apply.ts';
import { bringIn } from './create.ts';
import type { WriteOptions } from './options.ts';
import { checkDepth, checkReadable } from './readable.ts';
import { findStored } from './storage.ts';
import { checkIdentity, replaceDecoded } from './update.ts';
import { decodeBody } from './decode.ts';

/** How a configuration is applied. */
export interface ServerSideApplyOptions extends WriteOptions {
  /** Takes the fields over that others manage, instead of refusing. */
  readonly force?: boolean | undefined;
}

/** The manager as whom kubectl applies: it alone is forgiven what it has applied by the client before. */
const KUBECTL = 'kubectl';

/** kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go FieldManagerMaxLength */
const LONGEST_MANAGER = 128;

/**
 * Server-side apply: creates the object, or makes its fields what the configuration says and takes away what its manager no longer says.
 * Throws an ApiError Conflict that names who has the fields, unless it is forced.
 * kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher
 */
export function applyServerSide(api: Api, user: string, kind: Kind, manifest: Manifest, options: ServerSideApplyOptions): KubeObject {
  const { fieldManager = '' } = options;
  checkFieldManager(fieldManager);
  checkDepth(manifest);
  checkReadable(kind, manifest);
  checkConfiguration(kind, manifest);
  const { name = '', namespace = 'default' } = manifest.metadata ?? {};
  const live = findStored(api, kind, kind.scope === 'Cluster' ? name : `${namespace}/${name}`);
  const owner: Omit<FieldOwner, 'set'> = {
    name: fieldManager,
    operation: 'Apply',
    apiVersion: kind.apiVersion,
    subresource: '',
    time: timestamp(api.clock.now),
  };
  if (live === undefined) {
    return bringIn(api, user, kind, manifest, options, { applied: appliedSet(kind, manifest, '') });
  }
  const owners = fieldOwnersOf(api, kind, live);
  const versions = { kind, find: (apiVersion: string) => versionOf(api.registry, kind, apiVersion) };
  const result = applied(versions, live, manifest, owners, owner);
  checkConflicts(kind, live, owners, result, options);
  if (result.isSame) return live;
  const next = withAnnotation(result.object as KubeObject, manifest, fieldManager);
  const decoded = decodeBody(kind, next, options);
  checkIdentity(kind, live, { metadata: decoded.metadata ?? {} });
  return replaceDecoded(api, user, kind, live, decoded as KubeObject, options, { applied: result.set });
}

/** kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidatePatchOptions */
function checkFieldManager(fieldManager: string): void {
  const errors: FieldError[] = [];
  if (fieldManager === '') errors.push(required('fieldManager', 'is required for apply patch'));
  if (fieldManager.length > LONGEST_MANAGER) errors.push(tooLong('fieldManager', LONGEST_MANAGER));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', errors);
}

/** kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/structuredmerge.go Apply */
function checkConfiguration(kind: Kind, manifest: Manifest): void {
  const { apiVersion = '', metadata } = manifest;
  if (apiVersion !== kind.apiVersion)
    throw badRequest(`Incorrect version specified in apply patch. Specified patch version: ${apiVersion}, expected: ${kind.apiVersion}`);
  if (isMapping(metadata) && metadata.managedFields !== undefined && metadata.managedFields !== null)
    throw badRequest('metadata.managedFields must be nil');
  const type = typeOfKind(kind);
  const problems = type === undefined ? [] : typedProblems(manifest, type);
  if (problems.length === 0) return;
  const { name = '', namespace = '' } = manifest.metadata ?? {};
  const title = `${namespace}/${name}; ${kind.group === '' ? `/${kind.version}` : kind.apiVersion}, Kind=${kind.kind}`;
  throw new ApiError(500, undefined, `failed to create typed patch object (${title}): ${problemText(problems)}`);
}

function checkConflicts(
  kind: Kind,
  live: KubeObject,
  owners: FieldOwners,
  { conflicts }: Applied,
  { force = false, fieldManager }: ServerSideApplyOptions,
): void {
  if (force || conflicts.size === 0) return;
  const last = fieldManager === KUBECTL ? readLastApplied(live) : undefined;
  if (last?.['apiVersion'] !== kind.apiVersion) throw applyConflict(owners, conflicts);
  const own = stillAsApplied(kind, last, live);
  const others = [...conflicts].map(([key, set]) => [key, difference(set, own)] as const).filter(([, set]) => !isEmptySet(set));
  if (others.length > 0) throw applyConflict(owners, new Map(others));
}

/** Where `kubectl apply` has left what it applied, kubectl's server-side apply keeps it true. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedupdater.go */
function withAnnotation(next: KubeObject, manifest: Manifest, fieldManager: string): KubeObject {
  const { [LAST_APPLIED]: last = '', ...others } = next.metadata.annotations ?? {};
  if (fieldManager !== KUBECTL || last === '') return next;
  const annotations = { ...others, [LAST_APPLIED]: lastAppliedText(manifest) };
  return { ...next, metadata: { ...next.metadata, annotations } };
}
