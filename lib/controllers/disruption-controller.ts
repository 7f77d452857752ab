import type { PodDisruptionBudgetStatus } from '../api/generated/types.ts';
import { DISRUPTION_ALLOWED, withDisruptionAllowed, withStatusCondition } from '../api/budget-status.ts';
import type { Client } from '../api/client.ts';
import { keyOf } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { selectorOf, type LabelSelectorFields } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { controllerOf } from '../control/owners.ts';
import { PodKind } from '../kinds/pod.ts';
import { isReady, type Pod } from '../kinds/pod-state.ts';
import { isBudgetOf, PodDisruptionBudgetKind, type PodDisruptionBudget } from '../kinds/poddisruptionbudget.ts';
import type { Kind } from '../api/kind.ts';
import { instantOf } from '../sim/time.ts';
import { EVICTED_POD_MILLIS } from '../sim/latencies.ts';
import { expectedPods, UncountableError, type Expected } from './disruption/expected-pods.ts';

/** Its events say where it lives, not who it is. kube: pkg/controller/disruption/disruption.go NewDisruptionController */
const TELLER = { component: 'controllermanager' };

type Disrupted = NonNullable<PodDisruptionBudgetStatus['disruptedPods']>;

/** Keeps the status of disruption budgets, by which evictions are allowed. kube: pkg/controller/disruption/disruption.go */
export const disruptionController = defineController<PodDisruptionBudget>({
  name: 'disruption-controller',
  for: PodDisruptionBudgetKind,
  watches: [{ kind: PodKind as unknown as Kind, keys: concerned }],
  reconcile(budget, context) {
    const pods = podsOf(context.api, budget);
    if (pods.length === 0) context.events.record(budget, 'Normal', 'NoPods', 'No matching pods found', TELLER);
    const expected = count(budget, pods, context);
    if (expected === undefined) return;
    const { disrupted, recheckMillis } = stillDisrupted(budget, pods, context);
    write(context, budget, expected, pods.filter((pod) => isHealthy(pod, disrupted)).length, disrupted);
    if (recheckMillis !== undefined) context.requeueAfter(recheckMillis, 'an evicted pod should be gone');
  },
});

/** The budgets about a pod as it was or is. kube: the same file, addPod, updatePod, deletePod */
// unlike kube: a pod's news that can change no number is none to its budgets; in Kubernetes it repeats the events of pods that cannot be counted
function concerned({ before, after }: Change, api: Client): readonly string[] {
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  if (old !== undefined && now !== undefined && !hasChanged(old, now)) return [];
  const budgets = api.list(PodDisruptionBudgetKind, { namespace: (after ?? before)!.metadata.namespace });
  const isAbout = (budget: PodDisruptionBudget, pod: Pod | undefined): boolean => pod !== undefined && isBudgetOf(budget, pod);
  return budgets.filter((budget) => isAbout(budget, old) || isAbout(budget, now)).map(keyOf);
}

function hasChanged(old: Pod, now: Pod): boolean {
  return (
    isReady(old) !== isReady(now) ||
    old.metadata.deletionTimestamp !== now.metadata.deletionTimestamp ||
    !same(old.metadata.labels, now.metadata.labels) ||
    controllerOf(old)?.uid !== controllerOf(now)?.uid
  );
}

function podsOf(api: Client, { metadata, spec }: PodDisruptionBudget): readonly Pod[] {
  const labelSelector = selectorOf(spec.selector);
  return labelSelector === undefined ? [] : api.list(PodKind, { namespace: metadata.namespace, labelSelector });
}

/** What has to be there; undefined when it cannot be told, and then nothing may be disrupted. kube: the same file, trySync and failSafe */
function count(budget: PodDisruptionBudget, pods: readonly Pod[], { api, events, timestamp }: ReconcileContext): Expected | undefined {
  try {
    const expected = expectedPods(api, budget, pods);
    if (expected.hasUnmanaged) events.record(budget, 'Warning', 'UnmanagedPods', unmanagedMessage(budget.spec.selector ?? {}), TELLER);
    return expected;
  } catch (error) {
    if (!(error instanceof UncountableError)) throw error;
    const message = `Failed to calculate the number of expected pods: ${error.message}`;
    events.record(budget, 'Warning', 'CalculateExpectedPodCountFailed', message, TELLER);
    const failed = { type: DISRUPTION_ALLOWED, status: 'False', reason: 'SyncFailed', message: error.message };
    api.status(PodDisruptionBudgetKind, budget, withStatusCondition({ ...budget.status, disruptionsAllowed: 0 }, failed, timestamp()));
    return undefined;
  }
}

/** The evictions whose pods are still to go, and when to look again. kube: the same file, buildDisruptedPodMap */
function stillDisrupted(
  { metadata, status }: PodDisruptionBudget,
  pods: readonly Pod[],
  { events, now }: ReconcileContext,
): { readonly disrupted: Disrupted; readonly recheckMillis: number | undefined } {
  const since = new Map(Object.entries(status.disruptedPods ?? {}));
  const kept: (readonly [name: string, since: string])[] = [];
  let recheckMillis: number | undefined;
  for (const pod of pods) {
    const time = since.get(pod.metadata.name);
    if (time === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    const left = instantOf(time) + EVICTED_POD_MILLIS - now();
    if (left < 0) {
      // The namespace stands there twice, as in Kubernetes.
      const { namespace = '' } = metadata;
      events.record(pod, 'Warning', 'NotDeleted', `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`, TELLER);
      continue;
    }
    kept.push([pod.metadata.name, time]);
    recheckMillis = Math.min(recheckMillis ?? Number.POSITIVE_INFINITY, left + 1);
  }
  return { disrupted: Object.fromEntries(kept), recheckMillis };
}

/** kube: the same file, countHealthyPods */
function isHealthy(pod: Pod, disrupted: Disrupted): boolean {
  return pod.metadata.deletionTimestamp === undefined && !Object.hasOwn(disrupted, pod.metadata.name) && isReady(pod);
}

/** kube: the same file, updatePdbStatus */
function write(
  { api, timestamp }: ReconcileContext,
  budget: PodDisruptionBudget,
  { expectedPods: expected, desiredHealthy }: Expected,
  currentHealthy: number,
  disrupted: Disrupted,
): void {
  const { generation, conditions } = { ...budget.metadata, ...budget.status };
  const status: PodDisruptionBudgetStatus = {
    ...(conditions === undefined ? {} : { conditions }),
    currentHealthy,
    desiredHealthy,
    // A budget without pods allows nothing: its first pods may come before it is looked at again.
    disruptionsAllowed: expected <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    expectedPods: expected,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  api.status(PodDisruptionBudgetKind, budget, withDisruptionAllowed(status, timestamp()));
}

function unmanagedMessage(selector: LabelSelectorFields): string {
  const advice =
    'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
  return `Pods selected by this PodDisruptionBudget (selector: ${printedSelector(selector)}) were found to be unmanaged. ${advice}`;
}

/** A selector as its Go type prints itself. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/generated.pb.go LabelSelector.String */
function printedSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelectorFields): string {
  const labels = Object.keys(matchLabels)
    .sort()
    .map((key) => `${key}: ${matchLabels[key]!},`);
  const expressions = matchExpressions.map(
    ({ key = '', operator = '', values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
