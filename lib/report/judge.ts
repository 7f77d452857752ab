import type { RunRecord } from './run-record.ts';

/** 0: all passed; 1: a scenario failed; 2: wrong use. */
export type ExitCode = 0 | 1 | 2;

/**
 * The exit code of a run. `isEmpty` says that nothing matched in the whole run, before sharding: an empty shard is fine.
 * Wrong use (nothing to run, an unparsable feature, an undefined or ambiguous step) wins over failures.
 */
export function judge(run: Pick<RunRecord, 'scenarios' | 'parseErrors' | 'hookErrors'>, isEmpty: boolean): ExitCode {
  const steps = run.scenarios.flatMap((scenario) => scenario.steps);
  const isMisused = steps.some((step) => step.status === 'UNDEFINED' || step.status === 'AMBIGUOUS');
  if (isEmpty || isMisused || run.parseErrors.length > 0) return 2;
  const hasFailed = run.scenarios.some((scenario) => scenario.status !== 'PASSED' && scenario.status !== 'SKIPPED');
  return hasFailed || run.hookErrors.length > 0 ? 1 : 0;
}
