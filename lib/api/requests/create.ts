import type { Api } from '../api.ts';
import { ApiError, alreadyExists, badRequest, invalidObject } from '../errors.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject, Manifest } from '../object.ts';
import type { ObjectMeta } from '../generated/types.ts';
import { admit, agree, type AdmissionRequest } from '../admission/admission.ts';
import { allocated } from './allocate.ts';
import { checkCount } from './count-limit.ts';
import type { Authorship } from '../store.ts';
import { decodeBody, type Body } from './decode.ts';
import type { WriteOptions } from './options.ts';
import { findStored, putStored } from './storage.ts';
import { isEmpty } from './update.ts';

/** How a create is done. */
export interface CreateOptions extends WriteOptions {
  /** The namespace of the request; the manifest's own must agree with it. */
  readonly namespace?: string | undefined;
}

/** How often a taken generated name is replaced by another. kube: staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go maxNameGenerationCreateAttempts */
const NAME_ATTEMPTS = 8;

/** How much of generateName is kept before the suffix, and how long the suffix is. kube: staging/src/k8s.io/apiserver/pkg/storage/names/generate.go */
export const NAME_BASE_LENGTH = 58;
export const NAME_SUFFIX_LENGTH = 5;

/** Stores a new object (POST). Throws an ApiError MethodNotAllowed for a kind that is going. */
export function createObject(api: Api, user: string, kind: Kind, manifest: Manifest, options: CreateOptions): KubeObject {
  const { group, plural, closed } = kind;
  if (closed !== undefined) throw new ApiError(405, 'MethodNotAllowed', closed, { group, kind: plural });
  return bringIn(api, user, kind, manifest, options);
}

/** Stores a new object, whatever the request that has brought it; `about` says more of its author than the options do. kube: staging/src/k8s.io/apiserver/pkg/registry/rest/create.go BeforeCreate */
export function bringIn(
  api: Api,
  user: string,
  kind: Kind,
  manifest: Manifest,
  options: CreateOptions,
  about: Authorship = {},
): KubeObject {
  const body = decodeBody(kind, manifest, options);
  const meta: ObjectMeta = body.metadata ?? {};
  const namespace = kind.scope === 'Cluster' ? undefined : namespaceOf(meta, options.namespace);
  const { name, generateName } = meta;
  if (name !== undefined && name !== '') return createNamed(api, user, kind, body, { name, namespace }, options, about);
  // Without any name the object is refused, but with all that is wrong with it.
  if (generateName === undefined || generateName === '') return createNamed(api, user, kind, body, { name: '', namespace }, options, about);
  const suffixes = api.random.stream(`names/${kind.resource}/${namespace ?? ''}/${generateName}`);
  for (let attempt = 1; ; attempt++) {
    const generated = generateName.slice(0, NAME_BASE_LENGTH) + suffixes.suffix(NAME_SUFFIX_LENGTH);
    try {
      return createNamed(api, user, kind, body, { name: generated, namespace }, options, about);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
      if (attempt < NAME_ATTEMPTS) continue;
      const message = `${error.message}, the server was not able to generate a unique name for the object`;
      throw new ApiError(409, 'AlreadyExists', message, { ...error.status.details, retryAfterSeconds: 1 });
    }
  }
}

interface Identity {
  readonly name: string;
  readonly namespace: string | undefined;
}

function createNamed(
  api: Api,
  user: string,
  kind: Kind,
  body: Body,
  identity: Identity,
  options: CreateOptions,
  about: Authorship,
): KubeObject {
  const { name, namespace } = identity;
  const key = namespace === undefined ? name : `${namespace}/${name}`;
  const metadata = namespace === undefined ? { ...body.metadata, name } : { ...body.metadata, name, namespace };
  const named = kind.defaults({ ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata } as KubeObject);
  const { name: given = '', generateName = '' } = body.metadata ?? {};
  const request: AdmissionRequest = {
    user,
    kind,
    operation: 'create',
    object: named,
    old: undefined,
    name: given === '' ? generateName : given,
    dryRun: options.dryRun === true,
    warn: options.warn,
  };
  const admitted = admit(api, request);
  const uids = api.random.stream('uid');
  const meta = systemMeta({ uid: uids.nextUuid(), creationTimestamp: api.timestamp() }, kind, admitted.metadata, identity);
  const prepared = kind.prepareCreate({ ...admitted, metadata: meta });
  const errors = kind.validate(prepared, undefined);
  if (errors.length > 0) throw invalidObject(kind, name, errors);
  if (options.warn !== undefined) kind.warnings(prepared).forEach(options.warn);
  agree(api, { ...request, object: prepared, name });
  if ((body.metadata?.resourceVersion ?? '') !== '')
    throw new ApiError(500, undefined, 'resourceVersion should not be set on objects to be created');
  const existing = findStored(api, kind, key);
  if (existing !== undefined) throw taken(kind, existing);
  const stored = allocated(api, kind, prepared, undefined);
  if (options.dryRun === true) return stored;
  checkCount(api, kind);
  // Only what is stored draws a uid: a refusal leaves no trace.
  uids.uuid();
  return putStored(api, user, kind, key, stored, { fieldManager: options.fieldManager, requested: named, ...about });
}

/** Metadata in the making. */
type Draft<T> = { -readonly [Field in keyof T]: T[Field] };

/** What the server decides about an object's metadata, in the order in which it writes it. */
export function systemMeta(
  { uid, creationTimestamp }: { readonly uid: string; readonly creationTimestamp: string },
  kind: Kind,
  given: ObjectMeta,
  { name, namespace }: Identity,
): Draft<KubeObject['metadata']> {
  const { generateName = '', labels, annotations, ownerReferences, finalizers, generation } = given;
  const meta = { name } as Draft<KubeObject['metadata']>;
  if (generateName !== '') meta.generateName = generateName;
  if (namespace !== undefined) meta.namespace = namespace;
  meta.uid = uid;
  meta.resourceVersion = '';
  if (kind.bumpsGeneration !== undefined) meta.generation = 1;
  else if (generation !== undefined) meta.generation = generation;
  meta.creationTimestamp = creationTimestamp;
  if (labels !== undefined && !isEmpty(labels)) meta.labels = labels;
  if (annotations !== undefined && !isEmpty(annotations)) meta.annotations = annotations;
  if (ownerReferences !== undefined && !isEmpty(ownerReferences)) meta.ownerReferences = ownerReferences;
  if (finalizers !== undefined && !isEmpty(finalizers)) meta.finalizers = finalizers;
  return meta;
}

function namespaceOf(meta: ObjectMeta, asked: string | undefined): string {
  const own = meta.namespace === undefined || meta.namespace === '' ? undefined : meta.namespace;
  if (own !== undefined && asked !== undefined && own !== asked) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return own ?? asked ?? 'default';
}

function taken(kind: Kind, existing: KubeObject): ApiError {
  const error = alreadyExists(kind, existing.metadata.name);
  if (existing.metadata.deletionTimestamp === undefined) return error;
  return new ApiError(409, 'AlreadyExists', `object is being deleted: ${error.message}`, error.status.details);
}
