import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findObjectType } from './schema-table.ts';
import { fieldAt, fieldOf, kindsKnown, mergeKeyAt, typeAt, typeNameOf } from './schema.ts';

const pod = 'io.k8s.api.core.v1.Pod';

test('every kind has a type', () => {
  const kinds = kindsKnown();
  assert.ok(kinds.length > 150, `only ${kinds.length} kinds`);
  for (const [apiVersion, kind] of kinds) {
    const typeName = typeNameOf(apiVersion, kind);
    assert.ok(typeName !== undefined && findObjectType(typeName)?.fields.has('metadata'), `${apiVersion} ${kind}`);
  }
});

test('types are found by apiVersion and kind', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['v1', 'Pod', pod],
    ['apps/v1', 'ReplicaSet', 'io.k8s.api.apps.v1.ReplicaSet'],
    ['v1', 'Event', 'io.k8s.api.core.v1.Event'],
    ['events.k8s.io/v1', 'Event', 'io.k8s.api.events.v1.Event'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler', 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler'],
    ['autoscaling/v1', 'Scale', 'io.k8s.api.autoscaling.v1.Scale'],
    ['policy/v1', 'Eviction', 'io.k8s.api.policy.v1.Eviction'],
    ['v1', 'Binding', 'io.k8s.api.core.v1.Binding'],
    ['v1', 'Status', 'io.k8s.apimachinery.pkg.apis.meta.v1.Status'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'io.k8s.api.rbac.v1.Role'],
    ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'io.k8s.api.flowcontrol.v1.FlowSchema'],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition',
    ],
    ['apps/v1', 'RelicaSet', undefined],
    ['v1', 'ReplicaSet', undefined],
    ['__proto__', 'constructor', undefined],
  ];
  for (const [apiVersion, kind, expected] of cases) assert.equal(typeNameOf(apiVersion, kind), expected);
});

test('fields know what Kubernetes publishes about them', () => {
  const field = (path: string): unknown => {
    const dot = path.lastIndexOf('.');
    return fieldOf(`io.k8s.api.${path.slice(0, dot)}`, path.slice(dot + 1));
  };
  const cases: readonly (readonly [string, object])[] = [
    ['apps.v1.ReplicaSetSpec.replicas', { type: { shape: 'int32' }, required: false, goType: 'int32' }],
    ['apps.v1.ReplicaSetSpec.selector', { required: true, goType: 'v1.LabelSelector' }],
    [
      'core.v1.PodSpec.containers',
      { required: true, mergeKey: 'name', patchStrategy: ['merge'], listType: 'map', goType: '[]v1.Container' },
    ],
    ['core.v1.PodSpec.volumes', { patchStrategy: ['merge', 'retainKeys'], mergeKey: 'name' }],
    ['core.v1.PodSpec.nodeSelector', { mapType: 'atomic', goType: 'map[string]string' }],
    ['core.v1.Container.ports', { mergeKey: 'containerPort', listMapKeys: ['containerPort', 'protocol'] }],
    ['core.v1.Container.imagePullPolicy', { enum: ['Always', 'IfNotPresent', 'Never'], goType: 'v1.PullPolicy' }],
    ['core.v1.ContainerPort.protocol', { default: 'TCP', goType: 'v1.Protocol' }],
    ['core.v1.ResourceRequirements.limits', { type: { shape: 'map', of: { shape: 'quantity' } }, goType: 'v1.ResourceList' }],
    ['core.v1.EmptyDirVolumeSource.sizeLimit', { type: { shape: 'quantity' } }],
    ['core.v1.HTTPGetAction.port', { type: { shape: 'intOrString' }, required: true }],
    ['core.v1.Secret.data', { type: { shape: 'map', of: { shape: 'bytes' } } }],
    ['core.v1.PodStatus.startTime', { type: { shape: 'time' } }],
    ['coordination.v1.LeaseSpec.renewTime', { type: { shape: 'microTime' } }],
    ['apps.v1.DeploymentSpec.strategy', { patchStrategy: ['retainKeys'] }],
  ];
  for (const [path, expected] of cases) assert.deepEqual(field(path), { ...(field(path) as object), ...expected }, path);
  assert.equal(fieldOf(pod, '__proto__'), undefined);
  assert.equal(fieldOf(pod, 'constructor'), undefined);
  assert.equal(fieldOf('__proto__', 'spec'), undefined);
  assert.equal(fieldOf('toString', 'spec'), undefined);
});

test('merge keys are found by place', () => {
  const cases: readonly (readonly [string, readonly (string | number)[], string | undefined])[] = [
    [pod, ['spec', 'containers'], 'name'],
    [pod, ['spec', 'containers', 0, 'ports'], 'containerPort'],
    [pod, ['spec', 'containers', 0], undefined],
    [pod, ['spec', 'containers', 0, 'command'], undefined],
    [pod, ['spec', 'tolerations'], undefined],
    [pod, ['status', 'conditions'], 'type'],
    [pod, ['metadata', 'ownerReferences'], 'uid'],
    [pod, ['metadata', 'labels', 'spec'], undefined],
    ['io.k8s.api.apps.v1.Deployment', ['spec', 'template', 'spec', 'volumes'], 'name'],
    ['io.k8s.api.core.v1.Service', ['spec', 'ports'], 'port'],
    [pod, ['no', 'such', 'place'], undefined],
    ['', ['spec', 'containers'], undefined],
  ];
  for (const [typeName, steps, expected] of cases) assert.equal(mergeKeyAt(typeName, steps), expected, steps.join('.'));
});

test('types and fields are found by place', () => {
  assert.deepEqual(typeAt(pod, []), { shape: 'object', typeName: pod });
  assert.deepEqual(typeAt(pod, ['spec', 'containers', 3, 'image']), { shape: 'string' });
  assert.deepEqual(typeAt(pod, ['metadata', 'labels', 'app']), { shape: 'string' });
  assert.equal(typeAt(pod, ['metadata', 'labels', 'app', 'deeper']), undefined);
  assert.equal(fieldAt(pod, ['spec', 'containers', 0])?.name, 'containers');
  assert.equal(fieldAt(pod, []), undefined);
});
