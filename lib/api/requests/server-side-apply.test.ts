import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import type { Manifest } from '../object.ts';
import type { ManagedFieldsEntry } from '../generated/types.ts';

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'nginx',
            image: 'nginx:1.26',
            ports: [{ containerPort: 80 }],
          },
        ],
      },
    },
  },
} satisfies Manifest;

const configMap = (data: object, more: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', namespace: 'default', ...more },
  data,
});

class Bench {
  readonly cluster = new Cluster();
  readonly api = this.cluster.as('admin');

  apply(manifest: Manifest, fieldManager = 'kubectl', force = false): void {
    this.api.applyServerSide(this.cluster.kind(manifest.kind!), manifest, {
      fieldManager,
      force,
    });
  }

  /** Each entry as `manager operation subresource`, with its fields. */
  managed(kind: string, name: string): readonly (readonly [string, unknown])[] {
    const object = this.api.withManagedFields(this.cluster.kind(kind), this.cluster.get(kind, name));
    return (object.metadata.managedFields ?? []).map((entry: ManagedFieldsEntry) => [
      [entry.manager, entry.operation, entry.subresource].filter((part) => part !== undefined).join(' '),
      entry.fieldsV1,
    ]);
  }

  data(): unknown {
    return (this.cluster.get('cm', 'c') as { readonly data?: unknown }).data;
  }
}

test('who applies owns what the configuration names, and nothing that was defaulted', () => {
  const bench = new Bench();
  bench.apply(DEPLOYMENT);
  const [first] = bench.managed('deploy', 'web');
  assert.deepEqual(first, [
    'kubectl Apply',
    {
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:template': {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"nginx"}': {
                '.': {},
                'f:image': {},
                'f:name': {},
                'f:ports': {
                  'k:{"containerPort":80,"protocol":"TCP"}': {
                    '.': {},
                    'f:containerPort': {},
                  },
                },
              },
            },
          },
        },
      },
    },
  ]);
});

test('what others have changed is a conflict that names them, until it is forced', () => {
  const bench = new Bench();
  bench.apply(DEPLOYMENT);
  bench.api.setScale(bench.cluster.kind('deploy'), { metadata: { name: 'web' } }, 2);
  assert.throws(() => bench.apply(DEPLOYMENT), {
    message: 'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    status: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
      reason: 'Conflict',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl" with subresource "scale" using apps/v1',
            field: '.spec.replicas',
          },
        ],
      },
      code: 409,
    },
  });
  bench.apply(DEPLOYMENT, 'kubectl', true);
  assert.equal(
    (
      bench.cluster.get('deploy', 'web') as unknown as {
        spec: { replicas: number };
      }
    ).spec.replicas,
    3,
  );
  assert.ok(!bench.managed('deploy', 'web').some(([title]) => title.includes('scale')), 'nobody else owns the replicas any more');
});

test('two managers may say the same; a third thing said is a conflict with both', () => {
  const bench = new Bench();
  bench.apply(DEPLOYMENT);
  bench.apply(DEPLOYMENT, 'other');
  const changed: Manifest = structuredClone(DEPLOYMENT);
  (changed as unknown as typeof DEPLOYMENT).spec.template.spec.containers[0]!.image = 'nginx:1.27';
  assert.throws(() => bench.apply(changed, 'other'), {
    message: 'Apply failed with 1 conflict: conflict with "kubectl": .spec.template.spec.containers[name="nginx"].image',
  });
  assert.throws(() => bench.apply(changed, 'third'), {
    message: [
      'Apply failed with 2 conflicts: conflicts with "kubectl":',
      '- .spec.template.spec.containers[name="nginx"].image',
      'conflicts with "other":',
      '- .spec.template.spec.containers[name="nginx"].image',
    ].join('\n'),
  });
});

test('what a manager no longer says goes, unless somebody else says it', () => {
  const bench = new Bench();
  bench.apply(configMap({ a: '1', b: '2', shared: 'x' }), 'one');
  bench.apply(configMap({ shared: 'x', c: '3' }), 'two');
  bench.apply(configMap({ a: '1' }), 'one');
  assert.deepEqual(bench.data(), { shared: 'x', c: '3', a: '1' });
});

test('applying the same again is no write; owning what is there already is one', () => {
  const bench = new Bench();
  bench.apply(configMap({ a: '1' }), 'one');
  const { revision } = bench.cluster;
  bench.apply(configMap({ a: '1' }), 'one');
  assert.equal(bench.cluster.revision, revision);
  bench.apply(configMap({ a: '1' }), 'two');
  assert.equal(bench.cluster.revision, revision + 1);
  assert.deepEqual(
    bench.managed('cm', 'c').map(([title]) => title),
    ['one Apply', 'two Apply'],
  );
});

test('a plain write owns what it changes and takes it from the others; labels get a place of their own when they are new', () => {
  const bench = new Bench();
  const kind = bench.cluster.kind('cm');
  bench.api.create(kind, configMap({ a: '1', b: '2' }, { labels: { app: 'c' } }), { fieldManager: 'kubectl-create' });
  assert.deepEqual(bench.managed('cm', 'c'), [
    [
      'kubectl-create Update',
      {
        'f:data': { '.': {}, 'f:a': {}, 'f:b': {} },
        'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      },
    ],
  ]);
  bench.api.patch(kind, { metadata: { name: 'c' } }, { data: { b: '3', c: '4' } }, { fieldManager: 'kubectl-patch' });
  assert.deepEqual(bench.managed('cm', 'c'), [
    [
      'kubectl-create Update',
      {
        'f:data': { '.': {}, 'f:a': {} },
        'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      },
    ],
    ['kubectl-patch Update', { 'f:data': { 'f:b': {}, 'f:c': {} } }],
  ]);
  assert.throws(() => bench.apply(configMap({ a: '9', b: '9', c: '9' }), 'me'), {
    message: [
      'Apply failed with 3 conflicts: conflicts with "kubectl-create" using v1:',
      '- .data.a',
      'conflicts with "kubectl-patch" using v1:',
      '- .data.b',
      '- .data.c',
    ].join('\n'),
  });
});

test("a pod made by a controller is the controllers' and, for its status, the kubelet's; what admission adds is nobody's", () => {
  const bench = new Bench();
  bench.apply(DEPLOYMENT);
  bench.cluster.settle();
  const [pod] = bench.cluster.list('pods', { namespace: 'default' });
  const entries = bench.managed('pods', pod!.metadata.name);
  assert.deepEqual(
    entries.map(([title]) => title),
    ['kube-controller-manager Update', 'kubelet Update status'],
  );
  const [[, fields]] = entries as [[string, { readonly 'f:spec': object; readonly 'f:metadata': object }]];
  assert.deepEqual(Object.keys(fields['f:metadata']), ['f:generateName', 'f:labels', 'f:ownerReferences']);
  assert.ok(!Object.keys(fields['f:spec']).includes('f:tolerations'), 'tolerations come from admission');
});

test('kubectl may go on server-side from what it applied by the client; others may not', () => {
  const bench = new Bench();
  bench.api.apply(bench.cluster.kind('cm'), configMap({ a: '1', b: '2' }));
  assert.throws(() => bench.apply(configMap({ a: '5' }), 'me'), {
    message: /conflict with "kubectl-client-side-apply" using v1: \.data\.a$/,
  });
  bench.apply(configMap({ a: '5', b: '2' }), 'kubectl');
  assert.deepEqual(bench.data(), { a: '5', b: '2' });
  const { annotations } = bench.cluster.get('cm', 'c').metadata;
  assert.equal(
    annotations?.['kubectl.kubernetes.io/last-applied-configuration'],
    '{"apiVersion":"v1","data":{"a":"5","b":"2"},"kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}\n',
  );
});

for (const annotation of ['', '{', '[]', '{"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}}'])
  test(`kubectl is forgiven nothing where the annotation says ${JSON.stringify(annotation)}`, () => {
    const bench = new Bench();
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': annotation };
    bench.api.create(bench.cluster.kind('cm'), configMap({ a: '1' }, { annotations }), { fieldManager: 'kubectl-client-side-apply' });
    assert.throws(() => bench.apply(configMap({ a: '5' })), { message: /conflict with "kubectl-client-side-apply" using v1: \.data\.a$/ });
  });

const broken: readonly (readonly [configuration: object, manager: string, message: string])[] = [
  [configMap({}), '', 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'],
  [{ ...configMap({}), apiVersion: 'v2' }, 'me', 'Incorrect version specified in apply patch. Specified patch version: v2, expected: v1'],
  [configMap({}, { managedFields: [{}] }), 'me', 'metadata.managedFields must be nil'],
  [
    { ...configMap({}), dat: {} },
    'me',
    'failed to create typed patch object (default/c; /v1, Kind=ConfigMap): .dat: field not declared in schema',
  ],
  [
    configMap({ a: 1 }),
    'me',
    'failed to create typed patch object (default/c; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
  ],
  [
    { ...configMap({ a: 1 }), more: 1 },
    'me',
    'failed to create typed patch object (default/c; /v1, Kind=ConfigMap): errors:\n  .data.a: expected string, got &value.valueUnstructured{Value:1}\n  .more: field not declared in schema',
  ],
];

test('a configuration that cannot be applied is refused in the words of the server', () => {
  const bench = new Bench();
  for (const [configuration, manager, message] of broken)
    assert.throws(() => bench.apply(configuration as Manifest, manager), {
      message,
    });
  assert.equal(
    bench.cluster.list('cm', { namespace: 'default' }).some(({ metadata }) => metadata.name === 'c'),
    false,
  );
});

test('the managed fields can be reset and replaced, and more than ten writers become one', () => {
  const bench = new Bench();
  const kind = bench.cluster.kind('cm');
  bench.apply(configMap({ a: '1' }), 'one');
  const entries: readonly ManagedFieldsEntry[] = [
    {
      manager: 'mine',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:a': {} } },
    },
  ];
  bench.api.patch(kind, { metadata: { name: 'c' } }, [{ op: 'replace', path: '/metadata/managedFields', value: entries }], {
    type: 'json',
  });
  assert.deepEqual(bench.managed('cm', 'c'), [['mine Apply', { 'f:data': { 'f:a': {} } }]]);
  bench.api.patch(kind, { metadata: { name: 'c' } }, { metadata: { managedFields: [{}] } });
  assert.deepEqual(bench.managed('cm', 'c'), []);
  for (let i = 10; i < 23; i++) bench.api.patch(kind, { metadata: { name: 'c' } }, { data: { [`k${i}`]: 'x' } }, { fieldManager: `m${i}` });
  const titles = bench.managed('cm', 'c').map(([title]) => title);
  assert.equal(titles.length, 10);
  assert.equal(titles.filter((title) => title === 'ancient-changes Update').length, 1);
});
