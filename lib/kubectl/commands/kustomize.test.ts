import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';

const FILES = {
  'kustomization.yaml': 'resources: [c.yaml]\nnamePrefix: my-\n',
  'c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n',
  'out/.keep': '',
};

/** What lines print one after the other in a new cluster. */
function printed(...lines: readonly string[]): string {
  const files = { ...FILES };
  const cluster = new Cluster();
  return lines
    .map((line) => cluster.shell(line, { files }))
    .map(({ stdout, stderr, code }) => `${stdout}${stderr}${code === 0 ? '' : `[exit ${code}]\n`}`)
    .join('');
}

const MADE = 'apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: my-c\n';

test('kubectl kustomize prints what a folder makes, or writes it', () => {
  assert.equal(printed('kubectl kustomize'), MADE);
  assert.equal(printed('kubectl kustomize . -o all.yaml', 'cat all.yaml'), MADE);
  assert.equal(printed('kubectl kustomize . -o out', 'cat out/v1_configmap_my-c.yaml'), MADE);
  assert.equal(printed('kubectl kustomize . -o no/such/x.yaml'), 'error: open no/such/x.yaml: no such file or directory\n[exit 1]\n');
  assert.equal(printed('kubectl kustomize a b'), 'error: specify one path to kustomization.yaml\n[exit 1]\n');
  assert.match(printed('kubectl kustomize --load-restrictor none'), /^error: illegal flag value --load-restrictor none; legal values: \[/);
});

test('a restriction to the folder can be lifted', () => {
  const line = "mkdir sub; printf 'resources: [../c.yaml]' > sub/kustomization.yaml; kubectl kustomize sub";
  assert.match(printed(line), /security; file '\/work\/c\.yaml' is not in or below '\/work\/sub'/);
  assert.equal(printed(`${line} --load-restrictor LoadRestrictionsNone`), MADE.replace('my-', ''));
});

test('-k is understood wherever files are', () => {
  assert.equal(
    printed('kubectl apply -k .', 'kubectl get -k . -o name', 'kubectl label -k . x=y', 'kubectl replace -k .', 'kubectl delete -k .'),
    `configmap/my-c created
configmap/my-c
configmap/my-c labeled
configmap/my-c replaced
configmap "my-c" deleted
`,
  );
  assert.match(printed('kubectl diff -k .'), /^diff -u -N .*\.my-c\n/);
  assert.equal(printed('kubectl create -k .'), 'configmap/my-c created\n');
  assert.equal(printed('kubectl apply -k . -f c.yaml'), 'error: only one of -f or -k can be specified\n[exit 1]\n');
  assert.match(
    printed('kubectl apply -k nosuch'),
    /^error: must build at directory: not a valid directory: evalsymlink failure on 'nosuch' : lstat /,
  );
  assert.match(printed('kubectl edit -k nosuch'), /^error: must build at directory/);
});
