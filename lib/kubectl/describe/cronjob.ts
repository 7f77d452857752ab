import { CronJobKind, type CronJob } from '../../kinds/cronjob.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, selectorText } from './labels.ts';
import { capitalised, field, lines, orNone, type Lines } from './lines.ts';
import { podTemplateLines } from './pod-template.ts';
import { longTime } from './times.ts';

/** What is said of a CronJob, and which Jobs it has. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeCronJob */
export const cronJobDescriber = defineDescriber<CronJob>({
  kind: CronJobKind,
  lines: ({ metadata, spec, status }) => {
    const { suspend, startingDeadlineSeconds: deadline } = spec;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Schedule', spec.schedule),
      field('Concurrency Policy', spec.concurrencyPolicy ?? ''),
      field('Suspend', suspend === undefined ? '<unset>' : capitalised(suspend)),
      field('Successful Job History Limit', spec.successfulJobsHistoryLimit ?? '<unset>'),
      field('Failed Job History Limit', spec.failedJobsHistoryLimit ?? '<unset>'),
      field('Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`),
      jobLines(spec.jobTemplate),
      field('Last Schedule Time', status.lastScheduleTime === undefined ? '<unset>' : longTime(status.lastScheduleTime)),
      field('Active Jobs', orNone((status.active ?? []).map(({ name = '' }) => name).join(', '))),
    );
  },
});

/** kube: the same file, describeJobTemplate */
function jobLines({ spec }: CronJob['spec']['jobTemplate']): Lines {
  const { selector, parallelism = '<unset>', completions = '<unset>', activeDeadlineSeconds: deadline, template = {} } = spec ?? {};
  return lines(
    field('Selector', selector === undefined ? '<unset>' : selectorText(selector)),
    field('Parallelism', parallelism),
    field('Completions', completions),
    field('Active Deadline Seconds', deadline === undefined ? undefined : `${deadline}s`),
    podTemplateLines(template),
  );
}
