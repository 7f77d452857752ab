import { ApiError, forbidden } from '../api/errors.ts';
import { fieldsOf } from '../api/object.ts';
import type { Admission } from '../api/admission/admission.ts';

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Nothing is made in a namespace that is missing or going. kube: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go */
export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',
  admit(api, { kind, operation, object, name }) {
    const { namespace } = object.metadata;
    if (operation === 'delete' && kind.resource === 'namespaces' && IMMORTAL.has(name))
      throw forbidden(kind, name, 'this namespace may not be deleted');
    if (operation !== 'create' || kind.scope === 'Cluster') return object;
    const namespaces = api.registry.find('namespaces');
    const found = namespaces === undefined ? undefined : api.store.find(namespaces, namespace!);
    if (found === undefined) {
      throw new ApiError(404, 'NotFound', `namespaces "${namespace}" not found`, { name: namespace!, kind: 'namespaces' });
    }
    const status = fieldsOf(found)['status'] as { readonly phase?: string } | undefined;
    if (found.metadata.deletionTimestamp === undefined && status?.phase !== 'Terminating') return object;
    const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }];
    throw forbidden(kind, name, `unable to create new content in namespace ${namespace} because it is being terminated`, causes);
  },
};
