import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HPAScalingPolicy,
  HPAScalingRules,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../../api/generated/types.ts';
import { forbidden, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { pathSegmentProblems } from '../../base/name-rules.ts';
import { parseQuantity } from '../../base/quantity.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';

const LEAST_REPLICAS = 1;
const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];
const METRIC_TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

/** All that is wrong with an autoscaler. kube: pkg/apis/autoscaling/validation/validation.go ValidateHorizontalPodAutoscaler */
export function validateHorizontalPodAutoscaler(
  autoscaler: Draft<HorizontalPodAutoscaler>,
  old: Draft<HorizontalPodAutoscaler> | undefined,
): readonly FieldError[] {
  const found: Found = [...validateMetadata(autoscaler, old, { name: 'subdomain', namespaced: true })];
  const { spec: { minReplicas, maxReplicas = 0, scaleTargetRef = {}, metrics = [], behavior = {} } = {} } = autoscaler;
  if (minReplicas !== undefined && minReplicas < LEAST_REPLICAS)
    found.push(invalid('spec.minReplicas', minReplicas, `must be greater than or equal to ${LEAST_REPLICAS}`));
  if (maxReplicas < 1) found.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    found.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  checkReference(scaleTargetRef, 'spec.scaleTargetRef', found);
  metrics.forEach((metric, i) => checkMetric(metric, `spec.metrics[${i}]`, found));
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External'))
    found.push(forbidden('spec.metrics', 'must specify at least one Object or External metric to support scaling to zero replicas'));
  if (behavior.scaleUp !== undefined) checkRules(behavior.scaleUp, 'spec.behavior.scaleUp', found);
  if (behavior.scaleDown !== undefined) checkRules(behavior.scaleDown, 'spec.behavior.scaleDown', found);
  return found;
}

function checkReference({ kind = '', name = '' }: Draft<CrossVersionObjectReference>, path: string, found: Found): void {
  if (kind === '') found.push(required(`${path}.kind`));
  else checkText(pathSegmentProblems, kind, `${path}.kind`, found);
  if (name === '') found.push(required(`${path}.name`));
  else checkText(pathSegmentProblems, name, `${path}.name`, found);
}

function checkRules(
  { stabilizationWindowSeconds: window, selectPolicy, policies = [] }: Draft<HPAScalingRules>,
  path: string,
  found: Found,
): void {
  const refuse = (rule: string): void => void found.push(invalid(`${path}.stabilizationWindowSeconds`, window, rule));
  if (window !== undefined && window < 0) refuse('must be greater than or equal to zero');
  if (window !== undefined && window > MAX_WINDOW_SECONDS) refuse(`must be less than or equal to ${MAX_WINDOW_SECONDS}`);
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy))
    found.push(notSupported(`${path}.selectPolicy`, selectPolicy, SELECT_POLICIES));
  if (policies.length === 0) found.push(required(`${path}.policies`, 'must specify at least one Policy'));
  policies.forEach((policy, i) => checkPolicy(policy, `${path}.policies[${i}]`, found));
}

function checkPolicy({ type = '', value = 0, periodSeconds = 0 }: Draft<HPAScalingPolicy>, path: string, found: Found): void {
  if (!POLICY_TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, POLICY_TYPES));
  if (value <= 0) found.push(invalid(`${path}.value`, value, 'must be greater than zero'));
  if (periodSeconds <= 0) found.push(invalid(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS)
    found.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
}

type Metric = Draft<MetricSpec>;

/** What a metric may be of, in the order in which the server looks. */
const SOURCES = [
  ['object', checkObjectSource],
  ['external', checkExternalSource],
  ['pods', checkPodsSource],
  ['resource', checkResourceSource],
  ['containerResource', checkContainerSource],
] as const;

/** kube: the same file, validateMetricSpec */
function checkMetric(metric: Metric, path: string, found: Found): void {
  const { type = '' } = metric;
  if (type === '') found.push(required(`${path}.type`, 'must specify a metric source type'));
  if (!METRIC_TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, METRIC_TYPES));
  const given = SOURCES.filter(([field]) => metric[field] !== undefined);
  given[0]?.[1](metric, `${path}.${given[0][0]}`, found);
  const expected = METRIC_TYPES.includes(type) ? type.charAt(0).toLowerCase() + type.slice(1) : '';
  if (expected !== '' && !given.some(([field]) => field === expected))
    found.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
  if (given.length < 2) return;
  for (const [field] of given)
    if (field !== expected) found.push(forbidden(`${path}.${field}`, 'must populate the given metric source only'));
}

function checkObjectSource({ object = {} }: Metric, path: string, found: Found): void {
  const { describedObject = {}, metric = {}, target = {} } = object;
  checkReference(describedObject, `${path}.describedObject`, found);
  checkIdentifier(metric, `${path}.metric`, found);
  checkTarget(target, `${path}.target`, found);
  if (target.value === undefined && target.averageValue === undefined)
    found.push(required(`${path}.target.averageValue`, 'must set either a target value or averageValue'));
}

function checkExternalSource({ external = {} }: Metric, path: string, found: Found): void {
  const { metric = {}, target = {} } = external;
  checkIdentifier(metric, `${path}.metric`, found);
  checkTarget(target, `${path}.target`, found);
  if (target.value === undefined && target.averageValue === undefined)
    found.push(required(`${path}.target.averageValue`, 'must set either a target value for metric or a per-pod target'));
  if (target.value !== undefined && target.averageValue !== undefined)
    found.push(forbidden(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target'));
}

function checkPodsSource({ pods = {} }: Metric, path: string, found: Found): void {
  const { metric = {}, target = {} } = pods;
  checkIdentifier(metric, `${path}.metric`, found);
  checkTarget(target, `${path}.target`, found);
  if (target.averageValue === undefined) found.push(required(`${path}.target.averageValue`, 'must specify a positive target averageValue'));
}

function checkResourceSource({ resource = {} }: Metric, path: string, found: Found): void {
  if ((resource.name ?? '') === '') found.push(required(`${path}.name`, 'must specify a resource name'));
  checkResourceTarget(resource.target ?? {}, `${path}.target`, found);
}

function checkContainerSource({ containerResource = {} }: Metric, path: string, found: Found): void {
  if ((containerResource.name ?? '') === '') found.push(required(`${path}.name`, 'must specify a resource name'));
  if ((containerResource.container ?? '') === '') found.push(required(`${path}.container`, 'must specify a container'));
  checkResourceTarget(containerResource.target ?? {}, `${path}.target`, found);
}

function checkResourceTarget(target: Draft<MetricTarget>, path: string, found: Found): void {
  checkTarget(target, path, found);
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined)
    found.push(required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'));
  if (averageUtilization !== undefined && averageValue !== undefined)
    found.push(forbidden(`${path}.averageValue`, 'may not set both a target raw value and a target utilization'));
}

/** kube: the same file, validateMetricTarget */
function checkTarget({ type = '', value, averageValue, averageUtilization }: Draft<MetricTarget>, path: string, found: Found): void {
  if (type === '') found.push(required(`${path}.type`, 'must specify a metric target type'));
  if (!TARGET_TYPES.includes(type)) found.push(invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  for (const [field, amount] of Object.entries({ value, averageValue }))
    if (amount !== undefined && parseQuantity(amount).nanos <= 0n)
      found.push(invalid(`${path}.${field}`, { go: amount }, 'must be positive'));
  if (averageUtilization !== undefined && averageUtilization < 1)
    found.push(invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'));
}

function checkIdentifier({ name = '' }: Draft<MetricIdentifier>, path: string, found: Found): void {
  if (name === '') found.push(required(`${path}.name`, 'must specify a metric name'));
  else checkText(pathSegmentProblems, name, `${path}.name`, found);
}
