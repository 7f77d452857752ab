import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster({ nodes: 3 });
base.apply(workload('Deployment', 'roll', 'replicas: 2'));
base.apply(workload('DaemonSet', 'agent', ''));
base.apply(workload('StatefulSet', 'db', 'replicas: 2, serviceName: db'));
base.settle();

function workload(kind: string, name: string, fields: string): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}}
spec: {${fields === '' ? '' : `${fields}, `}selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: nginx, image: nginx:1}]}}}
`;
}

function withImage(cluster: Cluster, image: string): void {
  typed(cluster, `kubectl patch deploy roll -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","image":"${image}"}]}}}}'`);
}

/** A cluster in which the Deployment has been rolled out twice. */
function rolledTwice(): Cluster {
  const cluster = base.fork();
  withImage(cluster, 'nginx:2');
  cluster.settle();
  return cluster;
}

describe('kubectl rollout status', () => {
  test('prints a line for each change until it is done, and no more time passes than that', () => {
    const cluster = base.fork();
    withImage(cluster, 'nginx:2');
    const printed = typed(cluster, 'kubectl rollout status deploy/roll').split('\n');
    const steps = printed.filter((line, i) => line !== printed[i - 1]);
    assert.deepEqual(steps, [
      'Waiting for deployment spec update to be observed...',
      ...[0, 1].map((count) => `Waiting for deployment "roll" rollout to finish: ${count} out of 2 new replicas have been updated...`),
      'Waiting for deployment "roll" rollout to finish: 1 old replicas are pending termination...',
      'deployment "roll" successfully rolled out',
      '',
    ]);
    assert.ok(cluster.now < 60_000 + base.now, `it took ${cluster.now - base.now} ms`);
  });

  const CASES: readonly (readonly [line: string, printed: string])[] = [
    ['deploy/roll', 'deployment "roll" successfully rolled out\n'],
    ['deploy/roll --revision=1', 'deployment "roll" successfully rolled out\n'],
    ['deploy/roll --revision=7', 'error: desired revision (7) is different from the running revision (1)\n[exit 1]\n'],
    ['deploy/roll --revision=-1', 'error: revision must be a positive integer: -1\n[exit 1]\n'],
    ['deploy/nosuch', 'Error from server (NotFound): deployments.apps "nosuch" not found\n[exit 1]\n'],
    ['', 'error: required resource not specified\n[exit 1]\n'],
    ['rs -l app=roll', 'error: no status viewer has been implemented for ReplicaSet.apps\n[exit 1]\n'],
    ['cm kube-root-ca.crt', 'error: no status viewer has been implemented for ConfigMap\n[exit 1]\n'],
    ['deploy -l app=nosuch', 'No resources found in default namespace.\n'],
  ];
  for (const [line, printed] of CASES) {
    test(`answers to "${line}"`, () => {
      assert.equal(typed(base.fork(), `kubectl rollout status ${line}`), printed);
    });
  }

  test('looks once, waits so long as it is told, and ends with a rollout that fails', () => {
    const cluster = base.fork();
    withImage(cluster, 'nosuchimage:1');
    cluster.advance('5s');
    const waiting = 'Waiting for deployment "roll" rollout to finish: 1 out of 2 new replicas have been updated...\n';
    assert.equal(typed(cluster, 'kubectl rollout status deploy/roll --watch=false'), waiting);
    const before = cluster.now;
    const printed = typed(cluster, 'kubectl rollout status deploy/roll --timeout=2s');
    assert.match(printed, /^(Waiting .*\n)+error: timed out waiting for the condition\n\[exit 1\]\n$/);
    assert.equal(cluster.now - before, 2000);
    assert.match(
      typed(cluster, 'kubectl rollout status deploy/roll'),
      /\.\.\.\nerror: deployment "roll" exceeded its progress deadline\n\[exit 1\]\n$/,
    );
    assert.match(typed(cluster, 'timeout 3 kubectl rollout status deploy/roll'), /exceeded its progress deadline/);
  });

  test('does not wait for what never comes, and says so', () => {
    const cluster = base.fork();
    typed(cluster, 'kubectl rollout pause deploy/roll');
    withImage(cluster, 'nginx:2');
    cluster.settle();
    assert.match(
      typed(cluster, 'kubectl rollout status deploy/roll'),
      /^Waiting for .*: 0 out of 2 new replicas have been updated\.\.\.\nerror: the rollout of deployment "roll" would be waited for for ever/,
    );
  });
});

describe('kubectl rollout history', () => {
  test('lists the revisions and what caused them', () => {
    const cluster = rolledTwice();
    typed(cluster, 'kubectl annotate deploy/roll kubernetes.io/change-cause=second');
    cluster.settle();
    const table = 'REVISION  CHANGE-CAUSE\n1         <none>\n2         second\n';
    assert.equal(typed(cluster, 'kubectl rollout history deploy/roll'), `deployment.apps/roll \n${table}\n`);
    assert.equal(
      typed(cluster, 'kubectl rollout history deploy/roll --revision=9'),
      'error: unable to find the specified revision\n[exit 1]\n',
    );
    assert.equal(
      typed(cluster, 'kubectl rollout history deploy/roll --revision=2').replace(/(?<=pod-template-hash=)\w+/, 'HASH'),
      `deployment.apps/roll with revision #2
Pod Template:
  Labels:\tapp=roll
\tpod-template-hash=HASH
  Annotations:\tkubernetes.io/change-cause: second
  Containers:
   nginx:
    Image:\tnginx:2
    Port:\t<none>
    Host Port:\t<none>
    Environment:\t<none>
    Mounts:\t<none>
  Volumes:\t<none>
  Node-Selectors:\t<none>
  Tolerations:\t<none>

`,
    );
    assert.match(typed(cluster, 'kubectl rollout history deploy -o name'), /^(replicaset\.apps\/roll-\w+\n){2}$/);
  });

  test('is not for all kinds', () => {
    assert.equal(
      typed(base.fork(), 'kubectl rollout history rs', 'kubectl rollout history svc/kubernetes'),
      'error: no history viewer has been implemented for "ReplicaSet.apps"\n[exit 1]\nerror: error retrieving history for "Service", no visitor method exists for Service\n[exit 1]\n',
    );
  });
});

describe('kubectl rollout undo', () => {
  test('goes back, and tells where there is nothing to go back to', () => {
    const cluster = rolledTwice();
    const image = (): string => typed(cluster, 'kubectl get deploy roll -o yaml | grep image:').trim();
    assert.equal(
      typed(cluster, 'kubectl rollout undo deploy/roll --dry-run=server'),
      'deployment.apps/roll rolled back (server dry run)\n',
    );
    assert.equal(image(), '- image: nginx:2');
    assert.equal(typed(cluster, 'kubectl rollout undo deploy/roll'), 'deployment.apps/roll rolled back\n');
    assert.equal(image(), '- image: nginx:1');
    cluster.settle();
    assert.match(typed(cluster, 'kubectl rollout history deploy/roll'), /\n2 +<none>\n3 +<none>\n/);
    assert.equal(
      typed(cluster, ...[3, 99, -1].map((revision) => `kubectl rollout undo deploy/roll --to-revision=${revision}`)),
      `deployment.apps/roll skipped rollback (current template already matches revision 3)
error: unable to find specified revision 99 in history
[exit 1]
error: unable to find specified revision -1 in history
[exit 1]
`,
    );
    assert.equal(
      typed(cluster, 'kubectl rollout pause deploy/roll', 'kubectl rollout undo deploy/roll'),
      "deployment.apps/roll paused\nerror: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again\n[exit 1]\n",
    );
    assert.equal(
      typed(base.fork(), 'kubectl rollout undo deploy/roll'),
      'error: no rollout history found for deployment "roll"\n[exit 1]\n',
    );
  });
});

describe('what DaemonSets and StatefulSets were once', () => {
  const KINDS = [
    ['ds/agent', 'DaemonSet', 'daemonset.apps/agent'],
    ['sts/db', 'StatefulSet', 'statefulset.apps/db'],
  ] as const;
  for (const [target, kind, title] of KINDS) {
    test(`is read from the ControllerRevisions of a ${kind}`, () => {
      const cluster = base.fork();
      const owner = cluster.get(kind, target.split('/')[1]!);
      for (const each of cluster.list('controllerrevision')) cluster.as('admin').delete(cluster.kind('controllerrevision'), each);
      assert.equal(
        typed(cluster, `kubectl rollout history ${target}`, `kubectl rollout undo ${target}`),
        `${title} \nNo rollout history found.\nerror: no last revision to roll back to\n[exit 1]\n`,
      );
      const { template } = (owner as unknown as { readonly spec: { readonly template: { readonly spec: object } } }).spec;
      for (const [revision, image] of [
        [1, 'nginx:0'],
        [2, 'nginx:1'],
      ] as const)
        cluster.as('admin').create(cluster.kind('controllerrevision'), {
          metadata: {
            name: `kept-${revision}`,
            labels: { app: owner.metadata.name },
            annotations: revision === 1 ? { 'kubernetes.io/change-cause': 'first' } : {},
            ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true }],
          },
          revision,
          data: { spec: { template: withFirstImage(template, image) } },
        });
      assert.equal(
        typed(cluster, `kubectl rollout history ${target}`),
        `${title} \nREVISION  CHANGE-CAUSE\n1         first\n2         <none>\n\n`,
      );
      assert.equal(
        typed(cluster, `kubectl rollout undo ${target} --to-revision=2`, `kubectl rollout undo ${target}`),
        `${title} skipped rollback (current template already matches revision 2)\n${title} rolled back\n`,
      );
      assert.match(typed(cluster, `kubectl get ${target} -o yaml`), /image: nginx:0\n/);
    });
  }

  function withFirstImage(template: { readonly spec: object }, image: string): object {
    const { containers } = template.spec as { readonly containers: readonly object[] };
    return { ...template, $patch: 'replace', spec: { ...template.spec, containers: [{ ...containers[0], image }] } };
  }
});

describe('kubectl rollout pause, resume and restart', () => {
  test('say what they have done and what they cannot do', () => {
    const lines = [
      'pause deploy/roll',
      'pause deploy/roll',
      'restart deploy/roll',
      'resume deploy/roll',
      'resume deploy/roll',
      'restart deploy',
      'restart deploy',
      'pause sts/db',
      'resume ds/agent',
      'restart svc/kubernetes',
      'restart deploy/nope',
    ];
    assert.equal(
      typed(base.fork(), ...lines.map((line) => `kubectl rollout ${line}`)),
      `deployment.apps/roll paused
error: deployments.apps "roll" is already paused
[exit 1]
error: deployments.apps "roll" can't restart paused deployment (run rollout resume first)
[exit 1]
deployment.apps/roll resumed
error: deployments.apps "roll" is not paused
[exit 1]
deployment.apps/roll restarted
error: failed to create patch for roll: if restart has already been triggered within the past second, please wait before attempting to trigger another
[exit 1]
error: statefulsets.apps "db" pausing is not supported
[exit 1]
error: daemonsets.apps "agent" resuming is not supported
[exit 1]
error: services "kubernetes" restarting is not supported
[exit 1]
Error from server (NotFound): deployments.apps "nope" not found
[exit 1]
`,
    );
  });
});
