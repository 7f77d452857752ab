import type { IngressClass, IngressClassParametersReference } from '../../api/generated/types.ts';
import { forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../api/field-errors.ts';
import { byteLength, label1123Problems } from '../../base/name-rules.ts';
import { checkDomainPath } from './domain-path.ts';
import { checkText, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { checkReference } from './ingress.ts';
import { validateMetadata } from './metadata.ts';

const SCOPES = ['Cluster', 'Namespace'];
const MAX_CONTROLLER_BYTES = 250;

/** All that is wrong with a class of Ingresses. kube: pkg/apis/networking/validation/validation.go ValidateIngressClass, ValidateIngressClassUpdate */
export function validateIngressClass(ingressClass: Draft<IngressClass>, old: Draft<IngressClass> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(ingressClass, old, { name: 'subdomain', namespaced: false })];
  const { spec: { controller = '', parameters } = {} } = ingressClass;
  if (old !== undefined && controller !== (old.spec?.controller ?? '')) found.push(invalid('spec.controller', controller, IMMUTABLE));
  if (byteLength(controller) > MAX_CONTROLLER_BYTES) found.push(tooLong('spec.controller', MAX_CONTROLLER_BYTES));
  checkDomainPath(controller, 'spec.controller', found);
  if (parameters !== undefined) checkParameters(parameters, 'spec.parameters', found);
  return found;
}

/** kube: the same file, validateIngressClassParametersReference */
function checkParameters(parameters: Draft<IngressClassParametersReference>, path: string, found: Found): void {
  checkReference(parameters, path, found);
  const { scope, namespace } = parameters;
  if (scope === undefined) found.push(required(`${path}.scope`));
  else if (!SCOPES.includes(scope)) found.push(notSupported(`${path}.scope`, scope, SCOPES));
  else if (scope === 'Cluster' && namespace !== undefined)
    found.push(forbidden(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  else if (scope === 'Namespace' && namespace === undefined)
    found.push(required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'"));
  else if (namespace !== undefined) checkText(label1123Problems, namespace, `${path}.namespace`, found);
}
