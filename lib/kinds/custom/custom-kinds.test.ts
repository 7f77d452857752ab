import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../api/errors.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import { Cluster } from '../../cluster.ts';

const world = new Cluster();

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec: {type: string, description: When to run., pattern: '^\\S+( \\S+){4}$'}
              image: {type: string}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
`;
const OBJECT = `apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: my-cron}
spec:
  cronSpec: "*/5 * * * *"
  image: my-image
  replicas: 2
`;

function messageOf(request: () => unknown): string {
  try {
    request();
  } catch (error) {
    assert.ok(error instanceof Error, 'something else than an error was thrown');
    return error instanceof ApiError ? error.message : error.message.split('\n  manifest')[0]!;
  }
  return 'accepted';
}

function condition(object: KubeObject, type: string): readonly (string | undefined)[] {
  const { conditions = [] } = fieldsOf(object)['status'] as {
    conditions?: readonly Readonly<Record<string, string>>[];
  };
  const { status, reason, message } = conditions.find((each) => each['type'] === type) ?? {};
  return [status, reason, message];
}

test('a custom kind is installed, its objects are held to its schema, and it goes with all of them', () => {
  const cluster = world.fork();
  assert.throws(() => cluster.kind('crontabs'), /there is no kind "crontabs"/);
  cluster.apply(`${DEFINITION}---\n${OBJECT}`);
  cluster.settle();
  const definition = cluster.get('crd', 'crontabs.stable.example.com');
  assert.deepEqual(condition(definition, 'NamesAccepted'), ['True', 'NoConflicts', 'no conflicts found']);
  assert.deepEqual(condition(definition, 'Established'), ['True', 'InitialNamesAccepted', 'the initial names have been accepted']);
  for (const name of ['crontabs', 'crontab', 'CronTab', 'ct', 'crontabs.stable.example.com'])
    assert.equal(cluster.get(name, 'my-cron').kind, 'CronTab', name);
  const told = [
    [
      OBJECT.replace('replicas: 2', 'replicas: 20'),
      'The CronTab "my-cron" is invalid: spec.replicas: Invalid value: 20: spec.replicas in body should be less than or equal to 10',
    ],
    [
      OBJECT.replace(/cronSpec:.*/, 'cronSpec: 5'),
      'The CronTab "my-cron" is invalid: spec.cronSpec: Invalid value: "integer": spec.cronSpec in body must be of type string: "integer"',
    ],
    [
      OBJECT.replace(/cronSpec:.*/, 'cronSpec: daily'),
      `The CronTab "my-cron" is invalid: spec.cronSpec: Invalid value: "daily": spec.cronSpec in body should match '^\\S+( \\S+){4}$'`,
    ],
    [OBJECT.replace(/ *cronSpec:.*\n/, ''), 'The CronTab "other" is invalid: spec.cronSpec: Required value'],
    [
      OBJECT.replace('replicas: 2', 'nosuch: 2'),
      'Error from server (BadRequest): CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.nosuch"',
    ],
    [
      OBJECT.replace('replicas: 2', 'replicas: a'),
      'The CronTab "my-cron" is invalid:\n' +
        '* spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"\n' +
        '* .spec.replicas: Invalid value: 0: .spec.replicas accessor error: a is of the type string, expected int64',
    ],
  ] as const;
  for (const [manifest, message] of told)
    assert.equal(
      messageOf(() => cluster.apply(manifest.replace('my-cron', 'other'))),
      message.replace('my-cron', 'other'),
    );
  const api = cluster.as('admin');
  const kind = cluster.kind('ct');
  const object = () => cluster.get('ct', 'my-cron');
  assert.deepEqual(
    kind.columns.map(({ name, cell }) => [name, cell(object(), { age: () => '5s' })]),
    [
      ['Name', 'my-cron'],
      ['Spec', '*/5 * * * *'],
      ['Replicas', 2],
      ['Age', '5s'],
    ],
  );
  api.setScale(kind, object(), 3);
  assert.deepEqual([api.scale(kind, object()), object().metadata.generation], [3, 2]);
  api.patch(kind, object(), { spec: { image: 'x' } });
  assert.deepEqual(fieldsOf(object())['spec'], {
    cronSpec: '*/5 * * * *',
    image: 'x',
    replicas: 3,
  });
  const strategic = messageOf(() => api.patch(kind, object(), {}, { type: 'strategic' }));
  assert.match(
    strategic,
    /^the body of the request was in an unknown format - accepted media types include: application\/json-patch\+json, /,
  );
  api.delete(cluster.kind('crd'), definition);
  cluster.settle();
  assert.throws(() => cluster.kind('crontabs'), /there is no kind "crontabs"/);
  assert.deepEqual([cluster.list('crd').length, cluster.store.count(kind)], [0, 0]);
});

test('two copies of a cluster do not see each other’s kinds', () => {
  const [one, other] = [world.fork(), world.fork()];
  one.apply(DEFINITION);
  assert.equal(one.kind('ct').kind, 'CronTab');
  assert.throws(() => other.kind('ct'), /there is no kind/);
  assert.equal(one.fork().kind('ct'), one.kind('ct'));
});

test('names that another definition of the group has are not accepted before it gives them back', () => {
  const cluster = world.fork();
  cluster.apply(DEFINITION);
  cluster.settle();
  const second = DEFINITION.replace('crontabs.stable', 'tables.stable').replace('plural: crontabs', 'plural: tables');
  cluster.apply(second.replace('singular: crontab, kind: CronTab', 'kind: Table'));
  cluster.settle();
  const table = () => cluster.get('crd', 'tables.stable.example.com');
  assert.deepEqual(condition(table(), 'NamesAccepted'), ['False', 'ShortNamesConflict', '"ct" is already in use']);
  assert.deepEqual(condition(table(), 'Established'), ['False', 'NotAccepted', 'not all names are accepted']);
  assert.throws(() => cluster.kind('tables'), /there is no kind/);
  cluster.as('admin').delete(cluster.kind('crd'), cluster.get('crd', 'crontabs.stable.example.com'));
  cluster.settle();
  assert.deepEqual(condition(table(), 'Established')[0], 'True');
  assert.equal(cluster.kind('ct').kind, 'Table');
});

/** A cluster with the kind Thing, whose spec has this schema. */
function thing(spec: string, more = ''): Cluster {
  const cluster = world.fork();
  cluster.apply(`apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: things, kind: Thing }
  versions:
    - name: v1
      served: true
      storage: true
      ${more}
      schema: { openAPIV3Schema: { type: object, properties: { status: { type: object, properties: { ok: { type: boolean } } }, spec: ${spec} } } }
`);
  return cluster;
}

const made = (cluster: Cluster, spec: unknown): KubeObject =>
  cluster.as('admin').create(cluster.kind('thing'), {
    metadata: { name: 'a' },
    spec,
  });

test('a schema says what values are accepted, in the words of Kubernetes', () => {
  const cases: readonly (readonly [schema: string, value: unknown, message: string])[] = [
    ['{ type: string, enum: [a, b] }', 'c', 'spec.v: Unsupported value: "c": supported values: "a", "b"'],
    ['{ type: string, minLength: 2 }', 'a', 'spec.v: Invalid value: "a": spec.v in body should be at least 2 chars long'],
    ['{ type: string, maxLength: 2 }', 'abc', 'spec.v: Too long: may not be more than 2 bytes'],
    ['{ type: string, format: ipv4 }', '::1', 'spec.v: Invalid value: "::1": spec.v in body must be of type ipv4: "::1"'],
    ['{ type: string, pattern: "^(a+)+$" }', 'a'.repeat(40), ''],
    ['{ type: integer }', 1.5, 'spec.v: Invalid value: "number": spec.v in body must be of type integer: "number"'],
    ['{ type: number }', 1, ''],
    ['{ type: number, multipleOf: 0.5 }', 0.7, 'spec.v: Invalid value: 0.7: spec.v in body should be a multiple of 0.5'],
    ['{ type: integer, minimum: 1, exclusiveMinimum: true }', 1, 'spec.v: Invalid value: 1: spec.v in body should be greater than 1'],
    ['{ type: integer, maximum: 1, exclusiveMaximum: true }', 1, 'spec.v: Invalid value: 1: spec.v in body should be less than 1'],
    ['{ type: array, items: { type: string }, maxItems: 1 }', ['a', 'b'], 'spec.v: Too many: 2: must have at most 1 items'],
    ['{ type: array, items: { type: string }, minItems: 1 }', [], 'spec.v: Invalid value: 0: spec.v in body should have at least 1 items'],
    [
      '{ type: array, items: { type: string } }',
      ['a', 1],
      'spec.v[1]: Invalid value: "integer": spec.v[1] in body must be of type string: "integer"',
    ],
    ['{ type: array, x-kubernetes-list-type: set, items: { type: string } }', ['a', 'a'], 'spec.v[1]: Duplicate value: "a"'],
    [
      '{ type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: { type: object, required: [k], properties: { k: { type: string } } } }',
      [{ k: 'a' }, { k: 'a' }],
      'spec.v[1]: Duplicate value: map[string]interface {}{"k":"a"}',
    ],
    [
      '{ type: object, additionalProperties: { type: integer } }',
      { a: 'x' },
      'spec.v.a: Invalid value: "string": spec.v.a in body must be of type integer: "string"',
    ],
    ['{ type: object, minProperties: 1 }', {}, 'spec.v: Invalid value: 0: spec.v in body should have at least 1 properties'],
    ['{ x-kubernetes-int-or-string: true }', '50%', ''],
    [
      '{ x-kubernetes-int-or-string: true }',
      true,
      'spec.v: Invalid value: "boolean": spec.v in body must be of type integer,string: "boolean"',
    ],
    ['{ type: string, nullable: true }', null, ''],
    ['{ type: string }', null, 'spec.v: Invalid value: "null": spec.v in body must be of type string: "null"'],
    [
      '{ type: string, anyOf: [{ pattern: a }, { pattern: b }] }',
      'c',
      'spec.v: Invalid value: "c": "spec.v" must validate at least one schema (anyOf)',
    ],
    ['{ type: string, not: { pattern: a } }', 'a', 'spec.v: Invalid value: "a": "spec.v" must not validate the schema (not)'],
    [
      '{ type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true }',
      { apiVersion: 'v1' },
      'spec.v.kind: Required value: must not be empty',
    ],
  ];
  for (const [schema, value, message] of cases) {
    const told = messageOf(() =>
      made(thing(`{ type: object, properties: { v: ${schema} } }`), {
        v: value,
      }),
    );
    assert.equal(told, message === '' ? 'accepted' : `Thing.example.com "a" is invalid: ${message}`, schema);
  }
});

test('defaults are filled in at every depth, unknown fields stay only where the schema keeps them', () => {
  const cluster = thing(
    '{ type: object, default: {}, properties: { size: { type: integer, default: 3 }, list: { type: array, items: { type: object, properties: { lit: { type: boolean, default: true } } } }, free: { type: object, x-kubernetes-preserve-unknown-fields: true } } }',
  );
  assert.deepEqual(fieldsOf(made(cluster.fork(), undefined))['spec'], {
    size: 3,
  });
  const stored = made(cluster.fork(), {
    size: null,
    list: [{}],
    free: { any: { thing: 1 } },
  });
  assert.deepEqual(fieldsOf(stored)['spec'], {
    size: 3,
    list: [{ lit: true }],
    free: { any: { thing: 1 } },
  });
  const warnings: string[] = [];
  const lenient = cluster.as('admin').create(
    cluster.kind('thing'),
    { metadata: { name: 'a' }, spec: { list: [{ dim: 1 }], other: 2 } },
    {
      fieldValidation: 'Warn',
      warn: (warning) => void warnings.push(warning),
    },
  );
  assert.deepEqual(fieldsOf(lenient)['spec'], {
    list: [{ lit: true }],
    size: 3,
  });
  assert.deepEqual(warnings, ['unknown field "spec.list[0].dim"', 'unknown field "spec.other"']);
});

test('a status is changed by itself only where the definition has it as a subresource', () => {
  const spec = '{ type: object, properties: { v: { type: string } } }';
  const plain = thing(spec);
  const api = plain.as('admin');
  const object = api.create(plain.kind('thing'), {
    metadata: { name: 'a' },
    status: { ok: true },
  });
  assert.deepEqual(fieldsOf(object)['status'], { ok: true });
  assert.equal(api.patch(plain.kind('thing'), object, { status: { ok: false } }).metadata.generation, 2);
  const split = thing(spec, 'subresources: { status: {} }');
  const client = split.as('admin');
  const other = client.create(split.kind('thing'), {
    metadata: { name: 'a' },
    status: { ok: true },
  });
  assert.equal(fieldsOf(other)['status'], undefined);
  assert.equal(client.patch(split.kind('thing'), other, { status: { ok: false } }), other);
  const reported = client.status(split.kind('thing'), other, { ok: true });
  assert.deepEqual([fieldsOf(reported)['status'], reported.metadata.generation], [{ ok: true }, 1]);
  assert.match(
    messageOf(() => client.status(split.kind('thing'), reported, { ok: 'yes' })),
    /status.ok in body must be of type boolean/,
  );
});

test('server-side apply merges lists by the keys of the schema, and tells conflicts', () => {
  const list =
    '{ type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: { type: object, required: [k], properties: { k: { type: string }, v: { type: integer } } } }';
  const cluster = thing(`{ type: object, properties: { list: ${list} } }`);
  const kind = cluster.kind('thing');
  const apply = (fieldManager: string, items: unknown): KubeObject =>
    cluster.as('admin').applyServerSide(
      kind,
      {
        apiVersion: 'example.com/v1',
        kind: 'Thing',
        metadata: { name: 'a' },
        spec: { list: items },
      },
      { fieldManager },
    );
  apply('one', [{ k: 'a', v: 1 }]);
  assert.deepEqual(fieldsOf(apply('two', [{ k: 'b', v: 2 }]))['spec'], {
    list: [
      { k: 'a', v: 1 },
      { k: 'b', v: 2 },
    ],
  });
  assert.match(
    messageOf(() => apply('two', [{ k: 'a', v: 3 }])),
    /conflict with "one".*\.spec\.list\[k="a"\]\.v/,
  );
});

test('what is written in one version is read in every served one, and the preferred version has the kind’s plain name', () => {
  const cluster = world.fork();
  const [head, version] = DEFINITION.split('  - name: v1\n');
  const rest = version!;
  cluster.apply(`${head!}  - name: v1beta1\n${rest.replace('storage: true', 'storage: false')}  - name: v1\n${rest}`);
  cluster.apply(OBJECT.replace('/v1', '/v1beta1'));
  assert.equal(cluster.get('ct', 'my-cron').apiVersion, 'stable.example.com/v1');
  const beta = cluster.registry.findByManifest('stable.example.com/v1beta1', 'CronTab')!;
  assert.deepEqual(
    cluster
      .as('admin')
      .list(beta)
      .map(({ apiVersion, metadata }) => [apiVersion, metadata.name]),
    [['stable.example.com/v1beta1', 'my-cron']],
  );
  assert.equal(cluster.registry.kinds.filter(({ kind }) => kind === 'CronTab').length, 1);
});
