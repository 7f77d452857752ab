import type { Client } from '../../api/client.ts';
import type { OwnerReference } from '../../api/generated/types.ts';
import { PercentError, shareOf } from '../../base/int-or-percent.ts';
import { controllerOf } from '../../control/owners.ts';
import { DeploymentKind } from '../../kinds/deployment.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import type { PodDisruptionBudget } from '../../kinds/poddisruptionbudget.ts';
import { ReplicaSetKind } from '../../kinds/replicaset.ts';

/** How many pods there are to be under a budget, and how many of them have to be healthy. */
export interface Expected {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  /** Whether some pods have nobody who would say how many there are to be. */
  readonly hasUnmanaged: boolean;
}

/** It cannot be told how many pods there are to be, in Kubernetes' words. */
export class UncountableError extends Error {
  override readonly name = 'UncountableError';
}

/** What a budget comes to for its pods. Throws an UncountableError. kube: pkg/controller/disruption/disruption.go getExpectedPodCount */
export function expectedPods(api: Client, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expected {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0, hasUnmanaged: false };
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expectedPods: pods.length, desiredHealthy: minAvailable, hasUnmanaged: false };
  const { scale, hasUnmanaged } = wholeScale(api, pods);
  const share = understoodShare(maxUnavailable ?? minAvailable!, scale);
  const desiredHealthy = maxUnavailable === undefined ? share : Math.max(0, scale - share);
  return { expectedPods: scale, desiredHealthy, hasUnmanaged };
}

/** Both bounds are rounded up: a budget that is meant to protect protects one pod more, one that is meant to let go lets one pod more go. */
function understoodShare(bound: number | string, total: number): number {
  try {
    return shareOf(bound, total, 'up');
  } catch (error) {
    throw error instanceof PercentError ? new UncountableError(error.message) : error;
  }
}

/** What the pods' different controllers ask for, all together. kube: the same file, getExpectedScale */
function wholeScale(api: Client, pods: readonly Pod[]): { readonly scale: number; readonly hasUnmanaged: boolean } {
  const looked = new Set<string>();
  const scales = new Map<string, number>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (reference === undefined) hasUnmanaged = true;
    if (reference === undefined || looked.has(reference.uid)) continue;
    looked.add(reference.uid);
    const { namespace = '', name } = pod.metadata;
    const found = deploymentScale(api, reference, namespace) ?? ownScale(api, reference, namespace);
    if (found === undefined) throw new UncountableError(`found no controllers for pod ${JSON.stringify(name)}`);
    scales.set(found.uid, found.replicas);
  }
  return { scale: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), hasUnmanaged };
}

interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

/** kube: the same file, getPodDeployment */
function deploymentScale(api: Client, { kind, apiVersion, name, uid }: OwnerReference, namespace: string): Scale | undefined {
  if (kind !== ReplicaSetKind.kind || apiVersion !== ReplicaSetKind.apiVersion) return undefined;
  const replicaSet = api.find(ReplicaSetKind, name, namespace);
  const above = replicaSet?.metadata.uid === uid ? controllerOf(replicaSet) : undefined;
  if (above?.kind !== DeploymentKind.kind || above.apiVersion !== DeploymentKind.apiVersion) return undefined;
  const deployment = api.find(DeploymentKind, above.name, namespace);
  return deployment?.metadata.uid === above.uid ? { uid: above.uid, replicas: deployment.spec.replicas } : undefined;
}

/** kube: the same file, getPodReplicationController, getPodReplicaSet, getPodStatefulSet, getScaleController */
function ownScale(api: Client, { kind, apiVersion, name, uid }: OwnerReference, namespace: string): Scale | undefined {
  const found = api.api.registry.findByManifest(apiVersion, kind);
  if (found === undefined)
    throw new UncountableError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
  if (!found.hasScale) throw new UncountableError(`${found.resource} does not implement the scale subresource`);
  const owner = api.find(found, name, namespace);
  return owner?.metadata.uid === uid ? { uid, replicas: api.scale(found, owner) } : undefined;
}
