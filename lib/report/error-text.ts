import type { StepError } from './run-record.ts';
import { printable } from './text.ts';

/** Errors that speak to the author of a scenario: where in our code they were thrown is of no use to them. */
const plainErrors: ReadonlySet<string> = new Set([
  'AssertionError',
  'UsageError',
  'ManifestError',
  'ApiError',
  'LimitError',
  'DurationError',
]);

/** The message of an error, unabridged; with its stack when the error is not addressed to the author of a scenario. */
export function errorText({ type, message, full }: StepError): string {
  return printable(plainErrors.has(type) ? message : full).replace(/\s+$/, '');
}
