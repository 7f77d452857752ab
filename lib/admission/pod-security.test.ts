import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, UsageError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';

const world = new Cluster({ nodes: 0 });

function cluster(labels: Readonly<Record<string, string>>): Cluster {
  const copy = world.fork();
  copy.as('admin').create(copy.kind('ns'), { metadata: { name: 'shop', labels: prefixed(labels) } });
  copy.settle();
  return copy;
}

function prefixed(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level]));
}

/** What the server says to a manifest: its refusal, or its warnings. */
function said(world: Cluster, kind: string, manifest: object): readonly string[] {
  const warnings: string[] = [];
  const api = world.as('admin');
  try {
    api.create(world.kind(kind), { ...manifest, metadata: { name: 'x', namespace: 'shop' } }, { warn: (text) => warnings.push(text) });
  } catch (error) {
    if (error instanceof ApiError || error instanceof UsageError) return [error.message];
    throw error;
  }
  return warnings;
}

const CONTAINER = { name: 'c', image: 'nginx' };
const STRICT = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const GOOD = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...CONTAINER, securityContext: STRICT }],
};
/** What a pod that says nothing is told under the strictest standard. */
const SILENT =
  'allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const one = (securityContext: object, more: object = {}): object => ({ containers: [{ ...CONTAINER, securityContext, ...more }] });
const two = (securityContext: object): object => ({
  initContainers: [{ ...CONTAINER, name: 'i', securityContext }],
  containers: [{ ...CONTAINER, securityContext }],
});

const BASELINE: readonly (readonly [spec: object, words: string])[] = [
  [
    { hostNetwork: true, hostPID: true, containers: [{ ...CONTAINER, ports: [{ containerPort: 80 }] }] },
    'host namespaces (hostNetwork=true, hostPID=true), hostPort (container "c" uses hostPort 80)',
  ],
  [
    one(
      {},
      {
        ports: [
          { containerPort: 80, hostPort: 9100 },
          { containerPort: 81, hostPort: 80 },
        ],
      },
    ),
    'hostPort (container "c" uses hostPorts 80, 9100)',
  ],
  [one({ privileged: true }), 'privileged (container "c" must not set securityContext.privileged=true)'],
  [two({ privileged: true }), 'privileged (containers "i", "c" must not set securityContext.privileged=true)'],
  [
    one({ capabilities: { add: ['NET_ADMIN', 'CHOWN', 'BPF'] } }),
    'non-default capabilities (container "c" must not include "BPF", "NET_ADMIN" in securityContext.capabilities.add)',
  ],
  [{ ...one({}), volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 'hostPath volumes (volume "v")'],
  [{ ...one({}), volumes: ['v', 'w'].map((name) => ({ name, hostPath: { path: '/' } })) }, 'hostPath volumes (volumes "v", "w")'],
  [
    { ...one({ appArmorProfile: { type: 'Unconfined' } }), securityContext: { appArmorProfile: { type: 'Unconfined' } } },
    'forbidden AppArmor profile (pod and container "c" must not set AppArmor profile type to "Unconfined")',
  ],
  [
    { ...one({ seLinuxOptions: { type: 'b', user: 'u' } }), securityContext: { seLinuxOptions: { type: 'a', role: 'r' } } },
    'seLinuxOptions (pod and container "c" set forbidden securityContext.seLinuxOptions: types "a", "b"; user may not be set; role may not be set)',
  ],
  [
    one({ seccompProfile: { type: 'Unconfined' } }),
    'seccompProfile (container "c" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    {
      ...one({}),
      securityContext: {
        sysctls: [
          { name: 'kernel.msgmax', value: '1' },
          { name: 'net.ipv4.tcp_rmem', value: '1' },
        ],
      },
    },
    'forbidden sysctls (kernel.msgmax)',
  ],
];

for (const [spec, words] of BASELINE)
  test(`a pod is not baseline: ${words}`, () => {
    const refusal = `pods "x" is forbidden: violates PodSecurity "baseline:latest": ${words}`;
    assert.deepEqual(said(cluster({ enforce: 'baseline' }), 'pod', { spec }), [refusal]);
    assert.deepEqual(said(cluster({ warn: 'baseline' }), 'pod', { spec }), [`would violate PodSecurity "baseline:latest": ${words}`]);
    assert.deepEqual(said(cluster({ audit: 'restricted', enforce: 'privileged' }), 'pod', { spec }), []);
  });

const RESTRICTED: readonly (readonly [spec: object, words: string])[] = [
  [{ containers: [CONTAINER] }, SILENT],
  [GOOD, ''],
  [
    { ...GOOD, containers: [{ ...CONTAINER, securityContext: { ...STRICT, runAsUser: 0 } }] },
    'runAsUser=0 (container "c" must not set runAsUser=0)',
  ],
  [
    { ...GOOD, containers: [{ ...CONTAINER, securityContext: { ...STRICT, runAsNonRoot: false } }] },
    'runAsNonRoot != true (container "c" must not set securityContext.runAsNonRoot=false)',
  ],
  [
    {
      ...GOOD,
      containers: [{ ...CONTAINER, securityContext: { ...STRICT, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } } }],
    },
    'unrestricted capabilities (container "c" must not include "CHOWN" in securityContext.capabilities.add)',
  ],
  [
    { ...GOOD, volumes: [{ name: 'v', hostPath: { path: '/' } }, { name: 'w', nfs: { server: 's', path: '/' } }, { name: 'e' }] },
    'restricted volume types (volumes "v", "w" use restricted volume types "hostPath", "nfs")',
  ],
];

for (const [spec, words] of RESTRICTED)
  test(`a pod is restricted unless: ${words}`, () => {
    const refusal = `pods "x" is forbidden: violates PodSecurity "restricted:latest": ${words}`;
    assert.deepEqual(said(cluster({ enforce: 'restricted' }), 'pod', { spec }), words === '' ? [] : [refusal]);
  });

test('a standard is what it was in the release that the namespace names', () => {
  const root = { ...GOOD, containers: [{ ...CONTAINER, securityContext: { ...STRICT, runAsUser: 0 } }] };
  assert.deepEqual(said(cluster({ enforce: 'restricted', 'enforce-version': 'v1.22' }), 'pod', { spec: root }), []);
  const rmem = { ...one({}), securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] } };
  assert.deepEqual(said(cluster({ enforce: 'baseline', 'enforce-version': 'v1.31' }), 'pod', { spec: rmem }), [
    'pods "x" is forbidden: violates PodSecurity "baseline:v1.31": forbidden sysctls (net.ipv4.tcp_rmem)',
  ]);
});

test('what would make such pods is made, and warned of', () => {
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [CONTAINER] } };
  const warning = [`would violate PodSecurity "restricted:latest": ${SILENT}`];
  const selected = { spec: { selector: { matchLabels: { a: 'b' } }, template } };
  const task = { spec: { template: { spec: { restartPolicy: 'Never', containers: [CONTAINER] } } } };
  for (const labels of [{ enforce: 'restricted' }, { warn: 'restricted' }]) {
    for (const kind of ['deployment', 'replicaset', 'daemonset', 'statefulset'])
      assert.deepEqual(said(cluster(labels), kind, selected), warning);
    assert.deepEqual(said(cluster(labels), 'job', task), warning);
    assert.deepEqual(said(cluster(labels), 'cronjob', { spec: { schedule: '@daily', jobTemplate: task } }), warning);
    assert.deepEqual(said(cluster(labels), 'podtemplate', { template }), warning);
  }
  assert.deepEqual(said(cluster({ enforce: 'restricted', warn: 'privileged' }), 'deployment', selected), []);
  assert.deepEqual(said(cluster({}), 'deployment', selected), []);
});

test('a pod that is there already may change anything but its image', () => {
  const copy = cluster({});
  const api = copy.as('admin');
  const pods = copy.kind('pod');
  const pod = api.create(pods, { metadata: { name: 'x', namespace: 'shop' }, spec: { containers: [CONTAINER] } });
  const warnings: string[] = [];
  const enforced = { metadata: { labels: prefixed({ enforce: 'restricted' }) } };
  api.patch(copy.kind('ns'), { metadata: { name: 'shop' } }, enforced, { warn: (text) => warnings.push(text) });
  assert.deepEqual(warnings, [
    'existing pods in namespace "shop" violate the new PodSecurity enforce level "restricted:latest"',
    'x: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile',
  ]);
  api.patch(pods, pod, { metadata: { labels: { still: 'here' } } });
  const image = [{ op: 'replace', path: '/spec/containers/0/image', value: 'nginx:2' }];
  assert.throws(() => api.patch(pods, pod, image, { type: 'json' }), /violates PodSecurity/);
});

test('a namespace asks for a standard that there is, or says nothing', () => {
  const copy = world.fork();
  const api = copy.as('admin');
  const [namespaces, metadata] = [copy.kind('ns'), { name: 'shop', labels: prefixed({ enforce: 'strict', 'warn-version': '1.32' }) }];
  const path = 'metadata.labels[pod-security.kubernetes.io/';
  assert.throws(() => api.create(namespaces, { metadata }), {
    message: `Namespace "shop" is invalid: [${path}enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, ${path}warn-version]: Invalid value: "1.32": must be "latest" or "v1.x"]`,
  });
});
