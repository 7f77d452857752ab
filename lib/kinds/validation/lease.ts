import type { Lease } from '../../api/generated/types.ts';
import { invalid, type FieldError } from '../../api/field-errors.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { checkMetadataUpdate, checkNewMetadata } from './metadata.ts';

/** All that is wrong with a lease. kube: pkg/apis/coordination/validation/validation.go ValidateLease */
export function validateLease({ metadata = {}, spec = {} }: Draft<Lease>, old: Draft<Lease> | undefined): readonly FieldError[] {
  const found: Found = [];
  if (old === undefined) checkNewMetadata(metadata, { name: 'subdomain', namespaced: true }, found);
  else checkMetadataUpdate(metadata, old.metadata ?? {}, found);
  const { leaseDurationSeconds: seconds, leaseTransitions } = spec;
  if (seconds !== undefined && seconds <= 0) found.push(invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
  checkNotNegative(leaseTransitions, 'spec.leaseTransitions', found);
  return found;
}
