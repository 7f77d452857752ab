import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../cluster.ts';

const base = new Cluster();

/** What lines print that are given to the same cluster, each without a shell; errors stand behind what is printed. */
const CASES: readonly (readonly [line: string, printed: string])[] = [
  ['gte', 'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n[exit 1]\n'],
  ['labels', 'error: unknown command "labels" for "kubectl"\n\nDid you mean this?\n\tlabel\n[exit 1]\n'],
  ['getpods', 'error: unknown command "getpods" for "kubectl"\n[exit 1]\n'],
  ['rollout foo', `error: unknown command "foo"\nSee 'kubectl rollout -h' for help and examples\n[exit 1]\n`],
  ['get --all', "error: unknown flag: --all\nSee 'kubectl get --help' for usage.\n[exit 1]\n"],
  ['get rs -i wide', "error: unknown shorthand flag: 'i' in -i\nSee 'kubectl get --help' for usage.\n[exit 1]\n"],
  ['-n kube-system get deploy -o name', 'deployment.apps/coredns\n'],
  ['--namespace=kube-system get deploy -oname', 'deployment.apps/coredns\n'],
  ['get deploy', 'No resources found in default namespace.\n'],
  ['get deploy -n nosuch', 'No resources found in nosuch namespace.\n'],
  ['get deploy --context nosuch', 'Error in configuration: context was not found for specified context: nosuch\n[exit 1]\n'],
  ['get deploy --user nosuch', 'error: auth info "nosuch" does not exist\n[exit 1]\n'],
  ['get deploy --cluster nosuch', 'error: no server found for cluster "nosuch"\n[exit 1]\n'],
  ['get deploy --kubeconfig nosuch', 'error: stat nosuch: no such file or directory\n[exit 1]\n'],
  [
    'set subject clusterrolebinding x --user=y',
    'Error from server (NotFound): clusterrolebindings.rbac.authorization.k8s.io "x" not found\n[exit 1]\n',
  ],
  ['create deployment x', 'error: required flag(s) "image" not set\n[exit 1]\n'],
  ['create cronjob x', 'error: required flag(s) "image", "schedule" not set\n[exit 1]\n'],
  ['version foo', 'error: extra arguments: [foo]\n[exit 1]\n'],
  ['api-versions foo', "error: unexpected arguments: [foo]\nSee 'kubectl api-versions -h' for help and examples\n[exit 1]\n"],
];

/** How long the worst of them may take on a machine that is busy. */
const LONGEST_MILLIS = 20_000;
const MANY = 1_000_000;

const HOSTILE: readonly (readonly [title: string, words: readonly string[], stdin?: string])[] = [
  ['a command of a million letters', ['a'.repeat(MANY)]],
  ['a flag of a million letters', ['get', `--${'a'.repeat(MANY)}`]],
  ['a type of a million letters', ['get', 'a'.repeat(MANY)]],
  ['a selector of many terms', ['get', 'ns', '-l', 'a=b,'.repeat(MANY / 4)]],
  ['a selector of brackets', ['get', 'ns', '-l', '('.repeat(MANY)]],
  ['a jsonpath of brackets', ['get', 'ns', '-o', `jsonpath=${'{'.repeat(MANY)}`]],
  ['a jsonpath of open brackets', ['get', 'ns', '-o', `jsonpath={${'['.repeat(MANY)}}`]],
  ['a jsonpath that prints everything again and again', ['get', 'ns', '-o', `jsonpath=${'{.items}'.repeat(100_000)}`]],
  ['a template of loops in loops', ['get', 'ns', '-o', `go-template=${'{{range .items}}'.repeat(40)}${'{{end}}'.repeat(40)}`]],
  [
    'a template that calls itself',
    ['get', 'ns', '-o', 'go-template={{define "a"}}{{template "a"}}{{template "a"}}{{end}}{{template "a"}}'],
  ],
  ['columns without number', ['get', 'ns', '-o', `custom-columns=${'A:.a,'.repeat(20_000)}B:.b`]],
  ['a patch that is very deep', ['patch', 'ns', 'default', '-p', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`]],
  ['a patch that copies itself', ['patch', 'ns', 'default', '--dry-run=client', '--type=json', '-p', copies(40)]],
  ['JSON that is very deep', ['apply', '-f', '-'], '['.repeat(200_000)],
  ['files without number', ['apply', ...Array.from({ length: 50_000 }, () => ['-f', 'a']).flat()]],
  ['NULs', ['label', 'ns', 'default', 'a\0b=c']],
  ['a number without end', ['scale', 'deploy', 'x', `--replicas=${'9'.repeat(MANY)}`]],
];

function copies(count: number): string {
  const copy = (_: unknown, i: number): object => ({ op: 'copy', from: '/metadata', path: `/metadata/x${i}` });
  return JSON.stringify(Array.from({ length: count }, copy));
}

describe('kubectl', () => {
  for (const [line, printed] of CASES)
    test(`answers to ${JSON.stringify(line)}`, () => {
      const { stdout, stderr, code } = base.fork().kubectl(line);
      assert.equal(`${stdout}${stderr}${code === 0 ? '' : `[exit ${code}]\n`}`, printed);
    });

  for (const [title, words, stdin] of HOSTILE)
    test(`bears ${title}`, { timeout: LONGEST_MILLIS }, () => {
      const { stdout, stderr } = base.fork().kubectl(words, { stdin });
      assert.ok(stdout.length + stderr.length < 32_000_000, 'what is printed is bounded');
    });

  for (const line of ['help', 'help get', 'get --help', 'rollout -h', '', 'config'])
    test(`helps where ${JSON.stringify(line)} is asked`, () => {
      const { stdout, stderr } = base.fork().kubectl(line);
      assert.match(stdout + stderr, /\n\nUsage:\n {2}kubectl/);
    });

  test('keys that are special to JavaScript are keys like others', () => {
    const cluster = base.fork();
    const files = JSON.parse(
      '{"__proto__": "kind: ConfigMap\\napiVersion: v1\\nmetadata: {name: c}\\ndata: {__proto__: a, constructor: b}\\n"}',
    ) as Record<string, string>;
    assert.equal(cluster.kubectl('apply -f __proto__', { files }).stdout, 'configmap/c created\n');
    assert.equal(cluster.kubectl('get cm c -o jsonpath={.data}').stdout, '{"__proto__":"a","constructor":"b"}');
    assert.equal(cluster.kubectl('label cm c constructor=x').stdout, 'configmap/c labeled\n');
    assert.equal(cluster.kubectl('get cm -l constructor=x -o name').stdout, 'configmap/c\n');
    assert.equal(Object.hasOwn(Object.prototype, 'a'), false);
  });
});
