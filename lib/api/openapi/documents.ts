import { digestOf } from '../../base/digest.ts';
import { deepFreeze } from '../../base/merge.ts';
import type { Kind, Registry } from '../kind.ts';
import { kindsKnown, typeNameOf } from '../schema.ts';
import { customListSchema, customSchema } from './custom-schema.ts';
import { discoveryRoots, resourcesPath, type DiscoveryPath } from './discovery.ts';
import { DELETE_OPTIONS, parameterType, patchTypes, type Operation } from './operations.ts';
import { groupTag, operationId, pathsOfKind, rootOf, type KindPath } from './paths.ts';
import { Schemas, type NamedTypes, type Schema } from './schemas.ts';
import { nameOfKind, nameOfList } from './type-names.ts';

const INFO = { title: 'Kubernetes', version: 'v1.32.13' };

/** Which documents there are: a path for every version of every group, such as `apis/apps/v1`, with the address to ask at. */
export interface OpenApiIndex {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

/** The index of the OpenAPI 3 documents; an address changes with what is there. kube: staging/src/k8s.io/kube-openapi/pkg/handler3/handler.go */
export function openApiIndex(registry: Registry): OpenApiIndex {
  const { versions: kinds } = registry;
  const roots = [...new Set([...discoveryRoots(kinds).keys(), ...kinds.map(rootOf)])].sort();
  return {
    paths: Object.fromEntries(
      roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}?hash=${hashOf(openApiV3(registry, root)!)}` }]),
    ),
  };
}

/** The OpenAPI 3 document at a root (`api/v1`, `apis/apps/v1`, `version`), or undefined where there is none. The same kinds have the same document. */
export function openApiV3({ versions: kinds }: Registry, root: string): Schema | undefined {
  const ofRoot = kinds.filter((kind) => rootOf(kind) === root);
  if (ofRoot.length > 0) return remembered(documentsV3, ofRoot, () => documentOf(OPENAPI_3, ofRoot));
  const discovery = discoveryRoots(kinds).get(root);
  if (discovery === undefined) return undefined;
  const known = discoveryDocuments.get(root) ?? documentOf(OPENAPI_3, [], [discovery]);
  discoveryDocuments.set(root, known);
  return known;
}

/** The OpenAPI 2 document of everything. kube: staging/src/k8s.io/kube-openapi/pkg/handler/handler.go */
export function openApiV2({ versions: kinds }: Registry): Schema {
  return remembered(documentsV2, kinds, () => documentOf(OPENAPI_2, kinds, [...discoveryRoots(kinds).values()]));
}

interface Remembered {
  readonly kinds: readonly Kind[];
  readonly document: Schema;
}

type Memory = WeakMap<Kind, Remembered>;

/** Kinds are the same in every cluster, and custom ones as long as their definition is: documents are kept by the first of theirs. */
const documentsV3: Memory = new WeakMap();
const documentsV2: Memory = new WeakMap();
const discoveryDocuments = new Map<string, Schema>();
const hashes = new WeakMap<Schema, string>();

function remembered(memory: Memory, kinds: readonly Kind[], build: () => Schema): Schema {
  const [first] = kinds;
  if (first === undefined) return build();
  const known = memory.get(first);
  if (known?.kinds.length === kinds.length && known.kinds.every((kind, i) => kind === kinds[i])) return known.document;
  const document = build();
  memory.set(first, { kinds, document });
  return document;
}

/** kube: staging/src/k8s.io/kube-openapi/pkg/handler3/handler.go computeETag */
function hashOf(document: Schema): string {
  const known = hashes.get(document) ?? digestOf('sha512', JSON.stringify(document)).toString('hex').toUpperCase();
  hashes.set(document, known);
  return known;
}

/** What the two versions of OpenAPI write differently. */
interface Edition {
  readonly prefix: string;
  readonly wrapsReferences: boolean;
  readonly document: (paths: Schema, schemas: Schema) => Schema;
  readonly parameter: (name: string, place: 'path' | 'query') => Schema;
  readonly answer: (description: string, schema: Schema, produces: readonly string[]) => Schema;
  readonly operation: (parts: OperationParts) => Schema;
}

interface OperationParts {
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters: readonly Schema[];
  readonly body: { readonly schema: Schema; readonly required: boolean } | undefined;
}

const OPENAPI_3: Edition = {
  prefix: '#/components/schemas/',
  wrapsReferences: true,
  document: (paths, schemas) => ({ openapi: '3.0.0', info: INFO, paths, components: { schemas } }),
  parameter: (name, place) => ({ ...named(name, place), schema: parameterType(name) }),
  answer: (description, schema, produces) => ({
    description,
    content: Object.fromEntries(produces.map((type) => [type, { schema }])),
  }),
  operation: ({ consumes, parameters, body }) => ({
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            content: Object.fromEntries(consumes.map((type) => [type, { schema: body.schema }])),
            ...(body.required ? { required: true } : {}),
          },
        }),
  }),
};

const OPENAPI_2: Edition = {
  prefix: '#/definitions/',
  wrapsReferences: false,
  document: (paths, definitions) => ({ swagger: '2.0', info: INFO, paths, definitions }),
  parameter: (name, place) => ({ ...named(name, place), ...parameterType(name) }),
  answer: (description, schema) => ({ description, schema }),
  operation: ({ consumes, produces, parameters, body }) => {
    const all = [...(body === undefined ? [] : [{ name: 'body', in: 'body', ...body }]), ...parameters];
    return { consumes, produces, schemes: ['https'], ...(all.length === 0 ? {} : { parameters: all }) };
  },
};

function named(name: string, place: 'path' | 'query'): Schema {
  return { name, in: place, ...(place === 'path' ? { required: true } : {}) };
}

const OBJECT_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const UNAUTHORIZED = { '401': { description: 'Unauthorized' } };

function documentOf(edition: Edition, kinds: readonly Kind[], discovery: readonly DiscoveryPath[] = []): Schema {
  const schemas = new Schemas(edition, namedTypes(kinds));
  const resources = [...new Map(kinds.map((kind) => [rootOf(kind), resourcesPath(kind)])).values()].filter((path) => path !== undefined);
  const paths = [
    ...[...discovery, ...resources].map((path) => [path.path, discoveryItem(edition, path, schemas)] as const),
    ...kinds.flatMap((kind) => pathsOfKind(kind).map((path) => [path.path, pathItem(edition, kind, path, schemas)] as const)),
  ];
  return deepFreeze(edition.document(Object.fromEntries(paths.sort(([a], [b]) => (a < b ? -1 : 1))), schemas.all()));
}

function discoveryItem(edition: Edition, { description, operationId, tag, answer }: DiscoveryPath, schemas: Schemas): Schema {
  const parts = { consumes: OBJECT_TYPES, produces: OBJECT_TYPES, parameters: [], body: undefined };
  const responses = { '200': edition.answer('OK', schemas.reference(answer), OBJECT_TYPES), ...UNAUTHORIZED };
  return { get: { tags: [tag], description, operationId, ...edition.operation(parts), responses } };
}

function pathItem(edition: Edition, kind: Kind, path: KindPath, schemas: Schemas): Schema {
  const inPath = [...path.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => edition.parameter(name!, 'path'));
  const isConnection = path.operations.some(({ action }) => action === 'connect');
  const parameters = [...inPath, ...(isConnection ? [] : [edition.parameter('pretty', 'query')])];
  const operations = path.operations.map(
    (operation) => [operation.method, operationItem(edition, kind, path, operation, schemas)] as const,
  );
  return { ...Object.fromEntries(operations), parameters };
}

function operationItem(edition: Edition, kind: Kind, path: KindPath, operation: Operation, schemas: Schemas): Schema {
  const { body, answer, query, action, method } = operation;
  const produces = answer === undefined ? (action === 'connect' ? ['*/*'] : ['text/plain']) : OBJECT_TYPES;
  const parts = {
    consumes: method === 'patch' ? patchTypes(kind) : ['*/*'],
    produces,
    parameters: query.map((name) => edition.parameter(name, 'query')),
    body: body === undefined ? undefined : { schema: schemas.reference(body), required: body !== DELETE_OPTIONS },
  };
  const schema = answer === undefined ? { type: 'string' } : schemas.reference(answer);
  const responses = CODES[action].map(([code, words]) => [code, edition.answer(words, schema, produces)] as const);
  return {
    tags: [`${groupTag(kind)}_${kind.version}`],
    operationId: operationId(kind, path, operation),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': path.about,
    ...edition.operation(parts),
    responses: { ...Object.fromEntries(responses), ...UNAUTHORIZED },
  };
}

type Code = readonly [code: string, words: string];

const OK: Code = ['200', 'OK'];
const CREATED: Code = ['201', 'Created'];
const ACCEPTED: Code = ['202', 'Accepted'];

/** How requests may succeed. kube: staging/src/k8s.io/apiserver/pkg/endpoints/installer.go registerResourceHandlers */
const CODES: Readonly<Record<Operation['action'], readonly Code[]>> = {
  list: [OK],
  get: [OK],
  connect: [OK],
  deletecollection: [OK],
  post: [OK, CREATED, ACCEPTED],
  put: [OK, CREATED],
  patch: [OK, CREATED],
  delete: [OK, ACCEPTED],
};

function namedTypes(kinds: readonly Kind[]): NamedTypes {
  const custom = kinds.filter(({ structure }) => structure !== undefined);
  const byObject = new Map(custom.map((kind) => [nameOfKind(kind), kind]));
  const byList = new Map(custom.map((kind) => [nameOfList(kind), kind]));
  return {
    written: (typeName, surroundings) => {
      const [kind, listed] = [byObject.get(typeName), byList.get(typeName)];
      if (kind !== undefined) return customSchema(kind, surroundings);
      return listed === undefined ? undefined : customListSchema(listed, nameOfKind(listed), surroundings);
    },
    kindsOf: (typeName) => {
      const [kind, listed] = [byObject.get(typeName), byList.get(typeName)];
      const { group, version } = kind ?? listed ?? {};
      if (kind !== undefined) return [{ group, kind: kind.kind, version }];
      return listed === undefined ? kindsOfType(typeName) : [{ group, kind: `${listed.kind}List`, version }];
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
