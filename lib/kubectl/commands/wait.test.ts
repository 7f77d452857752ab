import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster();
base.apply(['db-0', 'db-1'].map((name) => pod(name, 'app: db')).join('---\n'));
base.apply(pod('stuck', 'app: stuck').replace('nginx:1', 'nosuchimage:1'));
base.settle();

function pod(name: string, label: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${label}}}
spec: {terminationGracePeriodSeconds: 2, containers: [{name: c, image: nginx:1}]}
`;
}

const CASES: readonly (readonly [line: string, printed: string])[] = [
  ['--for=condition=Ready pod/db-0', 'pod/db-0 condition met\n'],
  ['--for=condition=ready pod -l app=db --timeout=3s', 'pod/db-0 condition met\npod/db-1 condition met\n'],
  ['--for=condition=Foo pod/db-0 --timeout=1s', 'error: timed out waiting for the condition on pods/db-0\n[exit 1]\n'],
  ['--for=condition=Available deploy/coredns -n kube-system', 'deployment.apps/coredns condition met\n'],
  [
    '--for=condition=Available=false deploy/coredns -n kube-system --timeout=1s',
    'error: timed out waiting for the condition on deployments/coredns\n[exit 1]\n',
  ],
  ['--for=delete pod/nosuch', ''],
  ['--for=condition=Ready pod/nosuch', 'Error from server (NotFound): pods "nosuch" not found\n[exit 1]\n'],
  ['--for=condition=Ready pod -l app=nosuch', 'error: no matching resources found\n[exit 1]\n'],
  ['--for=create pod/nosuch --timeout=1s', 'error: timed out waiting for the condition\n[exit 1]\n'],
  ['--for=create pod/db-0', 'pod/db-0 condition met\n'],
  ["--for=jsonpath='{.status.phase}'=Running pod/db-0", 'pod/db-0 condition met\n'],
  ['--for=jsonpath={.status.phase}=Foo pod/db-0 --timeout=1s', 'error: timed out waiting for the condition on pods/db-0\n[exit 1]\n'],
  ['--for=jsonpath={.status.podIP} pod/db-0', 'pod/db-0 condition met\n'],
  [`--for='jsonpath={.status.conditions[?(@.type=="Ready")].status}=True' pod/db-0`, 'pod/db-0 condition met\n'],
  ["--for=jsonpath='{.status}' pod/db-0", 'pod/db-0 condition met\n'],
  ["--for=jsonpath='{.status}'=x pod/db-0", 'error: jsonpath leads to a nested object or list which is not supported\n[exit 1]\n'],
  ['--for=foo pod/db-0', 'error: unrecognized condition: "foo"\n[exit 1]\n'],
  ['pod/db-0', 'error: unrecognized condition: ""\n[exit 1]\n'],
  ['--for=condition=Ready --timeout=0 pod/db-0', 'pod/db-0 condition met\n'],
  ['--for=condition=Ready --timeout=0 pod/stuck', 'error: condition not met for pods/stuck\n[exit 1]\n'],
  ['--for=delete --timeout=0 pod/stuck', 'error: condition not met for pods/stuck\n[exit 1]\n'],
  ['--for=condition=Ready pod/db-0 -o name', 'pod/db-0\n'],
  [
    '--for=jsonpath={.a}= pod/x',
    "error: jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3\n[exit 1]\n",
  ],
  ['--for=jsonpath= pod/x', 'error: jsonpath expression cannot be empty\n[exit 1]\n'],
  [
    '--for=jsonpath={.a pod/x',
    "error: unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'\n[exit 1]\n",
  ],
  [
    '--for=jsonpath={.a}=b=c pod/x',
    "error: jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'\n[exit 1]\n",
  ],
];

describe('kubectl wait', () => {
  for (const [line, printed] of CASES) {
    test(`says what became of ${line}`, () => {
      assert.equal(typed(base.fork(), `kubectl wait ${line}`), printed);
    });
  }

  test('lets no more time pass than it takes', () => {
    const cluster = base.fork();
    cluster.as('admin').delete(cluster.kind('pod'), cluster.get('pod', 'db-0'));
    const before = cluster.now;
    assert.equal(typed(cluster, 'kubectl wait --for=delete pod/db-0 --timeout=60s'), 'pod/db-0 condition met\n');
    assert.ok(cluster.now > before && cluster.now - before < 5000, `it took ${cluster.now - before} ms`);
  });

  test('gives all objects the same time: who comes after one that is late is late', () => {
    const cluster = base.fork();
    const before = cluster.now;
    assert.equal(
      typed(cluster, 'kubectl wait --for=condition=Ready pod/db-0 pod/stuck pod/db-1 --timeout=5s'),
      'pod/db-0 condition met\ntimed out waiting for the condition on pods/stuck\ntimed out waiting for the condition on pods/db-1\n[exit 1]\n',
    );
    assert.equal(cluster.now - before, 5000);
  });

  test('sees what a controller creates', () => {
    const cluster = base.fork();
    cluster
      .as('admin')
      .create(cluster.kind('service'), { metadata: { name: 'web' }, spec: { selector: { app: 'db' }, ports: [{ port: 80 }] } });
    assert.equal(cluster.list('endpoints', { namespace: 'default' }).length, 1);
    assert.equal(typed(cluster, 'kubectl wait --for=create endpoints/web'), 'endpoints/web condition met\n');
  });
});
