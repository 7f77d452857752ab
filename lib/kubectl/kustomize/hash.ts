import { goJson } from '../../base/go-json.ts';
import { digestOf } from '../../base/digest.ts';
import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import { identityOf, remembering, withMetadata, type Resource } from './resource.ts';

/** A resource whose name ends with the hash of its content, where it is to have one. kube: sigs.k8s.io/kustomize/api/internal/builtins/HashTransformer.go */
export function withHashInName(resource: Resource): Resource {
  if (!resource.addsHash) return resource;
  const { name } = identityOf(resource);
  return withMetadata(remembering(resource), { name: `${name}-${contentHash(resource.object)}` });
}

/** Ten letters and digits that stand for the content of a ConfigMap or Secret. kube: sigs.k8s.io/kustomize/api/hasher/hasher.go */
function contentHash(object: Fields): string {
  const { kind, data = '', binaryData, stringData, type = '' } = object;
  // Nothing but the content counts: the name that kustomize means to add is looked for where it never is.
  const name = '';
  const hashed =
    kind === 'Secret'
      ? { data, kind, name, ...(isMapping(stringData) ? { stringData } : {}), type }
      : { ...(isMapping(binaryData) ? { binaryData } : {}), data, kind: 'ConfigMap', name };
  const digits = digestOf('sha256', goJson(hashed)).toString('hex').slice(0, 10);
  return digits.replace(/[013ae]/g, (digit) => LETTERS.get(digit)!);
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['0', 'g'],
  ['1', 'h'],
  ['3', 'k'],
  ['a', 'm'],
  ['e', 't'],
]);
