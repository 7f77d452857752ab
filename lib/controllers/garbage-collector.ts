import type { OwnerReference } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import { goQuote } from '../api/field-errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import { storageOf } from '../api/versions.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { kinds } from '../kinds/index.ts';
import { CONTROLLER_NOTICE_MILLIS, RETRY_BASE_MILLIS, RETRY_CAP_MILLIS } from '../sim/latencies.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** How often a key has failed. */
type Failures = number;

type Context = ActorContext<Failures>;

/**
 * Removes what nobody owns any more, keeps owners until their blocking dependents are gone, and orphans what was asked to be orphaned.
 * Keys: `object <resource> <key>`, an object to look at; `reference <resource> <key>`, one whose owners are looked for; `absent <uid>`, an
 * owner that is gone.
 * kube: pkg/controller/garbagecollector/garbagecollector.go
 */
export const garbageCollector = actor<Failures>({
  name: 'generic-garbage-collector',
  watches: kinds.filter(({ kind }) => kind !== 'Event'),
  watchesCustom: true,
  changed({ kind, key, before, after }, context) {
    if (after === undefined) {
      if (hasDependents(context, before!.metadata.uid))
        context.after(CONTROLLER_NOTICE_MILLIS, `absent ${before!.metadata.uid}`, 'owner deleted');
      for (const { owner, kind: ownerKind } of waitingOwners(context, before!)) ask(context, ownerKind, keyOf(owner), 'dependent deleted');
      return;
    }
    const { ownerReferences } = after.metadata;
    if ([FOREGROUND, ORPHAN].some((finalizer) => isHeldBy(after, finalizer) && !isHeldBy(before, finalizer)))
      ask(context, kind, key, 'deletion');
    // Owners that are already gone are noticed when the reference appears; ones that wait, when it goes or blocks no longer.
    if (ownerReferences !== before?.metadata.ownerReferences) {
      if (ownerReferences?.some((reference) => !isSolid(context, after, reference)) === true)
        context.after(CONTROLLER_NOTICE_MILLIS, `reference ${kind.resource} ${key}`, 'owner reference');
      if (before !== undefined)
        for (const { owner, kind: ownerKind } of waitingOwners(context, before)) ask(context, ownerKind, keyOf(owner), 'dependent changed');
    }
  },
  handle({ key }, context) {
    const failures = context.memory.get(key) ?? 0;
    try {
      collect(context, key);
      if (failures > 0) context.memory.delete(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'NotFound') return;
      context.memory.set(key, failures + 1);
      const delayMillis = Math.min(RETRY_CAP_MILLIS, RETRY_BASE_MILLIS * 2 ** Math.min(failures, 30));
      context.after(delayMillis, key, `retry after: ${error.message}`, { recurrent: true });
    }
  },
});

/** Whether the object is being deleted and waits for that finalizer. kube: pkg/controller/garbagecollector/graph_builder.go deletionStartsWithFinalizer */
function isHeldBy(object: KubeObject | undefined, finalizer: string): boolean {
  return object?.metadata.deletionTimestamp !== undefined && object.metadata.finalizers?.includes(finalizer) === true;
}

function ask(context: Context, kind: Kind, key: string, reason: string): void {
  context.after(CONTROLLER_NOTICE_MILLIS, `object ${kind.resource} ${key}`, reason);
}

function collect(context: Context, work: string): void {
  const [what = '', subject = '', key = ''] = work.split(' ');
  if (what === 'absent') {
    for (const { kind, object } of dependentsOf(context, subject)) attemptToDelete(context, kind, object);
    return;
  }
  const kind = kindsOf(context).find(({ resource }) => resource === subject);
  const object = kind === undefined ? undefined : context.api.findByKey(kind, key);
  if (kind === undefined || object === undefined) return;
  if (what === 'reference') tellOfStrays(context, object);
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN)) orphanDependents(context, kind, object);
  else if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND)) deleteForeground(context, kind, object);
  else attemptToDelete(context, kind, object);
}

/** Warns of owners that are in another namespace: they own nothing. kube: pkg/controller/garbagecollector/graph_builder.go reportInvalidNamespaceOwnerRef */
function tellOfStrays(context: Context, object: KubeObject): void {
  const { ownerReferences = [], namespace = '' } = object.metadata;
  for (const { apiVersion, kind: kindName, name, uid } of ownerReferences) {
    const kind = context.api.api.registry.findByManifest(apiVersion, kindName);
    const owner = kind === undefined ? undefined : context.api.list(kind).find(({ metadata }) => metadata.uid === uid);
    if ((owner?.metadata.namespace ?? namespace) === namespace) continue;
    const identity = `[${apiVersion}/${kindName}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
    const message = `ownerRef ${identity} does not exist in namespace ${goQuote(namespace)}`;
    context.events.record(object, 'Warning', 'OwnerRefInvalidNamespace', message, { component: 'garbage-collector-controller' });
  }
}

/** kube: the same file, attemptToDeleteItem */
function attemptToDelete(context: Context, kind: Kind, object: KubeObject): void {
  const references = object.metadata.ownerReferences ?? [];
  if (object.metadata.deletionTimestamp !== undefined || references.length === 0) return;
  if (references.some((reference) => kindOf(context, object, reference) === undefined)) return;
  const solid: OwnerReference[] = [];
  let waiting = false;
  for (const reference of references) {
    const owner = ownerOf(context, object, reference);
    if (owner !== undefined && isWaiting(owner)) waiting = true;
    else if (owner !== undefined) solid.push(reference);
  }
  const uid = object.metadata.uid;
  if (solid.length > 0) {
    if (solid.length < references.length) context.api.patch(kind, object, { metadata: { uid, ownerReferences: solid } });
    return;
  }
  const { finalizers = [] } = object.metadata;
  const dependents = waiting ? dependentsOf(context, uid) : [];
  if (dependents.some((dependent) => isWaiting(dependent.object))) {
    // Each would wait for the other for ever.
    const unblocked = references.map((reference) =>
      reference.blockOwnerDeletion === true ? { ...reference, blockOwnerDeletion: false } : reference,
    );
    context.api.patch(kind, object, { metadata: { uid, ownerReferences: unblocked } });
  }
  const foreground = dependents.length > 0 || finalizers.includes(FOREGROUND);
  const propagationPolicy = foreground ? 'Foreground' : finalizers.includes(ORPHAN) ? 'Orphan' : 'Background';
  context.api.delete(kind, object, { propagationPolicy, preconditions: { uid } });
}

/** The owner goes when nothing that blocks it is left. kube: the same file, processDeletingDependentsItem */
function deleteForeground(context: Context, kind: Kind, owner: KubeObject): void {
  const { uid, finalizers = [] } = owner.metadata;
  const dependents = dependentsOf(context, uid);
  const blocks = ({ object }: Dependent) =>
    object.metadata.ownerReferences!.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true);
  for (const { kind: dependentKind, object } of dependents) attemptToDelete(context, dependentKind, object);
  if (!dependents.some(blocks)) {
    context.api.patch(kind, owner, { metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== FOREGROUND) } });
  }
}

/** kube: the same file, attemptToOrphanWorker */
function orphanDependents(context: Context, kind: Kind, owner: KubeObject): void {
  const { uid, finalizers = [] } = owner.metadata;
  for (const { kind: dependentKind, object } of dependentsOf(context, uid)) {
    const ownerReferences = object.metadata.ownerReferences!.filter((reference) => reference.uid !== uid);
    context.api.patch(dependentKind, object, { metadata: { ownerReferences } });
  }
  context.api.patch(kind, owner, { metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== ORPHAN) } });
}

interface Dependent {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** Every kind that owns or is owned: of those that a definition makes known one version each. */
function kindsOf({ api }: Context): readonly Kind[] {
  return api.api.registry.kinds;
}

function dependentsOf(context: Context, uid: string): readonly Dependent[] {
  return kindsOf(context).flatMap((kind) => context.api.by(kind, 'owner', uid).map((object) => ({ kind, object })));
}

function hasDependents(context: Context, uid: string): boolean {
  return kindsOf(context).some((kind) => context.api.api.store.hasAny(storageOf(kind), 'owner', uid));
}

/**
 * The kind a reference names; undefined when nobody can follow it: the cluster does not know the kind, or something of the whole cluster
 * names an owner in a namespace. What carries such a reference is never collected. kube: the same file, resolveReference
 */
function kindOf({ api }: Context, dependent: KubeObject, { apiVersion, kind: name }: OwnerReference): Kind | undefined {
  const kind = api.api.registry.findByManifest(apiVersion, name);
  return kind?.scope === 'Namespaced' && dependent.metadata.namespace === undefined ? undefined : kind;
}

/** The object a reference means, or undefined when it is gone: a namespaced dependent looks for it in its own namespace. */
function ownerOf(context: Context, dependent: KubeObject, reference: OwnerReference): KubeObject | undefined {
  const kind = kindOf(context, dependent, reference);
  const found = kind === undefined ? undefined : context.api.find(kind, reference.name, dependent.metadata.namespace);
  return found?.metadata.uid === reference.uid ? found : undefined;
}

function isSolid(context: Context, dependent: KubeObject, reference: OwnerReference): boolean {
  const owner = ownerOf(context, dependent, reference);
  return owner !== undefined && !isWaiting(owner);
}

function isWaiting({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FOREGROUND) === true;
}

function waitingOwners(context: Context, dependent: KubeObject): readonly { readonly owner: KubeObject; readonly kind: Kind }[] {
  return (dependent.metadata.ownerReferences ?? []).flatMap((reference) => {
    const owner = ownerOf(context, dependent, reference);
    const kind = kindOf(context, dependent, reference);
    return owner !== undefined && kind !== undefined && isWaiting(owner) ? [{ owner, kind }] : [];
  });
}
