import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import { matchesLabels, type Selector } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import type { ReconcileContext, Watched } from '../control/controller.ts';
import { controllerOf, controllerRef, isControlledBy } from '../control/owners.ts';

/** Who claims what: an owner, what it selects, and the kind of its dependents, which have an `orphan` index. */
interface Claim<O extends KubeObject, D extends KubeObject> {
  readonly kind: Kind<O>;
  readonly owner: O;
  readonly selector: Selector;
  readonly dependents: Kind<D>;
  /** Which dependents count at all; every one when not given. */
  readonly counts?: (dependent: D) => boolean;
}

/**
 * The dependents that are the owner's: those it controls and that still match, and matching ones without a controller, which it adopts.
 * Those it controls that match no longer are released. kube: pkg/controller/controller_ref_manager.go ClaimPods, ClaimReplicaSets
 */
export function claimDependents<O extends KubeObject, D extends KubeObject>(
  { api }: ReconcileContext,
  { kind, owner, selector, dependents, counts = () => true }: Claim<O, D>,
): readonly D[] {
  const { uid, namespace, deletionTimestamp } = owner.metadata;
  const mine: D[] = [];
  const errors: ApiError[] = [];
  const attempt = (change: () => void): void => {
    try {
      change();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason !== 'NotFound') errors.push(error);
    }
  };
  for (const object of api.by(dependents, 'owner', uid)) {
    if (!counts(object) || !isControlledBy(object, uid)) continue;
    const references = object.metadata.ownerReferences!.filter((reference) => reference.uid !== uid);
    if (matchesLabels(selector, object.metadata.labels)) mine.push(object);
    else if (deletionTimestamp === undefined)
      attempt(() => void api.patch(dependents, object, { metadata: { ownerReferences: references } }));
  }
  if (deletionTimestamp === undefined) {
    for (const object of api.by(dependents, 'orphan', namespace ?? '')) {
      const isFree = object.metadata.deletionTimestamp === undefined && counts(object);
      if (!isFree || !matchesLabels(selector, object.metadata.labels)) continue;
      const ownerReferences = [...(object.metadata.ownerReferences ?? []), controllerRef(kind, owner)];
      attempt(() => void mine.push(api.patch(dependents, object, { metadata: { ownerReferences } })));
    }
  }
  if (errors.length > 0) throw errors[0]!;
  return mine;
}

/** Offers every object that has no controller, or has just lost it, to all owners that select it. */
export function orphansOf<O extends KubeObject>(dependents: Kind, kind: Kind<O>, selectorOf: (owner: O) => Selector | undefined): Watched {
  return {
    kind: dependents,
    keys: ({ before, after }, api) => {
      if (after === undefined || controllerOf(after) !== undefined || after.metadata.deletionTimestamp !== undefined) return [];
      if (before !== undefined && controllerOf(before) === undefined && same(before.metadata.labels, after.metadata.labels)) return [];
      const owners = api.list(kind, { namespace: after.metadata.namespace });
      return owners.filter((owner) => matchesLabels(selectorOf(owner), after.metadata.labels)).map(keyOf);
    },
  };
}
