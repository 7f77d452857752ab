import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../cluster.ts';
import { answerOf, type RecordType } from './dns.ts';
import { clusterWith, podOf, server, service } from '../nets/network-fixture.ts';

const cluster = clusterWith(
  [
    server('a'),
    server('b', { spec: 'hostname: bee\n  subdomain: pods' }),
    service('web', 'selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: admin, port: 81, targetPort: 8080}]'),
    service('pods', 'clusterIP: None, selector: {app: web}, ports: [{name: http, port: 8080}]'),
    service('nobody', 'clusterIP: None, selector: {app: nobody}, ports: [{port: 80}]'),
    service('ext', 'type: ExternalName, externalName: db.example.com'),
    service('alias', 'type: ExternalName, externalName: web.default.svc.cluster.local'),
  ].join(''),
);

/** The status, or the values of an answer. */
function ask(name: string, type: RecordType = 'A', at: Cluster = cluster): string | readonly string[] {
  const { status, answers } = answerOf(at.as('admin'), name, type);
  return status === 'NOERROR' ? answers.map(({ value }) => value) : status;
}

const ipOf = (name: string): string => podOf(cluster, name).status.podIP ?? '';
const clusterIp = (cluster.get('service', 'web') as unknown as { spec: { clusterIP: string } }).spec.clusterIP;
const dashed = (ip: string): string => ip.replaceAll('.', '-');

test('the name of a Service means its address, whatever its pods do, in letters of any case', () => {
  assert.deepEqual(ask('web.default.svc.cluster.local'), [clusterIp]);
  assert.deepEqual(ask('WEB.Default.svc.cluster.LOCAL'), [clusterIp]);
  assert.deepEqual(ask('web.default.svc.cluster.local', 'AAAA'), []);
});

test('the name of a headless Service means its ready endpoints, and nothing without any', () => {
  assert.deepEqual(ask('pods.default.svc.cluster.local'), [ipOf('a'), ipOf('b')].sort());
  assert.equal(ask('nobody.default.svc.cluster.local'), 'NXDOMAIN');
});

test('endpoints have names: their host name below their own Service, else their address with dashes', () => {
  assert.deepEqual(ask('bee.pods.default.svc.cluster.local'), [ipOf('b')]);
  assert.deepEqual(ask(`${dashed(ipOf('a'))}.pods.default.svc.cluster.local`), [ipOf('a')]);
  assert.deepEqual(ask(`${dashed(ipOf('b'))}.web.default.svc.cluster.local`), [ipOf('b')]);
  assert.equal(ask('nobody.pods.default.svc.cluster.local'), 'NXDOMAIN');
});

test('SRV records tell the named ports', () => {
  assert.deepEqual(ask('_http._tcp.web.default.svc.cluster.local', 'SRV'), ['0 100 80 web.default.svc.cluster.local.']);
  assert.deepEqual(ask('web.default.svc.cluster.local', 'SRV'), [
    '0 50 80 web.default.svc.cluster.local.',
    '0 50 81 web.default.svc.cluster.local.',
  ]);
  const targets = [`${dashed(ipOf('a'))}.pods.default.svc.cluster.local.`, 'bee.pods.default.svc.cluster.local.'];
  assert.deepEqual(
    ask('_http._tcp.pods.default.svc.cluster.local', 'SRV'),
    targets.map((target) => `0 50 8080 ${target}`),
  );
  assert.equal(ask('_ftp._tcp.web.default.svc.cluster.local', 'SRV'), 'NXDOMAIN');
  assert.equal(ask('_ftp._tcp.pods.default.svc.cluster.local', 'SRV'), 'NXDOMAIN');
});

test('an ExternalName stands for another name, which is followed inside the cluster', () => {
  assert.deepEqual(ask('ext.default.svc.cluster.local', 'CNAME'), ['db.example.com.']);
  assert.deepEqual(ask('ext.default.svc.cluster.local'), ['db.example.com.']);
  assert.deepEqual(ask('alias.default.svc.cluster.local'), ['web.default.svc.cluster.local.', clusterIp]);
});

test('aliases that lead back to themselves end', () => {
  const loop = clusterWith(service('one', 'type: ExternalName, externalName: two.default.svc.cluster.local') + service('two', 'type: ExternalName, externalName: one.default.svc.cluster.local')); // prettier-ignore
  assert.equal(ask('one.default.svc.cluster.local', 'A', loop).length, 9);
});

test('an address has a name of its own in pod.cluster.local', () => {
  assert.deepEqual(ask('10-1-2-3.default.pod.cluster.local'), ['10.1.2.3']);
  assert.equal(ask('10-1-2-300.default.pod.cluster.local'), 'NXDOMAIN');
  assert.equal(ask('10-1-2-3.nowhere.pod.cluster.local'), 'NXDOMAIN');
});

test('addresses have names', () => {
  const arpa = (ip: string): string => `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
  assert.deepEqual(ask(arpa(clusterIp), 'PTR'), ['web.default.svc.cluster.local.']);
  assert.deepEqual(ask(arpa(ipOf('b')), 'PTR'), [
    'bee.pods.default.svc.cluster.local.',
    `${dashed(ipOf('b'))}.web.default.svc.cluster.local.`,
  ]);
  assert.equal(ask(arpa('10.9.9.9'), 'PTR'), 'NXDOMAIN');
});

test('what is not there is told from what has no such record', () => {
  assert.equal(ask('wbe.default.svc.cluster.local'), 'NXDOMAIN');
  assert.equal(ask('web.nowhere.svc.cluster.local'), 'NXDOMAIN');
  assert.equal(ask('web.default.cluster.local'), 'NXDOMAIN');
  for (const name of ['cluster.local', 'svc.cluster.local', 'default.svc.cluster.local']) assert.deepEqual(ask(name), [], name);
  assert.equal(ask('example.com'), 'SERVFAIL', 'there is nobody to ask outside');
  assert.deepEqual(ask('dns-version.cluster.local', 'TXT'), ['"1.1.0"']);
});

test('pods that are not ready are left out, unless the Service wants all', () => {
  const yaml = (more: string): string => service('pods', `clusterIP: None, ${more} selector: {app: web}, ports: [{port: 8080}]`);
  const probed = server('a').replace('image: "web:1"', 'image: "web:1", readinessProbe: {exec: {command: ["false"]}}');
  assert.equal(ask('pods.default.svc.cluster.local', 'A', clusterWith(probed + yaml(''))), 'NXDOMAIN');
  assert.equal(ask('pods.default.svc.cluster.local', 'A', clusterWith(probed + yaml('publishNotReadyAddresses: true,'))).length, 1);
});
