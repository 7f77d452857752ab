import type { Namespace as NamespaceFields, NamespaceSpec, NamespaceStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateMetadata } from './validation/metadata.ts';
import { validateNamespaceStatus } from './validation/status.ts';

/** A namespace as it is stored. */
export type Namespace = Stored<NamespaceFields> & { readonly spec: NamespaceSpec; readonly status: NamespaceStatus };

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** `v1` Namespace. */
export const NamespaceKind = defineKind<Namespace>({
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  short: ['ns'],
  scope: 'Cluster',
  hasStatus: true,
  columns: [nameColumn, { name: 'Status', cell: ({ status }) => status.phase }, ageColumn],
  selectable: { 'status.phase': ({ status }) => status.phase ?? '' },
  // kube: pkg/apis/core/v1/defaults.go SetDefaults_Namespace
  defaults: (namespace) => {
    const { labels, name } = namespace.metadata;
    return labels?.[NAME_LABEL] === name
      ? namespace
      : { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
  },
  // kube: pkg/registry/core/namespace/strategy.go PrepareForCreate
  prepareCreate: (namespace) => ({ ...namespace, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
  prepareUpdate: (namespace, old) => ({ ...namespace, spec: old.spec }),
  // kube: pkg/registry/core/namespace/storage/storage.go Delete
  isHeld: ({ spec }) => (spec.finalizers?.length ?? 0) > 0,
  markDeleted: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  validateStatus: validateNamespaceStatus,
  returnsDeleted: true,
  validate: (namespace, old) => validateMetadata(namespace, old, { name: 'label', namespaced: false }),
});
