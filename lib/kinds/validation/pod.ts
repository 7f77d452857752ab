import type { Pod } from '../../api/generated/types.ts';
import { forbidden, type FieldError } from '../../api/field-errors.ts';
import type { Draft, Found } from './draft.ts';
import { checkMetadataUpdate, checkNewMetadata } from './metadata.ts';
import { checkPodOnly, checkSpecOfPod } from './pod-spec.ts';
import { checkPodUpdate } from './pod-update.ts';

/** All that is wrong with a defaulted pod: a new one, or an update when the old one is given. */
export function validatePod(pod: Draft<Pod>, old: Draft<Pod> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { metadata = {}, spec = {} } = pod;
  if (old !== undefined) {
    checkMetadataUpdate(metadata, old.metadata ?? {}, found);
    if (spec === old.spec) return found;
    checkSpecOfPod(spec, 'spec', found);
    checkPodOnly(spec, 'spec', found);
    checkPodUpdate(spec, old.spec ?? {}, found);
    return found;
  }
  // kube: pkg/apis/core/validation/validation.go ValidatePodCreate
  checkNewMetadata(metadata, { name: 'subdomain', namespaced: true }, found);
  checkSpecOfPod(spec, 'spec', found);
  checkPodOnly(spec, 'spec', found);
  if ((spec.ephemeralContainers ?? []).length > 0) found.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
  if ((spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0) {
    found.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  }
  return found;
}
