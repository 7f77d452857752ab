import { ApiError, invalidObject } from '../errors.ts';
import type { ObjectMeta } from '../generated/types.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject, Manifest } from '../object.ts';
import { NAME_BASE_LENGTH, NAME_SUFFIX_LENGTH, systemMeta } from './create.ts';
import { decodeBody } from './decode.ts';

// What the server gives an object of its own accord; no rule of validation looks at it.
const SYSTEM = { uid: '00000000-0000-4000-8000-000000000000', creationTimestamp: '2025-01-01T00:00:00Z' };

/** What the server would store of a manifest, as far as the manifest alone tells, and what it would say of it. */
export interface Examined {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/**
 * Does with a manifest what a create does before it looks at the cluster: decodes it strictly, fills in defaults, validates it. Admission and the
 * names that are taken are left out. Throws the ApiError that the server would answer with.
 */
export function examineObject(kind: Kind, manifest: Manifest): Examined {
  const body = decodeBody(kind, manifest);
  const given: ObjectMeta = body.metadata ?? {};
  const name = nameOf(given);
  const namespace =
    kind.scope === 'Cluster' ? undefined : given.namespace === undefined || given.namespace === '' ? 'default' : given.namespace;
  const metadata = namespace === undefined ? { ...given, name } : { ...given, name, namespace };
  const named = kind.defaults({ ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata } as KubeObject);
  const meta = systemMeta(SYSTEM, kind, named.metadata, { name, namespace });
  const object = kind.prepareCreate({ ...named, metadata: meta });
  const errors = kind.validate(object, undefined);
  if (errors.length > 0) throw invalidObject(kind, name, errors);
  if ((given.resourceVersion ?? '') !== '')
    throw new ApiError(500, undefined, 'resourceVersion should not be set on objects to be created');
  return { object, warnings: kind.warnings(object) };
}

/** A generated name ends in letters that are as good as any. */
function nameOf({ name = '', generateName = '' }: ObjectMeta): string {
  return name !== '' || generateName === '' ? name : generateName.slice(0, NAME_BASE_LENGTH) + 'x'.repeat(NAME_SUFFIX_LENGTH);
}
