import type { ContainerStatus } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf, type KubeObject } from '../api/object.ts';
import type { Store } from '../api/store.ts';
import type { Cluster } from '../cluster.ts';
import { powerOf, type NodePowers } from '../control/node-power.ts';
import { isNodeReady, NodeKind, type Node } from '../kinds/node.ts';
import { matchesLabels, selectorOf } from '../base/labels.ts';
import { findCondition } from '../control/conditions.ts';
import { isControlledBy } from '../control/owners.ts';
import { DeploymentKind, TIMED_OUT, type Deployment } from '../kinds/deployment.ts';
import { EventKind, type Event } from '../kinds/event.ts';
import { kinds } from '../kinds/index.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { PodDisruptionBudgetKind, type PodDisruptionBudget } from '../kinds/poddisruptionbudget.ts';
import { ResourceQuotaKind, type ResourceQuota } from '../kinds/resourcequota.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, isActive, isReady, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { DESIRED_REPLICAS, newReplicaSetOf, numberIn, revisionOf } from '../kinds/revisions.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import { instantOf } from '../sim/time.ts';
import { ofBudget, ofQuota } from './bound-mismatches.ts';
import { erasedKind, replicated, setsOf, type Replicated } from './objects.ts';
import { ofService } from './service-mismatches.ts';

/** A progress deadline that never comes. */
const FOREVER = 2147483647;

/**
 * All that is not as the specs say, in a cluster that has settled, and that nothing in it explains: one text each. Where pods restart, what
 * is known of them elsewhere may be a moment old, unless the moment is a quiet one.
 */
export function mismatches({ store, environment, now: nowMillis }: Seen, isQuiet: boolean): readonly string[] {
  return kinds.flatMap((kind) =>
    store.list(kind).flatMap((object) => {
      if (kind.resource === NodeKind.resource) return ofNode(environment.nodes, object as Node);
      if (kind.resource === PodKind.resource && !isLookedAfter(store, environment.nodes, object as Pod))
        return ofLostPod(store, object as Pod);
      // What only a back-off led to is not waited for, so a pod may be on its way out.
      if (kind.resource === PodKind.resource && isEnding(object, nowMillis)) return [];
      const found = [
        ...deletion(store, kind, object),
        ...ownership(store, object),
        ...ofKind({ store, environment }, kind, object, isQuiet),
        ...ofBounds(store, kind, object, isQuiet, nowMillis),
      ];
      return found.map((text) => `${kind.singular} ${keyOf(object)} ${text}`);
    }),
  );
}

/** A cluster, as far as mismatches are looked for in it. */
type Seen = Pick<Cluster, 'store' | 'environment' | 'now'>;

/** Whether a pod has no node yet, or one with a kubelet that runs. */
function isLookedAfter(store: Store, powers: NodePowers, { spec: { nodeName = '' } }: Pod): boolean {
  return nodeName === '' || (store.find(erasedKind(NodeKind), nodeName) !== undefined && powerOf(powers, nodeName).state === 'running');
}

/** Of a pod on a node that is lost nothing is known; of a node that is gone it is collected, unless something holds it. */
function ofLostPod(store: Store, pod: Pod): readonly string[] {
  const { nodeName = '' } = pod.spec;
  const title = `pod ${keyOf(pod)}`;
  if (store.find(erasedKind(NodeKind), nodeName) !== undefined)
    return isReady(pod) ? [`${title} is ready on ${nodeName}, which is lost`] : [];
  return (pod.metadata.finalizers ?? []).length > 0 ? [] : [`${title} is on ${nodeName}, which is gone`];
}

/** A node is ready when its kubelet runs, and its taints say when it does not. */
function ofNode(powers: NodePowers, node: Node): readonly string[] {
  const { state, pressures } = powerOf(powers, node.metadata.name);
  const own = (node.spec.taints ?? [])
    .filter(({ key }) => key.startsWith('node.kubernetes.io/') && key !== 'node.kubernetes.io/out-of-service')
    .map(({ key }) => key);
  const title = `node ${node.metadata.name}`;
  if (isNodeReady(node) !== (state === 'running')) return [`${title} is ${isNodeReady(node) ? '' : 'not '}ready, and its kubelet ${state}`];
  const wanted = Number(state !== 'running') + (state === 'running' ? pressures.length : 0) + Number(node.spec.unschedulable === true);
  return new Set(own).size === wanted ? [] : [`${title} has the taints ${own.join(', ')}, and there are ${wanted} reasons for such`];
}

/** How long after its grace a pod may still be there, in milliseconds: its node looks once a second, and cleans up. */
const CLEANING_MILLIS = 3000;

/** Whether a pod is being deleted and its time is not over. */
export function isEnding({ metadata: { deletionTimestamp, finalizers = [] } }: KubeObject, nowMillis: number): boolean {
  return deletionTimestamp !== undefined && finalizers.length === 0 && instantOf(deletionTimestamp) + CLEANING_MILLIS > nowMillis;
}

function ofKind(
  { store, environment }: Pick<Seen, 'store' | 'environment'>,
  kind: Kind,
  object: KubeObject,
  isQuiet: boolean,
): readonly string[] {
  if (kind.resource === PodKind.resource) return ofPod(store, object as Pod);
  if (kind.resource === DeploymentKind.resource) return ofDeployment(store, environment.nodes, object as Deployment, isQuiet);
  if (kind.resource === ServiceKind.resource) return ofService(store, object as Service, (pod) => !isQuiet && isRestless(pod));
  const found = replicated.find((each) => each.kind.resource === kind.resource);
  if (found === undefined || object.metadata.deletionTimestamp !== undefined) return [];
  return ofReplicated(store, object as Replicated, found, isQuiet);
}

function ofBounds(store: Store, kind: Kind, object: KubeObject, isQuiet: boolean, nowMillis: number): readonly string[] {
  const isOver = ({ metadata: { deletionTimestamp } }: Pod): boolean =>
    deletionTimestamp !== undefined && instantOf(deletionTimestamp) < nowMillis;
  if (kind.resource === ResourceQuotaKind.resource && isQuiet) return ofQuota(store, object as ResourceQuota, isOver);
  return kind.resource === PodDisruptionBudgetKind.resource ? ofBudget(store, object as PodDisruptionBudget, isQuiet) : [];
}

/** What is being deleted waits for something that is there. */
function deletion(store: Store, kind: Kind, { metadata }: KubeObject): readonly string[] {
  const { deletionTimestamp, finalizers = [], name, uid } = metadata;
  if (deletionTimestamp === undefined) return [];
  if (finalizers.includes('orphan')) return ['is to leave its dependents alone and still has not'];
  const blocks = ({ metadata: { ownerReferences } }: KubeObject): boolean =>
    ownerReferences!.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true);
  if (finalizers.includes('foregroundDeletion') && !kinds.some((each) => store.by(each, 'owner', uid).some(blocks)))
    return ['waits for dependents and has none'];
  if (finalizers.length > 0) return [];
  if (kind.resource !== NamespaceKind.resource) return ['is deleted, and nothing holds it'];
  const isHeld = kinds.some((each) => each.scope === 'Namespaced' && store.list(each, name).some((object) => isHeldByFinalizer(object)));
  return isHeld ? [] : ['is deleted, and nothing in it holds it'];
}

function isHeldByFinalizer({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.length ?? 0) > 0;
}

/** Nobody refers to an owner that is gone. */
function ownership(store: Store, { metadata }: KubeObject): readonly string[] {
  if (metadata.deletionTimestamp !== undefined) return [];
  return (metadata.ownerReferences ?? []).flatMap(({ apiVersion, kind: kindName, name, uid }) => {
    const kind = kinds.find((each) => each.kind === kindName && each.apiVersion === apiVersion);
    const owner =
      kind === undefined ? undefined : store.find(kind, kind.scope === 'Cluster' ? name : `${metadata.namespace ?? ''}/${name}`);
    return kind === undefined || owner?.metadata.uid === uid ? [] : [`belongs to ${kindName} ${name}, which is gone`];
  });
}

function ofReplicated(store: Store, owner: Replicated, { selects }: (typeof replicated)[number], isQuiet: boolean): readonly string[] {
  const { uid, namespace, generation } = owner.metadata;
  const { replicas } = owner.spec;
  const { status } = owner;
  const selector = selects(owner);
  const matches = (pod: Pod): boolean => matchesLabels(selector, pod.metadata.labels);
  const pods = (store.by(erasedKind(PodKind), 'owner', uid) as Pod[]).filter((pod) => isActive(pod) && isControlledBy(pod, uid));
  const found: string[] = [];
  const failed = status.conditions?.find(({ type }) => type === 'ReplicaFailure')?.message;
  if (pods.length > replicas || (pods.length < replicas && failed === undefined))
    found.push(`asks for ${replicas} pods and has ${pods.length}, and no condition says why`);
  for (const pod of pods) if (!matches(pod)) found.push(`controls pod ${keyOf(pod)}, which it does not select`);
  for (const pod of store.by(erasedKind(PodKind), 'orphan', namespace ?? '') as Pod[])
    if (isActive(pod) && matches(pod)) found.push(`selects pod ${keyOf(pod)}, which nobody controls`);
  const counted = [status.replicas, status.readyReplicas ?? 0, status.observedGeneration];
  const real = [pods.length, pods.filter(isReady).length, generation];
  if (counted.join() !== real.join() && (isQuiet || !pods.some(isRestless)))
    found.push(`has status (replicas, ready, observed generation) ${counted.join(', ')} where ${real.join(', ')} is so`);
  return found;
}

/** Where pods are recreated, one that a finalizer keeps, or that is on a lost node, keeps the new ones from coming. */
function waitsForOldPods(store: Store, powers: NodePowers, { spec }: Deployment, sets: readonly ReplicaSet[]): boolean {
  const stays = (pod: Pod): boolean => isHeldByFinalizer(pod) || !isLookedAfter(store, powers, pod);
  return spec.strategy.type === 'Recreate' && podsOf(store, sets).some(stays);
}

/** A ReplicaSet that somebody else has given the right size still notes what it was reckoned from, which holds the rollout: so it is in Kubernetes. */
function isTakenForScaled({ spec }: Deployment, sets: readonly ReplicaSet[]): boolean {
  const active = sets.filter((set) => set.spec.replicas > 0);
  const [only] = active;
  return active.length === 1 && only!.spec.replicas === spec.replicas && numberIn(only!, DESIRED_REPLICAS) !== spec.replicas;
}

function podsOf(store: Store, sets: readonly ReplicaSet[]): readonly Pod[] {
  return sets.flatMap(({ metadata }) => store.by(erasedKind(PodKind), 'owner', metadata.uid) as Pod[]);
}

/** A Deployment has come to an end, or says why not; what it says of its ReplicaSets is so. */
function ofDeployment(store: Store, powers: NodePowers, deployment: Deployment, isQuiet: boolean): readonly string[] {
  const { metadata, spec, status } = deployment;
  if (metadata.deletionTimestamp !== undefined) return [];
  const found: string[] = [];
  const sets = setsOf(store, deployment);
  const newSet = newReplicaSetOf(deployment, sets);
  const isHeld =
    spec.paused === true ||
    spec.progressDeadlineSeconds === FOREVER ||
    waitsForOldPods(store, powers, deployment, sets) ||
    isTakenForScaled(deployment, sets);
  const reason = findCondition(status.conditions, 'Progressing')?.reason;
  if (newSet === undefined && !isHeld && reason !== 'ReplicaSetCreateError') found.push('has no ReplicaSet for its template');
  const isOut = sets.every((set) => set.spec.replicas === (set === newSet ? spec.replicas : 0));
  // Pods that come up again and again are progress, again and again.
  const isRestlessOne = podsOf(store, sets).some(isRestless);
  // It has come to its deadline, or a quota lets it make no ReplicaSet.
  const isExplained = reason === TIMED_OUT || reason === 'ReplicaSetCreateError';
  if (!isOut && !isHeld && !isRestlessOne && !isExplained) found.push(`is not rolled out, and says ${reason ?? 'nothing'} of it`);
  if (newSet !== undefined && spec.paused !== true && revisionOf(deployment) !== revisionOf(newSet))
    found.push(`is at revision ${revisionOf(deployment)}, and its new ReplicaSet at ${revisionOf(newSet)}`);
  const selector = selectorOf(spec.selector);
  for (const set of store.by(erasedKind(ReplicaSetKind), 'orphan', metadata.namespace ?? ''))
    if (set.metadata.deletionTimestamp === undefined && matchesLabels(selector, set.metadata.labels))
      found.push(`selects replicaset ${keyOf(set)}, which nobody controls`);
  const sum = (count: (set: ReplicaSet) => number | undefined): number => sets.reduce((total, set) => total + (count(set) ?? 0), 0);
  // What cannot even make its ReplicaSet has not observed what it should make.
  const observed = reason === 'ReplicaSetCreateError' ? metadata.generation : status.observedGeneration;
  const said = [status.replicas ?? 0, status.readyReplicas ?? 0, status.updatedReplicas ?? 0, observed];
  const real = [
    sum((set) => set.status.replicas),
    sum((set) => set.status.readyReplicas),
    newSet?.status.replicas ?? 0,
    metadata.generation,
  ];
  if (isQuiet && said.join() !== real.join())
    found.push(`has status (replicas, ready, updated, observed generation) ${said.join(', ')} where ${real.join(', ')} is so`);
  return found;
}

function ofPod(store: Store, pod: Pod): readonly string[] {
  const { metadata, spec, status } = pod;
  const regular = status.containerStatuses ?? [];
  if (isTerminalPhase(status.phase))
    return regular.filter(({ state }) => state?.running !== undefined).map(({ name }) => `has ended, and container ${name} runs`);
  if (metadata.deletionTimestamp !== undefined) return (spec.nodeName ?? '') === '' ? [] : ['is deleted, and has not ended'];
  if ((spec.nodeName ?? '') === '') {
    const scheduled = conditionOf(pod, 'PodScheduled');
    return scheduled?.status === 'False' && scheduled.reason !== undefined ? [] : ['has no node, and no condition says why'];
  }
  if (regular.length < spec.containers.length) return [`is on ${spec.nodeName!}, and its kubelet says nothing of its containers`];
  const inits = status.initContainerStatuses ?? [];
  const found = [...inits, ...regular].flatMap((container) => (isExplained(store, pod, container) ? [] : [`has ${tell(container)}`]));
  const gates = spec.readinessGates?.length ?? 0;
  if (gates === 0 && isReady(pod) !== regular.every(({ ready }) => ready))
    found.push(`is ${isReady(pod) ? '' : 'not '}ready, which its containers deny`);
  return [...found, ...regular.flatMap((container) => otherImage(pod, container))];
}

/** A container runs, has run, or says what it waits for. */
function isExplained(store: Store, pod: Pod, { state, lastState }: ContainerStatus): boolean {
  const waiting = state?.waiting;
  if (waiting === undefined) return state?.running !== undefined || state?.terminated !== undefined;
  if (waiting.reason === 'PodInitializing') return pod.status.initContainerStatuses?.some(({ state: init }) => init !== undefined) === true;
  if (waiting.reason !== 'ContainerCreating') return waiting.reason !== undefined;
  return lastState?.terminated !== undefined || isWarnedOf(store, pod);
}

function isWarnedOf(store: Store, { metadata }: Pod): boolean {
  const events = store.list(erasedKind(EventKind), metadata.namespace) as Event[];
  return events.some(({ type, involvedObject }) => type === 'Warning' && involvedObject.uid === metadata.uid);
}

function tell({ name, state }: ContainerStatus): string {
  return `container ${name} in state ${JSON.stringify(state ?? {})}, and nothing says why`;
}

/** What runs is what the pod asks for. */
function otherImage({ spec }: Pod, { name, state, image }: ContainerStatus): readonly string[] {
  const asked = spec.containers.find((container) => container.name === name)?.image ?? '';
  if (state?.running === undefined || image.endsWith(asked) || asked.includes('@')) return [];
  return image.endsWith(`${asked}:latest`) ? [] : [`asks for image ${asked} and runs ${image}`];
}

/** Whether something about the pod goes on by itself, again and again: it restarts, cannot start, ends, or finds no room. */
export function isRestless(pod: Pod): boolean {
  const { status } = pod;
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  if (containers.some(({ state, restartCount }) => restartCount > 0 || state?.waiting !== undefined || state?.terminated !== undefined))
    return true;
  return isTerminalPhase(status.phase) || conditionOf(pod, 'PodScheduled')?.status === 'False';
}
