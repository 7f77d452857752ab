import { decode } from '../api/schema.ts';
import type {
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  ObjectMeta,
} from '../api/generated/types.ts';
import { isMapping } from '../base/merge.ts';
import { statusFromV1, statusToV1, specFromV1, specToV1 } from './autoscaler-metrics-v1.ts';

// kube: pkg/apis/autoscaling/annotations.go
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const SAYINGS: readonly string[] = [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR];

const V2 = 'io.k8s.api.autoscaling.v2';

type Annotations = Readonly<Record<string, string>> | undefined;

/** What an older version of autoscalers can say only in annotations. */
export interface Sayings {
  readonly metrics: readonly MetricSpec[];
  readonly behavior: HorizontalPodAutoscalerBehavior | undefined;
  readonly currentMetrics: readonly MetricStatus[];
  readonly conditions: readonly HorizontalPodAutoscalerCondition[];
}

/** Metadata without the annotations of older versions: the same metadata where there are none. kube: pkg/apis/autoscaling/helpers.go DropRoundTripHorizontalPodAutoscalerAnnotations */
export function withoutSayings<M extends ObjectMeta>(metadata: M): M {
  const { annotations = {} } = (metadata as M | undefined) ?? {};
  if (!SAYINGS.some((name) => Object.hasOwn(annotations, name))) return metadata;
  const kept = Object.entries(annotations).filter(([name]) => !SAYINGS.includes(name));
  const { annotations: _, ...rest } = metadata;
  return (kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) }) as M;
}

/** Metadata with what an older version cannot say otherwise. kube: pkg/apis/autoscaling/v1/conversion.go */
export function annotationsWith<M extends ObjectMeta>(metadata: M, { metrics, behavior, currentMetrics, conditions }: Sayings): M {
  const said: (readonly [string, string])[] = [];
  if (metrics.length > 0) said.push([METRICS, goText(metrics.map(specToV1))]);
  if (currentMetrics.length > 0) said.push([CURRENT_METRICS, goText(currentMetrics.map(statusToV1))]);
  if (conditions.length > 0) said.push([CONDITIONS, goText(conditions.map(orderedCondition))]);
  if (behavior !== undefined) said.push([BEHAVIOR, goText(internalBehavior(behavior))]);
  const bare = withoutSayings(metadata);
  return said.length === 0 ? bare : { ...bare, annotations: { ...bare.annotations, ...Object.fromEntries(said) } };
}

/** The metrics that annotations tell of, or undefined where they tell of none that can be read. */
export function metricsIn(annotations: Annotations): readonly MetricSpec[] | undefined {
  return listIn(annotations?.[METRICS], specFromV1, 'MetricSpec') as readonly MetricSpec[] | undefined;
}

/** The values of metrics that annotations tell of. */
export function currentMetricsIn(annotations: Annotations): readonly MetricStatus[] | undefined {
  return listIn(annotations?.[CURRENT_METRICS], statusFromV1, 'MetricStatus') as readonly MetricStatus[] | undefined;
}

/** The conditions that annotations tell of. */
export function conditionsIn(annotations: Annotations): readonly HorizontalPodAutoscalerCondition[] | undefined {
  const read = listIn(annotations?.[CONDITIONS], (each) => each, 'HorizontalPodAutoscalerCondition');
  return read as readonly HorizontalPodAutoscalerCondition[] | undefined;
}

/** The behaviour that annotations tell of: they have it in the words of Go's structures. */
export function behaviorIn(annotations: Annotations): HorizontalPodAutoscalerBehavior | undefined {
  const read = jsonOf(annotations?.[BEHAVIOR]);
  if (!isMapping(read)) return undefined;
  const behavior = decoded(`${V2}.HorizontalPodAutoscalerBehavior`, inLowerCamelCase(read)) as HorizontalPodAutoscalerBehavior | undefined;
  return behavior === undefined || Object.keys(behavior).length === 0 ? undefined : behavior;
}

function listIn(text: string | undefined, convert: (item: unknown) => unknown, type: string): readonly unknown[] | undefined {
  const read = jsonOf(text);
  if (!Array.isArray(read)) return undefined;
  const items = read.map((item) => decoded(`${V2}.${type}`, convert(item)));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** What nobody can read says nothing. */
function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded(typeName: string, value: unknown): unknown {
  const { value: read, problems } = decode(typeName, value);
  return problems.every(({ kind }) => kind === 'unknown') ? read : undefined;
}

/** JSON as Go writes it: without the letters that HTML could mistake. */
function goText(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function orderedCondition(condition: HorizontalPodAutoscalerCondition): unknown {
  const { type, status, lastTransitionTime = null, reason, message } = condition;
  return { type, status, lastTransitionTime, reason, message };
}

/** kube: pkg/apis/autoscaling/types.go HorizontalPodAutoscalerBehavior, which has no names for JSON */
function internalBehavior({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): unknown {
  const rulesOf = (rules: HPAScalingRules | undefined): unknown =>
    rules === undefined
      ? null
      : {
          StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
          SelectPolicy: rules.selectPolicy ?? null,
          Policies:
            rules.policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ?? null,
        };
  return { ScaleUp: rulesOf(scaleUp), ScaleDown: rulesOf(scaleDown) };
}

/** The deepest that a behaviour goes: rules, policies, a policy. */
const DEEPEST = 4;

function inLowerCamelCase(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((item) => inLowerCamelCase(item, depth + 1));
  if (!isMapping(value)) return value;
  const fields = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(
    fields.map(([name, part]) => [name.slice(0, 1).toLowerCase() + name.slice(1), inLowerCamelCase(part, depth + 1)]),
  );
}
