import { badRequest } from '../errors.ts';
import type { Kind } from '../kind.ts';
import type { ObjectMeta } from '../generated/types.ts';
import { decode, typeNameOf } from '../schema.ts';

/** What a request brings: of the right structure, but it may lack anything. */
export interface Body {
  readonly metadata?: ObjectMeta;
}

/**
 * A request's body as an object of the kind: unknown fields and wrong types refused, quantities canonical.
 * Throws an ApiError BadRequest in the server's words that also carries every problem with its place.
 * kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, fieldValidation=Strict
 */
export function decodeBody(kind: Kind, body: unknown): Body {
  const typeName = typeNameOf(kind.apiVersion, kind.kind);
  if (typeName === undefined) return body as Body;
  const { value, problems } = decode(typeName, body);
  if (problems.length === 0) return value as Body;
  const wrongType = problems.find((problem) => problem.kind !== 'unknown');
  const what = wrongType?.message ?? `strict decoding error: ${problems.map((problem) => problem.message).join(', ')}`;
  throw badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${what}`, problems);
}
