import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misjudged, misjudgedUpdates } from '../cases-fixture.ts';
import { ConfigMapKind } from '../configmap.ts';
import { ControllerRevisionKind } from '../controllerrevision.ts';
import { EventKind } from '../event.ts';
import { LeaseKind } from '../lease.ts';
import { NamespaceKind } from '../namespace.ts';
import { NodeKind } from '../node.ts';
import { SecretKind } from '../secret.ts';
import { ServiceKind } from '../service.ts';
import { ServiceAccountKind } from '../serviceaccount.ts';

const LONG = 'a'.repeat(64);
const NEGATIVE = 'must be greater than or equal to 0';

test('a ConfigMap and a Secret have keys that are names of files', () => {
  assert.deepEqual(
    misjudged(ConfigMapKind, {}, [
      [{ data: { 'a b': 'x' } }, 'data[a b]: Invalid value: "a b": {CONFIGKEY}'],
      [{ data: { a: 'x' }, binaryData: { a: 'MQ==' } }, 'data[a]: Invalid value: "a": duplicate of key present in binaryData'],
      [{ data: { '..': 'x' } }, `data[..]: Invalid value: "..": must not be '..'`],
      [{ data: { a: null } }],
      [{ 'metadata.name': 'A' }, 'metadata.name: Invalid value: "A": {SUBDOMAIN}'],
    ]),
    [],
  );
  assert.deepEqual(
    misjudged(SecretKind, {}, [
      [{ data: { 'a b': 'MQ==' } }, 'data[a b]: Invalid value: "a b": {CONFIGKEY}'],
      [{ type: 'kubernetes.io/tls' }, 'data[tls.crt]: Required value', 'data[tls.key]: Required value'],
      [{ type: 'kubernetes.io/dockerconfigjson' }, 'data[.dockerconfigjson]: Required value'],
      [{ type: 'kubernetes.io/basic-auth' }, 'data[username]: Required value', 'data[password]: Required value'],
      [{ type: 'kubernetes.io/service-account-token' }, 'metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ]),
    [],
  );
});

test('names follow the rule of their kind', () => {
  assert.deepEqual(misjudged(ServiceAccountKind, {}, [[{ 'metadata.name': 'A' }, 'metadata.name: Invalid value: "A": {SUBDOMAIN}']]), []);
  assert.deepEqual(misjudged(NodeKind, {}, [[{ 'metadata.name': 'A_' }, 'metadata.name: Invalid value: "A_": {SUBDOMAIN}']]), []);
  assert.deepEqual(
    misjudged(NamespaceKind, {}, [
      [{ 'metadata.name': 'a.b' }, 'metadata.name: Invalid value: "a.b": must not contain dots'],
      [
        { 'metadata.name': LONG },
        `metadata.name: Invalid value: "${LONG}": must be no more than 63 characters`,
        `metadata.labels: Invalid value: "${LONG}": must be no more than 63 characters`,
      ],
    ]),
    [],
  );
  assert.deepEqual(
    misjudged(
      ServiceKind,
      { spec: { ports: [{ port: 80 }] } },
      ['1svc', 'a.b', 'A'].map((name) => [{ 'metadata.name': name }, `metadata.name: Invalid value: "${name}": {LABEL1035}`]),
    ),
    [],
  );
});

test('an event lies beside what it is about', () => {
  const newer = {
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingComponent: 'a',
    reportingInstance: 'b',
    action: 'Do',
    reason: 'Because',
  };
  const about = (namespace: string) => `involvedObject.namespace: Invalid value: "${namespace}": does not match event.namespace`;
  assert.deepEqual(
    misjudged(EventKind, { involvedObject: { namespace: 'default' } }, [
      [{}],
      [{ 'involvedObject.namespace': 'other' }, about('other')],
      [{ 'involvedObject.namespace': undefined }],
      [{ 'involvedObject.namespace': undefined, 'metadata.namespace': 'other' }, about('')],
      [{ 'involvedObject.namespace': 'other', 'metadata.name': 'a/b' }, about('other')],
      [{ 'metadata.name': 'a/b' }, `metadata.name: Invalid value: "a/b": may not contain '/'`],
      [{ ...newer }],
      [
        { eventTime: newer.eventTime },
        'reportingController: Required value',
        'reportingController: Invalid value: "": name part must be non-empty',
        'reportingController: Invalid value: "": name part {QNAME}',
        'reportingInstance: Required value',
        'action: Required value',
        'reason: Required value',
      ],
      [{ ...newer, action: 'x'.repeat(129) }, 'action: Invalid value: "": can have at most 128 characters'],
      [{ ...newer, message: 'x'.repeat(1025) }, 'message: Invalid value: "": can have at most 1024 characters'],
    ]),
    [],
  );
});

test('a node has taints that are unique, and amounts that are not negative', () => {
  const taint = { key: 'a', effect: 'NoSchedule' };
  const ranges = (...podCIDRs: string[]) => ({ 'spec.podCIDRs': podCIDRs });
  assert.deepEqual(
    misjudged(NodeKind, { spec: {} }, [
      [{ 'spec.taints': [taint, { key: 'a', effect: 'NoExecute' }] }],
      [
        { 'spec.taints': [{ key: 'a', effect: 'X' }] },
        'metadata.taints[0].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
      [
        { 'spec.taints': [taint, taint] },
        'metadata.taints[1]: Duplicate value: core.Taint{Key:"a", Value:"", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
      ],
      [{ 'spec.taints': [{ ...taint, key: 'a b' }] }, 'metadata.taints[0].key: Invalid value: "a b": name part {QNAME}'],
      [{ 'spec.taints': [{ ...taint, value: 'a b' }] }, 'metadata.taints[0].value: Invalid value: "a b": {LABELVALUE}'],
      [
        { status: { capacity: { cpu: '-1' } } },
        `status.capacity.cpu: Invalid value: "-1": ${NEGATIVE}`,
        `status.allocatable.cpu: Invalid value: "-1": ${NEGATIVE}`,
      ],
      [ranges('10.0.0.0/24', 'fd00::/64')],
      [ranges('x'), 'spec.podCIDRs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
      [
        ranges('10.0.0.0/24', '10.0.0.0/24'),
        'spec.podCIDRs: Invalid value: []string{"10.0.0.0/24", "10.0.0.0/24"}: may specify no more than one CIDR for each IP family',
        'spec.podCIDRs[1]: Duplicate value: "10.0.0.0/24"',
      ],
    ]),
    [],
  );
});

test('what a node was given once stays, and its taints change', () => {
  const kept = (field: string, what: string) => `spec.${field}: Forbidden: node updates may not change ${what} except from "" to valid`;
  assert.deepEqual(
    misjudgedUpdates(NodeKind, { spec: { podCIDR: '10.0.0.0/24', providerID: 'a' } }, [
      [{ 'spec.taints': [{ key: 'a', effect: 'NoSchedule' }], 'spec.unschedulable': true }],
      [{ 'spec.podCIDR': '10.1.0.0/24' }, kept('podCIDRs', 'podCIDR')],
      [{ 'spec.podCIDR': undefined, 'spec.podCIDRs': undefined }, kept('podCIDRs', 'podCIDR')],
      [{ 'spec.providerID': 'b' }, kept('providerID', 'providerID')],
      [
        { 'spec.taints': [{ key: 'a' }] },
        'metadata.taints[0].effect: Unsupported value: "": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ]),
    [],
  );
  assert.deepEqual(misjudgedUpdates(NodeKind, {}, [[{ 'spec.podCIDR': '10.0.0.0/24', 'spec.providerID': 'a' }]]), []);
});

test('a revision has data, and a lease a duration', () => {
  assert.deepEqual(
    misjudged(ControllerRevisionKind, { data: {}, revision: 1 }, [
      [{ data: undefined }, 'data: Required value: data is mandatory'],
      [{ revision: -1 }, `revision: Invalid value: -1: ${NEGATIVE}`],
    ]),
    [],
  );
  assert.deepEqual(
    misjudged(LeaseKind, {}, [
      [{ 'spec.leaseDurationSeconds': 0 }, 'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0'],
      [{ 'spec.leaseTransitions': -1 }, `spec.leaseTransitions: Invalid value: -1: ${NEGATIVE}`],
    ]),
    [],
  );
});
