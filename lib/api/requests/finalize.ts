import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import { current, store, type Reference } from './update.ts';

/** PUT of a namespace's `finalize`. kube: pkg/registry/core/namespace/storage/storage.go FinalizeREST */
export function finalizeNamespace(api: Api, user: string, namespaces: Kind, target: Reference, finalizers: readonly string[]): KubeObject {
  const old = current(api, namespaces, target);
  const spec = { ...(fieldsOf(old)['spec'] as object), finalizers };
  return store(api, user, namespaces, old, Object.assign({}, old, { spec }));
}
