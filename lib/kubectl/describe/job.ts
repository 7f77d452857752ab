import { humanAge } from '../../base/duration.ts';
import { JobKind, type Job } from '../../kinds/job.ts';
import { instantOf } from '../../sim/time.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines, selectorText } from './labels.ts';
import { field, lines, type Lines } from './lines.ts';
import { controllerLine } from './owners.ts';
import { podTemplateLines } from './pod-template.ts';
import { longTime } from './times.ts';

/** What is said of a Job and how far it has come. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeJob */
export const jobDescriber = defineDescriber<Job>({
  kind: JobKind,
  lines: (job) => {
    const { metadata, spec } = job;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Selector', selectorText(spec.selector)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      controllerLine(job),
      field('Parallelism', spec.parallelism),
      field('Completions', spec.completions ?? '<unset>'),
      field('Completion Mode', spec.completionMode),
      field('Suspend', spec.suspend),
      field('Backoff Limit', spec.backoffLimit),
      field('TTL Seconds After Finished', spec.ttlSecondsAfterFinished),
      progressLines(job),
      podTemplateLines(spec.template),
    );
  },
});

function progressLines({ spec, status }: Job): Lines {
  const { startTime, completionTime, active = 0, ready, succeeded = 0, failed = 0 } = status;
  const { activeDeadlineSeconds: deadline, completionMode } = spec;
  const duration = startTime && completionTime && humanAge(instantOf(completionTime) - instantOf(startTime));
  return lines(
    field('Start Time', startTime && longTime(startTime)),
    field('Completed At', completionTime && longTime(completionTime)),
    field('Duration', duration),
    field('Active Deadline Seconds', deadline === undefined ? undefined : `${deadline}s`),
    field('Pods Statuses', `${active} Active${ready === undefined ? '' : ` (${ready} Ready)`} / ${succeeded} Succeeded / ${failed} Failed`),
    field('Completed Indexes', completionMode === 'Indexed' ? indexesText(status.completedIndexes) : undefined),
  );
}

const MOST_INDEXES_TEXT = 50;

/** Indexes up to the first comma behind the fiftieth letter. kube: the same file, capIndexesListOrNone */
function indexesText(indexes = ''): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', MOST_INDEXES_TEXT);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
