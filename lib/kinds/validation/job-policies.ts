import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from '../../api/generated/types.ts';
import { duplicate, goLarge, invalid, invalidWhole, notSupported, required, tooLong, tooMany } from '../../api/field-errors.ts';
import { byteLength, qualifiedNameProblems } from '../../base/name-rules.ts';
import { countIndexes } from './completion-indexes.ts';
import { checkNotNegative, checkText, type Draft, type Found } from './draft.ts';

type Spec = Draft<JobSpec>;

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const MAX_RULES = 20;
const MAX_PATTERNS = 20;
const MAX_EXIT_CODES = 255;
const MAX_INDEXES_BYTES = 64 * 1024;

/** Checks what becomes of a Job whose pods fail. kube: pkg/apis/batch/validation/validation.go validatePodFailurePolicy */
export function checkPodFailurePolicy(spec: Spec, path: string, found: Found): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length > MAX_RULES) found.push(tooMany(`${path}.rules`, rules.length, MAX_RULES));
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const names = new Set([...containers, ...initContainers].map(({ name = '' }) => name));
  rules.forEach((rule, i) => checkRule(rule, spec, names, `${path}.rules[${i}]`, found));
}

function checkRule(rule: Draft<PodFailurePolicyRule>, spec: Spec, containers: ReadonlySet<string>, path: string, found: Found): void {
  const { action = '', onExitCodes, onPodConditions = [] } = rule;
  if (action === '') found.push(required(`${path}.action`, validValues(ACTIONS)));
  else if (!ACTIONS.includes(action)) found.push(notSupported(`${path}.action`, action, ACTIONS));
  else if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
    found.push(invalid(`${path}.action`, action, 'requires the backoffLimitPerIndex to be set'));
  if (onExitCodes !== undefined) checkExitCodes(onExitCodes, containers, `${path}.onExitCodes`, found);
  checkPatterns(onPodConditions, `${path}.onPodConditions`, found);
  if (onExitCodes !== undefined && onPodConditions.length > 0)
    found.push(invalidWhole(path, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (onExitCodes === undefined && onPodConditions.length === 0)
    found.push(invalidWhole(path, 'specifying one of OnExitCodes and OnPodConditions is required'));
}

function checkPatterns(patterns: readonly Draft<PodFailurePolicyOnPodConditionsPattern>[], path: string, found: Found): void {
  if (patterns.length > MAX_PATTERNS) found.push(tooMany(path, patterns.length, MAX_PATTERNS));
  patterns.forEach(({ type = '', status = '' }, i) => {
    checkText(qualifiedNameProblems, type, `${path}[${i}].type`, found);
    if (status === '') found.push(required(`${path}[${i}].status`, validValues(STATUSES)));
    else if (!STATUSES.includes(status)) found.push(notSupported(`${path}[${i}].status`, status, STATUSES));
  });
}

/** kube: the same file, validatePodFailurePolicyRuleOnExitCodes */
function checkExitCodes(
  { operator = '', containerName, values = [] }: Draft<PodFailurePolicyOnExitCodesRequirement>,
  containers: ReadonlySet<string>,
  path: string,
  found: Found,
): void {
  if (operator === '') found.push(required(`${path}.operator`, validValues(OPERATORS)));
  else if (!OPERATORS.includes(operator)) found.push(notSupported(`${path}.operator`, operator, OPERATORS));
  if (containerName !== undefined && !containers.has(containerName)) {
    const rule = 'must be one of the container or initContainer names in the pod template';
    found.push(invalid(`${path}.containerName`, containerName, rule));
  }
  const shown = { go: `[]int32{${values.join(', ')}}` };
  if (values.length === 0) found.push(invalid(`${path}.values`, shown, 'at least one value is required'));
  else if (values.length > MAX_EXIT_CODES) found.push(tooMany(`${path}.values`, values.length, MAX_EXIT_CODES));
  const seen = new Set<number>();
  values.forEach((value, i) => {
    const at = `${path}.values[${i}]`;
    if (operator === 'In' && value === 0) found.push(invalid(at, value, 'must not be 0 for the In operator'));
    if (seen.has(value)) found.push(duplicate(at, value));
    seen.add(value);
  });
  if (values.some((value, i) => i > 0 && values[i - 1]! > value)) found.push(invalid(`${path}.values`, shown, 'must be ordered'));
}

function validValues(values: readonly string[]): string {
  return `valid values: [${values.map((value) => `"${value}"`).join(' ')}]`;
}

/** Checks when a Job is taken to have succeeded. kube: the same file, validateSuccessPolicy */
export function checkSuccessPolicy(spec: Spec, path: string, found: Found): void {
  if (spec.completionMode !== 'Indexed') {
    found.push(invalid(path, goLarge('batch.SuccessPolicy'), 'requires indexed completion mode'));
    return;
  }
  const rules = spec.successPolicy?.rules ?? [];
  if (rules.length === 0) found.push(required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified'));
  if (rules.length > MAX_RULES) found.push(tooMany(`${path}.rules`, rules.length, MAX_RULES));
  rules.forEach((rule, i) => checkSuccessRule(rule, spec.completions ?? 0, `${path}.rules[${i}]`, found));
}

function checkSuccessRule(rule: Draft<SuccessPolicyRule>, completions: number, path: string, found: Found): void {
  const { succeededCount: count, succeededIndexes: indexes } = rule;
  if (count === undefined && indexes === undefined)
    found.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'));
  let total = 0;
  if (indexes !== undefined) {
    if (byteLength(indexes) > MAX_INDEXES_BYTES) found.push(tooLong(`${path}.succeededIndexes`, MAX_INDEXES_BYTES));
    const read = countIndexes(indexes, completions);
    if (typeof read === 'number') total = read;
    else found.push(invalid(`${path}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${read}`));
  }
  if (count === undefined) return;
  const at = `${path}.succeededCount`;
  checkNotNegative(count, at, found);
  const atMost = (most: number, of: string): void => {
    if (count > most) found.push(invalid(at, count, `must be less than or equal to ${most} (the number of ${of})`));
  };
  atMost(completions, 'specified completions');
  if (indexes !== undefined) atMost(total, 'indexes in the specified succeededIndexes field');
}
