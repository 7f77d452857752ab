import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster();
base.apply(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: look}
rules:
- {apiGroups: [""], resources: [pods], verbs: [get, list]}
- {apiGroups: [""], resources: [pods/log], verbs: [get]}
- {apiGroups: [apps], resources: [deployments], resourceNames: [web], verbs: ["*"]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: look}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
subjects:
- {kind: ServiceAccount, name: reader, namespace: default}
- {kind: User, name: jane}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ops}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: Group, name: ops}]
`);

const READER = '--as=system:serviceaccount:default:reader';
const CASES: readonly (readonly [line: string, printed: string])[] = [
  ['create deployments', 'yes\n'],
  ['delete pods --as=nobody', 'no\n[exit 1]\n'],
  [`list pods ${READER}`, 'yes\n'],
  [`delete pods ${READER}`, 'no\n[exit 1]\n'],
  [`list pods ${READER} -n kube-system`, 'no\n[exit 1]\n'],
  [`list pods ${READER} -A`, 'no\n[exit 1]\n'],
  [`get pods --subresource=log ${READER}`, 'yes\n'],
  [`get pods --subresource=exec ${READER}`, 'no\n[exit 1]\n'],
  ['delete deploy/web --as=jane', 'yes\n'],
  ['delete deploy/db --as=jane', 'no\n[exit 1]\n'],
  ['delete nodes --as=x --as-group=ops', "yes\nWarning: resource 'nodes' is not namespace scoped\n\n"],
  ['get /healthz --as=x', 'yes\n'],
  ['get /metrics --as=x', 'no\n[exit 1]\n'],
  ['list nosuch', "yes\nWarning: the server doesn't have a resource type 'nosuch'\n\n"],
  ['shout pods', "yes\nWarning: verb 'shout' is not a known verb\n\n"],
  ['delete pods --as=x -q', '[exit 1]\n'],
  [
    'get',
    "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n[exit 1]\n",
  ],
];

for (const [line, printed] of CASES) {
  test(`kubectl auth can-i answers to "${line}"`, () => {
    assert.equal(typed(base, `kubectl auth can-i ${line}`), printed);
  });
}

test('kubectl auth lists rules and tells who asks', () => {
  const lines = typed(base, `kubectl auth can-i --list ${READER}`).split('\n');
  assert.deepEqual(lines.slice(0, 4), [
    'Resources                                       Non-Resource URLs   Resource Names   Verbs',
    'pods                                            []                  []               [get list]',
    'pods/log                                        []                  []               [get]',
    'deployments.apps                                []                  [web]            [*]',
  ]);
  assert.equal(typed(base, 'kubectl auth whoami --as=jane'), 'ATTRIBUTE   VALUE\nUsername    jane\nGroups      [system:authenticated]\n');
});

test('kubectl top says that nobody measures', () => {
  assert.equal(
    typed(base, 'kubectl top pod', 'kubectl top node a b'),
    `error: Metrics API not available
[exit 1]
error: node [NAME | -l label]
See 'kubectl top node -h' for help and examples
[exit 1]
`,
  );
});
