import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { Cluster } from '../../cluster.ts';
import { SAMPLES } from '../contract-fixture.ts';
import { typeNameOf } from '../schema.ts';
import type { Schema } from './schemas.ts';

const cluster = new Cluster();
const admin = cluster.as('admin');
const roots = Object.keys(admin.openApiIndex().paths);

interface DocumentV3 {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

function documentOf(root: string): DocumentV3 {
  return admin.openApiV3(root) as unknown as DocumentV3;
}

test('every version of every group has a document, and so has what the server tells of itself', () => {
  const versions = cluster.registry.versions.map(({ apiVersion, group }) => (group === '' ? 'api/' : 'apis/') + apiVersion);
  const groups = cluster.registry.versions.flatMap(({ group }) => (group === '' ? [] : [`apis/${group}`]));
  assert.deepEqual([...new Set(['api', 'apis', 'version', ...groups, ...versions])].sort(), roots);
  for (const root of ['apis/apps/v2', 'apis/nosuch', '', 'api/v1/', 'toString']) assert.equal(admin.openApiV3(root), undefined, root);
});

test('a document is built once for the same kinds, and its address changes only when it does', () => {
  const definition = (plural: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.example.com }
spec:
  group: example.com
  scope: Cluster
  names: { plural: ${plural}, kind: K${plural} }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;
  const own = new Cluster();
  const before = own.as('admin').openApiIndex().paths;
  assert.deepEqual(before, admin.openApiIndex().paths);
  assert.match(before['apis/apps/v1']!.serverRelativeURL, /^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{128}$/);
  own.apply(definition('as'));
  const one = own.as('admin').openApiIndex().paths;
  const { 'apis/example.com/v1': added, ...others } = one;
  assert.deepEqual([others, added === undefined], [before, false]);
  const document = own.as('admin').openApiV3('apis/example.com/v1');
  assert.equal(own.fork().as('admin').openApiV3('apis/example.com/v1'), document);
  assert.equal(own.as('admin').openApiV2(), own.fork().as('admin').openApiV2());
  own.apply(definition('bs'));
  assert.notEqual(own.as('admin').openApiIndex().paths['apis/example.com/v1']!.serverRelativeURL, added!.serverRelativeURL);
  for (const root of roots) assert.equal(own.as('admin').openApiV3(root), admin.openApiV3(root), root);
});

test('every reference leads somewhere in its own document', () => {
  for (const root of roots) {
    const document = documentOf(root);
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!);
    assert.deepEqual(
      names.filter((name) => document.components.schemas[name] === undefined),
      [],
    );
  }
  const whole = admin.openApiV2() as { readonly definitions: Readonly<Record<string, Schema>> };
  const names = [...JSON.stringify(whole).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name!);
  assert.deepEqual(
    names.filter((name) => whole.definitions[name] === undefined),
    [],
  );
});

for (const kind of cluster.registry.kinds) {
  const root = kind.group === '' ? `api/${kind.version}` : `apis/${kind.apiVersion}`;
  const { group, version } = kind;
  const about = { group, version, kind: kind.kind };

  test(`${kind.apiVersion} ${kind.kind}: kubectl finds the patch, its parameters and its type`, () => {
    const { paths, components } = documentOf(root);
    const patches = Object.values(paths).flatMap(({ patch }) => (patch === undefined ? [] : [patch]));
    const patch = patches.find((operation) => JSON.stringify(operation['x-kubernetes-group-version-kind']) === JSON.stringify(about));
    assert.ok(patch !== undefined, 'there is no patch of the kind');
    assert.ok(
      (patch['parameters'] as readonly { readonly name: string }[]).some(({ name }) => name === 'fieldValidation'),
      'fields cannot be validated',
    );
    assert.ok(JSON.stringify(patch['requestBody']).includes('application/strategic-merge-patch+json'), 'there is no strategic merge');
    assert.deepEqual(components.schemas[typeNameOf(kind.apiVersion, kind.kind)!]?.['x-kubernetes-group-version-kind'], [about]);
  });

  test(`${kind.apiVersion} ${kind.kind}: what is stored is as its schema says`, () => {
    const { schemas } = documentOf(root).components;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ components: { schemas } }, 'document');
    const validate = ajv.compile({ $ref: `document#/components/schemas/${typeNameOf(kind.apiVersion, kind.kind)!}` });
    const sample = SAMPLES[kind.resource]!;
    const stored = admin.create(kind, { ...sample.fields, metadata: { name: sample.name ?? 'sample' } }, { dryRun: true });
    assert.ok(validate(stored), JSON.stringify(validate.errors));
  });
}

test('an enum says its values, and a named type what it is', () => {
  const { schemas } = documentOf('api/v1').components;
  const field = (type: string, name: string): Schema | undefined =>
    (schemas[`io.k8s.api.core.v1.${type}`] as { readonly properties: Readonly<Record<string, Schema>> }).properties[name];
  assert.match(
    String(field('PodSpec', 'restartPolicy')?.['description']),
    /\n\nPossible enum values:\n - `"Always"`\n - `"Never"`\n - `"OnFailure"`$/,
  );
  const { allOf, description } = field('ServicePort', 'targetPort') ?? {};
  assert.deepEqual(allOf, [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.util.intstr.IntOrString' }]);
  assert.match(String(description), /^Number or name of the port/);
  assert.match(String(schemas['io.k8s.apimachinery.pkg.util.intstr.IntOrString']?.['description']), /^IntOrString is/);
});

test('what may be anything has the name of its type', () => {
  const { schemas } = documentOf('apis/apiextensions.k8s.io/v1').components;
  const { properties } = schemas['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps'] as {
    readonly properties: Readonly<Record<string, Schema>>;
  };
  const prefix = '#/components/schemas/io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
  assert.deepEqual(properties['additionalProperties'], { $ref: `${prefix}.JSONSchemaPropsOrBool` });
  assert.deepEqual(properties['enum']?.['items'], { $ref: `${prefix}.JSON` });
  assert.equal(schemas['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1']?.['type'], 'object');
});

test('lists say how they are merged, as patches and as applied', () => {
  const { schemas } = documentOf('apis/apps/v1').components;
  const { containers } = (schemas['io.k8s.api.core.v1.PodSpec'] as { readonly properties: Readonly<Record<string, Schema>> }).properties;
  assert.deepEqual(
    ['x-kubernetes-patch-merge-key', 'x-kubernetes-patch-strategy', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys'].map(
      (name) => containers?.[name],
    ),
    ['name', 'merge', 'map', ['name']],
  );
});

test('statuses and scales are where a kind has them', () => {
  const { paths } = documentOf('apis/apps/v1');
  const of = (plural: string): readonly string[] =>
    Object.keys(paths)
      .filter((path) => path.startsWith(`/apis/apps/v1/namespaces/{namespace}/${plural}/{name}/`))
      .map((path) => path.split('/').at(-1)!);
  assert.deepEqual([of('deployments'), of('daemonsets'), of('controllerrevisions')], [['scale', 'status'], ['status'], []]);
});

test('what only pods are asked for is about kinds of its own', () => {
  const { paths, components } = documentOf('api/v1');
  const of = (name: string): readonly unknown[] => {
    const { parameters: _, ...methods } = paths[`/api/v1/namespaces/{namespace}/pods/{name}/${name}`]!;
    return Object.entries(methods).map(([method, operation]) => {
      const { kind } = operation['x-kubernetes-group-version-kind'] as { readonly kind: string };
      return [method, operation['x-kubernetes-action'], kind];
    });
  };
  assert.deepEqual(['binding', 'eviction', 'exec', 'log', 'portforward'].map(of), [
    [['post', 'post', 'Binding']],
    [['post', 'post', 'Eviction']],
    [
      ['get', 'connect', 'PodExecOptions'],
      ['post', 'connect', 'PodExecOptions'],
    ],
    [['get', 'get', 'Pod']],
    [
      ['get', 'connect', 'PodPortForwardOptions'],
      ['post', 'connect', 'PodPortForwardOptions'],
    ],
  ]);
  assert.ok(components.schemas['io.k8s.api.policy.v1.Eviction'] !== undefined, 'an eviction has no schema');
});

test('a custom kind has a document of its own, as its definition says', () => {
  const own = new Cluster();
  own.apply(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: crontabs.stable.example.com }
spec:
  group: stable.example.com
  scope: Namespaced
  names: { plural: crontabs, singular: crontab, kind: CronTab }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [cron]
              properties:
                cron: { type: string, description: When to run., pattern: '^.+$' }
                port: { x-kubernetes-int-or-string: true }
                mode: { type: string, enum: [a, b], nullable: true, default: a }
                template: { type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true }
`);
  const client = own.as('admin');
  const { paths, components } = client.openApiV3('apis/stable.example.com/v1') as unknown as DocumentV3;
  const propertiesOf = (schema: unknown) => (schema as { readonly properties: Readonly<Record<string, Schema>> }).properties;
  const fields = propertiesOf(components.schemas['com.example.stable.v1.CronTab']);
  const spec = propertiesOf(fields['spec']);
  assert.deepEqual(Object.keys(fields).sort(), ['apiVersion', 'kind', 'metadata', 'spec']);
  assert.deepEqual(Object.keys(propertiesOf(spec['template'])), ['apiVersion', 'kind', 'metadata']);
  assert.deepEqual(
    [spec['cron'], spec['port'], spec['mode']],
    [
      { type: 'string', description: 'When to run.', pattern: '^.+$' },
      { 'x-kubernetes-int-or-string': true },
      { type: 'string', enum: ['a', 'b'], nullable: true, default: 'a' },
    ],
  );
  const list = components.schemas['com.example.stable.v1.CronTabList'];
  assert.deepEqual([list?.['required'], list?.['description']], [['items'], 'CronTabList is a list of CronTab']);
  const { definitions } = client.openApiV2() as { readonly definitions: Readonly<Record<string, Schema>> };
  assert.deepEqual(propertiesOf(propertiesOf(definitions['com.example.stable.v1.CronTab'])['spec'])['mode'], { enum: ['a', 'b'] });
  const { patch } = paths['/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}']!;
  assert.doesNotMatch(JSON.stringify(patch?.['requestBody']), /strategic/);
  assert.equal(admin.openApiV3('apis/stable.example.com/v1'), undefined);
});
