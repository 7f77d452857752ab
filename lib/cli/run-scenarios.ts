import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import type { IRunConfiguration } from '@cucumber/cucumber/api';
import type * as CucumberApi from '@cucumber/cucumber/api';
import type { Envelope } from '../report/envelope.ts';

/** What to run; plain data, so that it can be sent to another process. */
export interface Job {
  readonly cwd: string;
  /** The path of cucumber's programming interface. */
  readonly cucumber: string;
  readonly configuration: IRunConfiguration;
}

/** Cucumber's programming interface, loaded from where the project has it. */
export function loadCucumber(path: string): typeof CucumberApi {
  return createRequire(path)(path) as typeof CucumberApi;
}

/** An environment in which cucumber itself prints nothing: every word of a run is ours. */
export function silentEnvironment(cwd: string): { cwd: string; stdout: Writable; stderr: Writable } {
  const nowhere = (): Writable =>
    new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
  return { cwd, stdout: nowhere(), stderr: nowhere() };
}

/**
 * Runs scenarios in this process, one after the other. Resolves to what kept them from running, when something did: step files that
 * cannot be loaded (with their stack) or a selection that makes no sense. Failing scenarios and hooks are told by the messages alone.
 */
export async function runScenarios(job: Job, onEnvelope: (envelope: Envelope) => void): Promise<string | undefined> {
  const seen = { isLoaded: false, hasFailedHook: false };
  const see = (envelope: Envelope): void => {
    if (envelope.meta !== undefined) seen.isLoaded = true;
    if (envelope.testRunHookFinished?.result.status === 'FAILED') seen.hasFailedHook = true;
    onEnvelope(envelope);
  };
  try {
    await loadCucumber(job.cucumber).runCucumber(job.configuration, silentEnvironment(job.cwd), see);
    return undefined;
  } catch (error) {
    if (seen.hasFailedHook) return undefined;
    if (seen.isLoaded) return causeOf(error);
    return `the step files cannot be loaded:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** What is wrong in the end: cucumber wraps errors of its parts in sentences about its parts. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? causeOf(error.cause) : error.message.trim();
}
