import type { Job, JobStatus } from '../../api/generated/types.ts';
import { duplicate, goLarge, goTime, invalid, invalidWhole, required } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { countIndexes, overlapOf } from './completion-indexes.ts';
import { checkNotNegative, type Found } from './draft.ts';
import { statusCheck } from './status.ts';

/** What the conditions of a Job say, in short. */
interface Course {
  readonly complete: boolean;
  readonly failed: boolean;
  readonly failing: boolean;
  readonly succeeded: boolean;
}

/** All that is wrong with a Job's new status. kube: pkg/apis/batch/validation/validation.go validateJobStatus, ValidateJobStatusUpdate */
export const validateJobStatus = statusCheck<Job>((job, { status: old = {} }, found) => {
  const { status = {} } = job;
  const course = courseOf(status);
  checkNumbers(status, found);
  checkCourse(course, status, found);
  checkFinished(course, status, found);
  checkIndexes(job, status, found);
  checkLast(job, course, status, found);
  checkChange(job, status, old, found);
});

function courseOf({ conditions = [] }: JobStatus): Course {
  const isTrue = (type: string): boolean => conditions.some((one) => one.type === type && one.status === 'True');
  return {
    complete: isTrue('Complete'),
    failed: isTrue('Failed'),
    failing: isTrue('FailureTarget'),
    succeeded: isTrue('SuccessCriteriaMet'),
  };
}

function checkNumbers(status: JobStatus, found: Found): void {
  for (const name of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const)
    checkNotNegative(status[name], `status.${name}`, found);
  const seen = new Set<string>();
  for (const side of ['succeeded', 'failed'] as const)
    (status.uncountedTerminatedPods?.[side] ?? []).forEach((uid, i) => {
      const path = `status.uncountedTerminatedPods.${side}[${i}]`;
      if (uid === '') found.push(invalid(path, '', 'must not be empty'));
      else if (seen.has(uid)) found.push(duplicate(path, uid));
      seen.add(uid);
    });
}

/** Conditions that exclude each other, or need each other, and the times that go with them. */
function checkCourse({ complete, failed, failing, succeeded }: Course, { startTime, completionTime }: JobStatus, found: Found): void {
  const refuse = (rule: string): void => void found.push(invalidWhole('status.conditions', rule));
  if (complete && failed) refuse('cannot set Complete=True and Failed=true conditions');
  if (complete && failing) refuse('cannot set Complete=True and FailureTarget=true conditions');
  const end = completionTime === undefined ? null : goTime(completionTime);
  if (completionTime !== undefined && !complete)
    found.push(invalid('status.completionTime', end, 'cannot set completionTime when there is no Complete=True condition'));
  if (completionTime === undefined && complete)
    found.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
  if (startTime !== undefined && completionTime !== undefined && completionTime < startTime)
    found.push(invalid('status.completionTime', end, 'completionTime cannot be set before startTime'));
  if (failed && !failing) refuse('cannot set Failed=True condition without the FailureTarget=true condition');
  if (complete && !succeeded) refuse('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
}

function checkFinished({ complete, failed }: Course, status: JobStatus, found: Found): void {
  if (!complete && !failed) return;
  const { active = 0, startTime, uncountedTerminatedPods: uncounted = {} } = status;
  if (active > 0) found.push(invalid('status.active', active, 'active>0 is invalid for finished job'));
  if (startTime === undefined) found.push(required('status.startTime', 'startTime is required for finished job'));
  if ((uncounted.failed?.length ?? 0) + (uncounted.succeeded?.length ?? 0) === 0) return;
  const rule = 'uncountedTerminatedPods needs to be empty for finished job';
  found.push(invalid('status.uncountedTerminatedPods', goLarge('batch.UncountedTerminatedPods'), rule));
}

function checkIndexes(
  { spec = {} as NonNullable<Job['spec']> }: Job,
  { completedIndexes = '', failedIndexes }: JobStatus,
  found: Found,
): void {
  const { completions, backoffLimitPerIndex, completionMode } = spec;
  const check = (field: 'completedIndexes' | 'failedIndexes', text: string): void => {
    const read = completions === undefined ? 0 : countIndexes(text, completions);
    if (typeof read === 'string') found.push(invalid(`status.${field}`, text, `error parsing ${field}: ${read}`));
  };
  check('completedIndexes', completedIndexes);
  if (backoffLimitPerIndex !== undefined) check('failedIndexes', failedIndexes ?? '');
  if (completedIndexes !== '' && completionMode !== 'Indexed')
    found.push(
      invalid('status.completedIndexes', completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode'),
    );
  if (failedIndexes === undefined) return;
  if (backoffLimitPerIndex === undefined)
    found.push(invalid('status.failedIndexes', failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  const overlap = completions === undefined ? undefined : overlapOf(completedIndexes, failedIndexes, completions);
  if (overlap !== undefined)
    found.push(invalid('status.failedIndexes', failedIndexes, `failedIndexes and completedIndexes overlap at index: ${overlap}`));
}

function checkLast({ spec }: Job, { complete, failed, failing, succeeded }: Course, status: JobStatus, found: Found): void {
  const { active = 0, ready = 0, terminating = 0 } = status;
  const refuse = (rule: string): void => void found.push(invalidWhole('status.conditions', rule));
  if (terminating > 0 && (complete || failed))
    found.push(invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job'));
  if (ready > active) found.push(invalid('status.ready', ready, 'cannot set more ready pods than active'));
  if (succeeded && failed) refuse('cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (succeeded && failing) refuse('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  if (spec?.successPolicy !== undefined && !succeeded && complete)
    refuse('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
}

/** What has ended stays ended, and what was counted stays counted. */
function checkChange({ spec }: Job, status: JobStatus, old: JobStatus, found: Found): void {
  const [now, before] = [courseOf(status), courseOf(old)];
  const refuse = (rule: string): void => void found.push(invalidWhole('status.conditions', rule));
  for (const [type, field] of [['Failed', 'failed'] as const, ['Complete', 'complete'] as const, ['FailureTarget', 'failing'] as const])
    if (before[field] && !now[field]) refuse(`cannot disable the terminal ${type}=True condition`);
  const { failed = 0, succeeded = 0, completionTime, startTime } = status;
  if (failed < (old.failed ?? 0)) found.push(invalid('status.failed', failed, 'cannot decrease the failed counter'));
  // A Job of as many pods at once as it has to complete can be scaled down.
  if (spec?.completions !== spec?.parallelism && succeeded < (old.succeeded ?? 0))
    found.push(invalid('status.succeeded', succeeded, 'cannot decrease the succeeded counter'));
  if (completionTime !== undefined && old.completionTime !== undefined && !same(completionTime, old.completionTime))
    found.push(invalid('status.completionTime', goTime(completionTime), 'completionTime cannot be mutated'));
  if (old.startTime !== undefined && old.startTime !== startTime && spec?.suspend !== true)
    found.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'));
  if (before.succeeded && !now.succeeded) refuse('cannot disable the SuccessCriteriaMet=True condition');
  if (before.complete && !before.succeeded && now.succeeded)
    refuse('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions');
}
