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
import { CONTROLLER_NOTICE_MILLIS } from '../sim/latencies.ts';
import { instantOf } from '../sim/time.ts';

/** A deleted namespace is first looked at after this. kube: pkg/controller/namespace/namespace_controller.go namespaceDeletionGracePeriod */
const DELETION_DELAY_MILLIS = 5000;

/** How long something with finalizers is given before the next look. kube: pkg/controller/namespace/deletion/namespaced_resources_deleter.go finalizerEstimateSeconds */
const FINALIZER_ESTIMATE_SECONDS = 15;

/** Empties namespaces that are being deleted, and lets them go. kube: pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
export const namespaceController = defineController<Namespace>({
  name: 'namespace-controller',
  for: NamespaceKind,
  // unlike kube: a namespace is looked at again as soon as something that finalizers held is gone, not only when the next look is due
  watches: kinds.filter(({ scope }) => scope === 'Namespaced').map((kind) => ({ kind, keys: namespaceLeft })),
  reconcile(namespace, context) {
    const { deletionTimestamp } = namespace.metadata;
    if (deletionTimestamp === undefined) return;
    const passed = context.now() - instantOf(deletionTimestamp);
    // Times are written in whole seconds: in the first one, the deletion may have been this very moment.
    const wait = DELETION_DELAY_MILLIS - (passed <= 1000 + CONTROLLER_NOTICE_MILLIS ? 0 : passed);
    if (namespace.status.phase !== 'Terminating') {
      context.api.status(NamespaceKind, namespace, { ...namespace.status, phase: 'Terminating' });
      context.requeueAfter(Math.max(wait, 0), 'namespace deletion');
      return;
    }
    if (wait > 0) {
      context.requeueAfter(wait, 'namespace deletion');
      return;
    }
    if ((namespace.spec.finalizers?.length ?? 0) === 0) return;
    emptyNamespace(namespace, context);
  },
});

/** The namespace that is being deleted and has just lost something that was held. */
function namespaceLeft({ before, after }: Change, api: Client): readonly string[] {
  const { finalizers = [], namespace = '' } = before?.metadata ?? {};
  if (after !== undefined || finalizers.length === 0) return [];
  return api.find(NamespaceKind, namespace)?.metadata.deletionTimestamp === undefined ? [] : [namespace];
}

function emptyNamespace(namespace: Namespace, context: ReconcileContext): void {
  const { name } = namespace.metadata;
  const namespaced = kinds.filter(({ scope }) => scope === 'Namespaced');
  const estimateSeconds = podEstimateSeconds(namespace, context);
  for (const kind of namespaced) context.api.deleteCollection(kind, { namespace: name }, { propagationPolicy: 'Background' });
  const remaining = namespaced
    .map((kind) => ({ kind, objects: context.api.list(kind, { namespace: name }) }))
    .filter(({ objects }) => objects.length > 0);
  const current = context.api.find(NamespaceKind, name);
  if (current === undefined) return;
  const conditions = withConditions(current.status.conditions ?? [], remaining, context.timestamp());
  const reported = context.api.status(NamespaceKind, current, { ...current.status, conditions });
  if (remaining.length === 0) {
    finalize(context, reported);
    return;
  }
  const finalizing = remaining.some(({ objects }) => objects.some(({ metadata }) => (metadata.finalizers?.length ?? 0) > 0));
  const seconds = Math.max(estimateSeconds, finalizing ? FINALIZER_ESTIMATE_SECONDS : 0);
  if (seconds === 0) {
    const { kind } = remaining[0]!;
    // What remains is about to go: the retry is one that is waited for.
    context.requeueAfter(FINALIZER_ESTIMATE_SECONDS * 1000, 'content remains');
    throw new ApiError(
      500,
      undefined,
      `unexpected items still remain in namespace: ${name} for gvr: ${kind.group}/${kind.version}, Resource=${kind.plural}`,
    );
  }
  // A finalizer that nobody removes keeps the namespace for ever: nobody waits for that.
  context.requeueAfter((Math.floor(seconds / 2) + 1) * 1000, 'content remains', { recurrent: finalizing && estimateSeconds === 0 });
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
  timestamp: string,
): readonly NamespaceCondition[] {
  const counts = remaining.map(({ kind, objects }) => `${kind.plural}.${kind.group} has ${objects.length} resource instances`).sort();
  const finalizers = new Map<string, number>();
  for (const { objects } of remaining) {
    for (const { metadata } of objects)
      for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const waiting = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  const wanted: readonly Omit<NamespaceCondition, 'lastTransitionTime'>[] = [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    {
      type: 'NamespaceDeletionContentFailure',
      status: 'False',
      reason: 'ContentDeleted',
      message: 'All content successfully deleted, may be waiting on finalization',
    },
    counts.length === 0
      ? { type: 'NamespaceContentRemaining', status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' }
      : {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: `Some resources are remaining: ${counts.join(', ')}`,
        },
    waiting.length === 0
      ? {
          type: 'NamespaceFinalizersRemaining',
          status: 'False',
          reason: 'ContentHasNoFinalizers',
          message: 'All content-preserving finalizers finished',
        }
      : {
          type: 'NamespaceFinalizersRemaining',
          status: 'True',
          reason: 'SomeFinalizersRemain',
          message: `Some content in the namespace has finalizers remaining: ${waiting.join(', ')}`,
        },
  ];
  return wanted.map((condition) => {
    const before = old.find(({ type }) => type === condition.type);
    return { ...condition, lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime! : timestamp };
  });
}
