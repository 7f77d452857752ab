import type { PodTemplate as Fields, PodTemplateSpec } from '../api/generated/types.ts';
import { defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { formatSelector, selectorOfLabels } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { defaultedTemplate } from './pod-template.ts';
import { containerColumns } from './replicas.ts';
import { validatePodTemplate } from './validation/podtemplate.ts';

/** A pod template that stands by itself, as it is stored. */
export type PodTemplate = Stored<Fields> & { readonly template: PodTemplateSpec };

/** `v1` PodTemplate. */
export const PodTemplateKind = defineKind<PodTemplate>({
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  // kube: pkg/printers/internalversion/printers.go printPodTemplate
  columns: [
    nameColumn,
    ...containerColumns<PodTemplate>(({ template }) => template, false),
    { name: 'Pod Labels', cell: ({ template }) => formatSelector(selectorOfLabels(template.metadata?.labels ?? {})) || '<none>' },
  ],
  defaults: (object) => {
    const { template } = object as Partial<PodTemplate>;
    const full = defaultedTemplate(template ?? {});
    return full === template ? object : { ...object, template: full };
  },
  // kube: pkg/registry/core/podtemplate/strategy.go PrepareForUpdate
  bumpsGeneration: ({ template }, old) => !same(template, old.template),
  returnsDeleted: true,
  validate: (object, old) => validatePodTemplate(object, old),
});
