import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster();
base.apply(`apiVersion: v1
kind: Pod
metadata: {name: one, labels: {app: logs}}
spec:
  containers:
  - {name: main, image: "busybox:1.36", command: [sh, -c, "for i in 1 2 3 4; do echo line $i; done; sleep 3600"]}
---
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: logs}}
spec:
  containers:
  - {name: first, image: "busybox:1.36", command: [sh, -c, "echo from first; sleep 3600"]}
  - {name: second, image: "busybox:1.36", command: [sh, -c, "echo from second; sleep 3600"]}
---
apiVersion: v1
kind: Pod
metadata: {name: absent}
spec:
  containers: [{name: web, image: "nosuchimage:1"}]
---
apiVersion: v1
kind: Pod
metadata: {name: ended}
spec:
  restartPolicy: Never
  containers: [{name: c, image: "busybox:1.36", command: [echo, done]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "echo up; sleep 36000"]}]}
`);
base.advance('8s');

type Case = readonly [line: string, printed: string];

describe('kubectl logs', () => {
  const CASES: readonly Case[] = [
    ['one', 'line 1\nline 2\nline 3\nline 4\n'],
    ['one --tail=2', 'line 3\nline 4\n'],
    ['pod/one --tail=0', ''],
    ['one --limit-bytes=9', 'line 1\nli'],
    ['two', 'from first\nDefaulted container "first" out of: first, second\n'],
    ['two second', 'from second\n'],
    ['two -c third', 'error: container third is not valid for pod two\n[exit 1]\n'],
    ['-l app=logs --prefix --tail=1 -c main', 'error: container main is not valid for pod two\n[exit 1]\n'],
    ['-l app=logs --prefix --tail=1 --all-containers', '[pod/one/main] line 4\n[pod/two/first] from first\n[pod/two/second] from second\n'],
    ['-l app=nosuch', 'No resources found in default namespace.\n'],
    ['one -p', 'Error from server (BadRequest): previous terminated container "main" in pod "one" not found\n[exit 1]\n'],
    ['absent', 'Error from server (BadRequest): container "web" in pod "absent" is waiting to start: image can\'t be pulled\n[exit 1]\n'],
    ['nosuch', 'error: error from server (NotFound): pods "nosuch" not found in namespace "default"\n[exit 1]\n'],
    ['deploy/nosuch', 'error: error from server (NotFound): deployments.apps "nosuch" not found in namespace "default"\n[exit 1]\n'],
    ["cm/kube-root-ca.crt 2>&1 | cut -d' ' -f1-10", 'error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap\n'],
    ['one --since-time=x', 'error: parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"\n[exit 1]\n'],
    ['one -c x --all-containers', 'error: --all-containers=true should not be specified with container name x\n[exit 1]\n'],
    ['one --since=1s', ''],
  ];
  for (const [line, printed] of CASES) {
    test(`answers to "${line}"`, () => {
      assert.equal(typed(base.fork(), `kubectl logs ${line}`), printed);
    });
  }

  test('of a Deployment are those of one of its pods', () => {
    assert.match(typed(base.fork(), 'kubectl logs deploy/web'), /^up\nFound 2 pods, using pod\/web-\w+-\w+\n$/);
    assert.match(typed(base.fork(), 'kubectl logs one --tail=1 --timestamps'), /^2026-01-01T00:00:\d\d\.\d{9}Z line 4\n$/);
  });

  test('are followed until the container ends, or until somebody stops it', () => {
    const cluster = base.fork();
    cluster.apply(`apiVersion: v1
kind: Pod
metadata: {name: count}
spec:
  restartPolicy: Never
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "for i in 1 2 3 4 5; do echo $i; sleep 2; done"]}]
`);
    const before = cluster.now;
    assert.equal(
      typed(
        cluster,
        'kubectl wait --for=condition=Ready pod/count >/dev/null; timeout 3 kubectl logs -f count | wc -l; timeout 1 kubectl logs -f one --tail=1',
      ),
      '2\nline 4\n[exit 124]\n',
    );
    assert.equal(typed(cluster, 'kubectl logs -f count'), '1\n2\n3\n4\n5\n');
    assert.ok(cluster.now - before < 20_000, `it took ${cluster.now - before} ms`);
    assert.equal(typed(cluster, 'kubectl logs -f one --tail=1'), 'line 4\n');
    assert.match(typed(base.fork(), 'kubectl logs -f -l app --max-log-requests=2'), /attempting to follow 4 log streams, but maximum/);
  });
});

describe('kubectl exec', () => {
  const CASES: readonly Case[] = [
    ['one -- echo hi', 'hi\n'],
    ['two -- hostname', 'two\nDefaulted container "first" out of: first, second\n'],
    ["one -- sh -c 'exit 5'", 'command terminated with exit code 5\n[exit 5]\n'],
    ['one -c other -- true', 'Error from server (BadRequest): container other is not valid for pod one\n[exit 1]\n'],
    ['ended -- true', 'error: cannot exec into a container in a completed pod; current phase is Succeeded\n[exit 1]\n'],
    ['absent -- true', 'error: Internal error occurred: unable to upgrade connection: container not found ("web")\n[exit 1]\n'],
    ['nosuch -- true', 'Error from server (NotFound): pods "nosuch" not found\n[exit 1]\n'],
    ['one', 'error: you must specify at least one command for the container\n[exit 1]\n'],
    ['-- ls', 'error: pod, type/name or --filename must be specified\n[exit 1]\n'],
    [
      'one ls',
      "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples\n[exit 1]\n",
    ],
    ['-it one -- echo hi', 'hi\nUnable to use a TTY - input is not a terminal or the right kind of file\n'],
  ];
  for (const [line, printed] of CASES) {
    test(`answers to "${line}"`, () => {
      assert.equal(typed(base.fork(), `kubectl exec ${line}`), printed);
    });
  }

  test('hands on what it reads, where that is asked for', () => {
    assert.equal(typed(base.fork(), 'echo hello | kubectl exec -i deploy/web -- cat'), 'hello\n');
    assert.equal(typed(base.fork(), 'echo hello | kubectl exec deploy/web -- cat'), '');
    assert.match(
      typed(base.fork(), 'kubectl exec one -- nosuch'),
      /^error: Internal error occurred: Internal error .*executable file not found in \$PATH: unknown\n/,
    );
  });
});

describe('kubectl cp', () => {
  test('carries a file there and back', () => {
    const lines = [
      'echo kept > f',
      'kubectl cp f one:/tmp/g',
      'kubectl exec one -- cat /tmp/g',
      'kubectl cp default/one:/tmp/g h',
      'cat h',
    ];
    assert.equal(typed(base.fork(), lines.join('; ')), 'kept\nkept\n');
  });

  const CASES: readonly Case[] = [
    ['a b', 'error: one of src or dest must be a remote file specification\n[exit 1]\n'],
    ['a:b c:d', 'error: one of src or dest must be a local file specification\n[exit 1]\n'],
    ['a', 'error: source and destination are required\n[exit 1]\n'],
    ['nosuch one:/tmp/x', "error: nosuch doesn't exist in local filesystem\n[exit 1]\n"],
  ];
  for (const [line, printed] of CASES) {
    test(`answers to "${line}"`, () => {
      assert.equal(typed(base.fork(), `kubectl cp ${line}`), printed);
    });
  }
});

test('what needs a connection that stays open says so', () => {
  assert.match(typed(base.fork(), 'kubectl attach one'), /^error: attach needs a connection .* "kubectl logs -f one"\n\[exit 1\]\n$/);
  assert.match(typed(base.fork(), 'kubectl port-forward one 8080:80'), /^error: port-forward needs a connection that stays open/);
  assert.match(typed(base.fork(), 'kubectl port-forward one'), /^error: TYPE\/NAME and list of ports are required/);
});
