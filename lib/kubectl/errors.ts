import { PrintError } from './print/print-error.ts';
import { goQuote } from '../api/field-errors.ts';
import { ApiError, UsageError, type Status, type StatusDetails } from '../api/errors.ts';
import { SelectorError } from '../base/labels.ts';

/** kubectl's own refusal. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';
}

/** A kubeconfig that does not fit together. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** A command that was used wrongly: its help is pointed at. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** Several things that went wrong. */
export class ErrorList extends Error {
  override readonly name = 'ErrorList';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    super(errors.length === 1 ? errors[0]!.message : `[${errors.map(({ message }) => message).join(', ')}]`);
    this.errors = errors;
  }
}

/** Ends a command with a code, all having been said. */
export class ExitCode extends Error {
  override readonly name = 'ExitCode';
  readonly code: number;

  constructor(code: number) {
    super(`exit code ${code}`);
    this.code = code;
  }
}

/** Whether a person at a terminal is told of it; anything else is a fault of ours. */
export function isToldError(error: unknown): error is Error {
  return TOLD.some((type) => error instanceof type);
}

const TOLD = [PrintError, ApiError, UsageError, SelectorError, KubectlError, ConfigurationError, WrongUse, ErrorList];

/** Throws what went wrong, if anything did. */
export function throwAll(errors: readonly Error[]): void {
  if (errors.length === 1) throw errors[0]!;
  if (errors.length > 1) throw new ErrorList(errors);
}

/** An API's refusal of what stood in a file. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go AddSourceToErr */
export function withSource(verb: string, source: string, error: unknown): Error {
  if (!(error instanceof Error)) throw error;
  if (source === '') return error;
  const message = `error when ${verb} ${goQuote(source)}: ${error.message}`;
  if (!(error instanceof ApiError)) return new KubectlError(message);
  const { code, reason, details } = error.status;
  return new ApiError(code, reason, message, details, error.problems);
}

/** What kubectl says of an error before it ends, with a line break at the end. kube: the same file, checkErr */
export function errorText(error: Error, path: string): string {
  if (error instanceof ConfigurationError) return `Error in configuration: ${error.message}\n`;
  if (error instanceof WrongUse) return `error: ${error.message}\nSee '${path} -h' for help and examples\n`;
  if (error instanceof ApiError && error.reason === 'Invalid') return invalidText(error.status);
  if (error instanceof ErrorList) return error.errors.map((each) => `${serverMessage(each) ?? each.message}\n`).join('');
  const message = serverMessage(error) ?? (error.message.startsWith('error: ') ? error.message : `error: ${error.message}`);
  return message.endsWith('\n') ? message : `${message}\n`;
}

/** kube: the same file, StandardErrorMessage */
function serverMessage(error: Error): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  return error.reason === '' ? `Error from server: ${error.message}` : `Error from server (${error.reason}): ${error.message}`;
}

function invalidText({ message, details }: Status): string {
  if (details === undefined) return `The request is invalid${message === '' ? '' : `: ${message}`}\n`;
  const { kind = '', name = '' } = details;
  const causes = causesOf(details);
  const isNamed = kind !== '' || name !== '';
  const title = isNamed ? `The ${kind} ${goQuote(name)} is invalid` : 'The request is invalid';
  if (causes.length === 0) return isNamed || message === '' ? `${title}\n` : `${title}: ${message}\n`;
  return causes.length === 1 ? `${title}: ${causes[0]}\n` : `${title}: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
}

/** kube: the same file, statusCausesToAggrError */
function causesOf({ causes = [] }: StatusDetails): readonly string[] {
  return [...new Set(causes.map(({ field = '', message = '' }) => `${field}: ${message}`))];
}
