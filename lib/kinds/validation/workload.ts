import type { LabelSelector, ObjectMeta, PodTemplateSpec, ReplicaSet, ReplicationController } from '../../api/generated/types.ts';
import { forbidden, goLabelSelector, goMap, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { matchesLabels, selectorOf, selectorOfLabels, SelectorError, type Selector } from '../../base/labels.ts';
import { same } from '../../base/merge.ts';
import { checkNotNegative, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { checkLabelSelector } from './label-selector.ts';
import { checkMetadataUpdate, checkNewMetadata, type NameRule } from './metadata.ts';
import { checkTemplate } from './pod-template.ts';

type Template = Draft<PodTemplateSpec>;

/** Checks the metadata of a workload: of a new one, or of an update when the old one is given. */
export function checkWorkloadMetadata(
  object: { readonly metadata?: Draft<ObjectMeta> },
  old: { readonly metadata?: Draft<ObjectMeta> } | undefined,
  name: NameRule,
  found: Found,
): void {
  if (old === undefined) checkNewMetadata(object.metadata ?? {}, { name, namespaced: true }, found);
  else checkMetadataUpdate(object.metadata ?? {}, old.metadata ?? {}, found);
}

/** All that is wrong with a ReplicationController. kube: pkg/apis/core/validation/validation.go ValidateReplicationController */
export function validateReplicationController(
  controller: Draft<ReplicationController>,
  old: Draft<ReplicationController> | undefined,
): readonly FieldError[] {
  const found: Found = [];
  const { selector = {}, template, replicas, minReadySeconds } = controller.spec ?? {};
  checkWorkloadMetadata(controller, old, 'subdomain', found);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', found);
  const isEmpty = Object.keys(selector).length === 0;
  if (isEmpty) found.push(required('spec.selector'));
  checkNotNegative(replicas, 'spec.replicas', found);
  if (template === undefined) {
    found.push(required('spec.template'));
    return found;
  }
  if (!isEmpty) checkTemplateLabels(selectorOfLabels(selector), template, found);
  checkTemplate(template, 'spec.template', found);
  checkTemplateLife(template, 'ReplicationController', found);
  return found;
}

/** All that is wrong with a ReplicaSet. kube: pkg/apis/apps/validation/validation.go ValidateReplicaSet, ValidateReplicaSetUpdate */
export function validateReplicaSet(replicaSet: Draft<ReplicaSet>, old: Draft<ReplicaSet> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { selector, template = {}, replicas, minReadySeconds } = replicaSet.spec ?? {};
  checkWorkloadMetadata(replicaSet, old, 'subdomain', found);
  checkNotNegative(replicas, 'spec.replicas', found);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', found);
  // Upstream names the wrong kind here.
  checkSelector(selector, 'deployment', found);
  checkSelectedTemplate(selector, template, found);
  if (old !== undefined) checkSelectorUnchanged(selector, old.spec?.selector, found);
  return found;
}

/** A selector is needed, must be understood, and may not be empty; `kind` is the word in the sentence about an empty one. */
export function checkSelector(selector: Draft<LabelSelector> | undefined, kind: string, found: Found): void {
  if (selector === undefined) {
    found.push(required('spec.selector'));
    return;
  }
  checkLabelSelector(selector, 'spec.selector', found);
  checkSelectorNotEmpty(selector, kind, found);
}

/** `empty selector is invalid for <kind>`. */
export function checkSelectorNotEmpty(selector: Draft<LabelSelector> | undefined, kind: string, found: Found): void {
  if (selector === undefined || !isEmptySelector(selector)) return;
  found.push(invalid('spec.selector', goLabelSelector(selector), `empty selector is invalid for ${kind}`));
}

/**
 * Checks the template of a ReplicaSet or a Deployment against its selector. A selector that means nothing is refused before the
 * template is looked at. kube: apps/validation ValidatePodTemplateSpecForReplicaSet
 */
export function checkSelectedTemplate(fields: Draft<LabelSelector> | undefined, template: Template, found: Found): void {
  const selector = understoodSelector(fields);
  if (selector === 'not understood') {
    found.push(invalid('spec.selector', goLabelSelector(fields ?? {}), 'invalid label selector'));
    return;
  }
  if (selector === undefined || selector.length > 0) checkTemplateLabels(selector, template, found);
  checkTemplate(template, 'spec.template', found);
  // A Deployment's template is judged as its ReplicaSets' will be, down to the name in the sentence.
  checkTemplateLife(template, 'ReplicaSet', found);
}

/** The selector that the fields mean; undefined, which selects nothing, for none. */
export function understoodSelector(fields: Draft<LabelSelector> | undefined): Selector | undefined | 'not understood' {
  try {
    return selectorOf(fields);
  } catch (error) {
    if (error instanceof SelectorError) return 'not understood';
    throw error;
  }
}

/** The selector must select what the template makes. */
export function checkTemplateLabels(selector: Selector | undefined, template: Template, found: Found): void {
  const labels = template.metadata?.labels;
  if (matchesLabels(selector, labels)) return;
  found.push(invalid('spec.template.metadata.labels', goMap(labels), '`selector` does not match template `labels`'));
}

/** Pods that are replaced when they end must restart always, and have no deadline. */
export function checkTemplateLife({ spec = {} }: Template, kind: string, found: Found): void {
  const { restartPolicy = 'Always', activeDeadlineSeconds } = spec;
  if (restartPolicy !== 'Always') found.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    found.push(forbidden('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`));
  }
}

/** The selector of most workloads never changes. */
export function checkSelectorUnchanged(
  selector: Draft<LabelSelector> | undefined,
  old: Draft<LabelSelector> | undefined,
  found: Found,
): void {
  if (same(selector, old)) return;
  found.push(invalid('spec.selector', selector === undefined ? null : goLabelSelector(selector), IMMUTABLE));
}

function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: Draft<LabelSelector>): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
