import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** What a command prints in the only container of a pod. */
function printed(spec: string, command: string, metadata = 'name: web'): string {
  const cluster = new Cluster();
  cluster.apply(
    `{apiVersion: v1, kind: Pod, metadata: {${metadata}}, spec: {${spec}containers: [{name: c, image: "busybox:1.36", command: [sleep, "3600"]}]}}`,
  );
  cluster.settle();
  return cluster.exec(cluster.get('pod', 'web') as Pod, ['sh', '-c', command]).output;
}

test('a container knows by which names it is called, and by which others are', () => {
  assert.equal(printed('', 'tail -n 1 /etc/hosts'), '10.244.1.4\tweb\n');
  assert.equal(
    printed('hostname: one, subdomain: pods, ', 'tail -n 1 /etc/hosts; hostname'),
    '10.244.1.4\tone.pods.default.svc.cluster.local\tone\none\n',
  );
  assert.equal(
    printed('hostAliases: [{ip: 10.1.2.3, hostnames: [db, db.local]}], ', 'tail -n 3 /etc/hosts'),
    '\n# Entries added by HostAliases.\n10.1.2.3\tdb\tdb.local\n',
  );
  assert.match(printed('hostNetwork: true, ', 'head -n 1 /etc/hosts'), /\(host network\)/);
});

test('a container asks cluster DNS, in the order of the search list of its namespace, unless its pod says otherwise', () => {
  const usual = 'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';
  assert.equal(printed('', 'cat /etc/resolv.conf'), usual);
  assert.equal(
    printed('dnsConfig: {searches: [example.com], options: [{name: ndots, value: "2"}, {name: edns0}]}, ', 'cat /etc/resolv.conf'),
    'search default.svc.cluster.local svc.cluster.local cluster.local example.com\nnameserver 10.96.0.10\noptions ndots:2 edns0\n',
  );
  assert.equal(printed('dnsPolicy: None, dnsConfig: {nameservers: [10.9.9.9]}, ', 'cat /etc/resolv.conf'), 'nameserver 10.9.9.9\n');
  assert.equal(printed('dnsPolicy: Default, ', 'cat /etc/resolv.conf'), '');
});

test('the runtime tells a container its name and where programs are', () => {
  assert.equal(printed('', 'echo $HOSTNAME $HOME $PATH'), 'web /root /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n');
});
