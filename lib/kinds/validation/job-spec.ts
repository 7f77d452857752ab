import type { JobSpec } from '../../api/generated/types.ts';
import { invalid, notSupported, required, tooLong } from '../../api/field-errors.ts';
import { byteLength } from '../../base/name-rules.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { checkDomainPath } from './domain-path.ts';
import { checkPodFailurePolicy, checkSuccessPolicy } from './job-policies.ts';
import { checkTemplate } from './pod-template.ts';

type Spec = Draft<JobSpec>;

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const MODES = ['NonIndexed', 'Indexed'];
const REPLACEMENTS = ['Failed', 'TerminatingOrFailed'];

// kube: pkg/apis/batch/validation/validation.go
const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
const MANY_COMPLETIONS = 100_000;
const MAX_OF_MANY = 10_000;
const MAX_MANAGER_CHARACTERS = 63;

/** Checks what Jobs and the templates of CronJobs have in common. kube: the same file, validateJobSpec */
export function checkJobSpec(spec: Spec, path: string, found: Found): void {
  for (const field of COUNTS) checkNotNegative(spec[field], `${path}.${field}`, found);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    found.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  if (spec.managedBy !== undefined) {
    checkDomainPath(spec.managedBy, `${path}.managedBy`, found);
    if (byteLength(spec.managedBy) > MAX_MANAGER_CHARACTERS) found.push(tooLong(`${path}.managedBy`, MAX_MANAGER_CHARACTERS));
  }
  checkMode(spec, path, found);
  if (spec.podFailurePolicy !== undefined) checkPodFailurePolicy(spec, `${path}.podFailurePolicy`, found);
  if (spec.successPolicy !== undefined) checkSuccessPolicy(spec, `${path}.successPolicy`, found);
  const { podReplacementPolicy: replacement } = spec;
  const replacements = spec.podFailurePolicy === undefined ? REPLACEMENTS : ['Failed'];
  if (replacement !== undefined && !replacements.includes(replacement))
    found.push(notSupported(`${path}.podReplacementPolicy`, replacement, replacements));
  checkTemplate(spec.template ?? {}, `${path}.template`, found);
  checkRestart(spec, `${path}.template.spec.restartPolicy`, found);
}

function checkMode(spec: Spec, path: string, found: Found): void {
  const { completionMode: mode, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (mode !== undefined && !MODES.includes(mode)) found.push(notSupported(`${path}.completionMode`, mode, MODES));
  if (mode === 'Indexed') checkIndexed(spec, path, found);
  if (mode !== undefined && mode !== 'NonIndexed') return;
  const rule = 'requires indexed completion mode';
  if (backoffLimitPerIndex !== undefined) found.push(invalid(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex, rule));
  if (maxFailedIndexes !== undefined) found.push(invalid(`${path}.maxFailedIndexes`, maxFailedIndexes, rule));
}

function checkIndexed(spec: Spec, path: string, found: Found): void {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  const failed = maxFailedIndexes ?? 0;
  const refuse = (field: 'parallelism' | 'maxFailedIndexes', rule: string): void => {
    found.push(invalid(`${path}.${field}`, spec[field], `must be less than or equal to ${rule}`));
  };
  if (completions === undefined) found.push(required(`${path}.completions`, 'when completion mode is Indexed'));
  if (parallelism > MAX_PARALLELISM) refuse('parallelism', `${MAX_PARALLELISM} when completion mode is Indexed`);
  if (completions !== undefined && failed > completions) refuse('maxFailedIndexes', 'completions');
  if (failed > MAX_FAILED_INDEXES) refuse('maxFailedIndexes', String(MAX_FAILED_INDEXES));
  if (completions === undefined || completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return;
  const rule = `${MAX_OF_MANY} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined)
    found.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`));
  if (parallelism > MAX_OF_MANY) refuse('parallelism', rule);
  if (failed > MAX_OF_MANY) refuse('maxFailedIndexes', rule);
}

// A policy that nobody said has been defaulted to Always: for Jobs there is no default.
function checkRestart({ template, podFailurePolicy }: Spec, path: string, found: Found): void {
  const { restartPolicy: policy = 'Always' } = template?.spec ?? {};
  if (policy === 'Always' || policy === '') found.push(required(path, 'valid values: "OnFailure", "Never"'));
  else if (policy !== 'OnFailure' && policy !== 'Never') found.push(notSupported(path, policy, ['OnFailure', 'Never']));
  else if (podFailurePolicy !== undefined && policy !== 'Never')
    found.push(invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified'));
}
