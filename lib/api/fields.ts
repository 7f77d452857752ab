import { badRequest } from './errors.ts';
import type { Kind } from './kind.ts';
import type { KubeObject } from './object.ts';

/**
 * A predicate for a field selector such as `status.phase=Running,spec.nodeName!=node1`.
 * Throws an ApiError BadRequest, in the server's words, for fields the kind cannot be selected by.
 */
export function matchesFields<T extends KubeObject>(kind: Kind<T>, selector: string): (object: T) => boolean {
  const terms = selector
    .split(',')
    .filter((term) => term !== '')
    .map((term) => parseTerm(kind, term));
  return (object) => terms.every(({ read, value, equal }) => (read(object) === value) === equal);
}

interface Term<T> {
  readonly read: (object: T) => string;
  readonly value: string;
  readonly equal: boolean;
}

function parseTerm<T extends KubeObject>(kind: Kind<T>, term: string): Term<T> {
  const parts = /^([^=!]+)(==|!=|=)(.*)$/s.exec(term);
  // kube: staging/src/k8s.io/apimachinery/pkg/fields/selector.go parseSelector
  if (parts === null)
    throw badRequest(
      `Unable to find "${kind.resource}" that match label selector "", field selector "${term}": invalid selector: '${term}'; can't understand '${term}'`,
    );
  const [, path = '', operator = '', value = ''] = parts;
  const read = readerOf(kind, path);
  // kube: staging/src/k8s.io/apimachinery/pkg/runtime/scheme.go DefaultMetaV1FieldSelectorConversion
  if (read === undefined) throw badRequest(`field label not supported: ${path}`);
  return { read, value, equal: operator !== '!=' };
}

function readerOf<T extends KubeObject>(kind: Kind<T>, path: string): ((object: T) => string) | undefined {
  if (path === 'metadata.name') return (object) => object.metadata.name;
  if (path === 'metadata.namespace' && kind.scope === 'Namespaced') return (object) => object.metadata.namespace ?? '';
  return Object.hasOwn(kind.selectable, path) ? kind.selectable[path] : undefined;
}
