import type { OwnerReference, PodTemplateSpec } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import type { ReconcileContext } from '../control/controller.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';

/**
 * Makes pods of a template in batches of 1, 2, 4 ...; a failing batch is the last. Throws its first error.
 * kube: pkg/controller/replicaset/replica_set.go slowStartBatch; pkg/controller/controller_utils.go RealPodControl
 */
export function createPods(
  context: ReconcileContext,
  owner: KubeObject,
  reference: OwnerReference,
  template: PodTemplateSpec | undefined,
  count: number,
): void {
  for (let made = 0, size = 1; made < count; size *= 2) {
    const batch = Math.min(size, count - made);
    const errors: ApiError[] = [];
    for (let i = 0; i < batch; i++) {
      try {
        createPod(context, owner, reference, template);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Nothing to tell of a namespace that is going.
        if (error.hasCause('NamespaceTerminating')) return;
        context.events.record(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0]!;
    made += batch;
  }
}

function createPod(
  { api, events }: ReconcileContext,
  owner: KubeObject,
  reference: OwnerReference,
  template: PodTemplateSpec | undefined,
): void {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  const { name, namespace } = owner.metadata;
  const pod = api.create(PodKind, {
    metadata: {
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [reference],
    },
    spec: template?.spec,
  });
  events.record(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
}

/** Deletes pods, each with its own grace period. Throws the first error after having tried them all; pods that are gone are none. */
export function deletePods({ api, events }: ReconcileContext, owner: KubeObject, pods: readonly Pod[]): void {
  let first: ApiError | undefined;
  for (const pod of pods) {
    try {
      api.delete(PodKind, pod);
      events.record(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'NotFound') continue;
      events.record(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      first ??= error;
    }
  }
  if (first !== undefined) throw first;
}
