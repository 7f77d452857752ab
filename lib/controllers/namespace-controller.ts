import type { NamespaceCondition } from '../api/generated/types.ts';
import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { kinds } from '../kinds/index.ts';
import { NamespaceKind, type Namespace } from '../kinds/namespace.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase } from '../kinds/pod-state.ts';
import { instantOf } from '../sim/time.ts';

/** A deleted namespace is first looked at after this. kube: pkg/controller/namespace/namespace_controller.go namespaceDeletionGracePeriod */
const DELETION_DELAY_MILLIS = 5000;

/** kube: the same file, nsControllerRateLimiter */
const RETRIES = { first: 5, most: 60_000 };

/** For so long after its deletion, `settle()` waits for what is left in a namespace. */
const STRAGGLERS_MILLIS = 120_000;

/** How long something with finalizers is given before the next look. kube: pkg/controller/namespace/deletion/namespaced_resources_deleter.go finalizerEstimateSeconds */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** Empties namespaces that are being deleted, and lets them go. kube: pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
export const namespaceController = defineController<Namespace>({
  name: 'namespace-controller',
  for: NamespaceKind,
  noticeMillis: ({ metadata }) => (metadata.deletionTimestamp === undefined ? undefined : DELETION_DELAY_MILLIS),
  retryMillis: RETRIES,
  // unlike kube: a namespace is looked at again as soon as something is gone that finalizers or a lost node held, not only when the next look is due
  watches: kinds.filter(({ scope }) => scope === 'Namespaced').map((kind) => ({ kind, keys: namespaceLeft })),
  watchesCustom: namespaceLeft,
  reconcile(namespace, context) {
    if (namespace.metadata.deletionTimestamp === undefined) return;
    if (namespace.status.phase !== 'Terminating')
      context.api.status(NamespaceKind, namespace, { ...namespace.status, phase: 'Terminating' });
    if ((namespace.spec.finalizers?.length ?? 0) > 0) emptyNamespace(namespace, context);
  },
});

/** The namespace that is being deleted and has just lost something that was held. */
function namespaceLeft({ before, after, kind, at }: Change, api: Client): readonly string[] {
  const { finalizers = [], namespace = '' } = before?.metadata ?? {};
  const isPod = kind === (PodKind as unknown as Kind);
  if (after !== undefined || (finalizers.length === 0 && !isPod)) return [];
  const { deletionTimestamp } = api.find(NamespaceKind, namespace)?.metadata ?? {};
  if (deletionTimestamp === undefined) return [];
  return finalizers.length > 0 || at - instantOf(deletionTimestamp) >= STRAGGLERS_MILLIS ? [namespace] : [];
}

function emptyNamespace(namespace: Namespace, context: ReconcileContext): void {
  const { name } = namespace.metadata;
  const podsSeconds = podEstimateSeconds(namespace, context);
  const remaining = context.api.api.registry.kinds
    .filter(({ scope }) => scope === 'Namespaced')
    .map((kind) => ({ kind, objects: emptied(kind, name, context) }))
    .filter(({ objects }) => objects.length > 0)
    .map((left) => ({ ...left, estimateSeconds: estimateSeconds(left, podsSeconds) }));
  const errors = remaining
    .filter((left) => left.estimateSeconds === 0)
    .map(({ kind }) => {
      const resource = `${kind.group}/${kind.version}, Resource=${kind.plural}`;
      return `unexpected items still remain in namespace: ${name} for gvr: ${resource}`;
    })
    .sort();
  const current = context.api.find(NamespaceKind, name);
  if (current === undefined) return;
  const conditions = withConditions(current.status.conditions ?? [], remaining, errors, context.timestamp());
  const reported = context.api.status(NamespaceKind, current, { ...current.status, conditions });
  if (remaining.length === 0) {
    finalize(context, reported);
    return;
  }
  // What is still there shortly after the deletion is about to go: the retry is one that is waited for.
  const isRecent = context.now() - instantOf(namespace.metadata.deletionTimestamp!) < STRAGGLERS_MILLIS;
  if (errors.length > 0 && isRecent) context.requeueAfter(STRAGGLERS_MILLIS, 'content remains');
  if (errors.length > 0) throw new ApiError(500, undefined, errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`);
  const seconds = Math.max(...remaining.map((left) => left.estimateSeconds));
  // A finalizer that nobody removes keeps the namespace for ever: nobody waits for that.
  context.requeueAfter((Math.floor(seconds / 2) + 1) * 1000, 'content remains', { recurrent: podsSeconds === 0 });
}

/** Deletes all objects of a kind in the namespace; returns those that are still there. */
function emptied(kind: Kind, namespace: string, { api }: ReconcileContext): readonly KubeObject[] {
  api.deleteCollection(kind, { namespace }, { propagationPolicy: 'Background' });
  return api.list(kind, { namespace });
}

/** How long what remains is given: 0 for what should be gone by now. */
function estimateSeconds({ kind, objects }: Remaining, podsSeconds: number): number {
  if (kind.resource === PodKind.resource && podsSeconds > 0) return podsSeconds;
  return objects.some(({ metadata }) => (metadata.finalizers?.length ?? 0) > 0) ? FINALIZER_ESTIMATE_SECONDS : 0;
}

/** Removes the last finalizer through the namespace's own request. kube: pkg/registry/core/namespace/storage/storage.go FinalizeREST */
function finalize({ api }: ReconcileContext, namespace: Namespace): void {
  api.finalizeNamespace(
    NamespaceKind,
    namespace,
    (namespace.spec.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes'),
  );
}

/** How long the namespace's pods may still take. kube: the same file, estimateGracefulTerminationForPods */
function podEstimateSeconds(namespace: Namespace, { api, now }: ReconcileContext): number {
  const pods = api.list(PodKind, { namespace: namespace.metadata.name }).filter(({ status }) => !isTerminalPhase(status.phase));
  const estimate = Math.max(0, ...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
  return now() - instantOf(namespace.metadata.deletionTimestamp!) < estimate * 1000 ? estimate : 0;
}

interface Remaining {
  readonly kind: Kind;
  readonly objects: readonly KubeObject[];
}

/** kube: pkg/controller/namespace/deletion/status_condition_utils.go */
function withConditions(
  old: readonly NamespaceCondition[],
  remaining: readonly Remaining[],
  errors: readonly string[],
  timestamp: string,
): readonly NamespaceCondition[] {
  const counts = remaining.map(({ kind, objects }) => `${kind.plural}.${kind.group} has ${objects.length} resource instances`).sort();
  const finalizers = new Map<string, number>();
  for (const { objects } of remaining) {
    for (const { metadata } of objects)
      for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const waiting = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  const troubles: Readonly<Record<string, string | undefined>> = {
    NamespaceDeletionContentFailure: told(`Failed to delete all resource types, ${errors.length} remaining: `, errors),
    NamespaceContentRemaining: told('Some resources are remaining: ', counts),
    NamespaceFinalizersRemaining: told('Some content in the namespace has finalizers remaining: ', waiting),
  };
  return CONDITIONS.map(({ type, fine, trouble }) => {
    const message = troubles[type];
    const status = message === undefined ? 'False' : 'True';
    const before = old.find((condition) => condition.type === type);
    return {
      type,
      status,
      ...(message === undefined ? fine : { reason: trouble, message }),
      lastTransitionTime: before?.status === status ? before.lastTransitionTime! : timestamp,
    };
  });
}

function told(words: string, list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : `${words}${list.join(', ')}`;
}

/** Every condition in its place, what it says when all is well, and its reason when not. Kinds are always found here. */
const CONDITIONS = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    fine: { reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
    trouble: 'DiscoveryFailed',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    fine: { reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
    trouble: 'GroupVersionParsingFailed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    fine: { reason: 'ContentDeleted', message: 'All content successfully deleted, may be waiting on finalization' },
    trouble: 'ContentDeletionFailed',
  },
  {
    type: 'NamespaceContentRemaining',
    fine: { reason: 'ContentRemoved', message: 'All content successfully removed' },
    trouble: 'SomeResourcesRemain',
  },
  {
    type: 'NamespaceFinalizersRemaining',
    fine: { reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' },
    trouble: 'SomeFinalizersRemain',
  },
] as const;
