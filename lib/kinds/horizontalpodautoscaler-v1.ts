import type {
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerSpecV1,
  HorizontalPodAutoscalerStatus,
  HorizontalPodAutoscalerStatusV1,
  HorizontalPodAutoscalerV1 as Fields,
  MetricSpec,
} from '../api/generated/types.ts';
import type { Stored } from '../api/object.ts';
import { defineVersion } from '../api/versions.ts';
import { present, withFields } from '../base/with-fields.ts';
import { annotationsWith, behaviorIn, conditionsIn, currentMetricsIn, metricsIn, withoutSayings } from './autoscaler-annotations.ts';
import { cpuMetric, DEFAULT_UTILIZATION, HorizontalPodAutoscalerKind, type HorizontalPodAutoscaler } from './horizontalpodautoscaler.ts';

/** An autoscaler as `autoscaling/v1` has it. */
export type HorizontalPodAutoscalerV1 = Stored<Fields>;

/** `autoscaling/v1` HorizontalPodAutoscaler: the use of the CPU is its only metric; all else that is stored it says in annotations. */
export const HorizontalPodAutoscalerV1Kind = defineVersion<HorizontalPodAutoscalerV1, HorizontalPodAutoscaler>(
  HorizontalPodAutoscalerKind,
  { version: 'v1', write, read, defaults: withDefaults },
);

/** kube: pkg/apis/autoscaling/v1/defaults.go SetDefaults_HorizontalPodAutoscaler */
function withDefaults(autoscaler: HorizontalPodAutoscalerV1): HorizontalPodAutoscalerV1 {
  const { spec = {} as HorizontalPodAutoscalerSpecV1 } = autoscaler;
  return withFields(autoscaler, { spec: withFields(spec, { minReplicas: spec.minReplicas ?? 1 }) });
}

/** kube: pkg/apis/autoscaling/v1/conversion.go Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler */
function write(autoscaler: HorizontalPodAutoscalerV1): HorizontalPodAutoscaler {
  const { spec = {} as HorizontalPodAutoscalerSpecV1, status } = autoscaler;
  const { annotations } = autoscaler.metadata;
  const { targetCPUUtilizationPercentage: target, ...bounds } = spec;
  const others = metricsIn(annotations) ?? [];
  const metrics = target === undefined && others.length > 0 ? others : [...others, cpuMetric(target ?? DEFAULT_UTILIZATION)];
  return present<HorizontalPodAutoscaler>({
    ...autoscaler,
    apiVersion: HorizontalPodAutoscalerKind.apiVersion,
    metadata: withoutSayings(autoscaler.metadata),
    spec: present<HorizontalPodAutoscalerSpec>({ ...bounds, metrics, behavior: behaviorIn(annotations) }),
    status: status && writtenStatus(status, annotations),
  } as Partial<HorizontalPodAutoscaler> as HorizontalPodAutoscaler);
}

function writtenStatus(
  { currentCPUUtilizationPercentage: averageUtilization, currentReplicas, ...status }: HorizontalPodAutoscalerStatusV1,
  annotations: Readonly<Record<string, string>> | undefined,
): HorizontalPodAutoscalerStatus {
  const cpu =
    averageUtilization === undefined ? undefined : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } }];
  return present<HorizontalPodAutoscalerStatus>({
    ...status,
    currentReplicas: currentReplicas === 0 ? undefined : currentReplicas,
    currentMetrics: currentMetricsIn(annotations) ?? cpu,
    conditions: conditionsIn(annotations),
  });
}

/** kube: the same file, Convert_autoscaling_HorizontalPodAutoscaler_To_v1_HorizontalPodAutoscaler */
function read(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscalerV1 {
  const { spec, status } = autoscaler as Partial<HorizontalPodAutoscaler>;
  const { metrics = [], behavior, ...bounds } = spec ?? ({} as HorizontalPodAutoscalerSpec);
  const others = metrics.filter((metric) => !(isCpu(metric) && metric.resource?.target.averageUtilization !== undefined));
  const { currentMetrics = [], conditions = [] } = status ?? {};
  return present<HorizontalPodAutoscalerV1>({
    ...autoscaler,
    apiVersion: 'autoscaling/v1',
    metadata: annotationsWith(autoscaler.metadata, { metrics: others, behavior, currentMetrics, conditions }),
    spec: present<HorizontalPodAutoscalerSpecV1>({
      ...bounds,
      targetCPUUtilizationPercentage: metrics.find(isCpu)?.resource?.target.averageUtilization,
    }),
    status: status && readStatus(status),
  });
}

function readStatus({ observedGeneration, lastScaleTime, ...status }: HorizontalPodAutoscalerStatus): HorizontalPodAutoscalerStatusV1 {
  const told = status.currentMetrics?.filter(isCpu).flatMap(({ resource }) => resource?.current.averageUtilization ?? []);
  return present<HorizontalPodAutoscalerStatusV1>({
    observedGeneration,
    lastScaleTime,
    currentReplicas: status.currentReplicas ?? 0,
    desiredReplicas: status.desiredReplicas,
    currentCPUUtilizationPercentage: told?.at(-1),
  });
}

function isCpu({ type, resource }: Pick<MetricSpec, 'type'> & { readonly resource?: { readonly name: string } }): boolean {
  return type === 'Resource' && resource?.name === 'cpu';
}
