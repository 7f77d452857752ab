import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../api/generated/types.ts';

const MOST = 2;
const UNKNOWN = '<unknown>';

/** How far what an autoscaler looks at is from what it should be: `cpu: 12%/80%`. kube: pkg/printers/internalversion/printers.go formatHPAMetrics */
export function metricsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((spec, i) => metricText(spec, statuses[i]));
  const shown = texts.slice(0, MOST).join(', ');
  return texts.length > MOST ? `${shown} + ${texts.length - MOST} more...` : shown;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return valueText(spec.external?.target, status?.external?.current);
    case 'Object':
      return valueText(spec.object?.target, status?.object?.current);
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? UNKNOWN}/${spec.pods?.target.averageValue ?? ''}`;
    case 'Resource':
      return resourceText(spec.resource, status?.resource?.current);
    case 'ContainerResource':
      return resourceText(spec.containerResource, status?.containerResource?.current);
    default:
      return '<unknown type>';
  }
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current?.value ?? UNKNOWN}/${target?.value ?? ''}`;
}

function resourceText(
  source: { readonly name: string; readonly target: MetricTarget } | undefined,
  current: MetricValueStatus | undefined,
): string {
  const { averageValue, averageUtilization } = source?.target ?? {};
  const percent = (share: number | undefined, otherwise: string): string => (share === undefined ? otherwise : `${share}%`);
  const text =
    averageValue === undefined
      ? `${percent(current?.averageUtilization, UNKNOWN)}/${percent(averageUtilization, '<auto>')}`
      : `${current?.averageValue ?? UNKNOWN}/${averageValue}`;
  return `${source?.name ?? ''}: ${text}`;
}
