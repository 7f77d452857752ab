import { ApiError } from '../../api/errors.ts';
import { same } from '../../base/merge.ts';
import { findCondition, newCondition, withCondition } from '../../control/conditions.ts';
import type { ReconcileContext } from '../../control/controller.ts';
import { controllerRef, isControlledBy } from '../../control/owners.ts';
import { DeploymentKind, type Deployment } from '../../kinds/deployment.ts';
import { ReplicaSetKind, type ReplicaSet } from '../../kinds/replicaset.ts';
import { newReplicaSetOf, OWN_ANNOTATIONS, REVISION, REVISION_HISTORY, revisionOf } from '../../kinds/revisions.ts';
import { isSameTemplate, TEMPLATE_HASH_LABEL, templateHash } from '../../kinds/template-hash.ts';
import { newSetReplicas } from './arithmetic.ts';
import type { Rollout } from './rollout.ts';
import { sizeAnnotations } from './scaling.ts';
import { conditionsOf, hasDeadline, PROGRESSING, SET_CREATED, SET_FOUND, SET_REFUSED } from './status.ts';

/** How long the list of a ReplicaSet's former revisions may be, in characters. */
const HISTORY_LENGTH = 2000;

type Annotations = Readonly<Record<string, string>>;

/** Sorts the ReplicaSets into the new one and the old ones, and keeps the new one's annotations and revision. kube: pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision */
export function sortOut(context: ReconcileContext, deployment: Deployment, sets: readonly ReplicaSet[]): Rollout {
  const found = newReplicaSetOf(deployment, sets);
  const oldSets = sets.filter((set) => set !== found);
  if (found === undefined) return { deployment, newSet: undefined, oldSets };
  return { ...adoptRevision(context, deployment, found, nextRevision(oldSets)), oldSets };
}

/** The same with a new ReplicaSet, made if there is none. Throws an ApiError when it cannot be made. */
export function withNewSet(context: ReconcileContext, rollout: Rollout): Rollout {
  const { deployment, oldSets } = rollout;
  if (rollout.newSet !== undefined) return rollout;
  const revision = nextRevision(oldSets);
  const wanted = manifestOf(deployment, oldSets, revision);
  const { set, isMade } = create(context, deployment, wanted);
  const { metadata, spec } = set;
  if (isMade && spec.replicas > 0)
    context.events.record(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${metadata.name} from 0 to ${spec.replicas}`);
  const progress = isMade ? { reason: SET_CREATED, message: `Created new replica set "${metadata.name}"` } : undefined;
  return { deployment: announce(context, deployment, String(revision), progress), newSet: set, oldSets };
}

/** kube: pkg/controller/deployment/util/deployment_util.go MaxRevision */
function nextRevision(oldSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...oldSets.map(revisionOf)) + 1;
}

/** kube: sync.go getNewReplicaSet, where there is one */
function adoptRevision(
  context: ReconcileContext,
  deployment: Deployment,
  set: ReplicaSet,
  revision: number,
): { readonly deployment: Deployment; readonly newSet: ReplicaSet } {
  const before = set.metadata.annotations ?? {};
  // A revision that is no number is left alone, and so is everything beside it.
  const annotations = /^(?:[+-]?\d+)?$/.test(before[REVISION] ?? '') ? withRevision(withInherited(before, deployment), revision) : before;
  const { minReadySeconds } = deployment.spec;
  if (!same(annotations, before) || (set.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    const { minReadySeconds: _, ...spec } = set.spec;
    const changed = {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...spec, ...(minReadySeconds === undefined ? {} : { minReadySeconds }) },
    };
    // The Deployment's own revision follows in the sync that this change leads to.
    return { deployment, newSet: context.api.update(ReplicaSetKind, changed) };
  }
  const isKnown = findCondition(deployment.status.conditions, PROGRESSING) !== undefined;
  const progress = isKnown ? undefined : { reason: SET_FOUND, message: `Found new replica set "${set.metadata.name}"` };
  return { deployment: announce(context, deployment, set.metadata.annotations?.[REVISION] ?? '', progress), newSet: set };
}

/** What a Deployment hands down to its new ReplicaSet; nothing is ever taken away from it again. kube: deployment_util.go copyDeploymentAnnotationsToReplicaSet */
function withInherited(annotations: Annotations, { metadata }: Deployment): Annotations {
  const inherited = Object.entries(metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key));
  return { ...annotations, ...Object.fromEntries(inherited) };
}

/** The annotations with a revision that is higher than the one they say, which becomes history. kube: the same file, SetNewReplicaSetAnnotations */
function withRevision(annotations: Annotations, revision: number): Annotations {
  const { [REVISION]: text = '', [REVISION_HISTORY]: history = '' } = annotations;
  if (Number(text) >= revision) return annotations;
  const raised = { ...annotations, [REVISION]: String(revision) };
  if (!Object.hasOwn(annotations, REVISION)) return raised;
  const former = history === '' ? [text] : [...history.split(','), text];
  while (former.length > 1 && former.join(',').length > HISTORY_LENGTH) former.shift();
  return { ...raised, [REVISION_HISTORY]: former.join(',') };
}

/** What is written of a new ReplicaSet. */
function manifestOf(deployment: Deployment, oldSets: readonly ReplicaSet[], revision: number) {
  const { metadata, spec, status } = deployment;
  const { template, selector, minReadySeconds } = spec;
  const hash = templateHash(template, status.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels,
      annotations: { ...withRevision(withInherited({}, deployment), revision), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerRef(DeploymentKind, deployment)],
    },
    spec: {
      replicas: newSetReplicas(deployment, oldSets, 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

/** Makes the ReplicaSet; one of that name that is this very one is taken for it. */
function create(
  context: ReconcileContext,
  deployment: Deployment,
  manifest: ReturnType<typeof manifestOf>,
): { readonly set: ReplicaSet; readonly isMade: boolean } {
  const { api } = context;
  try {
    return { set: api.create(ReplicaSetKind, manifest), isMade: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { name, namespace } = manifest.metadata;
    const existing = error.reason === 'AlreadyExists' ? api.find(ReplicaSetKind, name, namespace) : undefined;
    if (existing === undefined) {
      tellRefusal(context, deployment, name, error);
    } else {
      const { template } = existing.spec;
      const isThisOne = template !== undefined && isSameTemplate(template, deployment.spec.template);
      if (isThisOne && isControlledBy(existing, deployment.metadata.uid)) return { set: existing, isMade: false };
      const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
      api.status(DeploymentKind, deployment, { ...deployment.status, collisionCount });
    }
    throw error;
  }
}

function tellRefusal({ api, events, timestamp }: ReconcileContext, deployment: Deployment, name: string, error: ApiError): void {
  if (error.hasCause('NamespaceTerminating')) return;
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  if (hasDeadline(deployment)) {
    const condition = newCondition(PROGRESSING, 'False', SET_REFUSED, message, timestamp());
    api.status(DeploymentKind, deployment, { ...deployment.status, conditions: withCondition(conditionsOf(deployment.status), condition) });
  }
  events.record(deployment, 'Warning', SET_REFUSED, message);
}

/** Writes the Deployment's revision and, where it has a deadline, that the rollout has begun. */
function announce(
  { api, timestamp }: ReconcileContext,
  deployment: Deployment,
  revision: string,
  progress: { readonly reason: string; readonly message: string } | undefined,
): Deployment {
  const { status, metadata } = deployment;
  const isTold = progress === undefined || !hasDeadline(deployment);
  const conditions = conditionsOf(status);
  const told = isTold
    ? conditions
    : withCondition(conditions, newCondition(PROGRESSING, 'True', progress.reason, progress.message, timestamp()));
  const annotations =
    metadata.annotations?.[REVISION] === revision ? metadata.annotations : { ...metadata.annotations, [REVISION]: revision };
  if (told === conditions && annotations === metadata.annotations) return deployment;
  return api.status(DeploymentKind, deployment, { ...status, conditions: told }, annotations);
}
