import { goJson } from '../../base/go-json.ts';
import { isMapping } from '../../base/merge.ts';
import type { Api } from '../api.ts';
import { ApiError, badRequest } from '../errors.ts';
import { typeOfKind, type Kind } from '../kind.ts';
import { fieldsOf, LAST_APPLIED, type Fields, type KubeObject, type Manifest } from '../object.ts';
import { threeWayMergePatch } from '../patch/merge-diff.ts';
import { threeWayPatch } from '../patch/strategic-diff.ts';
import { createObject } from './create.ts';
import type { WriteOptions } from './options.ts';
import { patchObject } from './patch.ts';
import { checkDepth, checkReadable } from './readable.ts';
import { findStored } from './storage.ts';

/** Who owns what `kubectl apply` writes. */
const CLIENT_SIDE_APPLY = 'kubectl-client-side-apply';

/**
 * What `kubectl apply` does: a new object is created; an existing one is patched by the difference between this manifest and the one
 * applied last, so that what others added stays. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go
 */
export function applyManifest(api: Api, user: string, kind: Kind, manifest: Manifest, options: WriteOptions): KubeObject {
  checkDepth(manifest);
  checkReadable(kind, manifest);
  const { name, namespace = 'default', generateName } = manifest.metadata ?? {};
  if ((name === undefined || name === '') && generateName !== undefined) {
    throw badRequest(`from ${generateName}: cannot use generate name with apply`);
  }
  // kubectl says the namespace that it means, also where the manifest leaves it out.
  const annotated = withLastApplied(kind.scope === 'Cluster' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } });
  const old = name === undefined ? undefined : findStored(api, kind, kind.scope === 'Cluster' ? name : `${namespace}/${name}`);
  const asked = { fieldManager: CLIENT_SIDE_APPLY, ...options };
  if (old === undefined) return createObject(api, user, kind, annotated, asked);
  const type = kind.structure === undefined ? typeOfKind(kind) : undefined;
  // What Kubernetes has not published the structure of, nobody can merge strategically.
  const patchType = type === undefined ? 'merge' : 'strategic';
  const versions = [lastApplied(old), annotated, fieldsOf(old)] as const;
  const patch = type === undefined ? threeWayMergePatch(...versions) : threeWayPatch(...versions, type);
  return Object.keys(patch).length === 0 ? old : patchObject(api, user, kind, old, patch, { ...asked, type: patchType });
}

/** The manifest with itself in the annotation. kube: staging/src/k8s.io/kubectl/pkg/util/apply.go GetModifiedConfiguration */
function withLastApplied(manifest: Manifest): Manifest {
  const { [LAST_APPLIED]: _, ...annotations } = manifest.metadata?.annotations ?? {};
  const bare = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(bare)}\n` } } };
}

/** What was applied last, as the annotation tells; nothing where there is none. Throws an ApiError where it cannot be read. */
export function lastApplied(object: KubeObject): Fields {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return {};
  try {
    const read: unknown = JSON.parse(text);
    if (isMapping(read)) return read;
  } catch {
    // Said below, as for what is JSON but no object.
  }
  throw new ApiError(400, 'BadRequest', `the annotation ${LAST_APPLIED} of ${object.kind} "${object.metadata.name}" is no JSON object`);
}
