import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointChain, serviceChain } from './chain-names.ts';
import { iptablesOf } from './iptables.ts';
import type { Backend, ServicePortRules } from './service-rules.ts';

const backend = (ip: string, port = 8080, more: Partial<Backend> = {}): Backend => ({
  ip,
  port,
  address: `${ip}:${port}`,
  isReady: true,
  isServing: true,
  isTerminating: false,
  node: 'node1',
  zones: [],
  ...more,
});
const THREE = [backend('10.244.1.2'), backend('10.244.1.3'), backend('10.244.2.2', 8080, { node: 'node2' })];
const rules = (more: Partial<ServicePortRules> = {}): ServicePortRules => ({
  title: 'default/web',
  protocol: 'TCP',
  clusterIp: '10.96.5.5',
  port: 80,
  nodePort: 0,
  externalIps: [],
  loadBalancerIps: [],
  sourceRanges: [],
  isInternalLocal: false,
  isExternalLocal: false,
  affinitySeconds: undefined,
  healthCheckNodePort: 0,
  backends: THREE,
  ...more,
});
const saved = (more: Partial<ServicePortRules> = {}, node = 'node1'): readonly string[] =>
  iptablesOf([rules(more)], { node, zone: undefined }).split('\n');
const ofChain = (lines: readonly string[], chain: string): readonly string[] =>
  lines.filter((line) => line.startsWith(`-A ${chain}`)).map((line) => line.slice(`-A ${chain} `.length));

test('chains are called as in every cluster', () => {
  const of = (title: string, protocol: 'TCP' | 'UDP' = 'TCP'): string => serviceChain('KUBE-SVC', { title, protocol });
  assert.equal(of('default/kubernetes:https'), 'KUBE-SVC-NPX46M4PTMTKRN6Y');
  assert.equal(of('kube-system/kube-dns:dns', 'UDP'), 'KUBE-SVC-TCOU7JCQXEZGVUNU');
  assert.equal(of('kube-system/kube-dns:dns-tcp'), 'KUBE-SVC-ERIFXISQEP7F7OF4');
  assert.equal(of('kube-system/kube-dns:metrics'), 'KUBE-SVC-JD5MR3NA4I4DYORP');
  assert.equal(of('default/web'), 'KUBE-SVC-LOLE4ISW44XBNF3G');
  assert.equal(of('default/web:http'), 'KUBE-SVC-CDGGSHYLG3RE2FKL');
  assert.equal(endpointChain({ title: 'default/web', protocol: 'TCP' }, '10.244.1.2:8080'), 'KUBE-SEP-PXJ2U7QYT2QW5545');
  assert.equal(endpointChain({ title: 'default/web:http', protocol: 'TCP' }, '10.244.1.2:8080'), 'KUBE-SEP-UIQK3OSOSTRHRPBX');
});

test('a Service with a node port and three endpoints', () => {
  const lines = saved({ nodePort: 30080 });
  const svc = 'KUBE-SVC-LOLE4ISW44XBNF3G';
  const ext = 'KUBE-EXT-LOLE4ISW44XBNF3G';
  assert.equal(
    ofChain(lines, 'KUBE-SERVICES')[0],
    `-d 10.96.5.5/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j ${svc}`,
  );
  assert.equal(ofChain(lines, 'KUBE-NODEPORTS')[1], `-p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j ${ext}`);
  assert.deepEqual(ofChain(lines, ext), [
    '-m comment --comment "masquerade traffic for default/web external destinations" -j KUBE-MARK-MASQ',
    `-j ${svc}`,
  ]);
  const [first, second, third, fourth] = ofChain(lines, svc);
  assert.equal(
    first,
    '! -s 10.244.0.0/16 -d 10.96.5.5/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ',
  );
  assert.equal(
    second,
    '-m comment --comment "default/web -> 10.244.1.2:8080" -m statistic --mode random --probability 0.33333333349 -j KUBE-SEP-PXJ2U7QYT2QW5545',
  );
  assert.match(third!, /10\.244\.1\.3:8080" -m statistic --mode random --probability 0\.50000000000 -j KUBE-SEP-/);
  assert.match(fourth!, /^-m comment --comment "default\/web -> 10\.244\.2\.2:8080" -j KUBE-SEP-/);
  assert.deepEqual(ofChain(lines, 'KUBE-SEP-PXJ2U7QYT2QW5545'), [
    '-s 10.244.1.2/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ',
    '-p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.1.2:8080',
  ]);
});

test('without endpoints connections are rejected, without local ones dropped', () => {
  const none = saved({ backends: [], nodePort: 30080 });
  assert.deepEqual(ofChain(none, 'KUBE-SERVICES'), [
    '-d 10.96.5.5/32 -p tcp -m comment --comment "default/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    '-m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
  ]);
  assert.deepEqual(ofChain(none, 'KUBE-EXTERNAL-SERVICES'), [
    '-p tcp -m comment --comment "default/web has no endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j REJECT --reject-with icmp-port-unreachable',
  ]);
  const local = saved({ isInternalLocal: true }, 'node3');
  assert.match(ofChain(local, 'KUBE-SERVICES')[0]!, /"default\/web has no local endpoints" -m tcp --dport 80 -j DROP$/);
});

test('a client that stays is remembered by its endpoint', () => {
  const lines = saved({ affinitySeconds: 10_800, backends: [THREE[0]!] });
  const sep = 'KUBE-SEP-PXJ2U7QYT2QW5545';
  assert.equal(
    ofChain(lines, 'KUBE-SVC-LOLE4ISW44XBNF3G')[1],
    `-m comment --comment "default/web -> 10.244.1.2:8080" -m recent --rcheck --seconds 10800 --reap --name ${sep} --mask 255.255.255.255 --rsource -j ${sep}`,
  );
  assert.match(
    ofChain(lines, sep)[1]!,
    /-m recent --set --name KUBE-SEP-PXJ2U7QYT2QW5545 --mask 255\.255\.255\.255 --rsource -m tcp -j DNAT/,
  );
});

test('with an external policy of Local only the endpoints of the node serve connections from outside', () => {
  const lines = saved({ nodePort: 30080, isExternalLocal: true });
  const svl = 'KUBE-SVL-LOLE4ISW44XBNF3G';
  assert.equal(ofChain(lines, 'KUBE-EXT-LOLE4ISW44XBNF3G').at(-1), `-j ${svl}`);
  assert.equal(ofChain(lines, 'KUBE-EXT-LOLE4ISW44XBNF3G').length, 4);
  assert.equal(ofChain(lines, svl).length, 2);
  assert.equal(ofChain(lines, 'KUBE-SVC-LOLE4ISW44XBNF3G').length, 4);
});

test('a load balancer that lets only some in has a firewall', () => {
  const lines = saved({ nodePort: 30080, loadBalancerIps: ['203.0.113.7'], sourceRanges: ['198.51.100.0/24'] });
  const firewall = 'KUBE-FW-LOLE4ISW44XBNF3G';
  assert.match(ofChain(lines, 'KUBE-SERVICES')[1]!, /"default\/web loadbalancer IP" -m tcp --dport 80 -j KUBE-FW-LOLE4ISW44XBNF3G$/);
  assert.deepEqual(ofChain(lines, firewall), [
    '-s 198.51.100.0/24 -m comment --comment "default/web loadbalancer IP" -j KUBE-EXT-LOLE4ISW44XBNF3G',
    '-m comment --comment "other traffic to default/web will be dropped by KUBE-PROXY-FIREWALL"',
  ]);
  assert.match(ofChain(lines, 'KUBE-PROXY-FIREWALL')[0]!, /traffic not accepted by KUBE-FW-LOLE4ISW44XBNF3G" -m tcp --dport 80 -j DROP$/);
});

test('a large cluster goes without comments', () => {
  const many = Array.from({ length: 1001 }, (_, i) => backend(`10.244.${Math.floor(i / 250)}.${(i % 250) + 2}`));
  const lines = saved({ backends: many });
  assert.ok(ofChain(lines, 'KUBE-SVC-LOLE4ISW44XBNF3G')[1]!.startsWith('-m statistic'), 'no comment');
});
