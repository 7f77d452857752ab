import type {
  Ingress,
  LoadBalancerStatus,
  Namespace,
  Node,
  ObjectMeta,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  ResourceQuota,
  Service,
} from '../../api/generated/types.ts';
import { forbidden, goFraction, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { addressProblems, subdomainProblems } from '../../base/name-rules.ts';
import { milliValue, parseQuantity, value } from '../../base/quantity.ts';
import { isQuotaResource, isWholeResource } from '../resource-names.ts';
import { checkConditions } from './conditions.ts';
import { checkText, NEGATIVE, NOT_WHOLE, sortedEntries, type Draft, type Found } from './draft.ts';
import { checkMetadataUpdate } from './metadata.ts';
import { checkNodeStatus } from './node.ts';
import { checkResourceName } from './resources.ts';

/** What a status request may change of an object. */
interface Told {
  readonly metadata?: Draft<ObjectMeta>;
  readonly status?: object;
}

/** A check of an object whose status was told, against what it was before. */
type StatusCheck<T> = (object: T, old: T) => readonly FieldError[];

/** The numbers of a status. */
interface CountRules {
  /** None of them may be negative. */
  readonly counts: readonly string[];
  /** None of them may be more than `status.replicas`. */
  readonly parts?: readonly string[];
  /** What the sentence calls the pods that are ready, of which those that are available are a part. */
  readonly ready?: 'readyReplicas' | 'status.readyReplicas';
}

/** The check of a status that is found out by the function, after that of the metadata. */
export function statusCheck<T extends Told>(check: (object: T, old: T, found: Found) => void): StatusCheck<T> {
  return (object, old) => {
    const found: Found = [];
    if (object.metadata !== old.metadata) checkMetadataUpdate(object.metadata ?? {}, old.metadata ?? {}, found);
    check(object, old, found);
    return found;
  };
}

/** The check of a status that is made of numbers. kube: pkg/apis/apps/validation/validation.go Validate*Status */
export function countsCheck<T extends Told>({ counts, parts = [], ready }: CountRules): StatusCheck<T> {
  return statusCheck<T>((object, old, found) => {
    const [now, before] = [countsOf(object), countsOf(old)];
    const [replicas, available] = [now('replicas'), now('availableReplicas')];
    for (const name of counts) if (now(name) < 0) found.push(invalid(`status.${name}`, now(name), NEGATIVE));
    for (const name of parts)
      if (now(name) > replicas) found.push(invalid(`status.${name}`, now(name), 'cannot be greater than status.replicas'));
    if (ready !== undefined && available > now('readyReplicas'))
      found.push(invalid('status.availableReplicas', available, `cannot be greater than ${ready}`));
    if (now('collisionCount') < before('collisionCount'))
      found.push(invalid('status.collisionCount', now('collisionCount'), 'cannot be decremented'));
  });
}

function countsOf({ status = {} }: Told): (name: string) => number {
  return (name) => Number((status as Readonly<Record<string, unknown>>)[name] ?? 0);
}

/** All that is wrong with the new status of a disruption budget. kube: pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetStatusUpdate */
export const validateBudgetStatus = statusCheck<PodDisruptionBudget>((budget, _old, found) => {
  checkConditions(budget.status?.conditions ?? [], 'status.conditions', found);
  const count = countsOf(budget);
  for (const name of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'])
    if (count(name) < 0) found.push(invalid(`status.${name}`, count(name), NEGATIVE));
});

/** All that is wrong with the new status of a namespace. kube: pkg/apis/core/validation/validation.go ValidateNamespaceStatusUpdate */
export const validateNamespaceStatus = statusCheck<Namespace>(({ metadata, status: { phase = '' } = {} }, _old, found) => {
  const isGoing = metadata?.deletionTimestamp !== undefined;
  const expected = isGoing ? 'Terminating' : 'Active';
  if (phase === expected) return;
  found.push(invalid('status.Phase', phase, `may only be '${expected}' if \`deletionTimestamp\` is ${isGoing ? 'not ' : ''}empty`));
});

/** All that is wrong with the new status of a quota. kube: the same file, ValidateResourceQuotaStatusUpdate */
export const validateQuotaStatus = statusCheck<ResourceQuota>(({ status = {} }, _old, found) => {
  for (const side of ['hard', 'used'] as const)
    for (const [name, amount] of sortedEntries(status[side])) {
      const path = `status.${side}[${name}]`;
      checkResourceName(name, path, found);
      if (!name.includes('/') && !isQuotaResource(name)) found.push(invalid(path, { go: name }, 'must be a standard resource for quota'));
      if (parseQuantity(amount).nanos < 0n) found.push(invalid(path, amount, NEGATIVE));
      if (isWholeResource(name) && milliValue(amount) % 1000 !== 0) found.push(invalid(path, goFraction(amount), NOT_WHOLE));
    }
});

/** All that is wrong with the new status of a claim for a volume. kube: the same file, ValidatePersistentVolumeClaimStatusUpdate */
export const validateClaimStatus = statusCheck<PersistentVolumeClaim>(({ status = {} }, _old, found) => {
  for (const side of ['capacity', 'allocatedResources'] as const)
    for (const [name, amount] of sortedEntries(status[side]))
      if (parseQuantity(amount).nanos < 0n)
        found.push(invalid(`status.${side}[${name}]`, value(amount), 'must be a valid resource quantity'));
});

/** All that is wrong with the new status of a node. kube: the same file, ValidateNodeUpdate */
export const validateNodeStatus = statusCheck<Node>(({ status = {} }, _old, found) => {
  checkNodeStatus(status, found);
});

/** All that is wrong with the new status of a Service. kube: the same file, ValidateServiceStatusUpdate */
export const validateServiceStatus = statusCheck<Service>(({ spec, status }, _old, found) => {
  checkBalancer(status?.loadBalancer ?? {}, spec?.type, found);
});

/** kube: the same file, ValidateLoadBalancerStatus */
function checkBalancer({ ingress = [] }: Draft<LoadBalancerStatus>, type: string | undefined, found: Found): void {
  const path = 'status.loadBalancer.ingress';
  if (type !== 'LoadBalancer' && ingress.length > 0) {
    found.push(forbidden(path, 'may only be used when `spec.type` is "LoadBalancer"'));
    return;
  }
  ingress.forEach(({ ip = '', ipMode, hostname = '' }, i) => {
    if (ip !== '') checkText(addressProblems, ip, `${path}[${i}].ip`, found);
    if (ip !== '' && ipMode === undefined) found.push(required(`${path}[${i}].ipMode`, 'must be specified when `ip` is set'));
    else if (ip === '' && ipMode !== undefined) found.push(forbidden(`${path}[${i}].ipMode`, 'may not be specified when `ip` is not set'));
    else if (ipMode !== undefined && ipMode !== 'VIP' && ipMode !== 'Proxy')
      found.push(notSupported(`${path}[${i}].ipMode`, ipMode, ['Proxy', 'VIP']));
    checkHost(hostname, `${path}[${i}].hostname`, found);
  });
}

/** All that is wrong with the new status of an Ingress. kube: pkg/apis/networking/validation/validation.go ValidateIngressLoadBalancerStatus */
export const validateIngressStatus = statusCheck<Ingress>(({ status }, _old, found) => {
  (status?.loadBalancer?.ingress ?? []).forEach(({ ip = '', hostname = '' }, i) => {
    const path = `status.loadBalancer.ingress[${i}]`;
    if (ip !== '') checkText(addressProblems, ip, `${path}.ip`, found);
    checkHost(hostname, `${path}.hostname`, found);
  });
});

/** The name of a load balancer, which may not be an address. */
function checkHost(hostname: string, path: string, found: Found): void {
  if (hostname === '') return;
  checkText(subdomainProblems, hostname, path, found);
  if (addressProblems(hostname).length === 0) found.push(invalid(path, hostname, 'must be a DNS name, not an IP address'));
}

/** All that is wrong with the new status of a ReplicationController or a ReplicaSet. kube: pkg/apis/core/validation/validation.go ValidateReplicationControllerStatus; pkg/apis/apps/validation/validation.go ValidateReplicaSetStatus */
export const validateReplicaStatus = countsCheck({
  counts: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'],
  parts: ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
  ready: 'readyReplicas',
});
