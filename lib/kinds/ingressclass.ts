import type { IngressClass as Fields, IngressClassSpec } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { withFields } from '../base/with-fields.ts';
import { validateIngressClass } from './validation/ingressclass.ts';

/** A class of Ingresses as it is stored. */
export type IngressClass = Stored<Fields> & { readonly spec: IngressClassSpec };

/** `networking.k8s.io/v1` IngressClass. */
export const IngressClassKind = defineKind<IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  scope: 'Cluster',
  // kube: pkg/printers/internalversion/printers.go printIngressClass
  columns: [
    nameColumn,
    { name: 'Controller', cell: ({ spec }) => spec.controller ?? '' },
    { name: 'Parameters', cell: ({ spec }) => parametersText(spec) },
    ageColumn,
  ],
  // kube: pkg/apis/networking/v1/defaults.go SetDefaults_IngressClass
  defaults: (ingressClass) => {
    const { spec = {} } = ingressClass as Partial<IngressClass>;
    const { parameters } = spec;
    return withFields(ingressClass, {
      spec: withFields(spec, { parameters: parameters && withFields(parameters, { scope: parameters.scope ?? 'Cluster' }) }),
    });
  },
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  validate: (ingressClass, old) => validateIngressClass(ingressClass, old),
});

function parametersText({ parameters }: IngressClassSpec): string {
  if (parameters === undefined) return '<none>';
  const { apiGroup, kind, name } = parameters;
  return `${apiGroup === undefined ? kind : `${kind}.${apiGroup}`}/${name}`;
}
