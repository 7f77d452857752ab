import type { CronJob as Fields, CronJobSpec, CronJobStatus, JobSpec } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { defaultedFailurePolicy } from './job.ts';
import { defaultedTemplate } from './pod-template.ts';
import { templateColumns } from './replicas.ts';
import { cronJobWarnings, validateCronJob } from './validation/cronjob.ts';

/** A CronJob as it is stored: defaulted, with a status. */
export type CronJob = Stored<Fields> & { readonly spec: CronJobSpec; readonly status: CronJobStatus };

/** kube: pkg/printers/internalversion/printers.go printCronJob */
const columns: readonly Column<CronJob>[] = [
  nameColumn,
  { name: 'Schedule', cell: ({ spec }) => spec.schedule },
  { name: 'Timezone', cell: ({ spec }) => spec.timeZone ?? '<none>' },
  { name: 'Suspend', type: 'boolean', cell: ({ spec }) => (spec.suspend === true ? 'True' : 'False') },
  { name: 'Active', type: 'integer', cell: ({ status }) => status.active?.length ?? 0 },
  {
    name: 'Last Schedule',
    cell: ({ status }, { age }) => (status.lastScheduleTime === undefined ? '<none>' : age(status.lastScheduleTime)),
  },
  ageColumn,
  ...templateColumns<CronJob>(
    ({ spec }) => spec.jobTemplate.spec?.template,
    ({ spec }) => selectorOf(spec.jobTemplate.spec?.selector),
  ),
];

/** `batch/v1` CronJob. */
export const CronJobKind = defineKind<CronJob>({
  group: 'batch',
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  short: ['cj'],
  categories: ['all'],
  hasStatus: true,
  columns,
  defaults: withDefaults,
  // kube: pkg/registry/batch/cronjob/strategy.go PrepareForCreate
  prepareCreate: (cronJob) => ({ ...cronJob, status: {} }),
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: cronJobWarnings,
  validate: (cronJob, old) => validateCronJob(cronJob, old),
});

/** The Jobs that it will make are defaulted when they are made, but for their pods. kube: pkg/apis/batch/v1/defaults.go SetDefaults_CronJob */
function withDefaults(cronJob: CronJob): CronJob {
  const spec = (cronJob as { readonly spec?: CronJobSpec }).spec ?? ({} as CronJobSpec);
  const { jobTemplate = {} } = spec as Partial<CronJobSpec>;
  const full = withFields(spec, {
    concurrencyPolicy: filled(spec.concurrencyPolicy) ?? 'Allow',
    suspend: spec.suspend ?? false,
    successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
    failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
    jobTemplate: withFields(jobTemplate, { spec: jobTemplate.spec && withDefaultPods(jobTemplate.spec) }),
  });
  return full === spec ? cronJob : { ...cronJob, spec: full };
}

function withDefaultPods(spec: JobSpec): JobSpec {
  const { template, podFailurePolicy } = spec as Partial<JobSpec>;
  return withFields(spec, {
    template: template && defaultedTemplate(template),
    podFailurePolicy: podFailurePolicy && defaultedFailurePolicy(podFailurePolicy),
  });
}
