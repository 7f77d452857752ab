import type { PodTemplateSpec } from '../../api/generated/types.ts';
import { forbidden } from '../../api/field-errors.ts';
import type { Draft, Found } from './draft.ts';
import { checkAnnotations, checkLabels } from './metadata.ts';
import { checkSpecOfTemplate } from './pod-spec.ts';

/** Checks the labels and annotations of a template. Upstream's paths lack `metadata`. */
export function checkTemplateMetadata({ metadata = {} }: Draft<PodTemplateSpec>, path: string, found: Found): void {
  checkLabels(metadata.labels, `${path}.labels`, found);
  checkAnnotations(metadata.annotations, `${path}.annotations`, found);
}

/** Checks a defaulted pod template. kube: pkg/apis/core/validation/validation.go ValidatePodTemplateSpec */
export function checkTemplate(template: Draft<PodTemplateSpec>, path: string, found: Found): void {
  checkTemplateMetadata(template, path, found);
  // A template without a spec is defaulted to one with nothing but defaults.
  checkSpecOfTemplate(template.spec ?? EMPTY_SPEC, `${path}.spec`, found);
  if ((template.spec?.ephemeralContainers ?? []).length > 0) {
    found.push(forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

const EMPTY_SPEC = { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30 };
