import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, type DecodeProblem } from './decode.ts';
import { findObjectType } from './schema-table.ts';
import { kindsKnown, typeNameOf } from './schema.ts';

const pod = 'io.k8s.api.core.v1.Pod';
const replicaSet = 'io.k8s.api.apps.v1.ReplicaSet';
const wrongQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function messagesOf(problems: readonly DecodeProblem[]): readonly string[] {
  return problems.map(({ message }) => message);
}

/** A pod with one container that has these fields. */
function podWith(container: object): unknown {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', ...container }] } };
}

test('what is right is answered as the same object, and so is every answer', () => {
  const input = podWith({ image: 'nginx', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '100m' } } });
  assert.deepEqual(decode(pod, input), { value: input, problems: [] });
  assert.equal(decode(pod, input).value, input);
  const changed = decode(pod, podWith({ resources: { limits: { cpu: '0.1' } } })).value;
  assert.equal(decode(pod, changed).value, changed);
});

test('only what changes is copied', () => {
  const input = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a' }, { name: 'b', image: null }] } };
  const before = JSON.stringify(input);
  const value = decode(pod, input).value as typeof input;
  assert.equal(JSON.stringify(input), before);
  assert.equal(value.metadata, input.metadata);
  assert.equal(value.spec.containers[0], input.spec.containers[0]);
  assert.deepEqual(value.spec.containers[1], { name: 'b' });
});

test('unknown fields are left out and told with their place and the known names', () => {
  const input = { spec: { selecotr: {}, template: { spec: { containers: [{ name: 'c', imag: 'x', Image: 'y' }] } } } };
  const { value, problems } = decode(replicaSet, input);
  assert.deepEqual(value, { spec: { template: { spec: { containers: [{ name: 'c' }] } } } });
  assert.deepEqual(messagesOf(problems), [
    'unknown field "spec.selecotr"',
    'unknown field "spec.template.spec.containers[0].imag"',
    'unknown field "spec.template.spec.containers[0].Image"',
  ]);
  const [selector, image] = problems;
  assert.deepEqual(image?.steps, ['spec', 'template', 'spec', 'containers', 0, 'imag']);
  assert.equal(image.path, 'spec.template.spec.containers[0].imag');
  assert.ok(selector?.known?.includes('selector'));
});

test('wrong types are told in the words of Go', () => {
  const cases: readonly (readonly [string, unknown, string, string])[] = [
    [replicaSet, { spec: { replicas: 'x' } }, 'spec.replicas', 'string into Go struct field ReplicaSetSpec.spec.replicas of type int32'],
    [
      replicaSet,
      { spec: { replicas: 1.5 } },
      'spec.replicas',
      'number 1.5 into Go struct field ReplicaSetSpec.spec.replicas of type int32',
    ],
    [
      replicaSet,
      { spec: { replicas: 3_000_000_000 } },
      'spec.replicas',
      'number 3000000000 into Go struct field ReplicaSetSpec.spec.replicas of type int32',
    ],
    [
      replicaSet,
      { spec: { replicas: NaN } },
      'spec.replicas',
      'number NaN into Go struct field ReplicaSetSpec.spec.replicas of type int32',
    ],
    [replicaSet, { spec: { replicas: true } }, 'spec.replicas', 'bool into Go struct field ReplicaSetSpec.spec.replicas of type int32'],
    [pod, { spec: 'x' }, 'spec', 'string into Go struct field Pod.spec of type v1.PodSpec'],
    [pod, { spec: [] }, 'spec', 'array into Go struct field Pod.spec of type v1.PodSpec'],
    [pod, { metadata: 'x' }, 'metadata', 'string into Go struct field Pod.metadata of type v1.ObjectMeta'],
    [pod, { metadata: { labels: { a: 1 } } }, 'metadata.labels.a', 'number into Go struct field ObjectMeta.metadata.labels of type string'],
    [
      pod,
      { metadata: { labels: ['a'] } },
      'metadata.labels',
      'array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [pod, { metadata: { uid: 1 } }, 'metadata.uid', 'number into Go struct field ObjectMeta.metadata.uid of type types.UID'],
    [pod, { spec: { containers: {} } }, 'spec.containers', 'object into Go struct field PodSpec.spec.containers of type []v1.Container'],
    [
      pod,
      { spec: { containers: ['x'] } },
      'spec.containers[0]',
      'string into Go struct field PodSpec.spec.containers of type v1.Container',
    ],
    [
      pod,
      podWith({ ports: [{ containerPort: 'http' }] }),
      'spec.containers[0].ports[0].containerPort',
      'string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      pod,
      podWith({ command: ['sleep', 5] }),
      'spec.containers[0].command[1]',
      'number into Go struct field Container.spec.containers.command of type string',
    ],
    [
      pod,
      podWith({ imagePullPolicy: 1 }),
      'spec.containers[0].imagePullPolicy',
      'number into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    [
      pod,
      podWith({ securityContext: { capabilities: { add: [1] } } }),
      'spec.containers[0].securityContext.capabilities.add[0]',
      'number into Go struct field Capabilities.spec.containers.securityContext.capabilities.add of type v1.Capability',
    ],
    [
      pod,
      podWith({ env: [{ name: 'A', value: true }] }),
      'spec.containers[0].env[0].value',
      'bool into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
    [
      pod,
      podWith({ resources: { limits: 'x' } }),
      'spec.containers[0].resources.limits',
      'string into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
    [
      pod,
      podWith({ livenessProbe: { httpGet: { port: true } } }),
      'spec.containers[0].livenessProbe.httpGet.port',
      'bool into Go struct field HTTPGetAction.spec.containers.livenessProbe.httpGet.port of type int32',
    ],
    [pod, { spec: { hostNetwork: 'yes' } }, 'spec.hostNetwork', 'string into Go struct field PodSpec.spec.hostNetwork of type bool'],
    [
      pod,
      { metadata: { creationTimestamp: 5 } },
      'metadata.creationTimestamp',
      'number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    ['io.k8s.api.core.v1.Secret', { data: { a: 5 } }, 'data.a', 'number into Go struct field Secret.data of type []uint8'],
    [pod, [], '', 'array into Go value of type v1.Pod'],
    [pod, null, '', 'object into Go value of type v1.Pod'],
  ];
  for (const [typeName, input, path, message] of cases) {
    const { problems } = decode(typeName, input);
    assert.deepEqual(
      problems.map((problem) => [problem.kind, problem.path, problem.message]),
      [['type', path, `json: cannot unmarshal ${message}`]],
    );
  }
});

test('null is absent in an object and the zero value in a list or map', () => {
  const cases: readonly (readonly [unknown, unknown])[] = [
    [{ metadata: { creationTimestamp: null, name: 'a' }, spec: null }, { metadata: { name: 'a' } }],
    [{ metadata: { name: undefined } }, { metadata: {} }],
    [{ metadata: { labels: { a: null, b: 'c' } } }, { metadata: { labels: { a: '', b: 'c' } } }],
    [{ metadata: { finalizers: ['a', null] } }, { metadata: { finalizers: ['a', ''] } }],
    [{ spec: { containers: [null], overhead: { cpu: null } } }, { spec: { containers: [{}], overhead: { cpu: '0' } } }],
    [{ spec: { securityContext: { supplementalGroups: [null] } } }, { spec: { securityContext: { supplementalGroups: [0] } } }],
  ];
  for (const [input, expected] of cases) assert.deepEqual(decode(pod, input), { value: expected, problems: [] });
});

test('quantities are made canonical or refused', () => {
  const limits = (cpu: unknown): unknown => podWith({ resources: { limits: { cpu } } });
  const cases: readonly (readonly [unknown, string])[] = [
    ['0.5', '500m'],
    [0.5, '500m'],
    [2, '2'],
    [' 1024Ki ', '1Mi'],
    ['1500m', '1500m'],
  ];
  for (const [cpu, expected] of cases) assert.deepEqual(decode(pod, limits(cpu)), { value: limits(expected), problems: [] });
  for (const cpu of ['', 'much', true, {}, []]) {
    const { value, problems } = decode(pod, limits(cpu));
    assert.deepEqual(messagesOf(problems), [wrongQuantity]);
    assert.equal(problems[0]?.kind, 'quantity');
    assert.equal(problems[0].path, 'spec.containers[0].resources.limits.cpu');
    assert.deepEqual(value, podWith({ resources: { limits: {} } }));
  }
});

test('times and bytes are made canonical or refused', () => {
  const time = decode(pod, { metadata: { creationTimestamp: '2025-01-01T01:00:00+01:00', deletionTimestamp: 'foo' } });
  assert.deepEqual(time.value, { metadata: { creationTimestamp: '2025-01-01T00:00:00Z' } });
  assert.deepEqual(messagesOf(time.problems), ['parsing time "foo" as "2006-01-02T15:04:05Z07:00": cannot parse "foo" as "2006"']);
  const bytes = decode('io.k8s.api.core.v1.Secret', { data: { a: 'YW\nJj', b: 'abc-' } });
  assert.deepEqual(bytes.value, { data: { a: 'YWJj' } });
  assert.deepEqual(messagesOf(bytes.problems), ['illegal base64 data at input byte 3']);
});

test('integers keep to their range', () => {
  for (const replicas of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) assert.deepEqual(decode(replicaSet, { spec: { replicas } }).problems, []);
  for (const replicas of [2 ** 31, -(2 ** 31) - 1, Infinity]) assert.equal(decode(replicaSet, { spec: { replicas } }).problems.length, 1);
  assert.deepEqual(decode(pod, { spec: { activeDeadlineSeconds: 2 ** 40 } }).problems, []);
  assert.equal(decode(pod, { spec: { activeDeadlineSeconds: 2 ** 70 } }).problems.length, 1);
});

test('names of the object prototype are fields like any other', () => {
  const hostile: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "spec": {"__proto__": [], "toString": 1}}');
  const { value, problems } = decode(pod, hostile);
  assert.deepEqual(messagesOf(problems), [
    'unknown field "__proto__"',
    'unknown field "constructor"',
    'unknown field "spec.__proto__"',
    'unknown field "spec.toString"',
  ]);
  assert.deepEqual(value, { spec: {} });
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

test('a key __proto__ of a map survives as a key', () => {
  const input: unknown = JSON.parse('{"data": {"__proto__": "x", "b": null, "constructor": "y"}}');
  const { value, problems } = decode('io.k8s.api.core.v1.ConfigMap', input);
  assert.deepEqual(problems, []);
  assert.equal(JSON.stringify(value), '{"data":{"__proto__":"x","b":"","constructor":"y"}}');
  const inherited: unknown = Object.create({ spec: 'inherited' });
  assert.deepEqual(decode(pod, inherited).problems, []);
});

test('hostile sizes are bounded', () => {
  const nested = (levels: number): unknown => {
    let schema: object = { type: 'object' };
    for (let level = 0; level < levels; level += 1) schema = { not: schema };
    return { spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] } };
  };
  const crd = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition';
  assert.deepEqual(decode(crd, nested(300)).problems, []);
  assert.deepEqual(messagesOf(decode(crd, nested(100_000)).problems), ['exceeded the limit of 500 levels in one object']);

  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  const revision = decode('io.k8s.api.apps.v1.ControllerRevision', { data: deep, revision: 1 });
  assert.deepEqual(
    revision.problems.map(({ kind, path }) => [kind, path]),
    [['limit', 'data']],
  );
  assert.deepEqual(revision.value, { revision: 1 });

  const manyUnknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field${index}`, 1]));
  const many = decode(pod, manyUnknown);
  assert.equal(many.problems.length, 100);
  assert.deepEqual(many.value, {});
  const manyKnown = { data: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, 'x'])) };
  assert.equal(decode('io.k8s.api.core.v1.ConfigMap', manyKnown).value, manyKnown);
});

test('whatever any kind is given is answered by a value that is right', () => {
  const anyJson = fc.jsonValue({ maxDepth: 4 });
  const kinds = kindsKnown();
  fc.assert(
    fc.property(fc.constantFrom(...kinds), anyJson, anyJson, ([apiVersion, kind], metadata, spec) => {
      const typeName = typeNameOf(apiVersion, kind) ?? '';
      const names = findObjectType(typeName)?.fieldNames ?? [];
      const input = { ...Object.fromEntries(names.map((name) => [name, spec])), metadata };
      const before = JSON.stringify(input);
      const { value } = decode(typeName, input);
      const again = decode(typeName, value);
      assert.deepEqual(again.problems, []);
      assert.equal(again.value, value);
      assert.equal(JSON.stringify(input), before);
    }),
  );
});

test('an unknown type is refused', () => {
  assert.throws(() => decode('io.k8s.Nothing', {}), /there is no type io\.k8s\.Nothing/);
});
