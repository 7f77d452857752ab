import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressTLS,
  TypedLocalObjectReference,
} from '../../api/generated/types.ts';
import { invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import {
  isIPv4,
  isIPv6,
  label1035Problems,
  pathSegmentProblems,
  portNameProblems,
  portNumberProblems,
  subdomainProblems,
  wildcardProblems,
} from '../../base/name-rules.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

/** All that is wrong with an Ingress. kube: pkg/apis/networking/validation/validation.go ValidateIngressCreate, ValidateIngressUpdate */
export function validateIngress(ingress: Draft<Ingress>, old: Draft<Ingress> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(ingress, old, { name: 'subdomain', namespaced: true })];
  const { spec: { rules = [], defaultBackend, tls = [], ingressClassName } = {} } = ingress;
  if (rules.length === 0 && defaultBackend === undefined)
    found.push(invalid('spec', { go: '[]networking.IngressRule(nil)' }, 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend !== undefined) checkBackend(defaultBackend, 'spec.defaultBackend', found);
  rules.forEach((rule, i) => checkRule(rule, `spec.rules[${i}]`, found));
  tls.forEach((secured, i) => checkTls(secured, `spec.tls[${i}]`, found));
  if (ingressClassName !== undefined) checkText(subdomainProblems, ingressClassName, 'spec.ingressClassName', found);
  const annotated = ingress.metadata?.annotations?.[CLASS_ANNOTATION];
  if (old === undefined && annotated !== undefined && ingressClassName !== undefined && annotated !== ingressClassName)
    found.push(invalid(`annotations.${CLASS_ANNOTATION}`, annotated, 'must match `ingressClassName` when both are specified'));
  return found;
}

function checkHost(host: string, path: string, found: Found): void {
  checkText(host.includes('*') ? wildcardProblems : subdomainProblems, host, path, found);
}

function checkRule({ host = '', http }: Draft<IngressRule>, path: string, found: Found): void {
  if (isIPv4(host) || isIPv6(host)) found.push(invalid(`${path}.host`, host, 'must be a DNS name, not an IP address'));
  if (host !== '') checkHost(host, `${path}.host`, found);
  if (http === undefined) return;
  const { paths = [] } = http;
  if (paths.length === 0) found.push(required(`${path}.http.paths`));
  paths.forEach((one, i) => checkPath(one, `${path}.http.paths[${i}]`, found));
}

/** kube: the same file, validateHTTPIngressPath */
function checkPath({ path: target = '', pathType, backend = {} }: Draft<HTTPIngressPath>, path: string, found: Found): void {
  if (pathType === undefined) {
    found.push(required(`${path}.pathType`, 'pathType must be specified'));
    return;
  }
  const isPlain = pathType === 'Exact' || pathType === 'Prefix';
  const refuse = (rule: string): void => void found.push(invalid(`${path}.path`, target, rule));
  if (!PATH_TYPES.includes(pathType)) found.push(notSupported(`${path}.pathType`, pathType, PATH_TYPES));
  else if (!target.startsWith('/') && (isPlain || target !== '')) refuse('must be an absolute path');
  if (isPlain) {
    for (const part of BAD_PARTS) if (target.includes(part)) refuse(`must not contain '${part}'`);
    for (const end of BAD_ENDS) if (target.endsWith(end)) refuse(`cannot end with '${end}'`);
  }
  checkBackend(backend, `${path}.backend`, found);
}

/** kube: the same file, validateIngressBackend */
function checkBackend({ resource, service }: Draft<IngressBackend>, path: string, found: Found): void {
  if (resource !== undefined && service !== undefined) found.push(invalid(path, '', 'cannot set both resource and service backends'));
  else if (resource !== undefined) checkReference(resource, `${path}.resource`, found);
  else if (service === undefined) found.push(invalid(path, '', 'resource or service backend is required'));
  else {
    const { name = '', port: { name: portName = '', number = 0 } = {} } = service;
    if (name === '') found.push(required(`${path}.service.name`));
    else checkText(label1035Problems, name, `${path}.service.name`, found);
    if (portName !== '' && number !== 0) found.push(invalid(path, '', 'cannot set both port name & port number'));
    else if (portName !== '') checkText(portNameProblems, portName, `${path}.service.port.name`, found);
    else if (number === 0) found.push(required(path, 'port name or number is required'));
    else for (const problem of portNumberProblems(number)) found.push(invalid(`${path}.service.port.number`, number, problem));
  }
}

/** Checks that something is said by its kind and its name. kube: the same file, validateIngressTypedLocalObjectReference */
export function checkReference({ apiGroup, kind = '', name = '' }: Draft<TypedLocalObjectReference>, path: string, found: Found): void {
  if (apiGroup !== undefined) checkText(subdomainProblems, apiGroup, `${path}.apiGroup`, found);
  if (kind === '') found.push(required(`${path}.kind`));
  else checkText(pathSegmentProblems, kind, `${path}.kind`, found);
  if (name === '') found.push(required(`${path}.name`));
  else checkText(pathSegmentProblems, name, `${path}.name`, found);
}

function checkTls({ hosts = [], secretName = '' }: Draft<IngressTLS>, path: string, found: Found): void {
  hosts.forEach((host, i) => checkHost(host, `${path}.hosts[${i}]`, found));
  if (secretName !== '') checkText(subdomainProblems, secretName, `${path}.secretName`, found);
}

/** What is accepted in an Ingress and yet not meant. kube: pkg/registry/networking/ingress/strategy.go WarningsOnCreate */
export function ingressWarnings({ metadata }: Draft<Ingress>): readonly string[] {
  if (metadata?.annotations?.[CLASS_ANNOTATION] === undefined) return [];
  return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
}
