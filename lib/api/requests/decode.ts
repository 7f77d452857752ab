import type { ApiError } from '../errors.ts';
import { badRequest } from '../errors.ts';
import type { ObjectMeta } from '../generated/types.ts';
import { typeOfKind, type Kind } from '../kind.ts';
import { decodeTyped, type DecodeProblem } from '../schema.ts';
import type { WriteOptions } from './options.ts';

/** What a request brings: of the right structure, but it may lack anything. */
export interface Body {
  readonly metadata?: ObjectMeta;
}

/** How much of what is wrong is refused, and who is told of the rest. */
export type Strictness = Pick<WriteOptions, 'fieldValidation' | 'warn'>;

/**
 * A request's body as an object of the kind: wrong types refused, quantities canonical; unknown fields refused, or left out with a warning
 * or without. Throws an ApiError BadRequest in the server's words that also carries every problem with its place.
 * kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go
 */
export function decodeBody(kind: Kind, body: unknown, strictness: Strictness = {}): Body {
  return decodeAs(kind, body, strictness, (what, problems) =>
    badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${what}`, problems),
  );
}

/** The body as an object of the kind; what `refusal` makes of the decoder's words is thrown. */
export function decodeAs(
  kind: Kind,
  body: unknown,
  { fieldValidation = 'Strict', warn }: Strictness,
  refusal: (what: string, problems: readonly DecodeProblem[]) => ApiError,
): Body {
  const type = typeOfKind(kind);
  if (type === undefined) return body as Body;
  const { value, problems } = kind.structure === undefined ? decodeTyped(type, body) : kind.structure.decode(body);
  if (problems.length === 0) return value as Body;
  const wrongType = problems.find((problem) => problem.kind !== 'unknown');
  if (wrongType !== undefined) throw refusal(wrongType.message, problems);
  if (fieldValidation === 'Strict') throw refusal(`strict decoding error: ${problems.map(({ message }) => message).join(', ')}`, problems);
  if (fieldValidation === 'Warn') for (const { message } of problems) warn?.(message);
  return value as Body;
}
