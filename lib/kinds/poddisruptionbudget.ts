import type { PodDisruptionBudget as BudgetFields, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { matchesLabels, selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import type { Pod } from './pod-state.ts';
import { validatePodDisruptionBudget } from './validation/poddisruptionbudget.ts';
import { validateBudgetStatus } from './validation/status.ts';

/** A disruption budget as it is stored. */
export type PodDisruptionBudget = Stored<BudgetFields> & {
  readonly spec: PodDisruptionBudgetSpec;
  readonly status: PodDisruptionBudgetStatus;
};

/** `policy/v1` PodDisruptionBudget. */
export const PodDisruptionBudgetKind = defineKind<PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  short: ['pdb'],
  hasStatus: true,
  // kube: pkg/printers/internalversion/printers.go printPodDisruptionBudget
  columns: [
    nameColumn,
    { name: 'Min Available', cell: ({ spec }) => spec.minAvailable ?? 'N/A' },
    { name: 'Max Unavailable', cell: ({ spec }) => spec.maxUnavailable ?? 'N/A' },
    { name: 'Allowed Disruptions', type: 'integer', cell: ({ status }) => status.disruptionsAllowed },
    ageColumn,
    { name: 'Healthy', extra: true, cell: ({ status }) => status.currentHealthy },
    { name: 'Needed', extra: true, cell: ({ status }) => status.desiredHealthy },
    { name: 'Expected', extra: true, cell: ({ status }) => status.expectedPods },
  ],
  defaults: (budget) => ((budget as Partial<PodDisruptionBudget>).spec === undefined ? { ...budget, spec: {} } : budget),
  // kube: pkg/registry/policy/poddisruptionbudget/strategy.go PrepareForCreate
  prepareCreate: (budget) => ({ ...budget, status: NOTHING_COUNTED }),
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  validate: (budget, old) => validatePodDisruptionBudget(budget, old),
  validateStatus: validateBudgetStatus,
  mayUpdateUnconditionally: false,
});

const NOTHING_COUNTED: PodDisruptionBudgetStatus = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };

/** Whether a budget is about a pod: one without a selector is about none, one with an empty selector about all of its namespace. kube: staging/src/k8s.io/client-go/listers/policy/v1/poddisruptionbudget_expansion.go */
export function isBudgetOf({ metadata, spec }: PodDisruptionBudget, pod: Pick<Pod, 'metadata'>): boolean {
  return metadata.namespace === pod.metadata.namespace && matchesLabels(selectorOf(spec.selector), pod.metadata.labels);
}
