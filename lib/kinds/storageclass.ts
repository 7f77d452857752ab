import type { StorageClass as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { withFields } from '../base/with-fields.ts';
import { validateStorageClass } from './validation/storageclass.ts';

/** A class of volumes as it is stored. */
export type StorageClass = Stored<Fields>;

/** The annotations that make a class the default one. kube: pkg/volume/util/storageclass.go IsDefaultAnnotation */
export const DEFAULT_ANNOTATIONS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** `storage.k8s.io/v1` StorageClass. */
export const StorageClassKind = defineKind<StorageClass>({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  short: ['sc'],
  scope: 'Cluster',
  // kube: pkg/printers/internalversion/printers.go printStorageClass
  columns: [
    { name: nameColumn.name, cell: (storageClass) => `${storageClass.metadata.name}${isDefaultClass(storageClass) ? ' (default)' : ''}` },
    { name: 'Provisioner', cell: ({ provisioner }) => provisioner },
    { name: 'ReclaimPolicy', cell: ({ reclaimPolicy }) => reclaimPolicy },
    { name: 'VolumeBindingMode', cell: ({ volumeBindingMode }) => volumeBindingMode },
    { name: 'AllowVolumeExpansion', cell: ({ allowVolumeExpansion = false }) => String(allowVolumeExpansion) },
    ageColumn,
  ],
  // kube: pkg/apis/storage/v1/defaults.go SetDefaults_StorageClass
  defaults: (storageClass) =>
    withFields(storageClass, {
      reclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      volumeBindingMode: storageClass.volumeBindingMode ?? 'Immediate',
    }),
  returnsDeleted: true,
  validate: (storageClass, old) => validateStorageClass(storageClass, old),
});

function isDefaultClass({ metadata }: StorageClass): boolean {
  return DEFAULT_ANNOTATIONS.some((annotation) => metadata.annotations?.[annotation] === 'true');
}
