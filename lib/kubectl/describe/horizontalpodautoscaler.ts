import type { HPAScalingRules, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../api/generated/types.ts';
import { goQuote } from '../../api/field-errors.ts';
import { HorizontalPodAutoscalerKind, type HorizontalPodAutoscaler } from '../../kinds/horizontalpodautoscaler.ts';
import { amountText } from './amounts.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, indented, lines, tableLines, under, type Lines } from './lines.ts';
import { longTime } from './times.ts';

/** What is said of a HorizontalPodAutoscaler, metric by metric. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeHorizontalPodAutoscalerV2 */
export const horizontalPodAutoscalerDescriber = defineDescriber<HorizontalPodAutoscaler>({
  kind: HorizontalPodAutoscalerKind,
  lines: ({ metadata, spec, status }) => {
    const { scaleTargetRef: target, metrics = [], behavior } = spec;
    const { currentMetrics = [], currentReplicas = 0, desiredReplicas } = status;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      field('Reference', `${target.kind}/${target.name}`),
      field('Metrics', '( current / target )'),
      indented(
        1,
        metrics.map((metric, i) => metricLine(metric, currentMetrics[i])),
      ),
      field('Min replicas', spec.minReplicas ?? '<unset>'),
      field('Max replicas', spec.maxReplicas),
      behavior && under('Behavior', directionLines('Scale Up', behavior.scaleUp), directionLines('Scale Down', behavior.scaleDown)),
      field(`${target.kind} pods`, `${currentReplicas} current / ${desiredReplicas} desired`),
      conditionLines(status),
    );
  },
});

/** A metric as it is and as it should be, in one line. */
function metricLine(metric: MetricSpec, status: MetricStatus | undefined): string {
  const { external, pods, object, resource, containerResource } = metric;
  if (external !== undefined) {
    const { target } = external;
    const current = status?.external?.current;
    const isAverage = target.averageValue !== undefined;
    return valueLine(
      goQuote(external.metric.name),
      target,
      isAverage && current?.averageValue === undefined ? undefined : current,
      isAverage,
    );
  }
  if (pods !== undefined) {
    const current = status?.pods && quantityText(status.pods.current.averageValue);
    return `${goQuote(pods.metric.name)} on pods:\t${current ?? '<unknown>'} / ${quantityText(pods.target.averageValue)}`;
  }
  if (object !== undefined) {
    const { kind, name } = object.describedObject;
    const subject = `"${object.metric.name}" on ${kind}/${name}`;
    return valueLine(subject, object.target, status?.object?.current, object.target.type === 'AverageValue');
  }
  if (resource !== undefined) return resourceLine(`resource ${resource.name} on pods`, resource.target, status?.resource?.current);
  if (containerResource === undefined) return `<unknown metric type ${goQuote(metric.type)}>`;
  const { name, container, target } = containerResource;
  return resourceLine(`resource ${name} of container "${container}" on pods`, target, status?.containerResource?.current);
}

function valueLine(subject: string, target: MetricTarget, current: MetricValueStatus | undefined, isAverage: boolean): string {
  const nowText = current === undefined ? '<unknown>' : quantityText(isAverage ? current.averageValue : current.value);
  if (isAverage) return `${subject} (target average value):\t${nowText} / ${quantityText(target.averageValue)}`;
  return `${subject} (target value):\t${nowText} / ${quantityText(target.value)}`;
}

function resourceLine(subject: string, target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) {
    const now = current === undefined ? '<unknown>' : quantityText(current.averageValue);
    return `${subject}:\t${now} / ${quantityText(target.averageValue)}`;
  }
  const { averageUtilization: utilization, averageValue } = current ?? {};
  const now = utilization === undefined ? '<unknown>' : `${utilization}% (${quantityText(averageValue)})`;
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${subject}  (as a percentage of request):\t${now} / ${wanted}`;
}

function quantityText(quantity: string | undefined): string {
  return quantity === undefined ? '<nil>' : amountText(quantity);
}

/** kube: the same file, printDirectionBehavior */
function directionLines(direction: string, rules: HPAScalingRules | undefined): Lines {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: window, selectPolicy = 'Max', policies = [] } = rules;
  const told = policies.map(({ type, value, periodSeconds }) => `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  return under(
    direction,
    window === undefined ? undefined : `Stabilization Window: ${window} seconds`,
    told.length === 0 ? undefined : lines(`Select Policy: ${selectPolicy}`, under('Policies', told)),
  );
}

function conditionLines({ conditions = [] }: HorizontalPodAutoscaler['status']): Lines {
  const rows = conditions.map(({ type, status, reason = '', message = '' }) => [type, status, reason, message]);
  return rows.length === 0 ? [] : under('Conditions', tableLines(['Type', 'Status', 'Reason', 'Message'], rows));
}
