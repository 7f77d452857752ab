import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { edited, misjudged, stored, updateRefusalsOf } from '../cases-fixture.ts';
import { IngressClassKind } from '../ingressclass.ts';
import { IngressKind } from '../ingress.ts';
import { NetworkPolicyKind } from '../networkpolicy.ts';

const INGRESS = {
  spec: {
    rules: [
      { host: 'a.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }] } },
    ],
  },
};
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const FIRST = 'spec.rules[0].http.paths[0]';
const PATH = 'spec.rules.0.http.paths.0';

function row<T extends KubeObject>(kind: Kind<T>, manifest: object, status?: object): readonly unknown[] {
  const object = { ...stored(kind, manifest), ...(status === undefined ? {} : { status }) };
  return kind.columns.map(({ cell }) => cell(object, { age: () => '5m' }));
}

test('an Ingress is refused as by a real server', () => {
  assert.deepEqual(
    misjudged(IngressKind, INGRESS, [
      [{}],
      [{ [`${PATH}.pathType`]: undefined }, `${FIRST}.pathType: Required value: pathType must be specified`],
      [
        { [`${PATH}.pathType`]: 'X' },
        `${FIRST}.pathType: Unsupported value: "X": supported values: "Exact", "ImplementationSpecific", "Prefix"`,
      ],
      [{ [`${PATH}.path`]: 'a' }, `${FIRST}.path: Invalid value: "a": must be an absolute path`],
      [{ [`${PATH}.path`]: undefined }, `${FIRST}.path: Invalid value: "": must be an absolute path`],
      [
        { [`${PATH}.path`]: '/a//b/..' },
        `${FIRST}.path: Invalid value: "/a//b/..": must not contain '//'`,
        `${FIRST}.path: Invalid value: "/a//b/..": cannot end with '/..'`,
      ],
      [{ [`${PATH}.path`]: undefined, [`${PATH}.pathType`]: 'ImplementationSpecific' }],
      [{ spec: undefined }, 'spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified'],
      [{ 'spec.rules.0.host': 'A_' }, `spec.rules[0].host: Invalid value: "A_": ${SUBDOMAIN}`],
      [{ 'spec.rules.0.host': '1.2.3.4' }, 'spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address'],
      [{ 'spec.rules.0.host': '*.a.com' }],
      [
        { 'spec.rules.0.host': 'a.*.com' },
        `spec.rules[0].host: Invalid value: "a.*.com": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      ],
      [{ [`${PATH}.backend`]: {} }, `${FIRST}.backend: Invalid value: "": resource or service backend is required`],
      [{ [`${PATH}.backend`]: { service: { name: 's' } } }, `${FIRST}.backend: Required value: port name or number is required`],
      [
        { [`${PATH}.backend`]: { service: { name: 's', port: { number: 80, name: 'a' } } } },
        `${FIRST}.backend: Invalid value: "": cannot set both port name & port number`,
      ],
      [
        { [`${PATH}.backend`]: { service: { name: 'A', port: { number: 0 } } } },
        `${FIRST}.backend.service.name: Invalid value: "A": ${LABEL_1035}`,
        `${FIRST}.backend: Required value: port name or number is required`,
      ],
      [{ 'spec.tls': [{ hosts: ['A_'] }] }, `spec.tls[0].hosts[0]: Invalid value: "A_": ${SUBDOMAIN}`],
      [{ 'spec.rules.0.http.paths': [] }, 'spec.rules[0].http.paths: Required value'],
      [
        { 'metadata.annotations': { 'kubernetes.io/ingress.class': 'a' }, 'spec.ingressClassName': 'b' },
        'annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified',
      ],
    ]),
    [],
  );
});

test('an Ingress is shown with its class, up to three hosts, its addresses and ports', () => {
  assert.deepEqual(row(IngressKind, edited(INGRESS, { 'spec.ingressClassName': 'web' })), ['x', 'web', 'a.com', '', '80', '5m']);
  const rules = ['a', 'b', 'c', 'd', 'e'].map((host) => ({ host }));
  const ingress = [{ ip: '192.0.2.2' }, { hostname: 'lb.a.com' }, { ip: '192.0.2.1' }];
  assert.deepEqual(row(IngressKind, { spec: { rules, tls: [{ hosts: ['a'] }] } }, { loadBalancer: { ingress } }), [
    'x',
    '<none>',
    'a,b,c + 2 more...',
    '192.0.2.1,192.0.2.2,lb.a.com',
    '80, 443',
    '5m',
  ]);
  assert.equal(row(IngressKind, { spec: { rules: [{}] } })[2], '*');
});

test('a class of Ingresses has a controller, which never changes', () => {
  const base = { spec: { controller: 'example.com/ingress' } };
  assert.deepEqual(
    misjudged(IngressClassKind, base, [
      [{}],
      [{ spec: undefined }, 'spec.controller: Required value'],
      [{ 'spec.controller': 'nginx' }, 'spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
      [
        { 'spec.parameters': { name: 'a', scope: 'Namespace' } },
        'spec.parameters.kind: Required value',
        "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'",
      ],
      [
        { 'spec.parameters': { kind: 'K', name: 'a', namespace: 'n' } },
        "spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'",
      ],
      [
        { 'spec.parameters': { kind: 'K', name: 'a', scope: 'X' } },
        'spec.parameters.scope: Unsupported value: "X": supported values: "Cluster", "Namespace"',
      ],
    ]),
    [],
  );
  assert.deepEqual(updateRefusalsOf(IngressClassKind, base, { 'spec.controller': 'example.com/other' }), [
    'spec.controller: Invalid value: "example.com/other": field is immutable',
  ]);
  const parameters = { apiGroup: 'example.com', kind: 'Settings', name: 'a' };
  assert.equal(stored(IngressClassKind, edited(base, { 'spec.parameters': parameters })).spec.parameters?.scope, 'Cluster');
  assert.deepEqual(row(IngressClassKind, edited(base, { 'spec.parameters': parameters })), [
    'x',
    'example.com/ingress',
    'Settings.example.com/a',
    '5m',
  ]);
});

test('a NetworkPolicy is refused as by a real server', () => {
  const range = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  const from = (peer: object) => ({ 'spec.ingress': [{ from: [peer] }] });
  const ports = (port: object) => ({ 'spec.egress': [{ ports: [port] }] });
  assert.deepEqual(
    misjudged(NetworkPolicyKind, {}, [
      [{}],
      [from({}), 'spec.ingress[0].from[0]: Required value: must specify a peer'],
      [from({ ipBlock: { cidr: 'x' } }), `spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "x": ${range}`],
      [from({ ipBlock: {} }), 'spec.ingress[0].from[0].ipBlock.cidr: Required value'],
      [{ 'spec.policyTypes': ['X'] }, 'spec.policyTypes[0]: Unsupported value: "X": supported values: "Ingress", "Egress"'],
      [ports({ port: 0 }), 'spec.egress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
      [
        from({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16', '10.1.0.0/16'] } }),
        'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
      ],
      [
        from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }),
        'spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer',
      ],
      [from({ podSelector: {}, namespaceSelector: {} })],
      [ports({ protocol: 'X' }), 'spec.egress[0].ports[0].protocol: Unsupported value: "X": supported values: "TCP", "UDP", "SCTP"'],
      [ports({ endPort: 90 }), 'spec.egress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is not specified'],
      [ports({ port: 100, endPort: 90 }), 'spec.egress[0].ports[0].endPort: Invalid value: 90: must be greater than or equal to `port`'],
      [
        ports({ port: 'web', endPort: 90 }),
        'spec.egress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric',
      ],
    ]),
    [],
  );
});

test('a NetworkPolicy is about ingress, and about egress where it says something of it', () => {
  const typesOf = (spec: object) => stored(NetworkPolicyKind, { spec }).spec.policyTypes;
  assert.deepEqual(typesOf({}), ['Ingress']);
  assert.deepEqual(typesOf({ egress: [{}] }), ['Ingress', 'Egress']);
  assert.deepEqual(typesOf({ policyTypes: ['Egress'] }), ['Egress']);
  assert.equal(
    stored(NetworkPolicyKind, { spec: { ingress: [{ ports: [{ port: 80 }] }] } }).spec.ingress?.[0]?.ports?.[0]?.protocol,
    'TCP',
  );
  assert.deepEqual(row(NetworkPolicyKind, {}), ['x', '<none>', '5m']);
  assert.deepEqual(row(NetworkPolicyKind, { spec: { podSelector: { matchLabels: { app: 'db' } } } }), ['x', 'app=db', '5m']);
});
