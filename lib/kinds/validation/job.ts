import type { Job, JobSpec, PodTemplateSpec } from '../../api/generated/types.ts';
import { goLabelSelector, goLarge, goMap, invalid, required, type FieldError, type ShownValue } from '../../api/field-errors.ts';
import { matchesLabels } from '../../base/labels.ts';
import { label1123Problems } from '../../base/name-rules.ts';
import { generatedLabels } from '../job-labels.ts';
import { IMMUTABLE, type Draft, type Found } from './draft.ts';
import { isEquivalent } from './equivalence.ts';
import { checkJobSpec } from './job-spec.ts';
import { checkLabelSelector } from './label-selector.ts';
import { validateMetadata } from './metadata.ts';
import { checkSelectorUnchanged, checkTemplateLabels, understoodSelector } from './workload.ts';

type Spec = Draft<JobSpec>;

/** All that is wrong with a Job. kube: pkg/apis/batch/validation/validation.go ValidateJob, ValidateJobUpdate */
export function validateJob(job: Draft<Job>, old: Draft<Job> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(job, old, { name: 'subdomain', namespaced: true })];
  const { metadata = {}, spec = {} } = job;
  checkGeneratedSelector(job, found);
  checkJobSpec(spec, 'spec', found);
  if (spec.selector === undefined) found.push(required('spec.selector'));
  else checkLabelSelector(spec.selector, 'spec.selector', found);
  const understood = understoodSelector(spec.selector);
  if (understood !== 'not understood') checkTemplateLabels(understood, spec.template ?? {}, found);
  if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0) {
    const { name = '' } = metadata;
    const host = `${name}-${spec.completions! - 1}`;
    if (label1123Problems(host).length > 0)
      found.push(invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`));
  }
  if (old !== undefined) checkJobUpdate(spec, old, found);
  return found;
}

/** kube: the same file, validateGeneratedSelector */
function checkGeneratedSelector({ metadata = {}, spec = {} }: Draft<Job>, found: Found): void {
  const { selector, template = {} } = spec;
  if (spec.manualSelector === true || selector === undefined) return;
  if ((metadata.uid ?? '') === '') found.push(required('metadata.uid'));
  const expected = generatedLabels(metadata);
  const labels = template.metadata?.labels;
  for (const [name, value] of Object.entries(expected)) {
    const path = `spec.template.metadata.labels[${name}]`;
    const rule = `must be '${value}'`;
    if (labels?.[name] === undefined) found.push(required(path, rule));
    if (labels?.[name] !== value) found.push(invalid(path, goMap(labels), rule));
  }
  const understood = understoodSelector(selector);
  if (understood !== 'not understood' && !matchesLabels(understood, expected))
    found.push(invalid('spec.selector', goLabelSelector(selector), '`selector` not auto-generated'));
}

/** kube: the same file, ValidateJobSpecUpdate */
function checkJobUpdate(spec: Spec, { spec: old = {}, status }: Draft<Job>, found: Found): void {
  const keep = (field: keyof JobSpec, shown: ShownValue): void => {
    if (!isEquivalent(spec[field], old[field])) found.push(invalid(`spec.${field}`, shown, IMMUTABLE));
  };
  checkCompletions(spec, old, found);
  checkSelectorUnchanged(spec.selector, old.selector, found);
  // Where its pods may go can be changed as long as it has none.
  const isMovable = old.suspend === true && status?.startTime === undefined;
  const before = isMovable ? moved(old.template ?? {}, spec.template ?? {}) : old.template;
  if (!isEquivalent(spec.template, before)) found.push(invalid('spec.template', goLarge('core.PodTemplateSpec'), IMMUTABLE));
  keep('completionMode', spec.completionMode);
  keep('podFailurePolicy', spec.podFailurePolicy && goLarge('batch.PodFailurePolicy'));
  keep('backoffLimitPerIndex', spec.backoffLimitPerIndex);
  keep('managedBy', spec.managedBy);
  keep('successPolicy', spec.successPolicy && goLarge('batch.SuccessPolicy'));
}

function checkCompletions({ completions, completionMode, parallelism }: Spec, old: Spec, found: Found): void {
  if (completions === old.completions) return;
  if (completionMode !== 'Indexed') found.push(invalid('spec.completions', completions, IMMUTABLE));
  else if (completions !== undefined && completions !== parallelism)
    found.push(invalid('spec.completions', completions, 'can only be modified in tandem with spec.parallelism'));
}

type Template = Draft<PodTemplateSpec>;

/** The old template with all that decides where its pods go as it is in the new one. */
function moved(old: Template, { metadata = {}, spec = {} }: Template): Template {
  const { nodeSelector, tolerations, schedulingGates, affinity } = spec;
  const others = { ...old.spec?.affinity, nodeAffinity: affinity?.nodeAffinity };
  const isNone = affinity === undefined && Object.values(others).every((part) => part === undefined);
  return {
    metadata: { ...old.metadata, labels: metadata.labels, annotations: metadata.annotations },
    spec: { ...old.spec, nodeSelector, tolerations, schedulingGates, affinity: isNone ? undefined : others },
  } as Template;
}
