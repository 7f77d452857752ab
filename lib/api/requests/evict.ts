import { matchesLabels, selectorOf } from '../../base/labels.ts';
import type { Api } from '../api.ts';
import { withDisruptionAllowed } from '../budget-status.ts';
import { ApiError, forbidden } from '../errors.ts';
import type { PodCondition, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from '../generated/types.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import { withPodCondition } from '../pod-condition.ts';
import { checkPreconditions, deleteObject, type DeleteOptions } from './delete.ts';
import { replaceStatus } from './status.ts';
import { current, type Reference } from './update.ts';

/** How a pod is evicted: as it is to be deleted, or not at all. */
export type EvictOptions = DeleteOptions;

interface Budget extends KubeObject {
  readonly spec: PodDisruptionBudgetSpec;
  readonly status: PodDisruptionBudgetStatus;
}

interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly PodCondition[];
}

/** kube: pkg/registry/core/pod/storage/eviction.go MaxDisruptedPodSize */
const MOST_DISRUPTED = 2000;

/** Asks for a pod's deletion as its disruption budget allows it: POST of `pods/eviction`. kube: the same file, EvictionREST.Create */
export function evictPod(api: Api, user: string, pods: Kind, target: Reference, options: EvictOptions): void {
  const pod = current(api, pods, { metadata: { ...target.metadata, uid: '' } });
  if (!isUnguarded(pod)) askBudget(api, user, pod, options);
  if (options.dryRun === true) return;
  checkPreconditions(pods, pod, options);
  const evicting: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: api.timestamp(),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const status = statusOf(pod);
  const marked = replaceStatus(api, user, pods, pod, { ...status, conditions: withPodCondition(status.conditions, evicting) });
  const { preconditions } = options;
  const { resourceVersion } = marked.metadata;
  // The condition has made another version of the pod that was meant.
  const moved =
    preconditions?.resourceVersion === undefined ? options : { ...options, preconditions: { ...preconditions, resourceVersion } };
  deleteObject(api, user, pods, marked, moved);
}

/** Takes one of the disruptions that the pod's budget allows, if it has one. Throws an ApiError when there is none left, or several budgets are about the pod. */
function askBudget(api: Api, user: string, pod: KubeObject, { dryRun = false }: EvictOptions): void {
  const kind = api.registry.findByManifest('policy/v1', 'PodDisruptionBudget');
  const budgets =
    kind === undefined ? [] : (api.store.list(kind, pod.metadata.namespace) as Budget[]).filter((budget) => isAbout(budget, pod));
  const [budget] = budgets;
  if (kind === undefined || budget === undefined) return;
  if (budgets.length > 1)
    throw new ApiError(500, undefined, 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  if (isFreeToGo(budget, pod)) return;
  const { metadata, status } = budget;
  checkAllowed(budget);
  if (dryRun) return;
  const taken = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1 };
  const told = taken.disruptionsAllowed === 0 ? withDisruptionAllowed(taken, api.timestamp()) : taken;
  const disruptedPods = { ...status.disruptedPods, ...Object.fromEntries([[pod.metadata.name, api.timestamp()]]) };
  replaceStatus(api, user, kind, { metadata }, { ...told, disruptedPods });
}

/** Pods that do not serve anyhow are let go. kube: the same file, canIgnorePDB */
function isUnguarded(pod: KubeObject): boolean {
  const { phase = '' } = statusOf(pod);
  return pod.metadata.deletionTimestamp !== undefined || phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending';
}

/** A pod that is not ready does not count for its budget, and goes if the policy lets it, or enough others are healthy. */
function isFreeToGo({ spec, status }: Budget, pod: KubeObject): boolean {
  if (statusOf(pod).conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true) return false;
  return spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0);
}

/** kube: the same file, checkAndDecrement */
function checkAllowed({ metadata, status }: Budget): void {
  const { name, generation = 0 } = metadata;
  if ((status.observedGeneration ?? 0) < generation)
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10);
  const refuse = (why: string): never => {
    throw forbidden(REFUSED_KIND, name, why);
  };
  if (status.disruptionsAllowed < 0) refuse('pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED)
    refuse('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (status.disruptionsAllowed > 0) return;
  throw tooMany(`The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`, 0);
}

/** The server says the singular here. */
const REFUSED_KIND = {
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudget',
  resource: 'poddisruptionbudget.policy',
};

/** kube: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewTooManyRequests */
function tooMany(why: string, retryAfterSeconds: number): ApiError {
  return new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: why }],
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}

function isAbout({ spec }: Budget, { metadata }: KubeObject): boolean {
  return matchesLabels(selectorOf(spec.selector), metadata.labels);
}

function statusOf(pod: KubeObject): PodStatus {
  return fieldsOf(pod)['status'] ?? {};
}
