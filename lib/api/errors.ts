import { aggregate, type FieldError } from './field-errors.ts';
import type { Kind } from './kind.ts';
import type { DecodeProblem } from './schema.ts';

/** The body of a refusal as the API server sends it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  /** What goes on with a list whose token has expired. */
  readonly metadata: { readonly continue?: string };
  readonly status: 'Failure';
  readonly message: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** What exactly was refused. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

/** The request was refused, in Kubernetes' own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;
  /** What the decoder found, with places; empty for other refusals. */
  readonly problems: readonly DecodeProblem[];

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    details?: StatusDetails,
    problems: readonly DecodeProblem[] = [],
    metadata: Status['metadata'] = {},
  ) {
    super(message);
    this.problems = problems;
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }

  /** Why, in one word: `NotFound`, `Conflict`, `Invalid` ... */
  get reason(): string {
    return this.status.reason ?? '';
  }

  /** The HTTP status. */
  get code(): number {
    return this.status.code;
  }

  /** Whether one of the causes has that reason, such as `NamespaceTerminating`. */
  hasCause(reason: string): boolean {
    return this.status.details?.causes?.some((cause) => cause.reason === reason) ?? false;
  }
}

/** Whoever typed this has to change it: our words, not Kubernetes'. No stack is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Named = Pick<Kind, 'group' | 'plural' | 'resource' | 'kind'>;

function target(kind: Named, name: string): StatusDetails {
  return { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural };
}

/** The object is not there: 404. kube: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewNotFound */
export function notFound(kind: Named, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${kind.resource} "${name}" not found`, target(kind, name));
}

/** The name is taken: 409. kube: the same file, NewAlreadyExists */
export function alreadyExists(kind: Named, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${kind.resource} "${name}" already exists`, target(kind, name));
}

/** The object is not as the request takes it to be: 409. kube: the same file, NewConflict */
export function conflict(kind: Named, name: string, why: string): ApiError {
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${kind.resource} "${name}": ${why}`, target(kind, name));
}

/** 403, by admission, or because somebody may not do it; no name where it is about none. kube: the same file, NewForbidden */
export function forbidden(kind: Named, name: string, why: string, causes?: StatusDetails['causes']): ApiError {
  const { name: _, ...unnamed } = target(kind, name);
  const details = { ...(name === '' ? unnamed : target(kind, name)), ...(causes === undefined ? {} : { causes }) };
  return new ApiError(403, 'Forbidden', `${kind.resource}${name === '' ? '' : ` "${name}"`} is forbidden: ${why}`, details);
}

/** The request cannot be understood: 400. kube: the same file, NewBadRequest */
export function badRequest(message: string, problems: readonly DecodeProblem[] = []): ApiError {
  return new ApiError(400, 'BadRequest', message, undefined, problems);
}

/** There is nothing under such an address, such as the scale of a kind without one: 404. kube: the same file, NewGenericServerResponse */
export function noSuchRequest(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 422 with all causes. kube: the same file, NewInvalid */
export function invalidObject(
  served: Pick<Kind, 'group' | 'kind'> & Partial<Pick<Kind, 'storedAs'>>,
  name: string,
  errors: readonly FieldError[],
  problems: readonly DecodeProblem[] = [],
): ApiError {
  // Whatever the version of the request, what is refused is what would have been stored.
  const kind = served.storedAs?.kind ?? served;
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
  const named = {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    ...(kind.kind === '' ? {} : { kind: kind.kind }),
  };
  const details = { ...named, causes };
  return new ApiError(422, 'Invalid', `${qualified} "${name}" is invalid: ${aggregate(errors)}`, details, problems);
}
