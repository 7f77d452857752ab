import type { Job as Fields, JobSpec, JobStatus, PodFailurePolicy } from '../api/generated/types.ts';
import { goQuote } from '../api/field-errors.ts';
import { ageColumn, defineKind, nameColumn, type Column, type Now } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { humanAge } from '../base/duration.ts';
import { selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { filled, mapped, withFields } from '../base/with-fields.ts';
import { instantOf } from '../sim/time.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { templateColumns } from './replicas.ts';
import { CONTROLLER_UID_LABEL, generatedLabels } from './job-labels.ts';
import { validateJobStatus } from './validation/job-status.ts';
import { validateJob } from './validation/job.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';

/** A Job as it is stored: defaulted, with what it selects and a status. */
export type Job = Stored<Fields> & { readonly spec: JobSpec; readonly status: JobStatus };

/** kube: pkg/printers/internalversion/printers.go printJob */
const columns: readonly Column<Job>[] = [
  nameColumn,
  { name: 'Status', cell: statusText },
  { name: 'Completions', cell: completionsText },
  { name: 'Duration', cell: ({ status }, now) => durationText(status, now) },
  ageColumn,
  ...templateColumns<Job>(
    ({ spec }) => spec.template,
    ({ spec }) => selectorOf(spec.selector),
  ),
  { name: 'Active', extra: true, cell: ({ status }) => status.active ?? 0 },
  { name: 'Succeeded', extra: true, cell: ({ status }) => status.succeeded ?? 0 },
  { name: 'Failed', extra: true, cell: ({ status }) => status.failed ?? 0 },
];

/** `batch/v1` Job. */
export const JobKind = defineKind<Job>({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  categories: ['all'],
  hasStatus: true,
  columns,
  unknownLabel: (label) => `field label ${goQuote(label)} not supported for Job`,
  selectable: { 'status.successful': ({ status }) => String(status.succeeded ?? 0) },
  defaults: withDefaults,
  // kube: pkg/registry/batch/job/strategy.go PrepareForCreate
  prepareCreate: (job) => ({ ...(job.spec.manualSelector === true ? job : withGeneratedSelector(job)), status: {} }),
  // The labels that were generated are taken over when what was stored is read for the first time.
  allocate: (job) => ({ object: withLabelsOfTemplate(job), errors: [] }),
  validateStatus: validateJobStatus,
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ({ metadata, spec }) => workloadWarnings(metadata.name, spec.template),
  validate: (job, old) => validateJob(job, old),
  // kube: pkg/registry/batch/job/strategy.go DefaultGarbageCollectionPolicy
  defaultPropagation: 'Orphan',
});

const NO_LIMIT = 2_147_483_647;

/** kube: pkg/apis/batch/v1/defaults.go SetDefaults_Job */
function withDefaults(job: Job): Job {
  const spec = (job as { readonly spec?: JobSpec }).spec ?? ({} as JobSpec);
  const isOnce = spec.completions === undefined && spec.parallelism === undefined;
  const policy = spec.podFailurePolicy && defaultedFailurePolicy(spec.podFailurePolicy);
  const judged: Job = policy === undefined ? job : withFields(job, { spec: withFields(spec, { podFailurePolicy: policy }) });
  const full = withDefaultTemplate(judged, {
    ...(isOnce ? { completions: 1 } : {}),
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : NO_LIMIT,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: policy === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  });
  return withLabelsOfTemplate(full);
}

function withLabelsOfTemplate(job: Job): Job {
  const { template } = job.spec as Partial<JobSpec>;
  const labels = template?.metadata?.labels;
  const hasOwn = Object.keys(job.metadata.labels ?? {}).length > 0;
  return labels === undefined || hasOwn ? job : { ...job, metadata: { ...job.metadata, labels } };
}

/** The policy with the status that a pod's condition has to have. kube: the same file, SetDefaults_PodFailurePolicyOnPodConditionsPattern */
export function defaultedFailurePolicy(policy: PodFailurePolicy): PodFailurePolicy {
  const rules = mapped(policy.rules, (rule) =>
    withFields(rule, {
      onPodConditions: mapped(rule.onPodConditions, (pattern) => withFields(pattern, { status: filled(pattern.status) ?? 'True' })),
    }),
  );
  return withFields(policy, { rules });
}

/** kube: pkg/registry/batch/job/strategy.go generateSelector */
function withGeneratedSelector(job: Job): Job {
  const { metadata, spec } = job;
  const { template = {}, selector = {} } = spec as Partial<JobSpec>;
  const labels = { ...template.metadata?.labels, ...missing(generatedLabels(metadata), template.metadata?.labels) };
  const matchLabels = { ...selector.matchLabels, ...missing({ [CONTROLLER_UID_LABEL]: metadata.uid }, selector.matchLabels) };
  // Labels that were taken over from the template are the same map, and what is added to the one is added to the other.
  const isShared = metadata.labels !== undefined && metadata.labels === template.metadata?.labels;
  return {
    ...job,
    metadata: isShared ? { ...metadata, labels } : metadata,
    spec: { ...spec, selector: { ...selector, matchLabels }, template: { ...template, metadata: { ...template.metadata, labels } } },
  };
}

function missing(labels: Readonly<Record<string, string>>, given: Readonly<Record<string, string>> | undefined): object {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => given === undefined || !Object.hasOwn(given, name)));
}

function statusText({ metadata, status }: Job): string {
  const isTrue = (type: string): boolean => status.conditions?.some((one) => one.type === type && one.status === 'True') === true;
  if (isTrue('Complete')) return 'Complete';
  if (isTrue('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (isTrue('Suspended')) return 'Suspended';
  if (isTrue('FailureTarget')) return 'FailureTarget';
  return 'Running';
}

function completionsText({ spec: { completions, parallelism = 0 }, status: { succeeded = 0 } }: Job): string {
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ startTime, completionTime }: JobStatus, { age }: Now): string {
  if (startTime === undefined) return '';
  return completionTime === undefined ? age(startTime) : humanAge(instantOf(completionTime) - instantOf(startTime));
}
