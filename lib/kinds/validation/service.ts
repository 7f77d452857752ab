import type { Service, ServicePort, ServiceSpec } from '../../api/generated/types.ts';
import {
  duplicate,
  forbidden,
  goIntOrString,
  goPointer,
  goStrings,
  goStruct,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../api/field-errors.ts';
import { addressProblems, label1123Problems, portNameProblems, portNumberProblems, subdomainProblems } from '../../base/name-rules.ts';
import { same } from '../../base/merge.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { checkLabels, checkMetadataUpdate, checkNewMetadata } from './metadata.ts';

type Spec = Draft<ServiceSpec>;

/** All that is wrong with a Service, but for addresses and ports that others have. kube: pkg/apis/core/validation/validation.go ValidateService, ValidateServiceUpdate */
export function validateService(service: Draft<Service>, old: Draft<Service> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { metadata = {}, spec = {} } = service;
  if (old === undefined) checkNewMetadata(metadata, { name: 'label1035', namespaced: true }, found);
  else {
    checkMetadataUpdate(metadata, old.metadata ?? {}, found);
    checkAddressUnchanged(spec, old.spec ?? {}, found);
  }
  const { ports = [], type = '', selector } = spec;
  const isHeadless = spec.clusterIPs?.[0] === 'None' || spec.clusterIP === 'None';
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') found.push(required('spec.ports'));
  checkByType(spec, isHeadless, found);
  const names = new Set<string>();
  ports.forEach((port, i) => checkPort(port, `spec.ports[${i}]`, ports.length > 1, names, found));
  checkLabels(selector, 'spec.selector', found);
  checkAffinity(spec, found);
  checkAddresses(spec, found);
  (spec.externalIPs ?? []).forEach((address, i) => checkText(addressProblems, address, `spec.externalIPs[${i}]`, found));
  if (!TYPES.includes(type)) found.push(notSupported('spec.type', type, TYPES));
  if (type === 'ClusterIP')
    ports.forEach(({ nodePort = 0 }, i) => {
      if (nodePort !== 0) found.push(forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    });
  checkPortsTwice(ports, found);
  checkTraffic(spec, found);
  return found;
}

/** What the server says of a Service that it accepts. kube: pkg/api/service/warnings.go */
export function serviceWarnings({ metadata = {}, spec = {} }: Draft<Service>): readonly string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined)
    warnings.push(
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    );
  if (spec.type === 'ExternalName' && (spec.externalIPs?.length ?? 0) > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== 'ExternalName' && (spec.externalName ?? '') !== '')
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  return warnings;
}

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function checkByType({ type, externalName = '', clusterIPs = [], clusterIP = '' }: Spec, isHeadless: boolean, found: Found): void {
  if ((type === 'NodePort' || type === 'LoadBalancer') && isHeadless)
    found.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  if (type !== 'ExternalName') return;
  if (clusterIPs.length > 0 || clusterIP !== '') found.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
  if (externalName === '') found.push(required('spec.externalName'));
  else checkText(subdomainProblems, externalName, 'spec.externalName', found);
}

/** kube: the same file, validateServicePort */
function checkPort(
  { name = '', port = 0, protocol = '', targetPort = 0 }: Draft<ServicePort>,
  path: string,
  needsName: boolean,
  names: Set<string>,
  found: Found,
): void {
  if (needsName && name === '') {
    found.push(required(`${path}.name`));
  } else if (name !== '') {
    checkText(label1123Problems, name, `${path}.name`, found);
    if (names.has(name)) found.push(duplicate(`${path}.name`, name));
    names.add(name);
  }
  for (const problem of portNumberProblems(port)) found.push(invalid(`${path}.port`, port, problem));
  if (!PROTOCOLS.includes(protocol)) found.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (typeof targetPort === 'string') checkText(portNameProblems, targetPort, `${path}.targetPort`, found);
  else for (const problem of portNumberProblems(targetPort)) found.push(invalid(`${path}.targetPort`, targetPort, problem));
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function checkAffinity({ sessionAffinity = '', sessionAffinityConfig }: Spec, found: Found): void {
  if (!['ClientIP', 'None'].includes(sessionAffinity)) {
    found.push(
      sessionAffinity === ''
        ? required('spec.sessionAffinity')
        : notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None']),
    );
  } else if (sessionAffinity === 'ClientIP') {
    const { timeoutSeconds = 0 } = sessionAffinityConfig?.clientIP ?? {};
    if (timeoutSeconds <= 0 || timeoutSeconds > 86_400)
      found.push(
        invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', timeoutSeconds, 'must be greater than 0 and less than 86400'),
      );
  } else if (sessionAffinityConfig !== undefined) {
    found.push(forbidden('spec.sessionAffinityConfig', 'must not be set when session affinity is None'));
  }
}

/** kube: the same file, ValidateServiceClusterIPsRelatedFields; the cluster has one family of addresses */
function checkAddresses(spec: Spec, found: Found): void {
  if (spec.type === 'ExternalName') return;
  const addresses = spec.clusterIPs ?? ((spec.clusterIP ?? '') === '' ? [] : [spec.clusterIP!]);
  const isHeadless = addresses[0] === 'None';
  (spec.ipFamilies ?? []).forEach((family, i) => {
    const isAllowed = family === 'IPv4' || (isHeadless && spec.selector === undefined);
    if (!isAllowed) found.push(invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'));
  });
  const isDual = spec.ipFamilyPolicy === 'RequireDualStack';
  if (isDual && !(isHeadless && spec.selector === undefined))
    found.push(invalid('spec.ipFamilyPolicy', 'RequireDualStack', 'this cluster is not configured for dual-stack services'));
  addresses.forEach((address, i) => {
    if (address !== 'None') checkText(addressProblems, address, `spec.clusterIPs[${i}]`, found);
  });
}

function checkPortsTwice(ports: readonly Draft<ServicePort>[], found: Found): void {
  const seen = new Set<string>();
  ports.forEach(({ protocol = '', port = 0 }, i) => {
    const key = `${protocol}/${port}`;
    if (seen.has(key)) found.push(duplicate(`spec.ports[${i}]`, shownPort(protocol, port)));
    seen.add(key);
  });
}

function shownPort(protocol: string, port: number) {
  return goStruct('core.ServicePort', [
    ['Name', ''],
    ['Protocol', protocol],
    ['AppProtocol', goPointer('string', false)],
    ['Port', port],
    ['TargetPort', goIntOrString(0)],
    ['NodePort', 0],
  ]);
}

const POLICIES = ['Cluster', 'Local'];

function checkTraffic(
  { type = '', externalIPs = [], externalTrafficPolicy: external, internalTrafficPolicy: internal, trafficDistribution: preference }: Spec,
  found: Found,
): void {
  const isExternal = type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && externalIPs.length > 0);
  if (external !== undefined && !isExternal)
    found.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  else if (external !== undefined && !POLICIES.includes(external))
    found.push(notSupported('spec.externalTrafficPolicy', external, POLICIES));
  if (internal !== undefined && !POLICIES.includes(internal)) found.push(notSupported('spec.internalTrafficPolicy', internal, POLICIES));
  if (preference !== undefined && preference !== 'PreferClose')
    found.push(notSupported('spec.trafficDistribution', preference, ['PreferClose']));
}

/** An address is kept for life, unless the Service was without or is to be. kube: pkg/apis/core/validation/validation.go validateUpgradeDowngradeClusterIPs */
function checkAddressUnchanged(spec: Spec, old: Spec, found: Found): void {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName' || same(spec.clusterIPs, old.clusterIPs)) return;
  found.push(invalid('spec.clusterIPs[0]', goStrings(spec.clusterIPs), 'may not change once set'));
}
