import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../api/errors.ts';
import { Cluster } from '../../cluster.ts';

const world = new Cluster({ nodes: 0 });

/** What is refused about a manifest, without its head; empty when it is accepted. */
function refused(...documents: readonly string[]): string {
  const cluster = world.fork();
  try {
    for (const document of documents) cluster.apply(document);
    return '';
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message;
  }
}

const endpoints = (subset: string): string => `{apiVersion: v1, kind: Endpoints, metadata: {name: a}, subsets: [{${subset}}]}`;
const slice = (parts: string): string => `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}, ${parts}}`;
const ADDRESS = 'addresses: [{ip: 192.0.2.1}]';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['Endpoints', endpoints(`${ADDRESS}, ports: [{port: 80}]`), []],
  [
    'Endpoints without an address',
    endpoints('ports: [{port: 80}]'),
    ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
  ],
  [
    'an address that is none',
    endpoints('addresses: [{ip: x}]'),
    [
      'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address',
    ],
  ],
  [
    'a loopback address',
    endpoints('notReadyAddresses: [{ip: 127.0.0.1}]'),
    ['subsets[0].notReadyAddresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ],
  [
    'a port that is none',
    endpoints(`${ADDRESS}, ports: [{port: 0}]`),
    ['subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  [
    'several ports without names',
    endpoints(`${ADDRESS}, ports: [{port: 80}, {port: 81}]`),
    ['subsets[0].ports[0].name: Required value', 'subsets[0].ports[1].name: Required value'],
  ],
  ['a slice', slice('addressType: IPv6, endpoints: [{addresses: ["2001:db8::1"]}], ports: [{port: 80}]'), []],
  ['a slice of domain names', slice('addressType: FQDN, endpoints: [{addresses: [example.com]}]'), []],
  ['a slice of no sort', slice('endpoints: []'), ['addressType: Required value']],
  [
    'a slice of an unknown sort',
    slice('addressType: X, endpoints: []'),
    ['addressType: Unsupported value: "X": supported values: "FQDN", "IPv4", "IPv6"'],
  ],
  [
    'an endpoint without an address',
    slice('addressType: IPv4, endpoints: [{addresses: []}]'),
    ['endpoints[0].addresses: Required value: must contain at least 1 address'],
  ],
  [
    'an endpoint whose address is none',
    slice('addressType: IPv4, endpoints: [{addresses: [x]}]'),
    [
      'endpoints[0].addresses[0]: Invalid value: "x": must be a valid IPv4 address',
      'endpoints[0].addresses[0]: Invalid value: "x": must be a valid IP address',
    ],
  ],
  [
    'an address of another family, and of the link alone',
    slice('addressType: IPv4, endpoints: [{addresses: ["fe80::1"]}]'),
    [
      'endpoints[0].addresses[0]: Invalid value: "fe80::1": must be a valid IPv4 address',
      'endpoints[0].addresses[0]: Invalid value: "fe80::1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    ],
  ],
  [
    'a name that is no domain',
    slice('addressType: FQDN, endpoints: [{addresses: [localhost]}]'),
    ['endpoints[0].addresses[0]: Invalid value: "localhost": should be a domain with at least two segments separated by dots'],
  ],
  [
    'hints for zones twice, and for what is no name',
    slice('addressType: IPv4, endpoints: [{addresses: [10.0.0.1], hints: {forZones: [{name: a}, {name: a}, {name: "-"}, {name: ""}]}}]'),
    ['endpoints[0].hints.forZones[1].name: Duplicate value: "a"', 'endpoints[0].hints.forZones[2].name: Invalid value: "-": a valid label'],
  ],
  [
    'hints for too many zones',
    slice(`addressType: IPv4, endpoints: [{addresses: [10.0.0.1], hints: {forZones: [${'{name: a}, '.repeat(9)}]}}]`),
    ['endpoints[0].hints.forZones: Too many: 9: must have at most 8 items'],
  ],
  [
    'two ports of one name',
    slice('addressType: IPv4, endpoints: [], ports: [{port: 80}, {port: 81}]'),
    ['ports[1].name: Duplicate value: ""'],
  ],
];

for (const [what, manifest, problems] of cases) {
  test(`${what}: ${problems.length === 0 ? 'accepted' : 'refused'}`, () => {
    const message = refused(manifest);
    if (problems.length === 0) assert.equal(message, '');
    for (const problem of problems) assert.ok(message.includes(problem), message);
  });
}

test('special addresses are none to send anything to', () => {
  const special = ['0.0.0.0', '::', '127.1.2.3', '::1', '169.254.9.9', 'fe80::9', '224.0.0.5', 'ff02::1'];
  const ordinary = ['10.0.0.1', '223.255.255.254', '2001:db8::', '224.0.1.1', 'fec0::1', '1::1'];
  for (const ip of special) assert.match(refused(endpoints(`addresses: [{ip: "${ip}"}]`)), /may not be/, ip);
  assert.match(
    refused(endpoints('addresses: [{ip: "::"}]')),
    /subsets\[0\]\.addresses\[0\]\.ip: Invalid value: "::": may not be unspecified \(::\)/,
  );
  for (const ip of ordinary) assert.equal(refused(endpoints(`addresses: [{ip: "${ip}"}]`)), '', ip);
});

test('a slice keeps its sort', () => {
  const message = refused(slice('addressType: IPv4, endpoints: []'), slice('addressType: IPv6, endpoints: []'));
  assert.match(message, /addressType: Invalid value: "IPv6": field is immutable/);
});
