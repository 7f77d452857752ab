import type { Admission } from '../api/admission/admission.ts';
import type { Api } from '../api/api.ts';
import { forbidden } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { compareQuantities } from '../base/quantity.ts';
import { classOfClaim, PersistentVolumeClaimKind, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim.ts';
import { StorageClassKind, type StorageClass } from '../kinds/storageclass.ts';

const claims = PersistentVolumeClaimKind as unknown as Kind;
const classes = StorageClassKind as unknown as Kind;

/** A claim grows only where its class lets it. kube: plugin/pkg/admission/storage/persistentvolume/resize/admission.go */
export const persistentVolumeClaimResize: Admission = {
  name: 'PersistentVolumeClaimResize',
  agree(api, { kind, name, object, old }) {
    if (kind !== claims || old === undefined) return;
    const [next, before] = [object as PersistentVolumeClaim, old as PersistentVolumeClaim];
    if (compareQuantities(sizeOf(next), sizeOf(before)) <= 0 || mayGrow(api, next, before)) return;
    const why = 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    throw forbidden(kind, name, why);
  },
};

function sizeOf({ spec }: PersistentVolumeClaim): string {
  return spec.resources?.requests?.['storage'] ?? '0';
}

function mayGrow(api: Api, claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const name = classOfClaim(claim);
  if (name === '' || name !== classOfClaim(old)) return false;
  return (api.store.find(classes, name) as StorageClass | undefined)?.allowVolumeExpansion === true;
}
