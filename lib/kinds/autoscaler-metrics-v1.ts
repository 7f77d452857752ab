import type { CrossVersionObjectReference, LabelSelector, MetricIdentifier, MetricSpec, MetricStatus } from '../api/generated/types.ts';
import { isMapping } from '../base/merge.ts';

// kube: pkg/apis/autoscaling/v1/conversion.go, of metrics as annotations have them, in the order of the types of staging/src/k8s.io/api/autoscaling/v1

type Fields = Readonly<Record<string, unknown>>;

/** What Go writes of an amount that is not set and may not be left out. */
const NOTHING = '0';

/** A metric as `autoscaling/v1` describes it in an annotation. */
export function specToV1({ type, object, pods, resource, containerResource, external }: MetricSpec): Fields {
  return {
    type,
    object: object && {
      target: orderedReference(object.describedObject),
      metricName: object.metric.name,
      targetValue: object.target.value ?? NOTHING,
      selector: orderedSelector(object.metric.selector),
      averageValue: object.target.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? NOTHING,
      selector: orderedSelector(pods.metric.selector),
    },
    resource: resource && {
      name: resource.name,
      targetAverageUtilization: resource.target.averageUtilization,
      targetAverageValue: resource.target.averageValue,
    },
    containerResource: containerResource && {
      name: containerResource.name,
      targetAverageUtilization: containerResource.target.averageUtilization,
      targetAverageValue: containerResource.target.averageValue,
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: orderedSelector(external.metric.selector),
      targetValue: external.target.value,
      targetAverageValue: external.target.averageValue,
    },
  };
}

/** A metric that an annotation describes; what is odd of it stays for a decoder to find. */
export function specFromV1(described: unknown): unknown {
  if (!isMapping(described)) return described;
  const { type = '', object, pods, resource, containerResource, external } = described;
  const utilization = ({ targetAverageUtilization: averageUtilization, targetAverageValue: averageValue }: Fields): Fields =>
    given({ type: isNone(averageUtilization) ? 'AverageValue' : 'Utilization', averageValue, averageUtilization });
  return given({
    type,
    object: changed(object, (o) => ({
      describedObject: o['target'] ?? {},
      metric: identifier(o['metricName'], o['selector']),
      target: given({
        type: isNone(o['averageValue']) ? 'Value' : 'AverageValue',
        value: o['targetValue'] ?? NOTHING,
        averageValue: o['averageValue'],
      }),
    })),
    pods: changed(pods, (p) => ({
      metric: identifier(p['metricName'], p['selector']),
      target: { type: 'AverageValue', averageValue: p['targetAverageValue'] ?? NOTHING },
    })),
    resource: changed(resource, (r) => ({ name: r['name'] ?? '', target: utilization(r) })),
    containerResource: changed(containerResource, (c) => ({
      name: c['name'] ?? '',
      container: c['container'] ?? '',
      target: utilization(c),
    })),
    external: changed(external, (e) => ({
      metric: identifier(e['metricName'], e['metricSelector']),
      target: given({
        type: isNone(e['targetValue']) ? 'AverageValue' : 'Value',
        value: e['targetValue'],
        averageValue: e['targetAverageValue'],
      }),
    })),
  });
}

/** The value of a metric as `autoscaling/v1` tells it in an annotation. */
export function statusToV1({ type, object, pods, resource, containerResource, external }: MetricStatus): Fields {
  return {
    type,
    object: object && {
      target: orderedReference(object.describedObject),
      metricName: object.metric.name,
      currentValue: object.current.value ?? NOTHING,
      selector: orderedSelector(object.metric.selector),
      averageValue: object.current.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? NOTHING,
      selector: orderedSelector(pods.metric.selector),
    },
    resource: resource && {
      name: resource.name,
      currentAverageUtilization: resource.current.averageUtilization,
      currentAverageValue: resource.current.averageValue ?? NOTHING,
    },
    containerResource: containerResource && {
      name: containerResource.name,
      currentAverageUtilization: containerResource.current.averageUtilization,
      currentAverageValue: containerResource.current.averageValue ?? NOTHING,
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: orderedSelector(external.metric.selector),
      currentValue: external.current.value ?? NOTHING,
      currentAverageValue: external.current.averageValue,
    },
  };
}

/** The value of a metric that an annotation tells. */
export function statusFromV1(told: unknown): unknown {
  if (!isMapping(told)) return told;
  const { type = '', object, pods, resource, containerResource, external } = told;
  const current = ({ currentAverageValue: averageValue = NOTHING, currentAverageUtilization: averageUtilization }: Fields): Fields =>
    given({ averageValue, averageUtilization });
  return given({
    type,
    object: changed(object, (o) => ({
      describedObject: o['target'] ?? {},
      metric: identifier(o['metricName'], o['selector']),
      current: given({ value: o['currentValue'] ?? NOTHING, averageValue: o['averageValue'] }),
    })),
    pods: changed(pods, (p) => ({ metric: identifier(p['metricName'], p['selector']), current: current(p) })),
    resource: changed(resource, (r) => ({ name: r['name'] ?? '', current: current(r) })),
    containerResource: changed(containerResource, (c) => ({ name: c['name'] ?? '', container: c['container'] ?? '', current: current(c) })),
    external: changed(external, (e) => ({
      metric: identifier(e['metricName'], e['metricSelector']),
      current: given({ value: e['currentValue'] ?? NOTHING, averageValue: e['currentAverageValue'] }),
    })),
  });
}

function changed(value: unknown, change: (fields: Fields) => Fields): unknown {
  return isMapping(value) ? change(value) : value;
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null;
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isNone(value)));
}

function identifier(name: unknown, selector: unknown): Fields {
  return given({ name: name ?? '', selector } satisfies Partial<Record<keyof MetricIdentifier, unknown>>);
}

function orderedReference({ kind, name, apiVersion }: CrossVersionObjectReference): Fields {
  return { kind, name, apiVersion };
}

function orderedSelector(selector: LabelSelector | undefined): Fields | undefined {
  if (selector === undefined) return undefined;
  const { matchLabels, matchExpressions } = selector;
  return {
    matchLabels: matchLabels && Object.fromEntries(Object.entries(matchLabels).sort(([a], [b]) => (a < b ? -1 : 1))),
    matchExpressions: matchExpressions?.map(({ key, operator, values }) => ({ key, operator, values })),
  };
}
