import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../api/generated/types.ts';
import { forbidden, goStrings, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { isStrictSubset, parseCidr } from '../../base/cidr.ts';
import { portNameProblems, portNumberProblems } from '../../base/name-rules.ts';
import { checkText, NO_CIDR, type Draft, type Found } from './draft.ts';
import { checkLabelSelector } from './label-selector.ts';
import { validateMetadata } from './metadata.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

/** All that is wrong with a NetworkPolicy. kube: pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec */
export function validateNetworkPolicy(policy: Draft<NetworkPolicy>, old: Draft<NetworkPolicy> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(policy, old, { name: 'subdomain', namespaced: true })];
  const { spec: { podSelector, ingress = [], egress = [], policyTypes = [] } = {} } = policy;
  checkLabelSelector(podSelector, 'spec.podSelector', found);
  ingress.forEach(({ ports = [], from = [] }, i) => {
    ports.forEach((port, k) => checkPort(port, `spec.ingress[${i}].ports[${k}]`, found));
    from.forEach((peer, k) => checkPeer(peer, `spec.ingress[${i}].from[${k}]`, found));
  });
  egress.forEach(({ ports = [], to = [] }, i) => {
    ports.forEach((port, k) => checkPort(port, `spec.egress[${i}].ports[${k}]`, found));
    to.forEach((peer, k) => checkPeer(peer, `spec.egress[${i}].to[${k}]`, found));
  });
  if (policyTypes.length > TYPES.length) {
    const shown = goStrings(policyTypes, 'networking.PolicyType');
    found.push(invalid('spec.policyTypes', shown, 'may not specify more than two policyTypes'));
    return found;
  }
  policyTypes.forEach((type, i) => {
    if (!TYPES.includes(type)) found.push(notSupported(`spec.policyTypes[${i}]`, type, TYPES));
  });
  return found;
}

/** kube: the same file, ValidateNetworkPolicyPort */
function checkPort({ protocol, port, endPort }: Draft<NetworkPolicyPort>, path: string, found: Found): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) found.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  const refuseEnd = (rule: string): void => void found.push(invalid(`${path}.endPort`, endPort, rule));
  if (port === undefined) {
    if (endPort !== undefined) refuseEnd('may not be specified when `port` is not specified');
  } else if (typeof port === 'string') {
    if (endPort !== undefined) refuseEnd('may not be specified when `port` is non-numeric');
    checkText(portNameProblems, port, `${path}.port`, found);
  } else {
    for (const problem of portNumberProblems(port)) found.push(invalid(`${path}.port`, port, problem));
    if (endPort === undefined) return;
    if (endPort < port) refuseEnd('must be greater than or equal to `port`');
    portNumberProblems(endPort).forEach(refuseEnd);
  }
}

function checkPeer({ podSelector, namespaceSelector, ipBlock }: Draft<NetworkPolicyPeer>, path: string, found: Found): void {
  checkLabelSelector(podSelector, `${path}.podSelector`, found);
  checkLabelSelector(namespaceSelector, `${path}.namespaceSelector`, found);
  if (ipBlock !== undefined) checkBlock(ipBlock, `${path}.ipBlock`, found);
  const hasSelector = podSelector !== undefined || namespaceSelector !== undefined;
  if (!hasSelector && ipBlock === undefined) found.push(required(path, 'must specify a peer'));
  if (hasSelector && ipBlock !== undefined) found.push(forbidden(path, 'may not specify both ipBlock and another peer'));
}

/** kube: the same file, ValidateIPBlock */
function checkBlock({ cidr = '', except = [] }: Draft<IPBlock>, path: string, found: Found): void {
  if (cidr === '') {
    found.push(required(`${path}.cidr`));
    return;
  }
  const range = parseCidr(cidr);
  if (range === undefined) {
    found.push(invalid(`${path}.cidr`, cidr, NO_CIDR));
    return;
  }
  except.forEach((text, i) => {
    const inner = parseCidr(text);
    if (inner === undefined) found.push(invalid(`${path}.except[${i}]`, text, NO_CIDR));
    else if (!isStrictSubset(inner, range)) found.push(invalid(`${path}.except[${i}]`, text, 'must be a strict subset of `cidr`'));
  });
}
