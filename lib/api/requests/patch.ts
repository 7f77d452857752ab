import { isMapping, mergePatch, share } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { ApiError, badRequest, invalidObject } from '../errors.ts';
import { invalid } from '../field-errors.ts';
import { goPrinted } from '../../base/go-print.ts';
import { typeOfKind, type Kind } from '../kind.ts';
import { fieldsOf, type Fields, type KubeObject } from '../object.ts';
import { converterRefusal } from '../patch/converter-words.ts';
import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from '../patch/json-patch.ts';
import { applyStrategicPatch } from '../patch/strategic-merge.ts';
import { decodeAs } from './decode.ts';
import { withManagedFields } from './managed.ts';
import type { WriteOptions } from './options.ts';
import { checkDepth, excessOf } from './readable.ts';
import { patchScale } from './scale.ts';
import { updateStatus } from './status.ts';
import { checkIdentity, current, replaceDecoded, type Reference } from './update.ts';

/** How a patch is meant. kube: the content types of staging/src/k8s.io/apimachinery/pkg/types/patch.go */
export type PatchType = 'json' | 'merge' | 'strategic';

/** How a patch is done. */
export interface PatchOptions extends WriteOptions {
  /** A JSON merge patch unless given. */
  readonly type?: PatchType | undefined;
  /** What of the object is patched: all but its status unless given. */
  readonly subresource?: 'status' | 'scale' | undefined;
}

/** kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go maxJSONPatchOperations */
const MOST_OPERATIONS = 10_000;

/** PATCH. Throws an ApiError for a patch that is none or cannot be done. kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go patchResource */
export function patchObject(api: Api, user: string, kind: Kind, target: Reference, patch: unknown, options: PatchOptions): KubeObject {
  const { type = 'merge', subresource } = options;
  const old = current(api, kind, target);
  if (type === 'strategic' && kind.structure !== undefined) throw unsupportedPatch(kind);
  if (subresource === 'scale') return patchScale(api, user, kind, old, (scale) => patchedFields(scale, patch, type, undefined), options);
  const before = fieldsOf(touchesManagedFields(patch) ? withManagedFields(api, kind, old) : old);
  const objectType = typeOfKind(kind);
  const after = patchedFields(before, patch, type, objectType);
  if (after === before) return old;
  const decoded = decodeAs(kind, { ...after, kind: old.kind, apiVersion: old.apiVersion }, options, (what, problems) => {
    const error =
      type === 'strategic' && objectType !== undefined
        ? invalid('patch', goPrinted(patch), converterRefusal(objectType.typeName, problems, after))
        : invalid('patch', JSON.stringify(after), what);
    return invalidObject({ group: '', kind: '' }, '', [error], problems);
  });
  const next = { ...decoded, metadata: decoded.metadata ?? {} } as KubeObject;
  checkIdentity(kind, old, next);
  return subresource === 'status' ? updateStatus(api, user, kind, old, next, options) : replaceDecoded(api, user, kind, old, next, options);
}

/** kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go ServeHTTP, supportedTypes */
function unsupportedPatch(kind: Kind): ApiError {
  const accepted = ['json-patch+json', 'merge-patch+json', 'apply-patch+yaml'].map((type) => `application/${type}`).join(', ');
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted}`;
  return new ApiError(415, 'UnsupportedMediaType', message, {
    group: kind.group,
    kind: kind.plural,
  });
}

/** What a patch makes of a document; the same document when it changes nothing. Throws an ApiError for a patch that is none or cannot be done. */
export function patchedFields(before: Fields, patch: unknown, type: PatchType, objectType: ReturnType<typeof typeOfKind>): Fields {
  checkDepth(patch);
  if (type === 'json') return share(before, jsonPatched(before, patch));
  if (!isMapping(patch)) {
    const what = `json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type map[string]interface {}`;
    throw badRequest(type === 'merge' ? `error decoding patch: ${what}` : what);
  }
  return type === 'merge' ? mergePatch(before, patch) : share(before, applyStrategicPatch(before, patch, objectType));
}

function jsonPatched(before: Fields, patch: unknown): Fields {
  if (!Array.isArray(patch))
    throw badRequest(`error decoding patch: json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type []handlers.jsonPatchOp`);
  if (patch.length > MOST_OPERATIONS) {
    const message = `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`;
    throw new ApiError(413, 'RequestEntityTooLarge', message);
  }
  try {
    const after = applyJsonPatch(before, patch.map(operationOf));
    if (!isMapping(after)) throw new JsonPatchError('what is left is no object');
    const excess = excessOf(after);
    if (excess !== undefined) throw new JsonPatchError(excess);
    return after;
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

function operationOf(operation: unknown): JsonPatchOperation {
  const refuse = (what: string, place: string): never => {
    throw badRequest(`error decoding patch: json: cannot unmarshal ${what} into Go ${place}`);
  };
  if (!isMapping(operation)) return refuse(jsonTypeOf(operation), 'value of type handlers.jsonPatchOp');
  const text = (field: 'op' | 'path' | 'from'): string => {
    const value = operation[field] ?? '';
    return typeof value === 'string' ? value : refuse(jsonTypeOf(value), `struct field jsonPatchOp.${field} of type string`);
  };
  return { op: text('op'), path: text('path'), from: text('from'), value: operation['value'] };
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Whether a patch is about who manages what: only then is it worth finding out. */
function touchesManagedFields(patch: unknown): boolean {
  if (Array.isArray(patch))
    return patch.some((operation) => isMapping(operation) && String(operation['path']).startsWith('/metadata/managedFields'));
  const metadata = isMapping(patch) ? patch['metadata'] : undefined;
  return isMapping(metadata) && Object.hasOwn(metadata, 'managedFields');
}
