import { timestamp, instantOf } from '../../sim/time.ts';
import { admit } from '../admission/admission.ts';
import type { Api } from '../api.ts';
import { ApiError } from '../errors.ts';
import type { Kind, Propagation } from '../kind.ts';
import { keyOf, type KubeObject } from '../object.ts';
import type { Authorship } from '../store.ts';
import { storageOf } from '../versions.ts';
import { putStored } from './storage.ts';
import { current, isFinished, withGeneration, type Reference } from './update.ts';

/** How an object is deleted. */
export interface DeleteOptions {
  /** Seconds the object is given to end; 0 removes it at once. */
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: Propagation | undefined;
  /** Everything but the writing. */
  readonly dryRun?: boolean | undefined;
  /** Refuses unless the object is the one meant. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined;
}

/** A delete says nothing about whose fields they are. */
const NOBODYS: Authorship = { isNobodys: true };

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** DELETE. Returns the object as it is now, undefined when it is gone. kube: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete */
export function deleteObject(api: Api, user: string, kind: Kind, target: Reference, options: DeleteOptions): KubeObject | undefined {
  const old = current(api, kind, { metadata: { ...target.metadata, uid: '' } });
  checkPreconditions(kind, old, options);
  admit(api, { user, kind, operation: 'delete', object: old, old, name: old.metadata.name, dryRun: options.dryRun === true });
  const finalizers = gcFinalizers(kind, old, options.propagationPolicy);
  const marked =
    kind.graceSeconds === undefined
      ? markPlain(api, kind, old, finalizers)
      : markGraceful(api, kind, old, finalizers, options.gracePeriodSeconds);
  if (marked === old) return old;
  if (options.dryRun === true) return isFinished(kind, marked) ? undefined : marked;
  if (isFinished(kind, marked)) {
    api.store.remove(storageOf(kind), keyOf(old), api.origin(user));
    return undefined;
  }
  return putStored(api, user, kind, keyOf(old), marked, NOBODYS);
}

function markPlain(api: Api, kind: Kind, old: KubeObject, finalizers: readonly string[]): KubeObject {
  if (old.metadata.deletionTimestamp !== undefined) return withFinalizers(old, finalizers);
  const deleted = kind.markDeleted(withDeletion(withFinalizers(old, finalizers), api.timestamp(), 0));
  const { generation } = old.metadata;
  return generation === undefined || generation === 0 ? deleted : withGeneration(deleted, generation + 1);
}

/** kube: the same file, and pkg/registry/core/pod/strategy.go CheckGracefulDelete */
function markGraceful(api: Api, kind: Kind, old: KubeObject, finalizers: readonly string[], asked: number | undefined): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = old.metadata;
  const grace = kind.graceSeconds!(old, asked);
  const kept = withFinalizers(old, finalizers);
  if (deletionTimestamp === undefined) return withDeletion(kept, timestamp(api.clock.now + grace * 1000), grace);
  // Only a strictly shorter wish changes anything, and a wish that was not uttered is none.
  if (asked === undefined || grace >= deletionGracePeriodSeconds) return kept;
  const moved = instantOf(deletionTimestamp) - deletionGracePeriodSeconds * 1000 + grace * 1000;
  return withDeletion(kept, timestamp(moved), grace);
}

function withDeletion(object: KubeObject, deletionTimestamp: string, deletionGracePeriodSeconds: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp, deletionGracePeriodSeconds } };
}

function withFinalizers(object: KubeObject, finalizers: readonly string[]): KubeObject {
  if (finalizers === object.metadata.finalizers || (finalizers.length === 0 && object.metadata.finalizers === undefined)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

/** What the garbage collector is told through finalizers. kube: staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go deletionFinalizersForGarbageCollection */
function gcFinalizers(kind: Kind, { metadata }: KubeObject, asked: Propagation | undefined): readonly string[] {
  const existing = metadata.finalizers ?? NONE;
  const implied = existing.includes(ORPHAN) ? 'Orphan' : existing.includes(FOREGROUND) ? 'Foreground' : kind.defaultPropagation;
  const policy = asked ?? implied;
  const wanted = policy === 'Orphan' ? ORPHAN : policy === 'Foreground' ? FOREGROUND : undefined;
  if (wanted === undefined ? !existing.some(isGcFinalizer) : existing.includes(wanted)) return existing;
  const others = existing.filter((finalizer) => !isGcFinalizer(finalizer));
  return wanted === undefined ? others : [...others, wanted];
}

const NONE: readonly string[] = [];

function isGcFinalizer(finalizer: string): boolean {
  return finalizer === ORPHAN || finalizer === FOREGROUND;
}

/** Throws an ApiError Conflict unless the object is the one that the options mean. kube: staging/src/k8s.io/apiserver/pkg/storage/interfaces.go Preconditions.Check */
export function checkPreconditions(kind: Kind, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const refuse = (why: string): never => {
    const details = { name: metadata.name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.kind };
    throw new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${kind.kind} "${metadata.name}": ${why}`, details);
  };
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid) {
    refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}
