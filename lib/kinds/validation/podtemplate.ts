import type { PodTemplate } from '../../api/generated/types.ts';
import type { FieldError } from '../../api/field-errors.ts';
import type { Draft, Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';
import { checkTemplate } from './pod-template.ts';

/** All that is wrong with a pod template that stands by itself. kube: pkg/apis/core/validation/validation.go ValidatePodTemplate */
export function validatePodTemplate(object: Draft<PodTemplate>, old: Draft<PodTemplate> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(object, old, { name: 'subdomain', namespaced: true })];
  checkTemplate(object.template ?? {}, 'template', found);
  return found;
}
