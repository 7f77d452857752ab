import { PodDisruptionBudgetKind, type PodDisruptionBudget } from '../../kinds/poddisruptionbudget.ts';
import { defineDescriber } from './describer.ts';
import { selectorOrNone } from './labels.ts';
import { field, indented, lines } from './lines.ts';

/** What is said of a PodDisruptionBudget and what it leaves. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describePodDisruptionBudgetV1 */
export const podDisruptionBudgetDescriber = defineDescriber<PodDisruptionBudget>({
  kind: PodDisruptionBudgetKind,
  lines: ({ metadata, spec, status }) =>
    lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Min available', spec.minAvailable),
      field('Max unavailable', spec.minAvailable === undefined ? spec.maxUnavailable : undefined),
      field('Selector', spec.selector === undefined ? '<unset>' : selectorOrNone(spec.selector)),
      'Status:',
      indented(
        2,
        field('Allowed disruptions', status.disruptionsAllowed),
        field('Current', status.currentHealthy),
        field('Desired', status.desiredHealthy),
        field('Total', status.expectedPods),
      ),
    ),
});
