import type { Change, Store } from '../api/store.ts';
import type { Cluster } from '../cluster.ts';
import { controllerOf } from '../control/owners.ts';
import { DeploymentKind, type Deployment } from '../kinds/deployment.ts';
import { EndpointsKind } from '../kinds/endpoints.ts';
import { EndpointSliceKind } from '../kinds/endpointslice.ts';
import { EventKind } from '../kinds/event.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { PodDisruptionBudgetKind } from '../kinds/poddisruptionbudget.ts';
import { ResourceQuotaKind } from '../kinds/resourcequota.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { kubelet } from '../node/kubelet.ts';
import { deploymentRollouts } from '../rollouts/deployment-rollouts.ts';
import { erasedKind, isPods, replicated, setsOf } from './objects.ts';
import { isEnding, isRestless, mismatches } from './mismatches.ts';
import { networkMismatches } from './network-mismatches.ts';

/** How long a cluster that has settled is looked at. */
const STAY_MILLIS = 600_000;

/** A moment in which nothing happens for so long is one at which everybody has heard of everything. */
const QUIET_MILLIS = 50;

/** How often one object may be written in that time: a kubelet that retries every ten seconds stays below. */
const MOST_WRITES = 200;

/** A longer list would say no more. */
const MOST_FAULTS = 20;

/**
 * Lets a cluster settle and ten more minutes pass. What does not match the specs before or afterwards, and what was written meanwhile that
 * is no recurrent work, comes back as a text each. Throws a LimitError when the cluster does not settle.
 */
export function settleAndStay(cluster: Cluster): readonly string[] {
  cluster.settle();
  const at = cluster.now;
  const settled = mismatches(cluster, false).map((text) => `settled at ${at / 1000}s, ${text}`);
  const from = cluster.revision;
  const unfinished = unfinishedRollouts(cluster.store);
  cluster.advance(STAY_MILLIS);
  cluster.settle({ quiet: QUIET_MILLIS });
  const changes: Change[] = [];
  cluster.store.history(from + 1, (change) => void changes.push(change));
  const stayed = mismatches(cluster, true).map((text) => `ten minutes after it had settled at ${at / 1000}s, ${text}`);
  return [...settled, ...unrest(changes, unfinished), ...stayed, ...networkAtRest(cluster)];
}

/** The rules follow a change within a second; while some are still to be written, there is nothing to compare. */
function networkAtRest(cluster: Cluster): readonly string[] {
  return cluster.network.rulesWrittenAt() === undefined ? networkMismatches(cluster) : [];
}

/**
 * The uids of Deployments whose rollout has not ended well, and of their ReplicaSets: pods that come up for a moment, again and again, let such a
 * rollout go on by itself.
 */
function unfinishedRollouts(store: Store): ReadonlySet<string> {
  const deployments = store.list(erasedKind(DeploymentKind)) as Deployment[];
  const unfinished = deployments.filter((deployment) => deploymentRollouts.progress(deployment).state !== 'complete');
  return new Set(unfinished.flatMap((deployment) => [deployment, ...setsOf(store, deployment)].map(({ metadata }) => metadata.uid)));
}

/** Which of the changes made in ten minutes are not the work of a cluster at rest, and which objects were written too often. */
export function unrest(changes: readonly Change[], unfinished: ReadonlySet<string> = new Set()): readonly string[] {
  const writes = new Map<string, number>();
  const replaced = new Set<string>();
  const born = new Set<string>();
  const found = changes.flatMap((change) => {
    const { at, user, verb, kind, key, reason, cause } = change;
    const name = `${kind.singular} ${key}`;
    const count = (writes.get(name) ?? 0) + 1;
    writes.set(name, count);
    if (isPods(kind)) follow(change, replaced, born);
    const subject = (change.after ?? change.before)!;
    if (unfinished.has(controllerOf(subject)?.uid ?? '')) return [];
    const why = count === MOST_WRITES + 1 ? `more than ${MOST_WRITES} times in ten minutes` : objection(change, born);
    return why === undefined ? [] : [`at rest, ${user} ${verb}d ${name} at ${at / 1000}s (${reason}, cause ${cause}): ${why}`];
  });
  return found.slice(0, MOST_FAULTS);
}

/** What tells of pods, or of what a namespace holds. */
const WITH_STATUS: ReadonlySet<string> = new Set([
  ...replicated.map(({ kind }) => kind.resource),
  DeploymentKind.resource,
  PodDisruptionBudgetKind.resource,
  ResourceQuotaKind.resource,
  NamespaceKind.resource,
]);

/** What tells of pods with all it has. */
const ALL_STATUS: ReadonlySet<string> = new Set([EndpointsKind.resource, EndpointSliceKind.resource]);

/** A pod that has ended is replaced by its owner, whose uid is kept in `replaced`; the key of the new one, in `born`. */
function follow({ verb, key, after }: Change, replaced: Set<string>, born: Set<string>): void {
  const pod = after as Pod | undefined;
  const owner = pod === undefined ? undefined : controllerOf(pod)?.uid;
  if (pod === undefined || owner === undefined) return;
  if (isTerminalPhase(pod.status.phase)) replaced.add(owner);
  if (verb === 'create' && replaced.has(owner)) born.add(key);
}

/** Why a cluster at rest does not do this; undefined for what it does. */
function objection(change: Change, born: ReadonlySet<string>): string | undefined {
  const { at, verb, kind, key, before, after, cause } = change;
  if (kind.resource === EventKind.resource) return undefined;
  if (cause === 0 && !isEndured(change)) return 'nothing led to it';
  if (isPods(kind) && born.has(key)) return undefined;
  if (verb === 'delete' && isPods(kind) && isEnding(before!, at)) return undefined;
  if (verb !== 'update') return 'objects do not come and go';
  if (isPods(kind)) return isRestless(before as Pod) || isRestless(after as Pod) ? undefined : 'this pod had come to rest';
  if (ALL_STATUS.has(kind.resource)) return undefined;
  const isStatus = WITH_STATUS.has(kind.resource);
  if (!isStatus) return 'nothing about it goes on by itself';
  return before?.metadata.generation === after?.metadata.generation ? undefined : 'its spec was changed';
}

/** What somebody did to a container or to its probes from outside is no change, so what a kubelet makes of it has none as its cause. */
function isEndured({ user, verb, kind, before }: Change): boolean {
  return user === kubelet.name && verb === 'update' && isPods(kind) && isRestless(before as Pod);
}
