import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { findModelFolder } from './models.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Item {
  readonly parameters?: readonly Parameter[];
  readonly [method: string]: unknown;
}

/** Every request of the published client, and its parameters, under its method and its path. */
function publishedRequests(folder: string): ReadonlyMap<string, readonly [id: string, parameters: string]> {
  const requests = new Map<string, readonly [string, string]>();
  for (const file of readdirSync(join(folder, 'apis'))) {
    if (!file.endsWith('Api.js')) continue;
    const code = readFileSync(join(folder, 'apis', file), 'utf8');
    for (const method of code.split(/^ {4}async (?=\w+\()/m).slice(1)) {
      const [, path] = /const localVarPath = '([^']+)'/.exec(method) ?? [];
      const [, verb] = /HttpMethod\.(\w+)\)/.exec(method) ?? [];
      const query = [...method.matchAll(/setQueryParam\("(\w+)"/g)].map(([, name]) => name!);
      const id = method.slice(0, method.indexOf('('));
      if (path !== undefined && verb !== undefined) requests.set(`${verb.toLowerCase()} ${path}`, [id, query.sort().join(' ')]);
    }
  }
  return requests;
}

const folder = findModelFolder() ?? assert.fail('the models are not installed');
const published = publishedRequests(folder);

/** Every request of our documents as the published ones, with the name of its document in front. */
function documentedRequests(): readonly (readonly [request: string, id: string, parameters: string, group: string])[] {
  const admin = new Cluster().as('admin');
  return Object.keys(admin.openApiIndex().paths).flatMap((root) => {
    const { paths } = admin.openApiV3(root) as { readonly paths: Readonly<Record<string, Item>> };
    return Object.entries(paths).flatMap(([path, { parameters: shared = [], ...methods }]) =>
      Object.entries(methods).map(([method, operation]) => {
        const { operationId, parameters = [], tags } = operation as { operationId: string; parameters?: Parameter[]; tags: string[] };
        const query = [...shared, ...parameters].filter((parameter) => parameter.in === 'query').map(({ name }) => name);
        return [`${method} ${path}`, operationId, query.sort().join(' '), tags.join()] as const;
      }),
    );
  });
}

test('every request that the documents tell of is one of Kubernetes, with its name and its parameters', () => {
  for (const [request, id, parameters, tag] of documentedRequests()) {
    const [publishedId, publishedParameters] = published.get(request) ?? assert.fail(`Kubernetes has no ${request}`);
    // A client's class says of which group its requests are, which their names in the document do, too.
    const group = tag.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
    assert.equal(id.replace(group.join(''), ''), publishedId.replace(group.join(''), ''), request);
    assert.equal(parameters, publishedParameters, request);
  }
});

test('the requests of our kinds that no document tells of are known', () => {
  const documented = new Set(documentedRequests().map(([request]) => request));
  const plurals = [...documented].flatMap(
    (request) => /^\w+ (\/apis?\/(?:[^/]+\/)?v\d\w*)\/(\w+)$/.exec(request)?.slice(1).join('/') ?? [],
  );
  const missing = [...published.keys()].filter((request) => {
    const plain = request.replace(/^\w+ /, '').replace('/namespaces/{namespace}/', '/');
    return !documented.has(request) && plurals.some((plural) => plain === plural || plain.startsWith(`${plural}/`));
  });
  const subresources = [...new Set(missing.map((request) => request.replace(/^\w+ .*\/(\w+\/\{name\}\/)/, '$1')))];
  assert.deepEqual(subresources.sort(), [
    'nodes/{name}/proxy',
    'nodes/{name}/proxy/{path}',
    'pods/{name}/ephemeralcontainers',
    'pods/{name}/proxy',
    'pods/{name}/proxy/{path}',
    'pods/{name}/resize',
    'serviceaccounts/{name}/token',
    'services/{name}/proxy',
    'services/{name}/proxy/{path}',
  ]);
});
