import { matchesLabels, selectorOf } from '../base/labels.ts';
import type { Client } from '../api/client.ts';
import { PodKind } from '../kinds/pod.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';
import { PodDisruptionBudgetKind } from '../kinds/poddisruptionbudget.ts';
import { instantOf } from '../sim/time.ts';
import type { Stream } from '../sim/random.ts';
import { rejectionOf, type NamedCheck } from './cycle.ts';
import { histogram, type Unfit } from './message.ts';
import { withPod, withoutPod, type NodeState } from './node-state.ts';
import type { Cycle } from './plugin.ts';

/** What preemption comes to: pods to remove from a node, or a sentence for the failure message. */
export type Preemption =
  | { readonly nodeName: string; readonly victims: readonly Pod[] }
  | { readonly nodeName?: never; readonly message: string; /** Whether an earlier nomination is void. */ readonly clears: boolean };

/** A node on which the pod would fit without its victims, the most important first. */
export interface Candidate {
  readonly nodeName: string;
  readonly victims: readonly Pod[];
  /** How many of them a disruption budget wants to keep. */
  readonly violations: number;
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

/** kube: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go GetOffsetAndNumCandidates */
const LEAST_CANDIDATES = 100;
const CANDIDATE_PERCENT = 10;

/** Looks for pods of lower priority to remove; changes nothing. kube: pkg/scheduler/framework/preemption/preemption.go Preempt */
export function planPreemption(cycle: Cycle, checks: readonly NamedCheck[], unfit: Unfit, chance: Stream): Preemption {
  const obstacle = ineligibility(cycle, unfit);
  if (obstacle !== undefined) return { message: `preemption: ${obstacle}`, clears: false };
  const helpable = cycle.nodeNames.filter((name) => unfit.rejections.get(name)?.resolvable === true);
  const { candidates, counts } = dryRun(cycle, checks, helpable, chance);
  const chosen = chooseCandidate(candidates);
  if (chosen !== undefined) return { nodeName: chosen.nodeName, victims: chosen.victims };
  const tried = helpable.length;
  if (tried < unfit.nodes) counts.set(NOT_HELPFUL, unfit.nodes - tried);
  return { message: `preemption: ${histogram(unfit.nodes, counts)}`, clears: true };
}

/** kube: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go PodEligibleToPreemptOthers */
function ineligibility({ pod, api }: Cycle, { rejections }: Unfit): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const { nominatedNodeName = '' } = pod.status;
  if (nominatedNodeName === '' || rejections.get(nominatedNodeName)?.resolvable === false) return undefined;
  const isLeaving = (other: Pod): boolean => priorityOf(other) < priorityOf(pod) && isBeingPreempted(other);
  return api.by(PodKind, 'node', nominatedNodeName).some(isLeaving)
    ? 'not eligible due to a terminating pod on the nominated node.'
    : undefined;
}

interface DryRun {
  readonly candidates: readonly Candidate[];
  /** Why the other nodes are none. */
  readonly counts: Map<string, number>;
}

/** kube: pkg/scheduler/framework/preemption/preemption.go DryRunPreemption */
function dryRun(cycle: Cycle, checks: readonly NamedCheck[], names: readonly string[], chance: Stream): DryRun {
  const counts = new Map<string, number>();
  if (names.length === 0) return { candidates: [], counts };
  const offset = chance.below(names.length);
  const wanted = Math.min(names.length, Math.max(LEAST_CANDIDATES, Math.trunc((names.length * CANDIDATE_PERCENT) / 100)));
  const budgets = listBudgets(cycle.api);
  const candidates: Candidate[] = [];
  for (let i = 0; i < names.length; i++) {
    const found = selectVictims(cycle, checks, cycle.node(names[(offset + i) % names.length]!)!, budgets);
    if ('victims' in found) candidates.push(found);
    else for (const reason of found.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    if (candidates.length >= wanted && candidates.some(({ violations }) => violations === 0)) break;
  }
  // Those without violations come first, each sort in the order found.
  return {
    candidates: [...candidates.filter(({ violations }) => violations === 0), ...candidates.filter(({ violations }) => violations > 0)],
    counts,
  };
}

/** The fewest, least important pods without which the pod fits. kube: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go SelectVictimsOnNode */
function selectVictims(
  cycle: Cycle,
  checks: readonly NamedCheck[],
  info: NodeState,
  budgets: readonly Budget[],
): Candidate | { readonly reasons: readonly string[] } {
  const { pod, api } = cycle;
  const lower = api.by(PodKind, 'node', info.name).filter((other) => priorityOf(other) < priorityOf(pod));
  if (lower.length === 0) return { reasons: [NO_VICTIMS] };
  let state = lower.reduce(withoutPod, info);
  const rejection = rejectionOf(cycle, checks, state);
  if (rejection !== undefined) return rejection;
  const { violating, others } = splitByBudget(lower.sort(byImportance), budgets);
  const victims: Pod[] = [];
  const keeps = (other: Pod): boolean => {
    const kept = withPod(state, other);
    if (rejectionOf(cycle, checks, kept) !== undefined) {
      victims.push(other);
      return false;
    }
    state = kept;
    return true;
  };
  const violations = violating.filter((other) => !keeps(other)).length;
  for (const other of others) keeps(other);
  return { nodeName: info.name, victims: victims.sort(byImportance), violations };
}

/** The candidate to preempt on: each rule decides among those the one before left equal; then the first. kube: pkg/scheduler/framework/preemption/preemption.go pickOneNodeForPreemption */
export function chooseCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  const costs: readonly ((candidate: Candidate) => number)[] = [
    ({ violations }) => violations,
    ({ victims }) => highestPriority(victims),
    ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + 2 ** 31, 0),
    ({ victims }) => victims.length,
    ({ victims }) => -earliestStart(victims.filter((victim) => priorityOf(victim) === highestPriority(victims))),
  ];
  let left = candidates;
  for (const cost of costs) {
    if (left.length <= 1) break;
    const least = Math.min(...left.map(cost));
    left = left.filter((candidate) => cost(candidate) === least);
  }
  return left[0];
}

/** A disruption budget as far as preemption cares. */
interface Budget {
  readonly namespace: string;
  readonly matches: (pod: Pod) => boolean;
  readonly allowed: number;
}

function listBudgets(api: Client): readonly Budget[] {
  return api.list(PodDisruptionBudgetKind).map(({ metadata, spec, status }) => {
    const selector = selectorOf(spec.selector);
    const disrupted = new Set(Object.keys(status.disruptedPods ?? {}));
    // An empty selector protects nothing here, unlike in an eviction.
    const matches = (pod: Pod): boolean =>
      selector !== undefined && selector.length > 0 && !disrupted.has(pod.metadata.name) && matchesLabels(selector, pod.metadata.labels);
    return { namespace: metadata.namespace ?? '', matches, allowed: status.disruptionsAllowed };
  });
}

/** kube: pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go filterPodsWithPDBViolation */
function splitByBudget(
  pods: readonly Pod[],
  budgets: readonly Budget[],
): { readonly violating: readonly Pod[]; readonly others: readonly Pod[] } {
  const left = budgets.map(({ allowed }) => allowed);
  const violating: Pod[] = [];
  const others: Pod[] = [];
  for (const pod of pods) {
    let isViolating = false;
    for (const [i, { namespace, matches }] of budgets.entries()) {
      if (namespace !== pod.metadata.namespace || Object.keys(pod.metadata.labels ?? {}).length === 0 || !matches(pod)) continue;
      if (left[i]! <= 0) isViolating = true;
      left[i]!--;
    }
    (isViolating ? violating : others).push(pod);
  }
  return { violating, others };
}

/** kube: pkg/scheduler/util/utils.go MoreImportantPod */
function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b);
}

/** A pod that has not started counts as starting now. kube: the same file, GetPodStartTime */
function startOf({ status }: Pod): number {
  return status.startTime === undefined ? Number.MAX_SAFE_INTEGER : instantOf(status.startTime);
}

function earliestStart(pods: readonly Pod[]): number {
  return Math.min(...pods.map(startOf));
}

function highestPriority(pods: readonly Pod[]): number {
  return Math.max(...pods.map(priorityOf));
}

/** The pod's priority; 0 when it has none. */
export function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

function isBeingPreempted(pod: Pod): boolean {
  const condition = conditionOf(pod, 'DisruptionTarget');
  return pod.metadata.deletionTimestamp !== undefined && condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}
