import type { PersistentVolume as Fields, PersistentVolumeSpec, PersistentVolumeStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { shortAccessModes } from './access-modes.ts';
import { roundedAmounts } from './amounts.ts';
import { STORAGE_CLASS_ANNOTATION } from './persistentvolumeclaim.ts';
import { validatePersistentVolume, volumeWarnings } from './validation/persistentvolume.ts';

/** A persistent volume as it is stored. */
export type PersistentVolume = Stored<Fields> & { readonly spec: PersistentVolumeSpec; readonly status: PersistentVolumeStatus };

/** kube: pkg/printers/internalversion/printers.go printPersistentVolume */
const columns: readonly Column<PersistentVolume>[] = [
  nameColumn,
  { name: 'Capacity', cell: ({ spec }) => spec.capacity?.['storage'] ?? '0' },
  { name: 'Access Modes', cell: ({ spec }) => shortAccessModes(spec.accessModes) },
  { name: 'Reclaim Policy', cell: ({ spec }) => spec.persistentVolumeReclaimPolicy },
  { name: 'Status', cell: ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? status.phase : 'Terminating') },
  {
    name: 'Claim',
    cell: ({ spec: { claimRef } }) => (claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`),
  },
  { name: 'StorageClass', cell: ({ metadata, spec }) => metadata.annotations?.[STORAGE_CLASS_ANNOTATION] ?? spec.storageClassName ?? '' },
  { name: 'VolumeAttributesClass', cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>' },
  { name: 'Reason', cell: ({ status }) => status.reason ?? '' },
  ageColumn,
  { name: 'VolumeMode', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
];

/** `v1` PersistentVolume. */
export const PersistentVolumeKind = defineKind<PersistentVolume>({
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  short: ['pv'],
  scope: 'Cluster',
  hasStatus: true,
  columns,
  defaults: withDefaults,
  // kube: pkg/registry/core/persistentvolume/strategy.go PrepareForCreate
  prepareCreate: (volume) => ({
    ...withoutGatedFields(volume),
    status: { phase: 'Pending', lastPhaseTransitionTime: volume.metadata.creationTimestamp },
  }),
  prepareUpdate: withoutGatedFields,
  warnings: volumeWarnings,
  validate: (volume, old) => validatePersistentVolume(volume, old),
  prepareStatus: withTransitionTime,
  returnsDeleted: true,
});

/** kube: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolume */
function withDefaults(volume: PersistentVolume): PersistentVolume {
  const { spec = {}, status = {} } = volume as Partial<PersistentVolume>;
  const { hostPath } = spec;
  return withFields(volume, {
    spec: withFields(spec, {
      persistentVolumeReclaimPolicy: filled(spec.persistentVolumeReclaimPolicy) ?? 'Retain',
      volumeMode: spec.volumeMode ?? 'Filesystem',
      capacity: roundedAmounts(spec.capacity),
      hostPath: hostPath && withFields(hostPath, { type: hostPath.type ?? '' }),
    }),
    status: withFields(status, { phase: filled(status.phase) ?? 'Pending' }),
  });
}

/** When the phase changed last is kept, and known when nobody says it. kube: pkg/registry/core/persistentvolume/strategy.go persistentvolumeStatusStrategy */
function withTransitionTime(volume: PersistentVolume, old: PersistentVolume, now: () => string): PersistentVolume {
  const { lastPhaseTransitionTime: since, phase } = volume.status;
  const { lastPhaseTransitionTime: before } = old.status;
  const isKept = phase === old.status.phase ? since === undefined : since === undefined || since === before;
  if (!isKept) return volume;
  return { ...volume, status: withFields(volume.status, { lastPhaseTransitionTime: phase === old.status.phase ? before : now() }) };
}

/** Without the field of a feature that is off. kube: pkg/features/kube_features.go VolumeAttributesClass */
function withoutGatedFields(volume: PersistentVolume): PersistentVolume {
  if (volume.spec.volumeAttributesClassName === undefined) return volume;
  const { volumeAttributesClassName: _, ...spec } = volume.spec;
  return { ...volume, spec };
}
