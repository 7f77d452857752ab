import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../api/generated/types.ts';
import { deepFreeze } from '../../base/merge.ts';
import { expanded } from '../cases-fixture.ts';
import { defaultPodSpec } from '../pod-defaults.ts';
import type { Draft } from './draft.ts';
import { podWarnings } from './pod-warnings.ts';
import { validatePod } from './pod.ts';

type Json = { [field: string]: Json } | Json[] | string | number | boolean;

/** What was set in an otherwise valid pod, and what a 1.32 server said: its causes in order, or `accepted` and its warnings. */
const RECORDED: readonly (readonly [changes: string, answer: readonly string[]])[] = [
  ['metadata.name="My_Pod"', ['metadata.name: Invalid value: "My_Pod": {SUBDOMAIN}']],
  [`metadata.name="${'a'.repeat(254)}"`, [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 characters`]],
  [
    'metadata.name="x.y"',
    [
      'accepted',
      "Warning: metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ],
  ],
  ['metadata.name=""', ['metadata.name: Required value: name or generateName is required']],
  ['metadata.name="__del__"', ['metadata.name: Required value: name or generateName is required']],
  ['metadata.generateName="x-"', ['accepted']],
  ['metadata.labels={"-bad": "x"}', ['metadata.labels: Invalid value: "-bad": name part {QNAME}']],
  ['metadata.labels={"a": "bad value!"}', ['metadata.labels: Invalid value: "bad value!": {LABELVALUE}']],
  [
    `metadata.labels={"a": "${'x'.repeat(64)}"}`,
    [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 characters`],
  ],
  [
    'metadata.labels={"a/b/c": "x"}',
    [
      "metadata.labels: Invalid value: \"a/b/c\": a qualified name {QNAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
  ],
  ['metadata.labels={"/c": "x"}', ['metadata.labels: Invalid value: "/c": prefix part must be non-empty']],
  ['metadata.labels={"UP.com/c": "x"}', ['metadata.labels: Invalid value: "UP.com/c": prefix part {SUBDOMAIN}']],
  ['metadata.annotations={"bad key": "x"}', ['metadata.annotations: Invalid value: "bad key": name part {QNAME}']],
  ['spec.containers=[]', ['spec.containers: Required value']],
  ['spec="__del__"', ['spec.containers: Required value']],
  ['spec.containers.0.name="__del__"', ['spec.containers[0].name: Required value']],
  ['spec.containers.0.name="C_1"', ['spec.containers[0].name: Invalid value: "C_1": {LABEL1123}']],
  ['spec.containers.0.image="__del__"', ['spec.containers[0].image: Required value']],
  ['spec.containers.0.image=" nginx"', ['spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace']],
  ['spec.containers=[{"name": "c", "image": "i"}, {"name": "c", "image": "i"}]', ['spec.containers[1].name: Duplicate value: "c"']],
  ['spec.initContainers=[{"name": "c", "image": "i"}]', ['spec.initContainers[0].name: Duplicate value: "c"']],
  [
    'spec.restartPolicy="Sometimes"',
    ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
  ],
  [
    'spec.dnsPolicy="X"',
    ['spec.dnsPolicy: Unsupported value: "X": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"'],
  ],
  [
    'spec.containers.0.imagePullPolicy="X"',
    ['spec.containers[0].imagePullPolicy: Unsupported value: "X": supported values: "Always", "IfNotPresent", "Never"'],
  ],
  ['spec.containers.0.ports=[{"containerPort": 0}]', ['spec.containers[0].ports[0].containerPort: Required value']],
  [
    'spec.containers.0.ports=[{"containerPort": 70000}]',
    ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
  ],
  ['spec.containers.0.ports=[{"name": "http"}]', ['spec.containers[0].ports[0].containerPort: Required value']],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "protocol": "HTTP"}]',
    ['spec.containers[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "name": "a"}, {"containerPort": 81, "name": "a"}]',
    ['spec.containers[0].ports[1].name: Duplicate value: "a"'],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "name": "toolongportname-x"}]',
    ['spec.containers[0].ports[0].name: Invalid value: "toolongportname-x": must be no more than 15 characters'],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "name": "HTTP"}]',
    [
      'spec.containers[0].ports[0].name: Invalid value: "HTTP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'spec.containers[0].ports[0].name: Invalid value: "HTTP": must contain at least one letter (a-z)',
    ],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "name": "123"}]',
    ['spec.containers[0].ports[0].name: Invalid value: "123": must contain at least one letter (a-z)'],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80}, {"containerPort": 80}]',
    ['accepted', 'Warning: spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
  ],
  [
    'spec.containers.0.ports=[{"containerPort": 80, "hostPort": 80}, {"containerPort": 81, "hostPort": 80}]',
    ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
  ],
  ['spec.containers.0.env=[{"name": ""}]', ['spec.containers[0].env[0].name: Required value']],
  ['spec.containers.0.env=[{"value": "x"}]', ['spec.containers[0].env[0].name: Required value']],
  [
    'spec.containers.0.env=[{"name": "1=b"}]',
    [
      'spec.containers[0].env[0].name: Invalid value: "1=b": a valid environment variable name must consist only of printable ASCII characters other than \'=\'',
    ],
  ],
  ['spec.containers.0.env=[{"name": "a b"}]', ['accepted']],
  [
    'spec.containers.0.env=[{"name": "A", "value": "x", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}}]',
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  ],
  [
    'spec.containers.0.env=[{"name": "A", "valueFrom": {}}]',
    [
      'spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
    ],
  ],
  [
    'spec.containers.0.env=[{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c"}}}]',
    ['spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Required value'],
  ],
  [
    'spec.containers.0.env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.foo"}}}]',
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo',
    ],
  ],
  [
    'spec.containers.0.env=[{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]',
    ['accepted', 'Warning: spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
  ],
  ['spec.containers.0.envFrom=[{}]', ['spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`']],
  ['spec.containers.0.volumeMounts=[{"name": "v", "mountPath": "/a"}]', ['spec.containers[0].volumeMounts[0].name: Not found: "v"']],
  [
    'spec.containers.0.volumeMounts=[{"name": "v"}]; spec.volumes=[{"name": "v"}]',
    ['spec.containers[0].volumeMounts[0].mountPath: Required value'],
  ],
  [
    'spec.containers.0.volumeMounts=[{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/a"}]; spec.volumes=[{"name": "v"}]',
    ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique'],
  ],
  ['spec.volumes=[{"name": "v"}, {"name": "v"}]', ['spec.volumes[1].name: Duplicate value: "v"']],
  ['spec.volumes=[{"name": "V_"}]', ['spec.volumes[0].name: Invalid value: "V_": {LABEL1123}']],
  ['spec.volumes=[{}]', ['spec.volumes[0].name: Required value']],
  [
    'spec.volumes=[{"name": "v", "emptyDir": {}, "hostPath": {"path": "/a"}}]',
    ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  ],
  ['spec.volumes=[{"name": "v", "configMap": {}}]', ['spec.volumes[0].configMap.name: Required value']],
  ['spec.volumes=[{"name": "v", "secret": {}}]', ['spec.volumes[0].secret.secretName: Required value']],
  ['spec.volumes=[{"name": "v", "persistentVolumeClaim": {}}]', ['spec.volumes[0].persistentVolumeClaim.claimName: Required value']],
  [
    'spec.volumes=[{"name": "v", "hostPath": {"path": "../a", "type": "Foo"}}]',
    [
      'spec.volumes[0].hostPath.path: Invalid value: "../a": must not contain \'..\'',
      'spec.volumes[0].hostPath.type: Unsupported value: "Foo": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    ],
  ],
  [
    'spec.containers.0.resources={"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}',
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    'spec.containers.0.resources={"requests": {"memory": "2Gi"}, "limits": {"memory": "1Gi"}}',
    ['spec.containers[0].resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi'],
  ],
  [
    'spec.containers.0.resources={"requests": {"cpu": "-1"}}',
    ['spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0'],
  ],
  ['spec.containers.0.resources={"requests": {"cpu": "1 "}}', ['accepted']],
  [
    'spec.containers.0.resources={"requests": {"foo": "1"}}',
    [
      'spec.containers[0].resources.requests[foo]: Invalid value: foo: must be a standard resource type or fully qualified',
      'spec.containers[0].resources.requests[foo]: Invalid value: foo: must be a standard resource for containers',
    ],
  ],
  [
    'spec.containers.0.resources={"requests": {"memory": "100m"}}',
    ['accepted', 'Warning: spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer'],
  ],
  ['spec.containers.0.resources={"limits": {"cpu": "0.0001"}}', ['accepted']],
  [
    'spec.containers.0.livenessProbe={"httpGet": {"path": "/", "port": 0}}',
    ['spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  [
    'spec.containers.0.livenessProbe={"httpGet": {"path": "/", "port": "BAD_"}}',
    [
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "BAD_": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "BAD_": must contain at least one letter (a-z)',
    ],
  ],
  [
    'spec.containers.0.livenessProbe={"httpGet": {"path": "/"}}',
    ['spec.containers[0].livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  ['spec.containers.0.livenessProbe={}', ['spec.containers[0].livenessProbe: Required value: must specify a handler type']],
  [
    'spec.containers.0.livenessProbe={"httpGet": {"port": 80}, "exec": {"command": ["a"]}}',
    ['spec.containers[0].livenessProbe.httpGet: Forbidden: may not specify more than 1 handler type'],
  ],
  [
    'spec.containers.0.livenessProbe={"tcpSocket": {"port": 80}, "successThreshold": 2}',
    ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'spec.containers.0.readinessProbe={"tcpSocket": {"port": 80}, "periodSeconds": -1, "timeoutSeconds": -1, "initialDelaySeconds": -1, "failureThreshold": -1}',
    [
      'spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.containers[0].readinessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  ['spec.containers.0.livenessProbe={"exec": {"command": []}}', ['spec.containers[0].livenessProbe.exec.command: Required value']],
  [
    'spec.containers.0.livenessProbe={"httpGet": {"port": 80, "scheme": "FOO"}}',
    ['spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "FOO": supported values: "HTTP", "HTTPS"'],
  ],
  [
    'spec.containers.0.readinessProbe={"tcpSocket": {"port": 80}, "terminationGracePeriodSeconds": 3}',
    ['spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 3: must not be set for readinessProbes'],
  ],
  ['spec.containers.0.lifecycle={"preStop": {}}', ['spec.containers[0].lifecycle.preStop: Required value: must specify a handler type']],
  [
    'spec.containers.0.lifecycle={"preStop": {"exec": {"command": []}}}',
    ['spec.containers[0].lifecycle.preStop.exec.command: Required value'],
  ],
  [
    'spec.initContainers=[{"name": "i", "image": "j", "livenessProbe": {"tcpSocket": {"port": 80}}}]',
    ['spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
  ],
  [
    'spec.initContainers=[{"name": "i", "image": "j", "restartPolicy": "Never"}]',
    ['spec.initContainers[0].restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    'spec.initContainers=[{"name": "i", "image": "j", "lifecycle": {"preStop": {"exec": {"command": ["a"]}}}}]',
    ['spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always'],
  ],
  ['spec.containers.0.restartPolicy="Always"', ['spec.containers[0].restartPolicy: Forbidden: may not be set for non-init containers']],
  ['spec.nodeSelector={"a b": "c"}', ['spec.nodeSelector: Invalid value: "a b": name part {QNAME}']],
  ['spec.nodeName="A_"', ['spec.nodeName: Invalid value: "A_": {SUBDOMAIN}']],
  ['spec.terminationGracePeriodSeconds=-1', ['accepted']],
  ['spec.activeDeadlineSeconds=0', ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive']],
  ['spec.hostname="a.b"', ['spec.hostname: Invalid value: "a.b": must not contain dots']],
  [
    'spec.tolerations=[{"key": "a", "operator": "Exists", "value": "b"}]',
    ['spec.tolerations[0].operator: Invalid value: "b": value must be empty when `operator` is \'Exists\''],
  ],
  [
    'spec.tolerations=[{"operator": "Equal", "value": "b"}]',
    [
      'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  [
    'spec.tolerations=[{"key": "a", "effect": "X"}]',
    ['spec.tolerations[0].effect: Unsupported value: "X": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"'],
  ],
  [
    'spec.tolerations=[{"key": "a", "tolerationSeconds": 3}]',
    ['spec.tolerations[0].effect: Invalid value: "": effect must be \'NoExecute\' when `tolerationSeconds` is set'],
  ],
  [
    'spec.topologySpreadConstraints=[{"maxSkew": 0, "topologyKey": "", "whenUnsatisfiable": "X"}]',
    [
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
      'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "X": supported values: "DoNotSchedule", "ScheduleAnyway"',
    ],
  ],
  [
    'spec.affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}',
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  ],
  [
    'spec.affinity={"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"labelSelector": {}}]}}',
    [
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty',
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
      'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part {QNAME}',
    ],
  ],
  [
    'spec.securityContext={"runAsUser": -1}',
    ['spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
  ],
  [
    'spec.containers.0.securityContext={"privileged": true, "allowPrivilegeEscalation": false}',
    [
      'spec.containers[0].securityContext: Invalid value: core.SecurityContext{Capabilities:(*core.Capabilities)(nil), Privileged:(*bool)(0xc000000000), SELinuxOptions:(*core.SELinuxOptions)(nil), WindowsOptions:(*core.WindowsSecurityContextOptions)(nil), RunAsUser:(*int64)(nil), RunAsGroup:(*int64)(nil), RunAsNonRoot:(*bool)(nil), ReadOnlyRootFilesystem:(*bool)(nil), AllowPrivilegeEscalation:(*bool)(0xc000000000), ProcMount:(*core.ProcMountType)(nil), SeccompProfile:(*core.SeccompProfile)(nil), AppArmorProfile:(*core.AppArmorProfile)(nil)}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
  ],
  ['spec.hostAliases=[{"ip": "x", "hostnames": ["a"]}]', ['spec.hostAliases[0].ip: Invalid value: "x": {IP}']],
  ['spec.imagePullSecrets=[{}]', ['accepted', 'Warning: spec.imagePullSecrets[0].name: invalid empty name ""']],
  ['spec.ephemeralContainers=[{"name": "e", "image": "i"}]', ['spec.ephemeralContainers: Forbidden: cannot be set on create']],
  ['spec.schedulingGates=[{"name": "a"}, {"name": "a"}]', ['spec.schedulingGates[1]: Duplicate value: "a"']],
];

/** A valid pod with changes written as `path=json; path=json`; `"__del__"` removes. */
function changed(changes: string): Draft<Pod> {
  const pod: Json = { metadata: { name: 'x', namespace: 'default' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  for (const change of changes.split('; ')) {
    const equals = change.indexOf('=');
    const steps = change.slice(0, equals).split('.');
    const last = steps.pop()!;
    const parent = steps.reduce((value: Json, step) => (value as Record<string, Json>)[step]!, pod) as Record<string, Json>;
    const value = JSON.parse(change.slice(equals + 1)) as Json;
    if (value === '__del__') Reflect.deleteProperty(parent, last);
    else parent[last] = value;
  }
  const draft = pod as unknown as Pod;
  return { ...draft, spec: defaultPodSpec(draft.spec ?? { containers: [] }, { template: false }) };
}

function answerOf(pod: Draft<Pod>): readonly string[] {
  const found = validatePod(pod, undefined);
  if (found.length > 0) return found.map(({ field, message }) => `${field}: ${message}`);
  return ['accepted', ...podWarnings(pod).map((warning) => `Warning: ${warning}`)];
}

for (const [changes, answer] of RECORDED) {
  test(`a pod with ${changes.slice(0, 100)} is answered as by a real server`, () => {
    assert.deepEqual(answerOf(changed(changes)), answer.map(expanded));
  });
}

test('a valid frozen part is looked at once, an invalid one every time', () => {
  const tolerations = deepFreeze([{ key: 'a', operator: 'Exists' }]);
  const bad = deepFreeze([{ key: '-', operator: 'Exists' }]);
  const base = changed('metadata.name="x"');
  const withTolerations = (list: readonly object[]): Draft<Pod> => ({ ...base, spec: { ...base.spec, tolerations: list } });
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(validatePod(withTolerations(tolerations), undefined), []);
    assert.equal(validatePod(withTolerations(bad), undefined).length, 1);
  }
});

test('frozen containers are looked at again when the volumes they mount are gone', () => {
  const containers = deepFreeze([{ name: 'c', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/a' }] }]);
  const spec = (volumes: readonly { name: string }[]) => defaultPodSpec({ containers, volumes }, { template: false });
  const metadata = { name: 'x', namespace: 'default' };
  assert.deepEqual(validatePod({ metadata, spec: spec([{ name: 'v' }]) }, undefined), []);
  assert.deepEqual(
    validatePod({ metadata, spec: spec([]) }, undefined).map(({ field }) => field),
    ['spec.containers[0].volumeMounts[0].name'],
  );
});

test('of a pod only what may change may change', () => {
  const old = changed('spec.activeDeadlineSeconds=100; spec.tolerations=[{"key": "a", "operator": "Exists"}]');
  const first = (spec: object): string | undefined => {
    const found = validatePod({ ...old, spec: { ...old.spec, ...spec } }, old);
    return found.length === 0 ? undefined : `${found[0]!.field}: ${found[0]!.message}`;
  };
  const container = old.spec!.containers![0]!;
  const elsewhere =
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  const cases: [object, string | undefined][] = [
    [{}, undefined],
    [{ containers: [{ ...container, image: 'j' }] }, undefined],
    [{ containers: [{ ...container, name: 'd' }] }, elsewhere],
    [{ containers: [container, { ...container, name: 'd' }] }, 'spec.containers: Forbidden: pod updates may not add or remove containers'],
    [{ restartPolicy: 'Never' }, elsewhere],
    [{ nodeName: 'node1' }, elsewhere],
    [{ nodeSelector: {} }, undefined],
    [{ activeDeadlineSeconds: 50 }, undefined],
    [{ activeDeadlineSeconds: 200 }, 'spec.activeDeadlineSeconds: Invalid value: 200: must be less than or equal to previous value'],
    [
      { activeDeadlineSeconds: undefined },
      'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
    ],
    [
      {
        tolerations: [
          { key: 'a', operator: 'Exists' },
          { key: 'b', operator: 'Exists' },
        ],
      },
      undefined,
    ],
    [
      { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 3 }] },
      'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ],
    [
      { schedulingGates: [{ name: 'g' }] },
      "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'",
    ],
  ];
  for (const [spec, answer] of cases) assert.equal(first(spec), answer, JSON.stringify(spec));
});
