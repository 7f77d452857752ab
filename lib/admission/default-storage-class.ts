import type { Admission } from '../api/admission/admission.ts';
import type { Kind } from '../api/kind.ts';
import { defaultClassOf } from '../kinds/default-class.ts';
import { PersistentVolumeClaimKind, STORAGE_CLASS_ANNOTATION, type PersistentVolumeClaim } from '../kinds/persistentvolumeclaim.ts';
import { DEFAULT_ANNOTATIONS, StorageClassKind } from '../kinds/storageclass.ts';

const claims = PersistentVolumeClaimKind as unknown as Kind;
const classes = StorageClassKind as unknown as Kind;

/** A claim that says nothing of a class is of the default one. kube: plugin/pkg/admission/storage/storageclass/setdefault/admission.go */
export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',
  admit(api, { kind, operation, object }) {
    if (kind !== claims || operation !== 'create') return object;
    const claim = object as PersistentVolumeClaim;
    if (claim.spec.storageClassName !== undefined || claim.metadata.annotations?.[STORAGE_CLASS_ANNOTATION] !== undefined) return claim;
    const found = defaultClassOf(api.store.list(classes), DEFAULT_ANNOTATIONS);
    return found === undefined ? claim : { ...claim, spec: { ...claim.spec, storageClassName: found.metadata.name } };
  },
};
