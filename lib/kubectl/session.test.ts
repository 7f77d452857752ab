import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';

const base = new Cluster();
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n';

describe('files of a record', () => {
  test('are read, and changed in place', () => {
    const files: Record<string, string> = { 'a/b.yaml': MAP, gone: 'x' };
    assert.equal(base.fork().shell('kubectl create -f a -o name > out; rm gone; echo y >> a/b.yaml', { files }).code, 0);
    assert.deepEqual(files, { 'a/b.yaml': `${MAP}y\n`, out: 'configmap/c\n' });
  });

  for (const name of ['/etc/passwd', '../x', 'a/../../x', '.'])
    test(`${JSON.stringify(name)} is refused as a name`, () => {
      assert.throws(() => base.fork().kubectl('version', { files: { [name]: '' } }), UsageError);
    });

  test('do not last from command to command', () => {
    const cluster = base.fork();
    cluster.shell('echo a > b');
    assert.equal(cluster.shell('cat b').code, 1);
  });
});

describe('files of a folder', () => {
  let folder = '';
  let outside = '';
  beforeEach(() => {
    [folder, outside] = [mkdtempSync(join(tmpdir(), 'work-')), mkdtempSync(join(tmpdir(), 'outside-'))];
    writeFileSync(join(outside, 'secret.yaml'), MAP);
  });
  afterEach(() => {
    for (const each of [folder, outside]) rmSync(each, { recursive: true });
  });

  test('are read and written back, with those below', () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/a.yaml'), MAP);
    writeFileSync(join(folder, 'old'), '');
    const { stdout } = base
      .fork()
      .shell('kubectl apply -f sub; mkdir -p new/er; kubectl get cm c -o name > new/er/out; rm old', { files: folder });
    assert.equal(stdout, 'configmap/c created\n');
    assert.equal(readFileSync(join(folder, 'new/er/out'), 'utf8'), 'configmap/c\n');
    assert.equal(existsSync(join(folder, 'old')), false);
  });

  test('that are links are not read', () => {
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'));
    symlinkSync(outside, join(folder, 'linked'));
    const { stderr } = base.fork().shell('kubectl apply -f link.yaml; kubectl apply -f linked; ls', { files: folder });
    assert.equal(stderr, 'error: the path "link.yaml" does not exist\nerror: the path "linked" does not exist\n');
  });

  for (const path of ['link.yaml', 'linked/x'])
    test(`are not written through links: ${path}`, () => {
      symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'));
      symlinkSync(outside, join(folder, 'linked'));
      assert.throws(() => base.fork().shell(`mkdir -p linked; echo evil > ${path}`, { files: folder }), UsageError);
      assert.equal(readFileSync(join(outside, 'secret.yaml'), 'utf8'), MAP);
      assert.equal(existsSync(join(outside, 'x')), false);
    });

  test('stay in their folder, whatever the script does', () => {
    base.fork().shell('echo evil > ../evil; cd /; echo evil > /evil; cd /work; echo ok > ./x/../fine', { files: folder });
    assert.equal(existsSync(join(folder, '../evil')), false);
    assert.equal(existsSync('/evil'), false);
  });

  test('have to be there', () => {
    assert.throws(() => base.fork().kubectl('version', { files: join(folder, 'nosuch') }), UsageError);
  });
});

describe('where a command is given', () => {
  test('there is an environment, and what stands on standard input', () => {
    const cluster = base.fork();
    assert.equal(cluster.shell('echo $HOME $A', { env: { A: 'b' } }).stdout, '/root b\n');
    assert.equal(cluster.kubectl('create -f - -o name', { stdin: MAP }).stdout, 'configmap/c\n');
    assert.equal(cluster.kubectl(['get', 'cm', 'c', '-o', 'jsonpath={.metadata.name} x']).stdout, 'c x');
    assert.equal(cluster.kubectl('kubectl get cm c -o jsonpath="{.kind} y"').stdout, 'ConfigMap y');
    assert.throws(() => cluster.kubectl("get 'cm"), UsageError);
  });

  test('the kubeconfig is kept for the next command, and by each cluster for itself', () => {
    const cluster = base.fork();
    cluster.kubectl('config set-context --current --namespace=kube-system');
    const other = cluster.fork();
    assert.equal(cluster.kubectl('get deploy -o name').stdout, 'deployment.apps/coredns\n');
    other.kubectl('config set-context --current --namespace=default');
    assert.equal(other.kubectl('get deploy -o name').stdout, '');
    assert.equal(cluster.kubectl('get deploy -o name').stdout, 'deployment.apps/coredns\n');
    assert.equal(base.fork().kubectl('config view --minify -o jsonpath={..namespace}').stdout, '');
  });

  test('commands may take time', () => {
    const cluster = base.fork();
    const before = cluster.now;
    cluster.shell('kubectl version; kubectl version', { commandMillis: 100 });
    assert.equal(cluster.now - before, 200);
  });
});
