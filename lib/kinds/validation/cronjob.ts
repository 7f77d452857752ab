import type { CronJob, CronJobSpec } from '../../api/generated/types.ts';
import { goLabelSelector, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { CronError, parseCron } from '../../base/cron.ts';
import { isTimeZone } from '../../base/time-zones.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { checkJobSpec } from './job-spec.ts';
import { hostNameWarning, validateMetadata } from './metadata.ts';
import { templateWarnings } from './pod-warnings.ts';

const CONCURRENCY_POLICIES = ['Allow', 'Forbid', 'Replace'];
/** What is left of a name when a Job's time is put behind it. */
const MAX_NAME_CHARACTERS = 52;

/** All that is wrong with a CronJob. kube: pkg/apis/batch/validation/validation.go ValidateCronJobCreate, ValidateCronJobUpdate */
export function validateCronJob(cronJob: Draft<CronJob>, old: Draft<CronJob> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(cronJob, old, { name: 'subdomain', namespaced: true })];
  const { metadata: { name = '' } = {}, spec = {} } = cronJob;
  const { concurrencyPolicy: policy = '', jobTemplate: { spec: job = {} } = {} } = spec;
  checkSchedule(spec, old?.spec?.schedule ?? '', found);
  checkNotNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', found);
  if (old === undefined || old.spec?.timeZone !== spec.timeZone) checkTimeZone(spec.timeZone, 'spec.timeZone', found);
  if (policy === '') found.push(required('spec.concurrencyPolicy'));
  else if (!CONCURRENCY_POLICIES.includes(policy)) found.push(notSupported('spec.concurrencyPolicy', policy, CONCURRENCY_POLICIES));
  checkJobSpec(job, 'spec.jobTemplate.spec', found);
  if (job.selector !== undefined)
    found.push(invalid('spec.jobTemplate.spec.selector', goLabelSelector(job.selector), '`selector` will be auto-generated'));
  if (job.manualSelector === true) found.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']));
  checkNotNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', found);
  checkNotNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', found);
  if (old === undefined && name.length > MAX_NAME_CHARACTERS)
    found.push(invalid('metadata.name', name, `must be no more than ${MAX_NAME_CHARACTERS} characters`));
  return found;
}

/** kube: the same file, validateScheduleFormat */
function checkSchedule({ schedule = '', timeZone }: Draft<CronJobSpec>, old: string, found: Found): void {
  const path = 'spec.schedule';
  if (schedule === '') {
    found.push(required(path));
    return;
  }
  const problem = scheduleProblem(schedule);
  if (problem !== undefined) found.push(invalid(path, schedule, problem));
  if (!schedule.includes('TZ')) return;
  if (!old.includes('TZ')) found.push(invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  else if (timeZone !== undefined) found.push(invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'));
}

/** Why a schedule means nothing, or undefined; there may be a time zone before it. */
function scheduleProblem(schedule: string): string | undefined {
  const [zoned = '', zone = ''] = /^(?:CRON_)?TZ=(\S*)\s+/.exec(schedule) ?? [];
  if (zone !== '' && !isTimeZone(zone)) return `provided bad location ${zone}: unknown time zone ${zone}`;
  try {
    parseCron(schedule.slice(zoned.length));
    return undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

/** kube: the same file, validateTimeZone */
function checkTimeZone(zone: string | undefined, path: string, found: Found): void {
  if (zone === undefined) return;
  const unknown = `unknown time zone ${zone}`;
  const isName = zone.split('/').every((part) => part !== '.' && part !== '..' && /^(?!-)[A-Za-z._0-9+-]{1,14}$/.test(part));
  if (zone === '') found.push(invalid(path, zone, 'timeZone must be nil or non-empty string'));
  else if (!isName) found.push(invalid(path, zone, unknown));
  else if (zone.toLowerCase() === 'local') {
    found.push(invalid(path, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'));
    if (zone !== 'Local') found.push(invalid(path, zone, unknown));
  } else if (!isTimeZone(zone)) found.push(invalid(path, zone, unknown));
}

/** What is accepted in a CronJob and yet not meant. kube: pkg/registry/batch/cronjob/strategy.go WarningsOnCreate, WarningsOnUpdate */
export function cronJobWarnings({ metadata: { name } = {}, spec = {} }: Draft<CronJob>): readonly string[] {
  const named = hostNameWarning(name, 'Pod names and hostnames');
  const template = templateWarnings(spec.jobTemplate?.spec?.template, 'spec.jobTemplate.spec.template');
  return [...(named === undefined ? [] : [named]), ...template];
}
