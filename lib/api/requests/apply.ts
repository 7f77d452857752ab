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
  const placed = kind.scope === 'Cluster' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
  const old = name === undefined ? undefined : findStored(api, kind, kind.scope === 'Cluster' ? name : `${namespace}/${name}`);
  const asked = { fieldManager: CLIENT_SIDE_APPLY, ...options };
  if (old === undefined) return createObject(api, user, kind, withLastApplied(placed), asked);
  const { patch, type } = patchToApply(kind, old, withLastApplied(placed));
  return Object.keys(patch).length === 0 ? old : patchObject(api, user, kind, old, patch, { ...asked, type });
}

/** A patch that makes an object what a manifest says, and how it is meant; an empty one where nothing is to be done. */
export interface PatchToApply {
  readonly patch: Fields;
  readonly type: 'merge' | 'strategic';
}

/** What makes an object what a manifest says, given what was applied last; `kubectl apply` has put the manifest into its annotation before. Throws an ApiError where the annotation of what was applied last cannot be read. */
export function patchToApply(kind: Kind, old: KubeObject, manifest: Manifest): PatchToApply {
  const type = kind.structure === undefined ? typeOfKind(kind) : undefined;
  const versions = [lastApplied(old), manifest, fieldsOf(old)] as const;
  // What Kubernetes has not published the structure of, nobody can merge strategically.
  if (type === undefined) return { patch: threeWayMergePatch(...versions), type: 'merge' };
  return { patch: threeWayPatch(...versions, type), type: 'strategic' };
}

/** The manifest with itself in the annotation. kube: staging/src/k8s.io/kubectl/pkg/util/apply.go GetModifiedConfiguration */
export function withLastApplied(manifest: Manifest): Manifest {
  const annotations = manifest.metadata?.annotations ?? {};
  const bare = withoutLastApplied({ ...manifest, metadata: { ...manifest.metadata, annotations } });
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...bare.metadata?.annotations, [LAST_APPLIED]: lastAppliedText(bare) } } };
}

/** What the annotation of an applied manifest says. kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedupdater.go buildLastApplied */
export function lastAppliedText(manifest: Manifest): string {
  return `${goJson(withoutLastApplied(manifest))}\n`;
}

function withoutLastApplied(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  if (metadata?.annotations?.[LAST_APPLIED] === undefined) return manifest;
  const { [LAST_APPLIED]: _, ...annotations } = metadata.annotations;
  return { ...manifest, metadata: { ...metadata, annotations } };
}

/** What was applied last, as the annotation tells; nothing where there is none. Throws an ApiError where it cannot be read. */
function lastApplied(object: KubeObject): Fields {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return {};
  const read = readLastApplied(object);
  if (read !== undefined) return read;
  throw new ApiError(400, 'BadRequest', `the annotation ${LAST_APPLIED} of ${object.kind} "${object.metadata.name}" is no JSON object`);
}

/** What was applied last; undefined where no annotation tells or it cannot be read. */
export function readLastApplied({ metadata }: KubeObject): Fields | undefined {
  try {
    const read: unknown = JSON.parse(metadata.annotations?.[LAST_APPLIED] ?? '');
    return isMapping(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
