import { ApiError } from '../api/errors.ts';
import { defineController } from '../control/controller.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { ServiceAccountKind } from '../kinds/serviceaccount.ts';

/** Gives every namespace its service account `default`. kube: pkg/controller/serviceaccount/serviceaccounts_controller.go */
export const serviceAccountController = defineController({
  name: 'serviceaccount-controller',
  for: NamespaceKind,
  watches: [{ kind: ServiceAccountKind, keys: ({ verb, before }) => (verb === 'delete' ? [before!.metadata.namespace!] : []) }],
  reconcile(namespace, { api }) {
    if (namespace.status.phase !== 'Active' || api.find(ServiceAccountKind, 'default', namespace.metadata.name) !== undefined) return;
    try {
      api.create(ServiceAccountKind, { metadata: { name: 'default', namespace: namespace.metadata.name } });
    } catch (error) {
      if (!(error instanceof ApiError) || !error.hasCause('NamespaceTerminating')) throw error;
    }
  },
});
