import type {
  HorizontalPodAutoscaler as Fields,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  HPAScalingRules,
  MetricSpec,
} from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { withFields } from '../base/with-fields.ts';
import { withoutSayings } from './autoscaler-annotations.ts';
import { metricsText } from './metrics-text.ts';
import { validateHorizontalPodAutoscaler } from './validation/horizontalpodautoscaler.ts';
import { countsCheck } from './validation/status.ts';

/** An autoscaler as it is stored. */
export type HorizontalPodAutoscaler = Stored<Fields> & {
  readonly spec: HorizontalPodAutoscalerSpec;
  readonly status: HorizontalPodAutoscalerStatus;
};

/** kube: pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler */
const columns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn,
  { name: 'Reference', cell: ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}` },
  { name: 'Targets', cell: ({ spec, status }) => metricsText(spec.metrics ?? [], status.currentMetrics ?? []) },
  { name: 'MinPods', cell: ({ spec }) => spec.minReplicas ?? '<unset>' },
  { name: 'MaxPods', cell: ({ spec }) => spec.maxReplicas },
  { name: 'Replicas', cell: ({ status }) => status.currentReplicas ?? 0 },
  ageColumn,
];

/** `autoscaling/v2` HorizontalPodAutoscaler. */
export const HorizontalPodAutoscalerKind = defineKind<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  short: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  columns,
  defaults: withDefaults,
  // kube: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go PrepareForCreate
  prepareCreate: (autoscaler) => ({ ...autoscaler, status: { desiredReplicas: 0 } }),
  validate: (autoscaler, old) => validateHorizontalPodAutoscaler(autoscaler, old),
  validateStatus: countsCheck({ counts: ['currentReplicas', 'desiredReplicas'] }),
});

/** What an autoscaler goes by that names no metric, in percent. kube: pkg/apis/autoscaling/annotations.go DefaultCPUUtilization */
export const DEFAULT_UTILIZATION = 80;

const DOUBLE = { type: 'Percent', value: 100, periodSeconds: 15 };
const FOUR_MORE = { type: 'Pods', value: 4, periodSeconds: 15 };

/** The metric that the pods use that much of the CPU they have asked for, in percent. */
export function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

/** kube: pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscaler */
function withDefaults(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { spec = {} as HorizontalPodAutoscalerSpec } = autoscaler as Partial<HorizontalPodAutoscaler>;
  const { metrics = [], behavior, scaleTargetRef = {} } = spec as Partial<HorizontalPodAutoscalerSpec>;
  return withFields(autoscaler, {
    // kube: pkg/apis/autoscaling/v2/conversion.go, which has no use for what older versions say in annotations
    metadata: withoutSayings(autoscaler.metadata),
    spec: withFields(spec, {
      scaleTargetRef: scaleTargetRef as HorizontalPodAutoscalerSpec['scaleTargetRef'],
      maxReplicas: (spec as Partial<HorizontalPodAutoscalerSpec>).maxReplicas ?? 0,
      minReplicas: spec.minReplicas ?? 1,
      metrics: metrics.length === 0 ? [cpuMetric(DEFAULT_UTILIZATION)] : metrics,
      behavior:
        behavior &&
        withFields(behavior, {
          scaleUp: defaultedRules(behavior.scaleUp, { stabilizationWindowSeconds: 0, policies: [FOUR_MORE, DOUBLE] }),
          scaleDown: defaultedRules(behavior.scaleDown, { policies: [DOUBLE] }),
        }),
    }),
  });
}

function defaultedRules(rules: HPAScalingRules = {}, defaults: HPAScalingRules): HPAScalingRules {
  return withFields(rules, {
    selectPolicy: rules.selectPolicy ?? 'Max',
    policies: rules.policies ?? defaults.policies,
    stabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? defaults.stabilizationWindowSeconds,
  });
}
