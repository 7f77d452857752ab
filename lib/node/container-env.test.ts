import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import { containerEnv } from './container-env.ts';

const cluster = ((): Cluster => {
  const made = new Cluster();
  made.apply(`apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {A: from the map, B: "2"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: keys}
data: {A: secret}
---
apiVersion: v1
kind: Secret
metadata: {name: db}
stringData: {user: admin, 1.password: s3cret}
`);
  return made;
})();

/** The variables of a container with that `env` and `envFrom`, or why they cannot be made; without those that tell of the API server. */
function envOf(fields: string, metadata = ''): Readonly<Record<string, string>> | string {
  const fork = cluster.fork();
  fork.apply(`apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: web}${metadata}}
spec:
  containers:
  - name: c
    image: nginx:1.27
    resources: {requests: {cpu: 250m, memory: 64Mi}, limits: {memory: 128Mi}}
    ${fields}
`);
  fork.advance('10ms');
  const pod = fork.as('kubelet').get(PodKind, 'p');
  const env = containerEnv(fork.as('kubelet'), pod, pod.spec.containers[0]!, { podIp: '10.244.1.9', hostIp: '192.168.64.1' });
  return 'refused' in env ? env.refused : Object.fromEntries([...env].filter(([name]) => !name.startsWith('KUBERNETES_')));
}

const cases: readonly (readonly [string, string, Readonly<Record<string, string>> | string])[] = [
  ['references to earlier variables are replaced', 'env: [{name: A, value: a}, {name: C, value: "$(A)-$(A)"}]', { A: 'a', C: 'a-a' }],
  [
    'references to unknown and to later variables stay',
    'env: [{name: C, value: "$(A) $(NO)"}, {name: A, value: a}]',
    { C: '$(A) $(NO)', A: 'a' },
  ],
  [
    'two dollars are one and no reference',
    'env: [{name: A, value: a}, {name: C, value: "$$(A) $A $$$(A) $(A"}]',
    { A: 'a', C: '$(A) $A $a $(A' },
  ],
  ['later entries win', 'env: [{name: A, value: "1"}, {name: A, value: "$(A)2"}]', { A: '12' }],
  [
    'whole maps come first, with a prefix',
    'envFrom: [{configMapRef: {name: settings}}, {prefix: S_, configMapRef: {name: keys}}]',
    { A: 'from the map', B: '2', S_A: 'secret' },
  ],
  [
    'the last of several maps wins, and env wins over them',
    'envFrom: [{configMapRef: {name: settings}}, {configMapRef: {name: keys}}]\n    env: [{name: B, value: "$(A)"}]',
    { A: 'secret', B: 'secret' },
  ],
  [
    'single keys',
    'env: [{name: X, valueFrom: {configMapKeyRef: {name: settings, key: A}}}, {name: Z, valueFrom: {configMapKeyRef: {name: keys, key: A}}}]',
    { X: 'from the map', Z: 'secret' },
  ],
  [
    'secrets are decoded, and any key is a name',
    'envFrom: [{prefix: DB_, secretRef: {name: db}}, {secretRef: {name: db}}]\n    env: [{name: X, valueFrom: {secretKeyRef: {name: db, key: user}}}]',
    { DB_user: 'admin', 'DB_1.password': 's3cret', user: 'admin', '1.password': 's3cret', X: 'admin' },
  ],
  [
    'a missing key of a secret',
    'env: [{name: X, valueFrom: {secretKeyRef: {name: db, key: none}}}]',
    "couldn't find key none in Secret default/db",
  ],
  ['a missing map', 'env: [{name: X, valueFrom: {configMapKeyRef: {name: none, key: A}}}]', 'configmap "none" not found'],
  ['a missing secret', 'envFrom: [{secretRef: {name: none}}]', 'secret "none" not found'],
  [
    'a missing key of a map',
    'env: [{name: X, valueFrom: {configMapKeyRef: {name: settings, key: none}}}]',
    "couldn't find key none in ConfigMap default/settings",
  ],
  [
    'what is optional is left out',
    'envFrom: [{configMapRef: {name: none, optional: true}}]\n    env: [{name: X, valueFrom: {configMapKeyRef: {name: keys, key: none, optional: true}}}, {name: Z, valueFrom: {configMapKeyRef: {name: none, key: a, optional: true}}}]',
    {},
  ],
  ...(
    [
      ['metadata.name', 'p'], ['metadata.namespace', 'default'], ["metadata.labels['app']", 'web'], ["metadata.annotations['none']", ''],
      ['spec.nodeName', 'node1'], ['spec.serviceAccountName', 'default'], ['status.hostIP', '192.168.64.1'], ['status.podIP', '10.244.1.9'], ['status.podIPs', '10.244.1.9'],
    ] as const
  ).map(([path, value]) => [`the field ${path}`, `env: [{name: X, valueFrom: {fieldRef: {fieldPath: "${path}"}}}]`, { X: value }] as const), // prettier-ignore
  ...(
    [
      ['requests.cpu', '', '1'], ['requests.cpu', '1m', '250'], ['requests.memory', '1Mi', '64'], ['limits.memory', '', '134217728'],
      ['limits.memory', '1Gi', '1'], ['limits.cpu', '', '4'],
    ] as const
  ).map(([resource, divisor, value]) => [`the resource ${resource} by ${divisor === '' ? '1' : divisor}`, `env: [{name: X, valueFrom: {resourceFieldRef: {resource: ${resource}${divisor === '' ? '' : `, divisor: ${divisor}`}}}}]`, { X: value }] as const), // prettier-ignore
];

for (const [title, fields, expected] of cases) {
  test(`environment: ${title}`, () => {
    assert.deepEqual(envOf(fields), expected);
  });
}
