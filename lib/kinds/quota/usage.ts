import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { addQuantities, compareQuantities, parseQuantity, value } from '../../base/quantity.ts';
import { instantOf } from '../../sim/time.ts';
import { classOfClaim, PersistentVolumeClaimKind, type PersistentVolumeClaim } from '../persistentvolumeclaim.ts';
import { podAmounts, QUANTITIES } from '../pod-amounts.ts';
import { add } from '../pod-reckoning.ts';
import { PodKind } from '../pod.ts';
import { isTerminalPhase, type Pod } from '../pod-state.ts';
import { isExtendedResource, isHugePages, isNativeResource } from '../resource-names.ts';
import type { ResourceQuota } from '../resourcequota.ts';
import { ServiceKind, type Service } from '../service.ts';
import { isPodInScope, isScoped } from './scopes.ts';

/** Amounts by the names that quotas have for resources. */
export type Usage = ReadonlyMap<string, string>;

/** What quotas have to do with the objects of one kind. kube: staging/src/k8s.io/apiserver/pkg/quota/v1/interfaces.go Evaluator */
export interface QuotaRules {
  /** Whether such objects can use a resource of that name. */
  readonly tracks: (resource: string) => boolean;
  /** Whether an update can use more than before. */
  readonly countsUpdates: boolean;
  /** Whether a quota speaks of the object. */
  readonly isInScope: (quota: ResourceQuota, object: KubeObject) => boolean;
  /** What the object uses at an instant, in milliseconds of cluster time. */
  readonly usageOf: (object: KubeObject, nowMillis: number) => Usage;
}

/** The rules for a kind; undefined for what no quota counts: what belongs to the whole cluster, and events. */
export function quotaRulesOf(kind: Kind): QuotaRules | undefined {
  if (kind.scope === 'Cluster' || kind.kind === 'Event') return undefined;
  if (kind.resource === PodKind.resource) return POD_RULES;
  if (kind.resource === ServiceKind.resource) return SERVICE_RULES;
  if (kind.resource === PersistentVolumeClaimKind.resource) return CLAIM_RULES;
  const known = COUNT_RULES.get(kind.resource) ?? countRules(kind.resource);
  COUNT_RULES.set(kind.resource, known);
  return known;
}

const COUNT_RULES = new Map<string, QuotaRules>();

/** Kinds that were counted before everything could be. kube: pkg/quota/v1/evaluator/core/registry.go legacyObjectCountAliases */
const PLAIN_NAMES: ReadonlySet<string> = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);

function countRules(resource: string): QuotaRules {
  const names = [`count/${resource}`, ...(PLAIN_NAMES.has(resource) ? [resource] : [])];
  const usage: Usage = new Map(names.map((name) => [name, '1']));
  return { tracks: (name) => usage.has(name), countsUpdates: false, isInScope: (quota) => !isScoped(quota), usageOf: () => usage };
}

const COMPUTE: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** kube: pkg/quota/v1/evaluator/core/pods.go */
const POD_RULES: QuotaRules = {
  tracks: (name) => {
    if (name === 'pods' || name === 'count/pods' || isHugePages(name) || name.startsWith('requests.hugepages-')) return true;
    if (name.startsWith('requests.') && !isNativeResource(name)) return true;
    return COMPUTE.has(name.replace(/^(?:requests|limits)\./, ''));
  },
  countsUpdates: false,
  isInScope: (quota, object) => isPodInScope(quota, (object as Pod).spec),
  usageOf: (object, nowMillis) => {
    const pod = object as Pod;
    if (!isCharged(pod, nowMillis)) return new Map([['count/pods', '1']]);
    const { overhead = {} } = pod.spec;
    const requests = podAmounts(pod.spec, 'requests');
    const limits = podAmounts(pod.spec, 'limits');
    add(requests, new Map(Object.entries(overhead)), QUANTITIES);
    add(limits, new Map(Object.entries(overhead).filter(([name]) => limits.has(name))), QUANTITIES);
    return new Map([['count/pods', '1'], ...computeUsage(requests, limits)]);
  },
};

/** Until when a pod that is being deleted is counted, in milliseconds of cluster time; undefined for others, and for those that have ended. */
export function chargedUntil({ metadata, status }: Pod): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (isTerminalPhase(status.phase) || deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return undefined;
  return instantOf(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

/** Whether a pod still uses what it asked for. kube: the same file, QuotaV1Pod */
export function isCharged(pod: Pod, nowMillis: number): boolean {
  return !isTerminalPhase(pod.status.phase) && nowMillis <= (chargedUntil(pod) ?? Number.POSITIVE_INFINITY);
}

/** What requests and limits are called by quotas. kube: the same file, podComputeUsageHelper */
export function computeUsage(requests: Usage, limits: Usage): Map<string, string> {
  const usage = new Map([['pods', '1']]);
  for (const [name, amount] of requests) {
    if (COMPUTE.has(name) || isHugePages(name)) usage.set(name, amount);
    if (COMPUTE.has(name) || isHugePages(name) || isExtendedResource(name)) usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (COMPUTE.has(name)) usage.set(`limits.${name}`, amount);
  return usage;
}

const SERVICE_RESOURCES: ReadonlySet<string> = new Set(['count/services', 'services', 'services.nodeports', 'services.loadbalancers']);

/** kube: pkg/quota/v1/evaluator/core/services.go */
const SERVICE_RULES: QuotaRules = {
  tracks: (name) => SERVICE_RESOURCES.has(name),
  countsUpdates: true,
  isInScope: (quota) => !isScoped(quota),
  usageOf: (object) => {
    const { type, ports = [], allocateLoadBalancerNodePorts = true } = (object as Service).spec;
    const isBalanced = type === 'LoadBalancer';
    const opened = isBalanced && !allocateLoadBalancerNodePorts ? ports.filter(({ nodePort = 0 }) => nodePort !== 0) : ports;
    const nodePorts = isBalanced || type === 'NodePort' ? opened.length : 0;
    return new Map([
      ['count/services', '1'],
      ['services', '1'],
      ['services.nodeports', String(nodePorts)],
      ['services.loadbalancers', isBalanced ? '1' : '0'],
    ]);
  },
};

const CLAIM_RESOURCES: readonly string[] = ['persistentvolumeclaims', 'requests.storage'];
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';
const NANOS_PER_BYTE = 1_000_000_000n;

/** kube: pkg/quota/v1/evaluator/core/persistent_volume_claims.go */
const CLAIM_RULES: QuotaRules = {
  tracks: (name) =>
    name === 'count/persistentvolumeclaims' ||
    CLAIM_RESOURCES.some((resource) => name === resource || name.endsWith(`${CLASS_SUFFIX}${resource}`)),
  countsUpdates: true,
  isInScope: (quota) => !isScoped(quota),
  usageOf: (object) => {
    const claim = object as PersistentVolumeClaim;
    const asked = claim.spec.resources?.requests?.['storage'];
    const used: readonly (readonly [resource: string, amount: string])[] = [
      ['persistentvolumeclaims', '1'],
      ...(asked === undefined ? [] : [['requests.storage', wholeBytes(asked)] as const]),
    ];
    const className = classOfClaim(claim);
    const ofClass = className === '' ? [] : used.map(([resource, amount]) => [`${className}${CLASS_SUFFIX}${resource}`, amount] as const);
    return new Map([['count/persistentvolumeclaims', '1'], ...used, ...ofClass]);
  },
};

function wholeBytes(amount: string): string {
  return parseQuantity(amount).nanos % NANOS_PER_BYTE === 0n ? amount : String(value(amount));
}

/** The sum of two usages. */
export function plus(a: Usage, b: Usage): Usage {
  const sums = new Map(a);
  for (const [name, amount] of b) sums.set(name, addQuantities(sums.get(name) ?? '0', amount));
  return sums;
}

/** The names under which `a` has more than `b` allows, sorted; what `b` does not name has no bound. */
export function exceeded(a: Usage, b: Usage): readonly string[] {
  return [...a.keys()].filter((name) => b.has(name) && compareQuantities(a.get(name)!, b.get(name)!) > 0).sort();
}
