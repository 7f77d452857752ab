import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { matchesLabels, type Selector } from '../base/labels.ts';
import type { ReconcileContext } from '../control/controller.ts';
import { controllerRef, isControlledBy } from '../control/owners.ts';
import { PodKind } from '../kinds/pod.ts';
import { isActive, type Pod } from '../kinds/pod-state.ts';

/**
 * The active pods that are the owner's: those it controls and that still match, and matching ones without a controller, which it adopts.
 * Those it controls that match no longer are released. kube: pkg/controller/controller_ref_manager.go ClaimPods
 */
export function claimPods<T extends KubeObject>(context: ReconcileContext, kind: Kind<T>, owner: T, selector: Selector): readonly Pod[] {
  const { api } = context;
  const { uid, namespace, deletionTimestamp } = owner.metadata;
  const mine: Pod[] = [];
  const errors: ApiError[] = [];
  const collect = (claim: () => void): void => {
    try {
      claim();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason !== 'NotFound') errors.push(error);
    }
  };
  for (const pod of api.by(PodKind, 'owner', uid)) {
    if (!isActive(pod) || !isControlledBy(pod, uid)) continue;
    if (matchesLabels(selector, pod.metadata.labels)) mine.push(pod);
    else if (deletionTimestamp === undefined) collect(() => release(context, pod, uid));
  }
  if (deletionTimestamp === undefined) {
    for (const pod of api.by(PodKind, 'orphan', namespace ?? '')) {
      if (!isActive(pod) || !matchesLabels(selector, pod.metadata.labels)) continue;
      collect(() => mine.push(adopt(context, kind, owner, pod)));
    }
  }
  if (errors.length > 0) throw errors[0]!;
  return mine;
}

function release({ api }: ReconcileContext, pod: Pod, uid: string): void {
  const ownerReferences = (pod.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
  api.patch(PodKind, pod, { metadata: { ownerReferences } });
}

function adopt<T extends KubeObject>({ api }: ReconcileContext, kind: Kind<T>, owner: T, pod: Pod): Pod {
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerRef(kind, owner)];
  return api.patch(PodKind, pod, { metadata: { ownerReferences } });
}
