import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster({ nodes: 2 });

function withPods(): Cluster {
  const cluster = base.fork();
  cluster.apply(`apiVersion: v1
kind: Pod
metadata: {name: bare, labels: {app: bare}}
spec: {nodeName: node1, terminationGracePeriodSeconds: 2, containers: [{name: c, image: nginx:1}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: keep}
spec: {minAvailable: 1, selector: {matchLabels: {app: bare}}}
`);
  cluster.advance('20s');
  return cluster;
}

const NODE_CASES: readonly (readonly [title: string, lines: readonly string[], printed: string])[] = [
  [
    'cordon and uncordon',
    [
      'cordon node1',
      'cordon node1',
      'cordon node1 --dry-run=client',
      'uncordon node1 node/node2',
      'cordon nosuch',
      'cordon',
      'cordon a -l b',
    ],
    `node/node1 cordoned
node/node1 already cordoned
node/node1 already cordoned (dry run)
node/node1 uncordoned
node/node2 already uncordoned
Error from server (NotFound): nodes "nosuch" not found
[exit 1]
error: USAGE: cordon NODE [flags]
See 'kubectl cordon -h' for help and examples
[exit 1]
error: cannot specify both a node name and a --selector option
See 'kubectl cordon -h' for help and examples
[exit 1]
`,
  ],
  [
    'taint',
    [
      'taint nodes node1 k=v:NoSchedule',
      'taint nodes node1 k=w:NoSchedule',
      'taint nodes node1 k=w:NoSchedule --overwrite',
      'taint nodes node1 k-',
      'taint nodes node1 k-',
      'taint nodes --all a:NoExecute --dry-run=client',
      'taint nodes node1 k=v:Foo',
      'taint nodes node1',
      'taint',
      'taint node nosuch a=b:NoSchedule',
      'taint pods x a=b:NoSchedule',
    ],
    `node/node1 tainted
error: node node1 already has k taint(s) with same effect(s) and --overwrite is false
[exit 1]
node/node1 modified
node/node1 untainted
error: taint "k" not found
[exit 1]
node/node1 tainted
node/node2 tainted
error: invalid taint effect: Foo, unsupported taint effect
See 'kubectl taint -h' for help and examples
[exit 1]
error: at least one taint update is required
[exit 1]
error: one or more resources must be specified as <resource> <name>
[exit 1]
Error from server (NotFound): nodes "nosuch" not found
[exit 1]
error: invalid resource type pods, only node types are supported
[exit 1]
`,
  ],
];

for (const [title, lines, printed] of NODE_CASES) {
  test(`kubectl ${title} say what has become of nodes`, () => {
    assert.equal(typed(base.fork(), ...lines.map((line) => `kubectl ${line}`)), printed);
  });
}

describe('kubectl drain', () => {
  test('refuses to lose what nobody would bring back', () => {
    assert.equal(
      typed(withPods(), 'kubectl drain node1 --pod-selector=app=bare'),
      `node/node1 cordoned
error: unable to drain node "node1" due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare, continuing command...
There are pending nodes to be drained:
 node1
cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare
[exit 1]
`,
    );
  });

  test('asks budgets again and again, as long as it is told', () => {
    const cluster = withPods();
    const before = cluster.now;
    const title = 'error when evicting pods/"bare" -n "default"';
    assert.equal(
      typed(cluster, 'kubectl drain node1 --pod-selector=app=bare --force --timeout=8s'),
      `node/node1 cordoned
evicting pod default/bare
evicting pod default/bare
evicting pod default/bare
Warning: deleting Pods that declare no controller: default/bare
${title} (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.
${title} (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.
There are pending pods in node "node1" when an error occurred: ${title}: global timeout reached: 8s
pod/bare
error: unable to drain node "node1" due to error: ${title}: global timeout reached: 8s, continuing command...
There are pending nodes to be drained:
 node1
${title}: global timeout reached: 8s
[exit 1]
`,
    );
    assert.ok(cluster.now - before >= 8000, `it took ${cluster.now - before} ms`);
  });

  test('only says what it would do, or deletes without asking', () => {
    const cluster = withPods();
    const flags = '--pod-selector=app=bare --force 2>/dev/null';
    assert.equal(
      typed(cluster, `kubectl drain node1 --dry-run=client ${flags}`, `kubectl drain node1 --disable-eviction ${flags}`),
      `node/node1 cordoned (dry run)
evicting pod default/bare (dry run)
node/node1 drained (dry run)
node/node1 cordoned
pod/bare deleted
node/node1 drained
`,
    );
    assert.deepEqual(cluster.list('pod', { namespace: 'default' }), []);
    assert.match(typed(withPods(), `timeout 7 kubectl drain node1 ${flags}`), /^(.*\n){3}\[exit 124\]\n$/);
  });
});
