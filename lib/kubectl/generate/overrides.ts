import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from '../../api/patch/json-patch.ts';
import { applyStrategicPatch } from '../../api/patch/strategic-merge.ts';
import { typeOfKind, type Kind } from '../../api/kind.ts';
import { fieldsOf, type Fields, type Manifest } from '../../api/object.ts';
import { decodeTyped } from '../../api/schema.ts';
import { isMapping, mergePatch } from '../../base/merge.ts';
import { KubectlError } from '../errors.ts';
import type { FlagValues, Flag } from '../flags.ts';

/** The flags that change what a generator has made. */
export const OVERRIDE_FLAGS: readonly Flag[] = [
  { name: 'overrides', type: 'text' },
  { name: 'override-type', type: 'text', default: 'merge' },
];

/** A generated object as `--overrides` wants it; fields that its kind does not have are left out. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/override_options.go */
export function overridden(flags: FlagValues, kind: Kind, manifest: Manifest): Manifest {
  const [text, way] = [flags.text('overrides'), flags.text('override-type')];
  if (way !== 'merge' && way !== 'strategic' && way !== 'json') throw new KubectlError(`invalid override type: ${way}`);
  if (text === '') return manifest;
  const type = typeOfKind(kind)!;
  const changed = way === 'json' ? byOperations(text, manifest) : byFragment(text, manifest, way, kind);
  const { apiVersion = '', kind: kindName = '' } = changed;
  if (apiVersion !== kind.apiVersion || kindName !== kind.kind)
    throw new KubectlError(`no kind "${kindName}" is registered for version "${apiVersion}" in scheme "pkg/scheme/scheme.go:28"`);
  const { value, problems } = decodeTyped(type, changed);
  const wrong = problems.find(({ kind: problem }) => problem !== 'unknown');
  if (wrong !== undefined) throw new KubectlError(wrong.message);
  return value as Manifest;
}

function byOperations(text: string, manifest: Manifest): Manifest {
  const operations = jsonOf(text, 'unexpected end of JSON input');
  if (!Array.isArray(operations) || !operations.every(isMapping))
    throw new KubectlError('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  try {
    return applyJsonPatch(manifest, operations as readonly unknown[] as readonly JsonPatchOperation[]) as Manifest;
  } catch (error) {
    if (error instanceof JsonPatchError) throw new KubectlError(error.message);
    throw error;
  }
}

function byFragment(text: string, manifest: Manifest, way: 'merge' | 'strategic', kind: Kind): Manifest {
  const wrong = way === 'merge' ? 'Invalid JSON Patch' : 'invalid JSON document';
  const fragment = jsonOf(text, wrong);
  if (!isMapping(fragment)) throw new KubectlError(wrong);
  const object: Fields = fieldsOf(manifest);
  return way === 'merge' ? mergePatch(manifest, fragment) : applyStrategicPatch(object, fragment, typeOfKind(kind));
}

function jsonOf(text: string, wrong: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KubectlError(wrong);
  }
}
