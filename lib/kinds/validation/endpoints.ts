import type {
  DiscoveryEndpointPort,
  Endpoint,
  EndpointAddress,
  EndpointPort,
  EndpointSlice,
  Endpoints,
} from '../../api/generated/types.ts';
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../../api/field-errors.ts';
import {
  addressProblems,
  isIPv4,
  isIPv6,
  label1123Problems,
  labelValueProblems,
  portNumberProblems,
  qualifiedNameProblems,
  subdomainProblems,
} from '../../base/name-rules.ts';
import { checkText, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { checkMetadataUpdate, checkNewMetadata } from './metadata.ts';

const NAMED = { name: 'subdomain', namespaced: true } as const;
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const FAMILIES = ['FQDN', 'IPv4', 'IPv6'];

/** kube: pkg/apis/discovery/validation/validation.go */
const MOST_ADDRESSES = 100;
const MOST_ENDPOINTS = 1000;
const MOST_PORTS = 20_000;
const MOST_ZONES = 8;

/** All that is wrong with Endpoints. kube: pkg/apis/core/validation/validation.go ValidateEndpoints */
export function validateEndpoints(
  { metadata = {}, subsets = [] }: Draft<Endpoints>,
  old: Draft<Endpoints> | undefined,
): readonly FieldError[] {
  const found: Found = [];
  if (old === undefined) checkNewMetadata(metadata, NAMED, found);
  else checkMetadataUpdate(metadata, old.metadata ?? {}, found);
  subsets.forEach(({ addresses = [], notReadyAddresses = [], ports = [] }, i) => {
    const path = `subsets[${i}]`;
    if (addresses.length === 0 && notReadyAddresses.length === 0)
      found.push(required(path, 'must specify `addresses` or `notReadyAddresses`'));
    addresses.forEach((address, j) => checkAddress(address, `${path}.addresses[${j}]`, found));
    notReadyAddresses.forEach((address, j) => checkAddress(address, `${path}.notReadyAddresses[${j}]`, found));
    ports.forEach((port, j) => checkPort(port, ports.length > 1, `${path}.ports[${j}]`, found));
  });
  return found;
}

/** All that is wrong with an EndpointSlice. kube: pkg/apis/discovery/validation/validation.go ValidateEndpointSlice */
export function validateEndpointSlice(slice: Draft<EndpointSlice>, old: Draft<EndpointSlice> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { metadata = {}, addressType = '', endpoints = [], ports = [] } = slice;
  if (old === undefined) checkNewMetadata(metadata, NAMED, found);
  else checkMetadataUpdate(metadata, old.metadata ?? {}, found);
  if (addressType === '') found.push(required('addressType'));
  else if (!FAMILIES.includes(addressType)) found.push(notSupported('addressType', addressType, FAMILIES));
  if (endpoints.length > MOST_ENDPOINTS) found.push(tooMany('endpoints', endpoints.length, MOST_ENDPOINTS));
  else endpoints.forEach((endpoint, i) => checkEndpoint(endpoint, addressType, `endpoints[${i}]`, found));
  checkSlicePorts(ports, found);
  if (old !== undefined && old.addressType !== addressType) found.push(invalid('addressType', addressType, IMMUTABLE));
  return found;
}

function checkAddress({ ip = '', hostname = '', nodeName }: Draft<EndpointAddress>, path: string, found: Found): void {
  checkText(addressProblems, ip, `${path}.ip`, found);
  if (hostname !== '') checkText(label1123Problems, hostname, `${path}.hostname`, found);
  if (nodeName !== undefined) checkText(subdomainProblems, nodeName, `${path}.nodeName`, found);
  checkText(specialAddressProblems, ip, `${path}.ip`, found);
}

function checkPort(
  { name = '', port = 0, protocol = '', appProtocol }: Draft<EndpointPort>,
  needsName: boolean,
  path: string,
  found: Found,
): void {
  if (needsName && name === '') found.push(required(`${path}.name`));
  else if (name !== '') checkText(label1123Problems, name, `${path}.name`, found);
  for (const problem of portNumberProblems(port)) found.push(invalid(`${path}.port`, port, problem));
  checkProtocols(protocol, appProtocol, path, found);
}

function checkProtocols(protocol: string, appProtocol: string | undefined, path: string, found: Found): void {
  if (protocol === '') found.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) found.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (appProtocol !== undefined) checkText(qualifiedNameProblems, appProtocol, `${path}.appProtocol`, found);
}

function checkEndpoint(
  { addresses = [], hostname, nodeName, hints }: Draft<Endpoint>,
  addressType: string,
  path: string,
  found: Found,
): void {
  if (addresses.length === 0) found.push(required(`${path}.addresses`, 'must contain at least 1 address'));
  else if (addresses.length > MOST_ADDRESSES) found.push(tooMany(`${path}.addresses`, addresses.length, MOST_ADDRESSES));
  addresses.forEach((address, i) => {
    const place = `${path}.addresses[${i}]`;
    if (addressType === 'FQDN') checkText(domainProblems, address, place, found);
    if (addressType !== 'IPv4' && addressType !== 'IPv6') return;
    const isOfFamily = addressType === 'IPv4' ? isIPv4(address) : isIPv6(address);
    if (!isOfFamily) found.push(invalid(place, address, `must be a valid ${addressType} address`));
    checkText(specialAddressProblems, address, place, found);
  });
  if (nodeName !== undefined) checkText(subdomainProblems, nodeName, `${path}.nodeName`, found);
  if (hostname !== undefined) checkText(label1123Problems, hostname, `${path}.hostname`, found);
  const zones = (hints?.forZones ?? []).map(({ name = '' }) => name);
  if (zones.length > MOST_ZONES) found.push(tooMany(`${path}.hints.forZones`, zones.length, MOST_ZONES));
  else
    zones.forEach((zone, i) => {
      const place = `${path}.hints.forZones[${i}].name`;
      if (zones.indexOf(zone) < i) found.push(duplicate(place, zone));
      checkText(labelValueProblems, zone, place, found);
    });
}

function checkSlicePorts(ports: readonly Draft<DiscoveryEndpointPort>[], found: Found): void {
  if (ports.length > MOST_PORTS) {
    found.push(tooMany('ports', ports.length, MOST_PORTS));
    return;
  }
  const names = new Set<string>();
  ports.forEach(({ name = '', protocol = '', appProtocol }, i) => {
    const path = `ports[${i}]`;
    if (name !== '') checkText(label1123Problems, name, `${path}.name`, found);
    if (names.has(name)) found.push(duplicate(`${path}.name`, name));
    names.add(name);
    checkProtocols(protocol, appProtocol, path, found);
  });
}

/** kube: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsFullyQualifiedDomainName */
function domainProblems(text: string): readonly string[] {
  const name = text.replace(/\.$/, '');
  const problems = subdomainProblems(name);
  if (problems.length > 0 || name.includes('.')) return problems;
  return ['should be a domain with at least two segments separated by dots'];
}

/** Addresses that lead nowhere but to the node itself. kube: pkg/apis/core/validation/validation.go ValidateNonSpecialIP */
function specialAddressProblems(text: string): readonly string[] {
  if (!isIPv4(text) && !isIPv6(text)) return ['must be a valid IP address'];
  const groups = isIPv4(text) ? text.split('.').map(Number) : [];
  const first = isIPv4(text) ? 0 : Number.parseInt(text.split(':', 1).join('') || '0', 16);
  const isZero = /^[0:.]+$/.test(text);
  const isLoopback = groups[0] === 127 || /^[0:]*:0*1$/.test(text);
  const isLinkLocal = (groups[0] === 169 && groups[1] === 254) || (first & 0xffc0) === 0xfe80;
  const isMulticast = (groups[0] === 224 && groups[1] === 0 && groups[2] === 0) || (first & 0xff0f) === 0xff02;
  return [
    ...(isZero ? [`may not be unspecified (${text})`] : []),
    ...(isLoopback ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(isLinkLocal ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(isMulticast ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'] : []),
  ];
}
