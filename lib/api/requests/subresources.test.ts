import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { ConfigMapKind } from '../../kinds/configmap.ts';
import { DeploymentKind, type Deployment } from '../../kinds/deployment.ts';
import { PodDisruptionBudgetKind } from '../../kinds/poddisruptionbudget.ts';
import { ServiceKind } from '../../kinds/service.ts';
import type { Client } from '../client.ts';

const WEB = { metadata: { name: 'web' } };

function bench(): { readonly cluster: Cluster; readonly api: Client; readonly read: () => Deployment } {
  const cluster = new Cluster();
  const api = cluster.as('admin');
  api.create(DeploymentKind, {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    },
  });
  return { cluster, api, read: () => api.get(DeploymentKind, 'web') };
}

test('a status request writes the status and the annotations, and nothing else of the object', () => {
  const { api, read } = bench();
  const patch = {
    metadata: { labels: { app: 'db' }, annotations: { note: 'x' } },
    spec: { replicas: 9 },
    status: { observedGeneration: 1, replicas: 7 },
  };
  api.patch(DeploymentKind, WEB, patch, { subresource: 'status' });
  const { metadata, spec, status } = read();
  assert.deepEqual([metadata.labels, metadata.annotations, metadata.generation], [{ app: 'web' }, { note: 'x' }, 1]);
  assert.deepEqual([spec.replicas, status.replicas], [2, 7]);
  api.update(DeploymentKind, { ...read(), spec: { ...spec, replicas: 5 }, status: { observedGeneration: 1 } }, { subresource: 'status' });
  assert.deepEqual([read().spec.replicas, read().status.replicas], [2, undefined]);
});

test('the main request leaves the status alone', () => {
  const { api, read } = bench();
  const { revision } = api.api.store;
  api.patch(DeploymentKind, WEB, { status: { replicas: 7 } });
  assert.equal(api.api.store.revision, revision);
  assert.equal(read().status.replicas, undefined);
});

test('a kind without a status has no such place', () => {
  const { api } = bench();
  api.create(ConfigMapKind, { metadata: { name: 'c' } });
  assert.throws(() => api.patch(ConfigMapKind, { metadata: { name: 'c' } }, { data: {} }, { subresource: 'status', type: 'merge' }), {
    code: 404,
    message: 'the server could not find the requested resource',
  });
});

test('the scale is read, patched and refused like an object of its own', () => {
  const { api, read } = bench();
  const { metadata, spec, status } = api.getScale(DeploymentKind, WEB);
  assert.deepEqual([metadata?.name, spec, status], ['web', { replicas: 2 }, { replicas: 0, selector: 'app=web' }]);
  api.patch(DeploymentKind, WEB, { spec: { replicas: 1 } }, { subresource: 'scale' });
  api.patch(DeploymentKind, WEB, [{ op: 'replace', path: '/spec/replicas', value: 4 }], { subresource: 'scale', type: 'json' });
  assert.equal(read().spec.replicas, 4);
  assert.throws(() => api.patch(DeploymentKind, WEB, { spec: { replicas: -1 } }, { subresource: 'scale' }), {
    message: 'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  });
  assert.throws(() => api.patch(DeploymentKind, WEB, { metadata: { resourceVersion: '1' } }, { subresource: 'scale' }), {
    reason: 'Conflict',
  });
});

test('a dry run says what would be, and leaves everything as it was', () => {
  const { api, read } = bench();
  const before = read();
  const { revision } = api.api.store;
  const dryRun = true;
  assert.equal(api.patch(DeploymentKind, WEB, { spec: { replicas: 3 } }, { dryRun }).metadata.generation, 2);
  assert.equal(api.update(DeploymentKind, { ...before, spec: { ...before.spec, replicas: 3 } }, { dryRun }).spec.replicas, 3);
  assert.equal(
    api.applyServerSide(
      DeploymentKind,
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { a: 'b' } } },
      { dryRun, fieldManager: 'me' },
    ).metadata.labels?.['a'],
    'b',
  );
  assert.equal(api.delete(DeploymentKind, before, { dryRun }), undefined);
  api.deleteCollection(DeploymentKind, { namespace: 'default' }, { dryRun });
  assert.throws(() => api.patch(DeploymentKind, WEB, { spec: { replicas: -3 } }, { dryRun }), { reason: 'Invalid' });
  assert.equal(read(), before);
  assert.equal(api.api.store.revision, revision);
});

test('fields that are not known are refused, warned of or left out, as is wished', () => {
  const { api, read } = bench();
  const warnings: string[] = [];
  const patch = { spec: { nosuch: 1, replicas: 3 } };
  const warn = (warning: string): void => void warnings.push(warning);
  assert.throws(() => api.patch(DeploymentKind, WEB, patch, { type: 'strategic' }), {
    code: 422,
    message:
      ' "" is invalid: patch: Invalid value: "map[spec:map[nosuch:1 replicas:3]]": strict decoding error: unknown field "spec.nosuch"',
  });
  api.patch(DeploymentKind, WEB, patch, { type: 'strategic', fieldValidation: 'Warn', warn });
  assert.deepEqual([read().spec.replicas, warnings], [3, ['unknown field "spec.nosuch"']]);
  api.patch(DeploymentKind, WEB, { spec: { nosuch: 1, replicas: 4 } }, { fieldValidation: 'Ignore', warn });
  assert.deepEqual([read().spec.replicas, warnings.length], [4, 1]);
});

const refused: readonly (readonly [patch: unknown, type: 'json' | 'merge' | 'strategic', code: number, message: string])[] = [
  [
    { spec: { replicas: 'x' } },
    'strategic',
    422,
    ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32',
  ],
  [[], 'strategic', 400, 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  [[], 'merge', 400, 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'],
  [{ spec: {} }, 'json', 400, 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
  [[{ op: 'remove', path: '/metadata/labels/tier' }], 'json', 422, 'the server rejected our request due to an error in our request'],
  [[{ op: 'test', path: '/spec/replicas', value: 5 }], 'json', 422, 'the server rejected our request due to an error in our request'],
  [
    { spec: { template: { spec: { containers: [{ image: 'x' }] } } } },
    'strategic',
    500,
    'map: map[image:x] does not contain declared merge key: name',
  ],
  [{ metadata: { name: 'zz' } }, 'merge', 400, 'the name of the object (zz) does not match the name on the URL (web)'],
  [
    { metadata: { namespace: 'zz' } },
    'merge',
    400,
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  [{ metadata: { uid: 'zz' } }, 'merge', 422, 'Deployment.apps "web" is invalid: metadata.uid: Invalid value: "zz": field is immutable'],
  [
    { metadata: { resourceVersion: '1' } },
    'merge',
    409,
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  ],
];

test('a patch that cannot be is refused in the words of the server', () => {
  const { api } = bench();
  for (const [patch, type, code, message] of refused)
    assert.throws(() => api.patch(DeploymentKind, WEB, patch, { type }), { code, message });
  assert.throws(() => api.patch(DeploymentKind, { metadata: { name: 'nope' } }, {}), { message: 'deployments.apps "nope" not found' });
});

test('what the server decides is not the business of a patch, and what changes nothing is no write', () => {
  const { api, read } = bench();
  const before = read();
  for (const type of ['merge', 'strategic'] as const) {
    api.patch(
      DeploymentKind,
      WEB,
      { kind: 'Service', apiVersion: 'v2', metadata: { creationTimestamp: '2020-01-01T00:00:00Z', generation: 77 } },
      { type },
    );
    api.patch(
      DeploymentKind,
      WEB,
      { spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'nginx' }] } } } },
      { type: 'strategic' },
    );
  }
  assert.equal(read(), before);
});

test('a few kinds may be put where nothing is; some want to know the version that is replaced', () => {
  const { api } = bench();
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'default' }, spec: { ports: [{ port: 80 }] } };
  assert.equal(api.update(ServiceKind, service as never).metadata.name, 's');
  assert.throws(() => api.update(ConfigMapKind, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } } as never), {
    reason: 'NotFound',
  });
  const budget = api.create(PodDisruptionBudgetKind, { metadata: { name: 'x' }, spec: { minAvailable: 1 } });
  const { resourceVersion: _, ...metadata } = budget.metadata;
  assert.throws(() => api.update(PodDisruptionBudgetKind, { ...budget, metadata } as never), {
    message: 'poddisruptionbudgets.policy "x" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update',
  });
});
