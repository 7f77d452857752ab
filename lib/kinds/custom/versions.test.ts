import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../api/errors.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import { Cluster } from '../../cluster.ts';

const world = new Cluster();

const version = (name: string, fields: string, more = '') =>
  `{ name: ${name}, served: true, storage: ${name === 'v1'}, ${more} schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: ${fields} } } } } }`;

/** A cluster with lamps in the versions v1, which is stored, and v1beta1. */
function lamps(stored: string, beta: string): Cluster {
  const cluster = world.fork();
  cluster.apply(`{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: lamps.example.com },
    spec: { group: example.com, scope: Namespaced, names: { plural: lamps, kind: Lamp }, versions: [${version('v1', stored)}, ${version('v1beta1', beta)}] } }`);
  return cluster;
}

function refusal(request: () => unknown): ApiError {
  let thrown: unknown;
  try {
    request();
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof ApiError, `not refused: ${String(thrown)}`);
  return thrown;
}

const specOf = (object: KubeObject): unknown => fieldsOf(object)['spec'];

test('an object is held to the version it is written in, stored in another, and read in either without what that does not know', () => {
  const both = 'color: { type: string, default: red }';
  const cluster = lamps(`{ ${both}, watts: { type: integer } }`, `{ ${both}, volts: { type: integer, minimum: 5 } }`);
  const api = cluster.as('admin');
  const [v1, beta] = ['v1', 'v1beta1'].map((name) => cluster.kind(`lamps.${name}.example.com`));
  assert.equal(
    refusal(() => api.create(beta!, { metadata: { name: 'a' }, spec: { volts: 1 } })).message,
    'Lamp.example.com "a" is invalid: spec.volts: Invalid value: 1: spec.volts in body should be greater than or equal to 5',
  );
  assert.match(refusal(() => api.create(beta!, { metadata: { name: 'a' }, spec: { watts: 1 } })).message, /unknown field "spec.watts"$/);
  const made = api.create(beta!, { metadata: { name: 'a' }, spec: { volts: 6 } });
  // What the stored version does not know is lost.
  assert.deepEqual([made.apiVersion, specOf(made)], ['example.com/v1beta1', { color: 'red' }]);
  api.patch(v1!, made, { spec: { watts: 40 } });
  assert.deepEqual([specOf(api.get(v1!, 'a')), specOf(api.get(beta!, 'a'))], [{ color: 'red', watts: 40 }, { color: 'red' }]);
  assert.equal(cluster.store.change(cluster.revision)?.after?.apiVersion, 'example.com/v1');
  const managers = api.withManagedFields(v1!, api.get(v1!, 'a')).metadata.managedFields?.map(({ apiVersion }) => apiVersion);
  assert.deepEqual(managers, ['example.com/v1', 'example.com/v1beta1']);
});

test('a default that a definition gets later is there when an older object is read', () => {
  const cluster = lamps('{ color: { type: string } }', '{}');
  const api = cluster.as('admin');
  api.create(cluster.kind('lamp'), { metadata: { name: 'a' }, spec: {} });
  const definition = cluster.get('crd', 'lamps.example.com');
  const next = [{ op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/color/default', value: 'red' }];
  api.patch(cluster.kind('crd'), definition, next, { type: 'json' });
  assert.deepEqual(specOf(api.get(cluster.kind('lamp'), 'a')), { color: 'red' });
});

test('nothing is created any more of a kind whose definition is going, but what is there may change', () => {
  const cluster = lamps('{ color: { type: string } }', '{}');
  cluster.settle();
  const api = cluster.as('admin');
  const made = api.create(cluster.kind('lamp'), { metadata: { name: 'a', finalizers: ['example.com/hold'] }, spec: {} });
  api.delete(cluster.kind('crd'), cluster.get('crd', 'lamps.example.com'));
  cluster.settle();
  const { status } = refusal(() => api.create(cluster.kind('lamp'), { metadata: { name: 'b' } }));
  assert.deepEqual(
    [status.code, status.reason, status.message, status.details],
    [
      405,
      'MethodNotAllowed',
      'create not allowed while custom resource definition is terminating',
      { group: 'example.com', kind: 'lamps' },
    ],
  );
  api.patch(cluster.kind('lamp'), made, { metadata: { finalizers: null } });
  cluster.settle();
  assert.equal(cluster.list('crd').length, 0);
});

test('a quota counts custom kinds, too', () => {
  const cluster = lamps('{}', '{}');
  cluster.settle();
  cluster.apply('{ apiVersion: v1, kind: ResourceQuota, metadata: { name: q }, spec: { hard: { count/lamps.example.com: "1" } } }');
  cluster.settle();
  const api = cluster.as('admin');
  const create = (name: string): unknown => api.create(cluster.kind('lamp'), { metadata: { name } });
  create('a');
  assert.equal(
    refusal(() => create('b')).message,
    'lamps.example.com "b" is forbidden: exceeded quota: q, requested: count/lamps.example.com=1, used: count/lamps.example.com=1, limited: count/lamps.example.com=1',
  );
  api.delete(cluster.kind('lamp'), { metadata: { name: 'a' } });
  cluster.settle();
  create('b');
});

test('whole objects within an object are of a kind and have metadata as all objects have', () => {
  const cluster = lamps(
    '{ bulb: { type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true } }',
    '{}',
  );
  const api = cluster.as('admin');
  const create = (bulb: object) => refusal(() => api.create(cluster.kind('lamp'), { metadata: { name: 'a' }, spec: { bulb } })).message;
  const cases: readonly (readonly [object, string])[] = [
    [{ kind: 'Bulb' }, 'spec.bulb.apiVersion: Required value: must not be empty'],
    [{ apiVersion: 'a/b/c', kind: 'Bulb' }, 'spec.bulb.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    [{ apiVersion: 'v1', kind: 5 }, 'spec.bulb.kind: Invalid value: 5: must be a string'],
    [
      { apiVersion: 'v1', kind: 'Bulb', metadata: { labels: { a: 'b c' } } },
      `spec.bulb.metadata.labels: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  ];
  for (const [bulb, message] of cases) assert.equal(create(bulb), `Lamp.example.com "a" is invalid: ${message}`);
  assert.match(
    create({ apiVersion: 'v1', kind: 'B_', metadata: {} }),
    /spec\.bulb\.kind: Invalid value: "B_": may have mixed case, but should otherwise match: a DNS-1035 label/,
  );
  assert.match(
    create({ apiVersion: 'v1', kind: 'Bulb', metadata: { labels: 5 } }),
    /spec\.bulb\.metadata: Invalid value: map\[labels:5\]: json: cannot unmarshal/,
  );
  assert.match(create({ apiVersion: 'v1', kind: 'Bulb', metadata: { lables: {} } }), /unknown field "spec\.bulb\.metadata\.lables"$/);
  assert.deepEqual(
    specOf(api.create(cluster.kind('lamp'), { metadata: { name: 'a' }, spec: { bulb: { apiVersion: 'v1', kind: 'Bulb', watts: 5 } } })),
    {
      bulb: { apiVersion: 'v1', kind: 'Bulb', watts: 5 },
    },
  );
});
