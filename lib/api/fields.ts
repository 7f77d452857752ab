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
    .map((term) => parseTerm(kind, selector, term));
  return (object) => terms.every(({ read, value, equal }) => (read(object) === value) === equal);
}

interface Term<T> {
  readonly read: (object: T) => string;
  readonly value: string;
  readonly equal: boolean;
}

function parseTerm<T extends KubeObject>(kind: Kind<T>, selector: string, term: string): Term<T> {
  const parts = /^([^=!]+)(==|!=|=)(.*)$/s.exec(term);
  // kube: staging/src/k8s.io/apimachinery/pkg/fields/selector.go parseSelector
  if (parts === null) throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
  const [, path = '', operator = '', value = ''] = parts;
  const read = readerOf(kind, path);
  if (read === undefined) throw badRequest(kind.unknownLabel(path));
  return { read, value, equal: operator !== '!=' };
}

function readerOf<T extends KubeObject>(kind: Kind<T>, path: string): ((object: T) => string) | undefined {
  if (path === 'metadata.name') return (object) => object.metadata.name;
  if (Object.hasOwn(kind.selectable, path)) return kind.selectable[path];
  // A kind that says what it can be selected by has to have a namespace to be selected by that, too.
  const hasNamespace = kind.scope === 'Namespaced' || Object.keys(kind.selectable).length === 0;
  return path === 'metadata.namespace' && hasNamespace ? (object) => object.metadata.namespace ?? '' : undefined;
}
