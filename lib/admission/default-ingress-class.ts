import type { Admission } from '../api/admission/admission.ts';
import type { Kind } from '../api/kind.ts';
import { defaultClassOf } from '../kinds/default-class.ts';
import { IngressKind, type Ingress } from '../kinds/ingress.ts';
import { IngressClassKind } from '../kinds/ingressclass.ts';

const ingresses = IngressKind as unknown as Kind;
const classes = IngressClassKind as unknown as Kind;

/** Where Ingresses said their class before there was a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

const DEFAULT_ANNOTATIONS = ['ingressclass.kubernetes.io/is-default-class'];

/** An Ingress that says nothing of a class is of the default one. kube: plugin/pkg/admission/network/defaultingressclass/admission.go */
export const defaultIngressClass: Admission = {
  name: 'DefaultIngressClass',
  admit(api, { kind, operation, object }) {
    if (kind !== ingresses || operation !== 'create') return object;
    const ingress = object as Ingress;
    if (ingress.spec.ingressClassName !== undefined || ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return ingress;
    const found = defaultClassOf(api.store.list(classes), DEFAULT_ANNOTATIONS);
    return found === undefined ? ingress : { ...ingress, spec: { ...ingress.spec, ingressClassName: found.metadata.name } };
  },
};
