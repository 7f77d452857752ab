import type { Container, PodSpec, ResourceRequirements } from '../api/generated/types.ts';
import { compareQuantities, milliValue, parseQuantity, value } from '../base/quantity.ts';
import { reckonPod, type Arithmetic } from './pod-reckoning.ts';

/** How a pod is treated when its node runs out of something. */
export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** What a pod takes of a node. */
export interface PodResources {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Everything else (huge pages, extended resources) by name, in whole units. */
  readonly others: ReadonlyMap<string, number>;
}

/** What is counted for a container that does not say. */
export interface AssumedRequests {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

const QOS_RESOURCES = ['cpu', 'memory'] as const;

/**
 * The quality of service of a defaulted pod, from the requests and limits of its regular and init containers.
 * kube: pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS
 */
export function qosClassOf(spec: PodSpec): QosClass {
  const requests = new Map<string, bigint>();
  const limits = new Map<string, bigint>();
  let hasAllLimits = true;
  for (const { resources = {} } of [...listOf(spec.containers), ...(spec.initContainers ?? [])]) {
    for (const name of QOS_RESOURCES) {
      addPositive(requests, name, resources.requests?.[name]);
      if (!addPositive(limits, name, resources.limits?.[name])) hasAllLimits = false;
    }
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const isEqual = requests.size === limits.size && [...requests].every(([name, amount]) => limits.get(name) === amount);
  return hasAllLimits && isEqual ? 'Guaranteed' : 'Burstable';
}

function addPositive(sums: Map<string, bigint>, name: string, amount: string | undefined): boolean {
  if (amount === undefined || compareQuantities(amount, '0') <= 0) return false;
  sums.set(name, (sums.get(name) ?? 0n) + parseQuantity(amount).nanos);
  return true;
}

const knownRequests = new WeakMap<PodSpec, Map<string, PodResources>>();

/**
 * What the scheduler and the kubelet reckon that a pod takes: the sum of its regular containers and sidecars, or what its init
 * containers take at their most (each with the sidecars before it), and the overhead. `assumed` is counted for containers that name
 * no request. The answer for a frozen spec is kept. kube: component-helpers/resource/helpers.go PodRequests
 */
export function podRequests(spec: PodSpec, assumed: AssumedRequests = NOTHING_ASSUMED): PodResources {
  const key = `${assumed.cpuMillis}/${assumed.memoryBytes}`;
  const known = knownRequests.get(spec)?.get(key);
  if (known !== undefined) return known;
  const resources = resourcesOf(reckon(spec, 'requests', assumed));
  if (Object.isFrozen(spec)) {
    const all = knownRequests.get(spec) ?? new Map<string, PodResources>();
    knownRequests.set(spec, all.set(key, resources));
  }
  return resources;
}

const NOTHING_ASSUMED: AssumedRequests = { cpuMillis: 0, memoryBytes: 0 };

/** What a pod may use at most, reckoned like its requests; resources that no container limits are 0 or absent. */
export function podLimits(spec: PodSpec): PodResources {
  return resourcesOf(reckon(spec, 'limits', NOTHING_ASSUMED));
}

type Amounts = Map<string, number>;

function reckon(spec: PodSpec, side: 'requests' | 'limits', assumed: AssumedRequests): Amounts {
  const total = reckonPod(spec, (container) => amountsOf(container, side, assumed), NUMBERS);
  for (const [name, amount] of Object.entries(spec.overhead ?? {})) {
    if (side === 'limits' && !total.has(name)) continue;
    total.set(name, (total.get(name) ?? 0) + amountOf(name, amount));
  }
  return total;
}

const NUMBERS: Arithmetic<number> = { plus: (a, b) => a + b, isMore: (a, b) => a > b };

function amountsOf({ resources }: Container, side: 'requests' | 'limits', assumed: AssumedRequests): Amounts {
  const list: NonNullable<ResourceRequirements['requests']> = resources?.[side] ?? {};
  const amounts: Amounts = new Map(Object.entries(list).map(([name, amount]) => [name, amountOf(name, amount)]));
  if (!amounts.has('cpu') && assumed.cpuMillis > 0) amounts.set('cpu', assumed.cpuMillis);
  if (!amounts.has('memory') && assumed.memoryBytes > 0) amounts.set('memory', assumed.memoryBytes);
  return amounts;
}

function amountOf(name: string, amount: string): number {
  return name === 'cpu' ? milliValue(amount) : value(amount);
}

function resourcesOf(amounts: Amounts): PodResources {
  const others = new Map(amounts);
  const take = (name: string): number => {
    const amount = others.get(name) ?? 0;
    others.delete(name);
    return amount;
  };
  return { cpuMillis: take('cpu'), memoryBytes: take('memory'), ephemeralBytes: take('ephemeral-storage'), others };
}

// A pod spec in a manifest may lack what every stored one has.
function listOf(containers: readonly Container[] | undefined): readonly Container[] {
  return containers ?? [];
}
