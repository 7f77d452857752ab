import { digestOf } from '../../base/digest.ts';
import type { Kind, Registry } from '../kind.ts';
import { kindsKnown, typeNameOf } from '../schema.ts';
import { operationId, patchTypes, pathsOfKind, queryType, rootOf, type KindPath, type Operation } from './paths.ts';
import { findObjectType } from '../schema-table.ts';
import { Schemas, type NamedTypes, type Schema } from './schemas.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const INFO = { title: 'Kubernetes', version: 'v1.32.13' };

/** Which documents there are: a path for every version of every group, such as `apis/apps/v1`, with the address to ask at. */
export interface OpenApiIndex {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

/** The index of the OpenAPI 3 documents; an address changes with what is there. kube: staging/src/k8s.io/kube-openapi/pkg/handler3/handler.go */
export function openApiIndex(registry: Registry): OpenApiIndex {
  const roots = [...new Set(registry.versions.map(rootOf))].sort();
  const entries = roots.map((root) => {
    const hash = digestOf('sha256', JSON.stringify(openApiV3(registry, root)))
      .toString('hex')
      .toUpperCase();
    return [root, { serverRelativeURL: `/openapi/v3/${root}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}

/** The OpenAPI 3 document of one version of a group (`api/v1`, `apis/apps/v1`), or undefined where there is none. */
export function openApiV3(registry: Registry, root: string): Schema | undefined {
  const kinds = registry.versions.filter((kind) => rootOf(kind) === root);
  if (kinds.length === 0) return undefined;
  const schemas = new Schemas({ prefix: '#/components/schemas/', wrapsReferences: true }, namedTypes(kinds));
  const paths = pathsFor(kinds, (kind, path, operation) => operationV3(kind, path, operation, schemas));
  return { openapi: '3.0.0', info: INFO, paths, components: { schemas: schemas.all() } };
}

/** The OpenAPI 2 document of everything. kube: staging/src/k8s.io/kube-openapi/pkg/handler/handler.go */
export function openApiV2(registry: Registry): Schema {
  const schemas = new Schemas({ prefix: '#/definitions/', wrapsReferences: false }, namedTypes(registry.versions));
  const paths = pathsFor(registry.versions, (kind, path, operation) => operationV2(kind, path, operation, schemas));
  return { swagger: '2.0', info: INFO, paths, definitions: schemas.all() };
}

function pathsFor(
  kinds: readonly Kind[],
  write: (kind: Kind, path: KindPath, operation: Operation) => Schema,
): Readonly<Record<string, Schema>> {
  const found = kinds.flatMap((kind) =>
    pathsOfKind(kind).map((path): readonly [string, Schema] => {
      const operations = path.operations.map((operation) => [operation.method, write(kind, path, operation)] as const);
      const parameters = [...path.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: queryType('name'),
      }));
      return [path.path, { ...Object.fromEntries(operations), ...(parameters.length === 0 ? {} : { parameters }) }];
    }),
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What an operation is about, in both versions of OpenAPI. */
function common(kind: Kind, path: KindPath, operation: Operation): Schema {
  const { group, version } = kind;
  const tag = `${group === '' ? 'core' : group.replace(/\.k8s\.io$/, '').replaceAll('.', '_')}_${version}`;
  const about = path.subresource === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { group, version, kind: kind.kind };
  return {
    tags: [tag],
    operationId: operationId(kind, path, operation),
    'x-kubernetes-action': operation.action,
    'x-kubernetes-group-version-kind': about,
  };
}

function operationV3(kind: Kind, path: KindPath, operation: Operation, schemas: Schemas): Schema {
  const { body, answer, query, action } = operation;
  const content = (type: string): Schema => ({ 'application/json': { schema: schemas.reference(type) } });
  const request =
    body === undefined
      ? undefined
      : body === 'patch'
        ? {
            content: Object.fromEntries(patchTypes(kind).map((type) => [type, { schema: schemas.reference(`${META}.Patch`) }])),
            required: true,
          }
        : {
            content: { '*/*': { schema: schemas.reference(bodyType(kind, path, body)) } },
            ...(body === 'object' ? { required: true } : {}),
          };
  const success = { description: 'OK', content: content(answerType(kind, path, answer)) };
  return {
    ...common(kind, path, operation),
    ...(query.length === 0 ? {} : { parameters: query.map((name) => ({ name, in: 'query', schema: queryType(name) })) }),
    ...(request === undefined ? {} : { requestBody: request }),
    responses: {
      '200': success,
      ...(['post', 'put', 'patch'].includes(action) ? { '201': { ...success, description: 'Created' } } : {}),
      '401': { description: 'Unauthorized' },
    },
  };
}

function operationV2(kind: Kind, path: KindPath, operation: Operation, schemas: Schemas): Schema {
  const { body, answer, query, action } = operation;
  const bodySchema = body === undefined ? undefined : schemas.reference(body === 'patch' ? `${META}.Patch` : bodyType(kind, path, body));
  const parameters = [
    ...(bodySchema === undefined ? [] : [{ name: 'body', in: 'body', required: body !== 'deleteOptions', schema: bodySchema }]),
    ...query.map((name) => ({ name, in: 'query', ...queryType(name) })),
  ];
  const success = { description: 'OK', schema: schemas.reference(answerType(kind, path, answer)) };
  return {
    ...common(kind, path, operation),
    consumes: body === 'patch' ? patchTypes(kind) : ['*/*'],
    produces: ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'],
    schemes: ['https'],
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: {
      '200': success,
      ...(['post', 'put', 'patch'].includes(action) ? { '201': { ...success, description: 'Created' } } : {}),
      '401': { description: 'Unauthorized' },
    },
  };
}

const SCALE = 'io.k8s.api.autoscaling.v1.Scale';

function objectType(kind: Kind, { subresource }: KindPath): string {
  return subresource === 'scale' ? SCALE : nameOf(kind);
}

function bodyType(kind: Kind, path: KindPath, body: 'object' | 'deleteOptions'): string {
  return body === 'object' ? objectType(kind, path) : `${META}.DeleteOptions`;
}

function answerType(kind: Kind, path: KindPath, answer: Operation['answer']): string {
  if (answer === 'status') return `${META}.Status`;
  return answer === 'object' ? objectType(kind, path) : (typeNameOf(kind.apiVersion, `${kind.kind}List`) ?? `${nameOf(kind)}List`);
}

/** The name of the type of a kind's objects: the published one, or one made of the group and the version. */
function nameOf({ apiVersion, group, kind, version }: Kind): string {
  return typeNameOf(apiVersion, kind) ?? [...group.split('.').reverse(), version, kind].join('.');
}

function namedTypes(kinds: readonly Kind[]): NamedTypes {
  const custom = new Map(kinds.flatMap((kind) => (kind.structure === undefined ? [] : [[nameOf(kind), kind] as const])));
  return {
    find: (typeName) => custom.get(typeName)?.structure?.type ?? findObjectType(typeName),
    kindsOf: (typeName) => {
      const kind = custom.get(typeName);
      return kind === undefined ? kindsOfType(typeName) : [{ group: kind.group, kind: kind.kind, version: kind.version }];
    },
  };
}

/** The kinds that objects of a type are of. */
function kindsOfType(typeName: string): readonly Schema[] {
  kindsByType ??= groupedByType();
  return kindsByType.get(typeName) ?? [];
}

let kindsByType: ReadonlyMap<string, readonly Schema[]> | undefined;

function groupedByType(): ReadonlyMap<string, readonly Schema[]> {
  const grouped = new Map<string, Schema[]>();
  for (const [apiVersion, kind] of kindsKnown()) {
    const typeName = typeNameOf(apiVersion, kind)!;
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    grouped.set(typeName, [...(grouped.get(typeName) ?? []), { group, kind, version }]);
  }
  return grouped;
}
