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

test('every version of every group has a document, and what is none has not', () => {
  assert.deepEqual(
    [...new Set(cluster.registry.versions.map(({ apiVersion, group }) => (group === '' ? 'api/' : 'apis/') + apiVersion))].sort(),
    roots,
  );
  assert.equal(admin.openApiV3('apis/apps/v2'), undefined);
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
            spec: { type: object, required: [cron], properties: { cron: { type: string } } }
`);
  const { paths, components } = own.as('admin').openApiV3('apis/stable.example.com/v1') as unknown as DocumentV3;
  const { spec } = (components.schemas['com.example.stable.v1.CronTab'] as { readonly properties: Readonly<Record<string, Schema>> })
    .properties;
  assert.deepEqual(spec, { type: 'object', properties: { cron: { type: 'string' } }, required: ['cron'] });
  const { patch } = paths['/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}']!;
  assert.doesNotMatch(JSON.stringify(patch?.['requestBody']), /strategic/);
  assert.equal(admin.openApiV3('apis/stable.example.com/v1'), undefined);
});
