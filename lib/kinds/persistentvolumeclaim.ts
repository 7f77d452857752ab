import type {
  PersistentVolumeClaim as Fields,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimStatus,
  VolumeResourceRequirements,
} from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { shortAccessModes } from './access-modes.ts';
import { roundedAmounts } from './amounts.ts';
import { claimWarnings, validatePersistentVolumeClaim } from './validation/persistentvolumeclaim.ts';
import { validateClaimStatus } from './validation/status.ts';

/** A claim for a volume as it is stored. */
export type PersistentVolumeClaim = Stored<Fields> & {
  readonly spec: PersistentVolumeClaimSpec;
  readonly status: PersistentVolumeClaimStatus;
};

/** Where claims and volumes said their class before there was a field for it. */
export const STORAGE_CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** kube: pkg/printers/internalversion/printers.go printPersistentVolumeClaim */
const columns: readonly Column<PersistentVolumeClaim>[] = [
  nameColumn,
  { name: 'Status', cell: ({ metadata, status }) => (metadata.deletionTimestamp === undefined ? status.phase : 'Terminating') },
  { name: 'Volume', cell: ({ spec }) => spec.volumeName ?? '' },
  { name: 'Capacity', cell: (claim) => (hasVolume(claim) ? (claim.status.capacity?.['storage'] ?? '0') : '') },
  { name: 'Access Modes', cell: (claim) => (hasVolume(claim) ? shortAccessModes(claim.status.accessModes) : '') },
  { name: 'StorageClass', cell: classOfClaim },
  { name: 'VolumeAttributesClass', cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>' },
  ageColumn,
  { name: 'VolumeMode', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
];

/** `v1` PersistentVolumeClaim. */
export const PersistentVolumeClaimKind = defineKind<PersistentVolumeClaim>({
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  short: ['pvc'],
  hasStatus: true,
  columns,
  defaults: (claim) => defaultedClaim(claim) as PersistentVolumeClaim,
  // kube: pkg/registry/core/persistentvolumeclaim/strategy.go PrepareForCreate, PrepareForUpdate
  prepareCreate: (claim) => ({ ...withSources(withoutGatedFields(claim)), status: { phase: 'Pending' } }),
  prepareUpdate: (claim) => withSources(withoutGatedFields(claim)),
  warnings: claimWarnings,
  validate: (claim, old) => validatePersistentVolumeClaim(claim, old),
  validateStatus: validateClaimStatus,
  returnsDeleted: true,
});

/** A claim, or a template of claims, with its defaults. kube: pkg/apis/core/v1/defaults.go SetDefaults_PersistentVolumeClaim, SetDefaults_PersistentVolumeClaimSpec */
export function defaultedClaim(claim: Fields): Fields {
  const { spec = {}, status = {} } = claim;
  const { resources } = spec;
  return withFields(claim, {
    spec: withFields(spec, { volumeMode: spec.volumeMode ?? 'Filesystem', resources: resources && roundedResources(resources) }),
    status: withFields(status, { phase: filled(status.phase) ?? 'Pending', capacity: roundedAmounts(status.capacity) }),
  });
}

function roundedResources(resources: VolumeResourceRequirements): VolumeResourceRequirements {
  return withFields(resources, { limits: roundedAmounts(resources.limits), requests: roundedAmounts(resources.requests) });
}

/** The name of a claim's class, or nothing. kube: staging/src/k8s.io/component-helpers/storage/volume/helpers.go GetPersistentVolumeClaimClass */
export function classOfClaim({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.[STORAGE_CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

function hasVolume({ spec }: PersistentVolumeClaim): boolean {
  return (spec.volumeName ?? '') !== '';
}

/** Without the field of a feature that is off. kube: pkg/features/kube_features.go VolumeAttributesClass */
function withoutGatedFields(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  if (claim.spec.volumeAttributesClassName === undefined) return claim;
  const { volumeAttributesClassName: _, ...spec } = claim.spec;
  return { ...claim, spec };
}

/** What a volume is filled from is said in two fields, of which each fills in the other. kube: pkg/api/persistentvolumeclaim/util.go NormalizeDataSources */
function withSources(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { dataSource, dataSourceRef } = claim.spec;
  if (dataSource !== undefined && dataSourceRef === undefined) return { ...claim, spec: { ...claim.spec, dataSourceRef: dataSource } };
  if (dataSource !== undefined || dataSourceRef === undefined) return claim;
  const { namespace: _, ...source } = dataSourceRef;
  return { ...claim, spec: { ...claim.spec, dataSource: source, dataSourceRef: source } };
}
