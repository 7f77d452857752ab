import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';

const base = new Cluster();
const map = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, labels: {app: x}}\ndata: {a: ${value}}\n`;
const FILES = {
  'a.yaml': map('a', 'x'),
  'a2.yaml': map('a', 'z'),
  'both.yaml': `${map('a', 'x')}---\n${map('b', 'x')}`,
  'noname.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata: {}\n',
};

/** What the last of some lines prints. */
const PRUNING =
  'W0101 00:00:00.000000       1 prune.go:71] Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.\n';

const CASES: readonly (readonly [lines: readonly string[], printed: string])[] = [
  [['apply -f both.yaml'], 'configmap/a created\nconfigmap/b created\n'],
  [['apply -f both.yaml', 'apply -f a.yaml'], 'configmap/a unchanged\n'],
  [['apply -f both.yaml', 'apply -f a2.yaml --prune -l app=x'], `configmap/a configured\nconfigmap/b pruned\n${PRUNING}`],
  [
    ['apply -f both.yaml', 'apply -f a.yaml --prune -l app=x --dry-run=client'],
    `configmap/a configured (dry run)\nconfigmap/b pruned (dry run)\n${PRUNING}`,
  ],
  [['apply -f both.yaml', 'apply -f a.yaml --prune -l app=x --prune-allowlist=core/v1/Secret'], 'configmap/a unchanged\n'],
  [
    ['apply -f a.yaml --prune'],
    'error: all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector\n',
  ],
  [['apply -f a.yaml -l app=y'], 'error: no objects passed to apply\n'],
  [
    ['apply -f noname.yaml'],
    'error: error when retrieving current configuration of:\nResource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"\nName: "", Namespace: "default"\nfrom server for: "noname.yaml": resource name may not be empty\n',
  ],
  [['apply -f a.yaml', 'apply set-last-applied -f a2.yaml'], 'configmap/a configured\n'],
  [
    ['apply -f a.yaml', 'apply set-last-applied -f a2.yaml', 'apply set-last-applied -f a2.yaml'],
    'set-last-applied a: no changes required.\n',
  ],
  [['apply -f a.yaml', 'apply set-last-applied -f a2.yaml', 'get cm a -o jsonpath={.data.a}'], 'x'],
  [
    ['create -f a.yaml', 'apply set-last-applied -f a.yaml'],
    'error: no last-applied-configuration annotation found on resource: a, to create the annotation, run the command with --create-annotation\n',
  ],
  [['create -f a.yaml', 'apply set-last-applied -f a.yaml --create-annotation'], 'configmap/a configured\n'],
  [['apply set-last-applied -f a.yaml'], 'Error from server (NotFound): configmaps "a" not found\n'],
  [
    ['create -f a.yaml', 'apply edit-last-applied cm a'],
    'error: no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`\n',
  ],
  [['apply -f a.yaml', 'apply edit-last-applied cm a'], 'configmap/a edited\n'],
  [
    ['apply -f a.yaml', 'apply edit-last-applied cm a', 'apply view-last-applied cm a -o json'],
    '{\n  "apiVersion": "v1",\n  "data": {\n    "a": "edited"\n  },\n  "kind": "ConfigMap",\n  "metadata": {\n    "annotations": {},\n    "labels": {\n      "app": "x"\n    },\n    "name": "a",\n    "namespace": "default"\n  }\n}\n',
  ],
  [['create -f a.yaml', 'apply view-last-applied cm a'], ''],
  [
    ['apply view-last-applied cm a -o foo'],
    "error: Unexpected -o output mode: foo, the flag 'output' must be one of yaml|json\nSee 'kubectl apply view-last-applied -h' for help and examples\n",
  ],
  [['create -f both.yaml', 'get -f both.yaml -o name'], 'configmap/a\nconfigmap/b\n'],
  [['get -f nosuch.yaml pods'], 'error: the path "nosuch.yaml" does not exist\n'],
  [['get -f a.yaml pods'], 'error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n'],
  [['apply -f a.yaml -k .'], 'error: only one of -f or -k can be specified\n'],
  [['patch -f a.yaml --local -p {"data":{"a":"q"}} -o jsonpath={.data.a}'], 'q'],
  [['replace -f a.yaml --force --dry-run=server'], 'error: --dry-run can not be used when --force is set\n'],
  [['replace -f a.yaml --force --cascade=foo'], 'error: invalid cascade value (foo). Must be "background", "foreground", or "orphan"\n'],
];

describe('kubectl apply, and others that read files', () => {
  for (const [lines, printed] of CASES)
    test(`answers to ${lines.join('; ')}`, () => {
      const cluster = base.fork();
      const editor = (text: string): string => text.replace('a: x', 'a: edited');
      const results = lines.map((line) => cluster.kubectl(line.split(' '), { files: { ...FILES }, editor }));
      const { stdout, stderr } = results.at(-1)!;
      assert.equal(stdout + stderr, printed);
    });
});

const UNREADABLE: readonly (readonly [metadata: string, problem: string])[] = [
  ['foo', 'json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta'],
  ['{name: 1}', 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string'],
  ['{labels: {a: 1}}', 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'],
  ['{annotations: {a: true}}', 'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations of type string'],
  ['{labels: [a]}', 'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string'],
  [
    '{ownerReferences: [{uid: 1}]}',
    'json: cannot unmarshal number into Go struct field OwnerReference.metadata.ownerReferences.uid of type types.UID',
  ],
  ['{creationTimestamp: foo}', 'parsing time "foo" as "2006-01-02T15:04:05Z07:00": cannot parse "foo" as "2006"'],
];

for (const [metadata, problem] of UNREADABLE)
  test(`metadata that is ${metadata} cannot be decoded, whatever the command`, () => {
    const files = { 'a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\n` };
    const cluster = new Cluster();
    for (const command of ['apply', 'create', 'delete', 'label --local'])
      assert.equal(
        cluster.kubectl(`${command} -f a.yaml${command.startsWith('label') ? ' a=b' : ''}`, { files }).stderr,
        `error: unable to decode "a.yaml": ${problem}\n`,
      );
  });

test('what cannot be read ends a file; what stands before it is applied', () => {
  const files = {
    'a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: [\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n',
  };
  const { stdout, stderr, code } = new Cluster().kubectl('apply -f a.yaml', { files });
  assert.equal(stdout, 'configmap/a created\n');
  assert.match(stderr, /^error: error parsing a\.yaml: /);
  assert.equal(code, 1);
});

const STRANGERS: readonly (readonly [text: string, problem: string])[] = [
  ['- a', 'json: cannot unmarshal array into Go value of type unstructured.detector'],
  ['foo', 'json: cannot unmarshal string into Go value of type unstructured.detector'],
  ['kind: 5', `Object 'Kind' is missing in '{"kind":5}'`],
  [
    'apiVersion: v1\nmetadata: {labels: {b: <a>}}',
    `Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"labels":{"b":"\\u003ca\\u003e"}}}'`,
  ],
];

for (const [text, problem] of STRANGERS)
  test(`what is of no kind cannot be decoded where nothing is validated: ${JSON.stringify(text)}`, () => {
    const files = { 'a.yaml': `${text}\n` };
    const cluster = new Cluster();
    for (const command of ['delete', 'create --validate=false'])
      assert.equal(cluster.kubectl(`${command} -f a.yaml`, { files }).stderr, `error: unable to decode "a.yaml": ${problem}\n`);
    assert.match(cluster.kubectl('create -f a.yaml', { files }).stderr, /^error: error validating "a\.yaml": error validating data: /);
  });
