import { same, share } from '../../base/merge.ts';
import { admit, agree, type AdmissionRequest } from '../admission/admission.ts';
import type { Api } from '../api.ts';
import { type ApiError, badRequest, conflict, invalidObject, notFound } from '../errors.ts';
import type { ObjectMeta } from '../generated/types.ts';
import { goTime, invalid, type FieldError } from '../field-errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, keyOf, type KubeObject } from '../object.ts';
import { allocated } from './allocate.ts';
import type { Authorship } from '../store.ts';
import { askedManagedFields, withManagedFields } from './managed.ts';
import type { WriteOptions } from './options.ts';
import { storageOf } from '../versions.ts';
import { findStored, putStored } from './storage.ts';

/** What a request is about: a name, with a namespace where the kind has one. */
export interface Reference {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
  };
}

/** Kubernetes' sentence for an update of something that has changed meanwhile. */
export const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

/** What a PUT and a PATCH come to: the object as it is to be from now on; `about` says more of its author than the options do. */
export function replaceDecoded(
  api: Api,
  user: string,
  kind: Kind,
  old: KubeObject,
  decoded: KubeObject,
  options: WriteOptions = {},
  about: Authorship = {},
): KubeObject {
  const { name } = old.metadata;
  const body = kind.defaults(decoded);
  const kept = {
    ...body,
    apiVersion: old.apiVersion,
    kind: old.kind,
    metadata: keptMeta(body.metadata, old.metadata),
  };
  const merged = kind.hasStatus ? withStatus(kept, fieldsOf(old)['status']) : kept;
  const prepared = kind.prepareUpdate(merged, old);
  const dryRun = options.dryRun === true;
  const request: AdmissionRequest = {
    user,
    kind,
    operation: 'update',
    object: prepared,
    old,
    name,
    dryRun,
    warn: options.warn,
  };
  const admitted = admit(api, request);
  const stored = store(api, user, kind, old, admitted, {
    errorsOf: (changed) => kind.validate(changed, old),
    agree: (object) => agree(api, { ...request, object }),
    allocates: true,
    author: {
      ...(admitted !== merged && { requested: merged }),
      ...about,
      fieldManager: options.fieldManager,
      ...resetOwners(api, kind, old, decoded),
    },
    dryRun,
  });
  if (options.warn !== undefined && stored.metadata.generation !== old.metadata.generation) kind.warnings(stored).forEach(options.warn);
  return stored;
}

/** The managed fields that a request puts in the place of those there are; nothing where they are the same. */
function resetOwners(api: Api, kind: Kind, old: KubeObject, { metadata }: KubeObject): Pick<Authorship, 'managedFields'> {
  const managedFields = askedManagedFields(metadata.managedFields);
  if (managedFields === undefined || same(managedFields, withManagedFields(api, kind, old).metadata.managedFields ?? [])) return {};
  return { managedFields };
}

/** Whether the request is about the object that is there, as it is there, and leaves alone what only the server changes. Throws an ApiError if not. */
export function checkIdentity(kind: Kind, { metadata: old }: KubeObject, { metadata }: { readonly metadata: ObjectMeta }): void {
  const { name = '', namespace = '', resourceVersion = '' } = metadata;
  if (name !== old.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${old.name})`);
  if (kind.scope === 'Namespaced' && namespace !== '' && namespace !== old.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (resourceVersion === '' && !kind.mayUpdateUnconditionally) throw unversioned(kind, old.name);
  if (resourceVersion !== '' && resourceVersion !== old.resourceVersion) throw conflict(kind, old.name, STALE);
  const changed = immutableChanges(metadata, old);
  if (changed.length > 0) throw invalidObject(kind, old.name, changed);
}

/** The refusal of an update that does not say which version it is of, by a kind that wants to know; it names the resource where others name the kind. */
function unversioned(kind: Kind, name: string): ApiError {
  const error = invalid('metadata.resourceVersion', { go: '0x0' }, 'must be specified for an update');
  return invalidObject({ group: kind.group, kind: kind.plural }, name, [error]);
}

/** What has to be so before an object is stored. */
interface Demands {
  readonly errorsOf?: (changed: KubeObject) => readonly FieldError[];
  /** Throws an ApiError if admission does not let a valid object pass. */
  readonly agree?: (changed: KubeObject) => void;
  /** Whether it is given what it needs of the cluster's stock. */
  readonly allocates?: boolean;
  readonly author?: Authorship;
  readonly dryRun?: boolean;
}

/** Stores what an object has become, if nothing is wrong with it, under its next generation if that counts such a change; an equal object is no write. */
export function store(
  api: Api,
  user: string,
  kind: Kind,
  old: KubeObject,
  next: KubeObject,
  { errorsOf = () => [], agree: confirm, allocates = false, author = NOBODYS, dryRun = false }: Demands = {},
): KubeObject {
  const shared = share(old, next);
  // Who manages the fields may change although they do not.
  const touches = author.applied !== undefined || author.managedFields !== undefined;
  if (shared === old) return touches && !dryRun ? putStored(api, user, kind, keyOf(old), old, author) : old;
  const bumped = kind.bumpsGeneration?.(shared, old) === true ? withGeneration(shared, (old.metadata.generation ?? 0) + 1) : shared;
  const errors = errorsOf(bumped);
  if (errors.length > 0) throw invalidObject(kind, old.metadata.name, errors);
  confirm?.(bumped);
  const given = allocates ? share(old, allocated(api, kind, bumped, old)) : bumped;
  return dryRun ? given : keep(api, user, kind, old, given, author);
}

/** What is written without a word about whose fields they are. */
const NOBODYS: Authorship = { isNobodys: true };

/** Writes what an object has become; a deleted one without anything to wait for goes. */
export function keep(api: Api, user: string, kind: Kind, old: KubeObject, next: KubeObject, author: Authorship): KubeObject {
  if (!isFinished(kind, next)) return putStored(api, user, kind, keyOf(old), next, author);
  api.store.remove(storageOf(kind), keyOf(old), api.origin(user));
  return next;
}

/** The same object with another generation. */
export function withGeneration(object: KubeObject, generation: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, generation } };
}

/** Whether a deleted object has nothing left to wait for. */
export function isFinished(kind: Kind, object: KubeObject): boolean {
  const { metadata } = object;
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0 || kind.isHeld(object)) return false;
  return kind.graceSeconds === undefined || (metadata.deletionGracePeriodSeconds ?? 0) === 0;
}

/** The stored object a request is about; NotFound, or Conflict when it is another object of that name. */
export function current(api: Api, kind: Kind, target: Reference): KubeObject {
  const { metadata } = target;
  const old = findStored(api, kind, keyFor(kind, target));
  if (old === undefined) throw notFound(kind, metadata.name);
  if (metadata.uid !== undefined && metadata.uid !== '' && metadata.uid !== old.metadata.uid) {
    throw otherObject(kind, target, metadata.uid, old.metadata.uid);
  }
  return old;
}

/** The key of what a request is about; it is in `default` unless it says otherwise. */
export function keyFor({ scope }: Pick<Kind, 'scope'>, { metadata: { name, namespace = 'default' } }: Reference): string {
  return scope === 'Cluster' ? name : `${namespace}/${name}`;
}

/** The refusal of a request that is about another object than the one of that name; nothing is an object without a uid. kube: staging/src/k8s.io/apiserver/pkg/storage/errors.go StorageError */
export function otherObject(kind: Kind, target: Reference, meant: string, found: string): ApiError {
  const place = `Key: /registry/${registryPathOf(storageOf(kind))}/${keyFor(kind, target)}, ResourceVersion: 0`;
  const why = `StorageError: invalid object, Code: 4, ${place}, AdditionalErrorMsg: Precondition failed: UID in precondition: ${meant}, UID in object meta: ${found}`;
  return conflict(kind, target.metadata.name, why);
}

/** Where etcd has the objects of a kind. kube: pkg/kubeapiserver/default_storage_factory_builder.go SpecialDefaultResourcePrefixes */
const REGISTRY_PATHS: ReadonlyMap<string, string> = new Map([
  ['replicationcontrollers', 'controllers'],
  ['endpoints', 'services/endpoints'],
  ['services', 'services/specs'],
  ['nodes', 'minions'],
  ['ingresses.networking.k8s.io', 'ingress'],
]);

function registryPathOf({ resource, group, plural, structure }: Kind): string {
  const isExtension = structure !== undefined || group === 'apiextensions.k8s.io';
  return isExtension ? `${group}/${plural}` : (REGISTRY_PATHS.get(resource) ?? plural);
}

/** The object with another status, or with none. */
export function withStatus(object: KubeObject, status: unknown): KubeObject {
  if (status !== undefined) return { ...object, status } as KubeObject;
  const { status: _, ...rest } = object as KubeObject & {
    readonly status?: unknown;
  };
  return rest;
}

/** Whether a list or map has nothing in it: such a one is not written at all. */
export function isEmpty(value: object | undefined): boolean {
  for (const field in value) if (Object.hasOwn(value, field)) return false;
  return true;
}

/** What a request may not even try to change. kube: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate */
function immutableChanges({ uid = '', deletionTimestamp }: ObjectMeta, old: KubeObject['metadata']): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (uid !== '' && uid !== old.uid) errors.push(invalid('metadata.uid', uid, 'field is immutable'));
  if (deletionTimestamp !== undefined && old.deletionTimestamp === undefined)
    errors.push(invalid('metadata.deletionTimestamp', goTime(deletionTimestamp), 'field is immutable'));
  return errors;
}

/** Only the server changes these: they are what they were, whatever the request says. */
export function keptMeta(meta: KubeObject['metadata'], old: KubeObject['metadata']): KubeObject['metadata'] {
  const { name, namespace, uid, resourceVersion, generation, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } = old;
  const { labels, annotations, ownerReferences, finalizers } = meta;
  const kept: Record<string, unknown> = {
    name,
    generateName: meta.generateName,
    namespace,
    uid,
    resourceVersion,
    generation,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    labels: isEmpty(labels) ? undefined : labels,
    annotations: isEmpty(annotations) ? undefined : annotations,
    ownerReferences: isEmpty(ownerReferences) ? undefined : ownerReferences,
    finalizers: isEmpty(finalizers) ? undefined : finalizers,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as unknown as KubeObject['metadata'];
}
